"""The shape of an act on many cases: what is the same for all of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.dates import short_date
from complaints.models import Agency, Category, Complaint, User
from complaints.routing.forms import choose_category
from complaints.routing.queries import owning_agencies

from .bulk import known_tags, tags_of
from .forms import _text


class TagField(forms.CharField):
    """A tag as it is kept: in small letters, with single spaces."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split()).lower()


class BulkForm(forms.Form):
    """The answers of one act (bulk.ACTS); `people` are who work in the person's own agencies, `cases` the chosen."""

    def __init__(self, *args, act: str, people: list[User], cases: list[Complaint], **kwargs):
        super().__init__(*args, **kwargs)
        if act == "teruskan":
            self.fields["to"] = forms.ModelChoiceField(
                Agency.objects.none(),
                label=_("Instansi yang berwenang"),
                empty_label=_("Pilih instansi"),
                error_messages={"required": _("Pilih instansi")},
            )
            self.fields["to"].queryset = owning_agencies()
            self.fields["category"] = forms.ModelChoiceField(
                Category.objects.none(),
                label=_("Kategori untuk semua"),
                empty_label=_("Kategori masing-masing"),
                required=False,
            )
            choose_category(self.fields["category"])
            self.fields["reason"] = _text(_("Pesan"), _("Dibaca instansi dan pelapor"), _("Tulis pesannya"))
        elif act == "tugaskan":
            known = {str(person.pk): person for person in people}
            anybody = ("", _("Siapa saja di instansi"))
            self.fields["person"] = forms.TypedChoiceField(
                label=_("Siapa yang mengerjakan?"),
                choices=[anybody, *((pk, person.full_name) for pk, person in known.items())],
                coerce=known.get,
                empty_value=None,
                required=False,
            )
            self.fields["person"].mark_optional = False
        elif act == "kategori":
            self.fields["category"] = forms.ModelChoiceField(
                Category.objects.none(),
                label=_("Kategori baru"),
                empty_label=_("Pilih kategori"),
                error_messages={"required": _("Pilih kategori")},
            )
            choose_category(self.fields["category"])
        elif act == "gabung":
            self._ask_for_the_main_one(cases)
        elif act == "tanda":
            self.fields["tag"] = TagField(
                label=_("Tanda"),
                help_text=_("Satu atau dua kata, misalnya banjir. Jangan tulis nama orang"),
                max_length=30,
                error_messages={"required": _("Tulis tandanya")},
            )
            self.fields["tag"].widget.attrs["list"] = "tanda-yang-ada"
            self.known_tags = known_tags()
        elif act == "lepas-tanda":
            names = sorted({name for case in cases for name in tags_of(case)})
            self.fields["tag"] = forms.ChoiceField(
                label=_("Tanda"),
                choices=[("", _("Pilih tanda")), *((name, name) for name in names)],
                error_messages={"required": _("Pilih tanda")},
            )
        elif act == "ekspor":
            self.fields["format"] = forms.ChoiceField(
                label=_("Bentuk"),
                choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("CSV"))],
                initial="xlsx",
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih bentuknya")},
            )
        elif act == "cetak":
            pass  # nothing to ask
        elif act == "spam":
            self.fields["text"] = _text(
                _("Penjelasan untuk pelapor"), _("Pelapor membaca kalimat ini"), _("Tulis penjelasan untuk pelapor")
            )
        else:
            self.fields["reason"] = _text(_("Alasan"), _("Dibaca pelapor"), _("Tulis alasannya"))

    def _ask_for_the_main_one(self, cases: list[Complaint]) -> None:
        """Which of the chosen goes on: the oldest, unless another one is chosen."""
        known = {case.tracking_number: case for case in sorted(cases, key=lambda case: case.received_at)}
        self.fields["into"] = forms.TypedChoiceField(
            label=_("Laporan induk"),
            help_text=_("Yang tetap jalan"),
            choices=[
                (number, f"{number}, {case.category}, {case.village or '-'}, {short_date(case.received_at)}")
                for number, case in known.items()
            ],
            coerce=known.get,
            initial=next(iter(known), None),
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih laporan induk")},
        )
