"""Fields and forms of the admin that Django's own do not give: lists as lines, icons by name, the scan of a decree."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ICONS = {
    "lamp": gettext_lazy("Lampu"),
    "road": gettext_lazy("Jalan"),
    "bridge": gettext_lazy("Jembatan"),
    "trash": gettext_lazy("Sampah"),
    "water": gettext_lazy("Air"),
    "tree": gettext_lazy("Pohon"),
    "health": gettext_lazy("Kesehatan"),
    "school": gettext_lazy("Sekolah"),
    "people": gettext_lazy("Warga"),
    "office": gettext_lazy("Kantor"),
    "levy": gettext_lazy("Pungutan"),
    "market": gettext_lazy("Pasar"),
    "card": gettext_lazy("Kartu"),
    "shield": gettext_lazy("Perlindungan"),
    "question": gettext_lazy("Tanda tanya"),
    "other": gettext_lazy("Lainnya"),
}
"""The drawings of complaints/icons.py that a topic of the citizen's form may have."""

SCAN_LIMIT = 10 * 1024 * 1024  # bytes
SCAN_TYPES = "application/pdf,image/jpeg,image/png"
# What a scan begins with: the file is served back under this type and name alone.
SCANS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


def check_scan(file):
    """Return `file` under a name of ours, or "" for none; the name it came with is not kept.

    Raises ValidationError for what is no scan by its first bytes, and for one over the limit.
    """
    if not file:
        return ""
    head = file.read(8)
    file.seek(0)
    kind = next((ending for start, ending in SCANS.items() if head.startswith(start)), None)
    if kind is None or file.size > SCAN_LIMIT:
        raise ValidationError(_("Berkas SK harus PDF, JPEG, atau PNG, paling besar 10 MB."))
    file.name = f"{uuid.uuid4()}.{kind}"
    return file


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 60})

    def __init__(self, *args, encoder=None, decoder=None, **kwargs):
        super().__init__(*args, **kwargs)  # a JSON column offers its coders, which lines do not need

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class RowsField(forms.CharField):
    """A list of records, one a line, parts separated by |; the last word "belum pasti" marks a row as unconfirmed."""

    widget = forms.Textarea(attrs={"rows": 8, "cols": 80})

    def __init__(self, *args, parts: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        lines = []
        for row in value:
            said = [row.get(part, "") for part in self.parts]
            lines.append(" | ".join(said + [_("belum pasti")] * bool(row.get("unconfirmed"))))
        return "\n".join(lines)

    def to_python(self, value):
        rows = []
        for line in str(value or "").splitlines():
            if not line.strip():
                continue
            said = [part.strip() for part in line.split("|")]
            unconfirmed = len(said) == len(self.parts) + 1 and said.pop() == _("belum pasti")
            if len(said) != len(self.parts) or not said[0]:
                raise ValidationError(
                    _("Baris “%(line)s” harus punya %(count)s bagian, dipisah tanda |."),
                    params={"line": line.strip(), "count": len(self.parts)},
                )
            rows.append(dict(zip(self.parts, said, strict=True)) | {"unconfirmed": unconfirmed})
        return rows

    def has_changed(self, initial, data):
        before = [{"unconfirmed": False} | row for row in initial or []]
        try:
            return self.to_python(data) != before
        except ValidationError:
            return True


CONSTRAINTS = {
    "agency_with_duty_may_own": gettext_lazy(
        "Instansi ini punya peran khusus dalam setiap laporan, jadi harus aktif dan perangkat daerah. Ganti namanya."
    ),
    "agency_is_not_its_own_successor": gettext_lazy("Instansi tidak bisa menjadi penerus dirinya sendiri."),
    "holding_ends_after_start": gettext_lazy("Tanggal sampai tidak boleh sebelum tanggal mulai."),
    "hours_weekday": gettext_lazy("Pilih hari Senin sampai Minggu."),
    "hours_close_after_open": gettext_lazy("Jam tutup harus sesudah jam buka. 00.00 berarti tengah malam."),
    "hours_have_both_dates_or_none": gettext_lazy("Isi tanggal mulai dan sampai, urut, atau kosongkan keduanya."),
    "position_of_a_village_only_enters": gettext_lazy("Pilih desa hanya bila perannya Petugas desa."),
    "routing_rule_ends_after_start": gettext_lazy("Tanggal sampai tidak boleh sebelum tanggal mulai."),
    "rung_names_its_position": gettext_lazy("Pilih jabatan hanya bila kepada jabatan tertentu."),
    "rung_once_without_position": gettext_lazy("Anak tangga yang sama sudah ada. Ubah yang ada."),
    "rung_reminds_reporters_on_their_own_ladder": gettext_lazy(
        "Pelapor hanya diingatkan di tangganya sendiri, sebelum batas waktu."
    ),
    "rung_tells_the_leader_of_an_instruction": gettext_lazy(
        "Pimpinan yang memberi arahan hanya diberi tahu di tangga arahan pimpinan."
    ),
    "term_is_positive": gettext_lazy("Jumlah harus lebih dari 0."),
}
"""What a constraint of the database says to a person."""
KEPT_BY_OPERATION = {"holding_one_holder_in_own_right"}  # the new holder's operation ends the old one's time


class MasterDataForm(forms.ModelForm):
    """Says what a constraint of the database would refuse in words instead of by its name."""

    def _post_clean(self):
        self.instance.validate_constraints = self._validate_constraints
        super()._post_clean()
        del self.instance.validate_constraints

    def _validate_constraints(self, exclude=None):
        errors = []
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude)
            except ValidationError as error:
                if constraint.name not in KEPT_BY_OPERATION:
                    errors.append(CONSTRAINTS.get(constraint.name, error))
        if errors:
            raise ValidationError(errors)


def previewed(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """Return `form` for a press on *Pratinjau*: what was typed is checked and shown again, never saved."""

    class Previewed(form):
        def is_valid(self):
            super().is_valid()
            return False

    return Previewed


class CategoryForm(MasterDataForm):
    icon = forms.ChoiceField(label=gettext_lazy("Ikon"), choices=[("", "–"), *ICONS.items()], required=False)


class RegencyForm(MasterDataForm):
    emergency_numbers = RowsField(
        label=gettext_lazy("Nomor darurat"),
        parts=("name", "number"),
        help_text=gettext_lazy("Satu baris satu nomor: nama | nomor. Tambahkan | belum pasti bila belum diperiksa."),
    )
    channels = RowsField(
        label=gettext_lazy("Saluran lain"),
        parts=("name", "value", "hours"),
        help_text=gettext_lazy("Satu baris satu saluran: nama | nomor atau alamat | jam layanan."),
    )


class HoldingForm(MasterDataForm):
    decree_file = forms.FileField(
        label=gettext_lazy("Berkas SK"),
        required=False,
        widget=forms.FileInput(attrs={"accept": SCAN_TYPES}),
        help_text=gettext_lazy("PDF, JPEG, atau PNG, paling besar 10 MB"),
    )

    def clean_decree_file(self):
        file = self.cleaned_data["decree_file"]
        return check_scan(file) if "decree_file" in self.changed_data else file or ""


class AccountForm(MasterDataForm):
    email = forms.EmailField(label=gettext_lazy("Email"), help_text=gettext_lazy("Dipakai untuk masuk dan lupa sandi"))
