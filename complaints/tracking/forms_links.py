"""The one field by which somebody asks for the links to their reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import phones
from complaints.errors import Refused


class RecoverForm(forms.Form):
    contact = forms.CharField(
        label=_("Nomor HP atau e-mail"),
        help_text=_("Yang Anda tulis waktu melapor. Contoh 0812 3456 7890 atau nama@contoh.com"),
        max_length=254,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Tulis nomor HP atau alamat e-mail"),
            "max_length": _("Nomor atau alamatnya terlalu panjang. Periksa lagi"),
        },
    )

    def clean_contact(self) -> str:
        try:
            return phones.normalise(self.cleaned_data["contact"]).value
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
