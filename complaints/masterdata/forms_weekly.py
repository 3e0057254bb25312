"""The one form of a row of master data, the rule tester, and the upload of a table."""

from __future__ import annotations

from django import forms
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from complaints.models import Category, Village

from .admin_forms import CategoryForm, MasterDataForm
from .forms import day_field
from .sections import Section


def row_form(section: Section, *args, instance=None, **kwargs) -> forms.ModelForm:
    """Return the form of a row: its fields, and why it is changed. What is fixed is not asked again."""
    fields = [name for name in section.fields if instance is None or name not in section.fixed]
    base = CategoryForm if section.model is Category else MasterDataForm
    made = modelform_factory(section.model, base, fields=fields, formfield_callback=_field)
    form = made(*args, instance=instance, **kwargs)
    form.fields["why"] = forms.CharField(
        label=_("Mengapa?"),
        help_text=_("Satu kalimat, tersimpan bersama perubahan ini"),
        max_length=300,
        error_messages={"required": _("Tulis alasannya")},
    )
    return form


def _field(column, **kwargs):
    field = column.formfield(**kwargs)
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = _("Pilih") if field.required else _("Tidak ada")
    elif isinstance(field, forms.TypedChoiceField):
        blank = _("Pilih") if field.required else _("Semua")
        field.choices = [("", blank), *(choice for choice in field.choices if choice[0] != "")]
    if isinstance(field, forms.DateField):
        return day_field(field.label, required=field.required, help_text=field.help_text)
    if isinstance(field, forms.TimeField):
        field.widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return field


class TryRulesForm(forms.Form):
    """What a report would say, of what it would be, and where."""

    words = forms.CharField(label=_("Kata-kata laporan"), required=False, max_length=500, widget=forms.Textarea)
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Kategori"), required=False, empty_label=_("Cari dari kata-katanya")
    )
    village = forms.ModelChoiceField(
        Village.objects.none(), label=_("Desa atau kelurahan"), required=False, empty_label=_("Tidak disebut")
    )

    def __init__(self, *args, categories, villages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["rows"] = 3
        self.fields["category"].queryset, self.fields["village"].queryset = categories, villages

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("words") or cleaned.get("category")):
            self.add_error("words", _("Tulis kata-katanya, atau pilih kategori"))
        return cleaned


class UploadForm(forms.Form):
    """The file of a table."""

    table = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX atau CSV, paling besar 5 MB dan 2.000 baris"),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Pilih berkasnya"), "empty": _("Berkas ini kosong")},
    )
