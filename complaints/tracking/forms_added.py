"""The shape of what the reporter adds later: words and photos, a review, a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import phones, words
from complaints.errors import Refused
from complaints.identity import Reporter
from complaints.photo_field import PhotosField

from .forms import LongText, SeenForm
from .operations import BLAME

LONGEST_NAME = 60


class AddForm(SeenForm):
    text = LongText(label=_("Keterangan"), rows=5, required=False)
    photos = PhotosField(label=_("Foto"), help_text=_("Paling banyak 3 foto, masing-masing paling besar 15 MB"))

    def clean(self):
        given = super().clean()
        if not given.get("text") and "photos" in given and not given["photos"] and "text" in given:
            self.add_error("text", _("Tulis keterangan atau pilih foto"))
        return given

    def inputs(self) -> dict:
        """Return what the operation is given."""
        return self.cleaned_data


class ReviewForm(SeenForm):
    why = forms.ChoiceField(
        label=_("Mengapa minta ditinjau ulang?"),
        choices=[(code, words.BLAME[code]) for code in BLAME],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu alasan"), "invalid_choice": _("Pilih satu alasan")},
    )
    comment = LongText(
        label=_("Ceritakan apa yang masih salah"), rows=5, error_messages={"required": _("Tulis apa yang masih salah")}
    )
    photos = PhotosField(label=_("Foto"), help_text=_("Paling banyak 3 foto, masing-masing paling besar 15 MB"))

    def inputs(self) -> dict:
        """Return what `raise_objection` is given."""
        given = self.cleaned_data
        told = {name: given[name] for name in ("comment", "photos", "seen")}
        return told | {"reasons": [given["why"]], "partly": False, "review": True}


def _contact_of(form: forms.Form, given: dict) -> str:
    """Return the contact typed, as it is kept, where it fits the way chosen; else say on the form what is wrong."""
    try:
        contact = phones.normalise(given["contact"])
    except Refused as refusal:
        form.add_error("contact", str(refusal))
        return ""
    is_address = contact.kind == phones.EMAIL
    if is_address == (given["kind"] == phones.EMAIL):
        return contact.value
    missing = _("Tulis nomor HP, atau pilih E-mail") if is_address else _("Tulis e-mail, atau pilih nomor")
    form.add_error("contact", missing)
    return ""


class AddContactForm(forms.Form):
    """One contact: how, where, and under which name."""

    kind = forms.ChoiceField(
        label=_("Kabari saya lewat"),
        choices=[
            (phones.WHATSAPP, _("WhatsApp")),
            (phones.PHONE, _("Telepon atau SMS")),
            (phones.EMAIL, _("E-mail")),
        ],
        widget=forms.RadioSelect,
        initial=phones.WHATSAPP,
        error_messages={"required": _("Pilih satu cara")},
    )
    contact = forms.CharField(
        label=_("Nomor atau alamat e-mail"),
        help_text=_("Contoh 0812 3456 7890 atau nama@contoh.com"),
        max_length=254,
        error_messages={"required": _("Tulis nomor atau alamat e-mail")},
    )
    name = forms.CharField(
        label=_("Nama panggilan"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )

    def clean(self):
        given = super().clean()
        if "contact" not in given or "kind" not in given:
            return given
        if contact := _contact_of(self, given):
            self.reporter = Reporter(given.get("name", ""), given["kind"], contact)
        return given

    def inputs(self) -> dict:
        """Return what the operation is given."""
        return {"reporter": self.reporter}


class NotifyForm(forms.Form):
    """How to be told from now on: another way, another contact, or not at all."""

    kind = forms.ChoiceField(
        label=_("Kabari saya lewat"),
        choices=[*AddContactForm.base_fields["kind"].choices, (phones.SILENT, _("Tidak usah dikabari"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu cara"), "invalid_choice": _("Pilih satu cara")},
    )
    contact = forms.CharField(
        label=_("Nomor atau alamat e-mail baru"),
        help_text=_("Kosongkan kalau tetap yang sekarang"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean(self):
        given = super().clean()
        if not given.get("contact") or given.get("kind") in (None, phones.SILENT):
            return given
        given["contact"] = _contact_of(self, given)
        return given


class TakeBackForm(forms.Form):
    """One press."""

    def inputs(self) -> dict:
        """Return what the operation is given."""
        return {}
