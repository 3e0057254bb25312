"""The one field of who supports a case: how to be told, if at all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import phones
from complaints.errors import Refused


class SupportForm(forms.Form):
    contact = forms.CharField(
        label=_("WhatsApp atau e-mail"),
        help_text=_("Diisi kalau mau kami kabari. Contoh 0812 3456 7890 atau nama@contoh.com"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"max_length": _("Nomor atau alamatnya terlalu panjang. Periksa lagi")},
    )

    def clean_contact(self) -> phones.Contact | None:
        typed = self.cleaned_data["contact"]
        if not typed:
            return None
        try:
            return phones.normalise(typed)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
