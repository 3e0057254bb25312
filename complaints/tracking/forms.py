"""The shape of what the reporter types."""

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints import words
from complaints.models import Regency
from complaints.photo_field import PhotosField

from .operations import BLAME, PRAISE

LONGEST = 1500  # letters of one text
_AS_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class TypedField(forms.CharField):
    """What a person typed from a receipt, however long or odd: whether it fits is one answer, given by the view."""

    def __init__(self, **options):
        super().__init__(widget=forms.TextInput(_AS_TYPED), **options)
        self.validators = []


class FindForm(forms.Form):
    refused_as = _("Laporan belum terbuka")
    number = TypedField(
        label=_("Nomor laporan"),
        help_text=_("Spasi dan tanda hubung boleh dilewati"),
        error_messages={"required": _("Tulis nomor laporan")},
    )
    code = TypedField(
        label=_("Kode rahasia"),
        help_text=_("10 huruf dan angka dari tanda terima"),
        error_messages={"required": _("Tulis kode rahasia")},
    )

    def __init__(self, *args, regency: Regency | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if regency is not None:
            example = f"{escape(regency.tracking_prefix)}-7K4M-2QXD-V"  # hints are not escaped again
            hint = gettext("Contoh: %(number)s. Spasi dan tanda hubung boleh dilewati")
            self.fields["number"].help_text = hint % {"number": example}


class SeenForm(forms.Form):
    """A form about one thing that staff wrote: it carries which one was read, so that nobody answers another one."""

    seen = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Buka lagi halaman laporan Anda, lalu kirim")},
    )

    def renew(self, sequence: int | None) -> None:
        """Show the form again beside what there is now: what was typed stays."""
        self.data = self.data.copy()
        self.data["seen"] = sequence or ""


class LongText(forms.CharField):
    """A text counted and kept with one character a line end, and without what a database cannot hold."""

    widget = forms.Textarea

    def __init__(self, *, rows: int, **options):
        super().__init__(widget=forms.Textarea({"rows": rows, "data-letters": LONGEST}), **options)

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()

    def validate(self, value):
        super().validate(value)
        if over := max(0, len(value) - LONGEST):
            raise forms.ValidationError(_("Tulisan terlalu panjang. Kurangi %(n)d huruf") % {"n": over})


class ReplyForm(SeenForm):
    text = LongText(label=_("Jawaban Anda"), rows=5, error_messages={"required": _("Tulis jawaban Anda")})
    photos = PhotosField(label=_("Foto"), help_text=_("Paling banyak 3 foto, masing-masing paling besar 15 MB"))

    def inputs(self) -> dict:
        """Return what the operation is given."""
        return self.cleaned_data


class RateForm(SeenForm):
    """*Sudah beres?* on one page: reasons for both answers are there, so that it works without JavaScript.

    With a closed case there is nothing left to confirm, only to object to.
    """

    YES, PARTLY, NO = "yes", "partly", "no"

    judgement = forms.ChoiceField(
        label=_("Apakah masalahnya sudah beres?"),
        choices=[(YES, _("Ya, sudah beres")), (PARTLY, _("Sebagian")), (NO, _("Belum beres"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu jawaban"), "invalid_choice": _("Pilih satu jawaban")},
    )
    praise = forms.MultipleChoiceField(
        label=_("Apa yang baik?"),
        choices=[(code, words.PRAISE[code]) for code in PRAISE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Pilih dari daftar")},
    )
    blame = forms.MultipleChoiceField(
        label=_("Apa yang belum beres?"),
        choices=[(code, words.BLAME[code]) for code in BLAME],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Pilih dari daftar")},
    )
    comment = LongText(label=_("Keterangan"), rows=4, required=False)
    photos = PhotosField(
        label=_("Foto kalau belum beres"), help_text=_("Paling banyak 3 foto, masing-masing paling besar 15 MB")
    )

    def __init__(self, *args, closed: bool = False, hints: dict[str, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["judgement"].option_hints = hints or {}
        if closed:
            self.fields["judgement"].choices = self.fields["judgement"].choices[1:]
            del self.fields["praise"]

    @property
    def is_confirmed(self) -> bool:
        return self.cleaned_data["judgement"] == self.YES

    def inputs(self) -> dict:
        """Return what the operation is given: `confirm` or `raise_objection`, by `is_confirmed`."""
        answers = self.cleaned_data
        told = {"comment": answers["comment"], "seen": answers["seen"]}
        if self.is_confirmed:
            return told | {"reasons": answers["praise"]}
        partly = answers["judgement"] == self.PARTLY
        return told | {"reasons": answers["blame"], "partly": partly, "photos": answers["photos"]}


class WithdrawForm(forms.Form):
    reason = LongText(label=_("Alasan"), rows=3, required=False)

    def inputs(self) -> dict:
        """Return what the operation is given."""
        return self.cleaned_data
