"""The shape of what is decided about a conversation."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from complaints.identity import Reporter
from complaints.intake.forms_entry import EnterForm
from complaints.models import Conversation

LONGEST_REPLY = 1500  # letters


class MakeCaseForm(EnterForm):
    """The form of *Catat laporan*, filled from the conversation. The sender's contact goes with it unopened."""

    told = forms.BooleanField(
        label=gettext_lazy("Kabari pengirim lewat kontak yang dipakainya"), required=False, initial=True
    )

    def __init__(self, data=None, *, conversation: Conversation, sender: Reporter | None, story: str, **kwargs):
        super().__init__(data, **kwargs)
        self.sender = sender
        for name in ("channel", "lapor", "contact", "name", "photos"):
            del self.fields[name]
        if sender is None:
            del self.fields["told"]
        self.channel = conversation.channel
        received = timezone.localtime(conversation.begun_at)
        self.initial |= {"story": story, "received_on": received.date(), "received_time": received.time()}

    def clean(self):
        given = self.cleaned_data
        given |= {"channel": self.channel, "lapor": ""}
        super().clean()
        self.reporter = self.sender if given.get("told") else None


class AddToCaseForm(forms.Form):
    """To which case it belongs, and why where the contact is another one."""

    number = forms.CharField(
        label=gettext_lazy("Nomor laporan"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Tulis nomor laporan")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Perlu kalau kontak pengirim bukan kontak pelapor. Hanya dibaca petugas"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )


class DismissForm(forms.Form):
    """Why it is no complaint."""

    reason = forms.CharField(
        label=gettext_lazy("Mengapa bukan pengaduan?"),
        help_text=gettext_lazy("Contoh: penawaran barang, salah kirim, ucapan terima kasih"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": gettext_lazy("Tulis alasannya"),
            "min_length": gettext_lazy("Tulis sedikit lagi, paling sedikit 5 huruf"),
        },
    )


class ReplyForm(forms.Form):
    """A word to who wrote."""

    text = forms.CharField(
        label=gettext_lazy("Balasan untuk pengirim"),
        help_text=gettext_lazy("Tanyakan yang kurang. Kalau sudah jelas, jadikan laporan: pengirim mendapat nomornya"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Tulis balasannya")},
    )
