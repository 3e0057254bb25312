"""The shape of what the reporter types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import words
from complaints.photo_field import PhotosField

from .operations import BLAME, PRAISE

_PHOTOS = {
    "label": _("Foto"),
    "help_text": _("Paling banyak 3 foto. JPG, PNG atau WebP, di bawah 15 MB"),
}


class FindForm(forms.Form):
    """Number and code, typed as people type. What is wrong with them is one message, said by the view."""

    number = forms.CharField(
        label=_("Nomor laporan"),
        help_text=_("Contoh: BLT-7K4M-2QXD-V. Spasi dan tanda hubung boleh dilewati"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Tulis nomor laporan")},
    )
    code = forms.CharField(
        label=_("Kode rahasia"),
        help_text=_("10 huruf dan angka dari tanda terima"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Tulis kode rahasia")},
    )


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Jawaban Anda"),
        max_length=1500,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Tulis jawaban Anda")},
    )
    photos = PhotosField(**_PHOTOS)


class RateForm(forms.Form):
    """*Sudah beres?*, with reasons for both answers on one page, so that it works without JavaScript."""

    YES, PARTLY, NO = "yes", "partly", "no"

    judgement = forms.ChoiceField(
        label=_("Apakah masalahnya sudah beres?"),
        choices=[(YES, _("Ya, sudah beres")), (PARTLY, _("Sebagian")), (NO, _("Belum beres"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu jawaban")},
    )
    reasons = forms.MultipleChoiceField(
        label=_("Mengapa?"),
        choices=[
            (_("Kalau sudah beres"), [(code, words.PRAISE[code]) for code in PRAISE]),
            (_("Kalau belum"), [(code, words.BLAME[code]) for code in BLAME]),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    comment = forms.CharField(
        label=_("Keterangan"), max_length=1500, required=False, widget=forms.Textarea({"rows": 4})
    )
    photos = PhotosField(**{**_PHOTOS, "help_text": _("Kalau belum beres, foto membantu petugas. Paling banyak 3")})

    def __init__(self, *args, closed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if closed:  # there is nothing left to confirm, only to object to
            self.fields["judgement"].choices = self.fields["judgement"].choices[1:]
            self.fields["reasons"].choices = self.fields["reasons"].choices[1:]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=1500, required=False, widget=forms.Textarea({"rows": 3}))
