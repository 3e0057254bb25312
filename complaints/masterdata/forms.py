"""The shape of the pages of this stage outside the admin."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import Holding, User

from .admin_forms import SCAN_TYPES, check_scan
from .operations_holders import Newcomer


def day_field(label, **more) -> forms.DateField:
    """Return a field for one day, with the calendar of the browser."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    more.setdefault("error_messages", {}).setdefault("invalid", _("Isi tanggal, misalnya 24-11-2026"))
    return forms.DateField(label=label, widget=widget, **more)


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person) -> str:
        held = "; ".join(str(holding.position) for holding in person.held)
        return f"{person.full_name} – {held}" if held else person.full_name


class ChangeHolderForm(forms.Form):
    """Who, on which basis, from when to when, by which decree. A person without account is made here too."""

    user = _PersonField(
        User.objects.none(),
        label=_("Siapa?"),
        empty_label=_("Pilih orang, atau isi orang baru di bawah"),
        required=False,
    )
    full_name = forms.CharField(label=_("Nama lengkap"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("Alamat email ini tidak lengkap. Contoh: nama@belitung.go.id")},
    )
    username = forms.CharField(
        label=_("Nama pengguna"), help_text=_("Untuk masuk, tanpa spasi dan tanpa @"), max_length=150, required=False
    )
    basis = forms.ChoiceField(
        label=_("Dasar"), choices=Holding.Basis.choices, widget=forms.RadioSelect, initial=Holding.Basis.OWN_RIGHT
    )
    incumbent_leaves = forms.BooleanField(required=False)
    starts_on = day_field(_("Mulai"), error_messages={"required": _("Isi tanggal mulai")})
    ends_on = day_field(_("Sampai"), help_text=_("Wajib untuk Plh. Hari terakhir masih berlaku"), required=False)
    decree_number = forms.CharField(
        label=_("Nomor SK"), max_length=100, error_messages={"required": _("Isi nomor SK atau surat perintah")}
    )
    decree_date = day_field(_("Tanggal SK"), error_messages={"required": _("Isi tanggal SK")})
    decree_file = forms.FileField(
        label=_("Berkas SK"),
        help_text=_("PDF atau foto (JPEG, PNG), paling besar 10 MB"),
        required=False,
        widget=forms.FileInput({"accept": SCAN_TYPES}),
    )
    pledge_signed_on = day_field(_("Pakta integritas ditandatangani"), required=False)

    _new = ("full_name", "email", "username")
    _missing = {
        "full_name": _("Isi nama lengkap orang baru"),
        "email": _("Isi email orang baru"),
        "username": _("Isi nama pengguna orang baru"),
    }

    def __init__(self, *args, people, definitive: User | None, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        for name in ("user", *self._new):
            self.fields[name].mark_optional = False
        self.fields["starts_on"].initial = today
        if definitive is None:
            del self.fields["incumbent_leaves"]
        else:
            field = self.fields["incumbent_leaves"]
            field.label = _("%(name)s berhenti dari jabatan ini") % {"name": definitive}
            field.help_text = _(
                "Centang bila Plt. mengisi jabatan yang ditinggalkan. Definitif baru selalu menggantikan."
            )

    def clean_decree_file(self):
        return check_scan(self.cleaned_data["decree_file"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("user"):
            if any(cleaned.get(name) for name in self._new):
                self.add_error("user", _("Pilih orang dari daftar, atau isi orang baru; jangan keduanya."))
        elif "user" not in self.errors:
            for name in self._new:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self._missing[name])
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Tanggal sampai tidak boleh sebelum tanggal mulai."))
        if cleaned.get("basis") == Holding.Basis.DAILY_ACTING and not ends and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Plh. diberikan untuk hari-hari tertentu. Isi tanggal sampai."))
        return cleaned

    def is_new_open(self) -> bool:
        """Whether the part for a person without account has something in it."""
        return any(self[name].value() or self[name].errors for name in self._new)

    def inputs(self) -> dict:
        """Return what the operation takes."""
        decree = dict(self.cleaned_data)
        person, new = decree.pop("user"), {name: decree.pop(name) for name in self._new}
        leaves = decree.pop("incumbent_leaves", False)
        return {"person": person or Newcomer(**new), "decree": decree, "incumbent_leaves": leaves}
