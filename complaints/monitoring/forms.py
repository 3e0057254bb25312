"""The shape of the pages of this stage."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import phones
from complaints.errors import Refused
from complaints.models import Message

from .operations import LONGEST


class TryChannelForm(forms.Form):
    """Which channel, and to which number where it goes to one."""

    channel = forms.ChoiceField(label=gettext_lazy("Lewat apa?"), widget=forms.RadioSelect)
    to = forms.CharField(
        label=gettext_lazy("Nomor HP untuk WhatsApp atau SMS"),
        help_text=gettext_lazy("E-mail dan Telegram dikirim ke Anda sendiri"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args, channels: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = channels
        self.fields["channel"].error_messages["required"] = _("Pilih lewat apa pesan dikirim")

    def clean(self):
        answers = super().clean()
        if answers.get("channel") in Message.RINGING:
            try:
                contact = phones.normalise(answers.get("to", ""))
            except Refused as refusal:
                self.add_error("to", str(refusal))
            else:
                answers["to"] = contact.value
                if contact.kind != phones.PHONE:
                    self.add_error("to", _("Tulis nomor HP, misalnya 0812-3456-7890"))
        return answers


class NoteForm(forms.Form):
    """What an agency says beside its figures this month."""

    text = forms.CharField(
        label=gettext_lazy("Catatan bulan ini"),
        help_text=gettext_lazy("Paling banyak 280 huruf. Jangan menulis nama atau kontak pelapor"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": gettext_lazy("Tulis catatan"),
            "max_length": gettext_lazy("Tulis paling banyak 280 huruf"),
        },
    )
