"""The shape of an act on many cases: what is the same for all of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import Agency, Category, User
from complaints.routing.forms import choose_category
from complaints.routing.queries import owning_agencies

from .forms import _text


class BulkForm(forms.Form):
    """The answers of one act (bulk.ACTS); `people` are who work in the person's own agencies."""

    def __init__(self, *args, act: str, people: list[User], **kwargs):
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
        elif act == "spam":
            self.fields["text"] = _text(
                _("Penjelasan untuk pelapor"), _("Pelapor membaca kalimat ini"), _("Tulis penjelasan untuk pelapor")
            )
        else:
            self.fields["reason"] = _text(_("Alasan"), _("Dibaca pelapor"), _("Tulis alasannya"))
