"""The shape of what narrows the queue, of keeping it under a name, and of a contact that is looked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import Agency, Position

from . import filters
from .queries import Choices
from .saved_views import View

_ANY = ("", _("Semua"))


class FiltersForm(forms.Form):
    """A form of the queue's address (GET): the names of its fields are those of the address."""

    def __init__(self, *args, view: View, wanted: filters.Asked, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        topics = [(topic, [(one.code, one.name) for one in group]) for topic, group in choices.categories]
        places = [
            (one.name, [(one.code, _("Kecamatan %(name)s") % {"name": one.name}), *_codes(one.villages.all())])
            for one in choices.districts
        ]
        officers = [*filters.OFFICERS.items(), *((str(one.pk), one.full_name) for one in choices.people)]
        fields = {
            "kat": (_("Kategori"), [_ANY, *topics]),
            "tempat": (_("Tempat"), [_ANY, *places]),
            "status": (_("Status"), [_ANY, *((word, filters.status_word(word)) for word in filters.STATUSES)]),
            "instansi": (_("Instansi"), [_ANY, *_codes(choices.agencies)] if choices.agencies else []),
            "petugas": (_("Petugas"), [_ANY, *officers] if choices.people else []),
            "batas": (_("Batas waktu"), [_ANY, *filters.DUES.items()]),
            "tanda": (_("Tanda"), [_ANY, *((str(one.pk), one.name) for one in choices.tags)] if choices.tags else []),
            "masuk": (_("Waktu masuk"), [("", _("Kapan saja")), *filters.TIMES.items()]),
        }
        self.fields["v"] = forms.CharField(widget=forms.HiddenInput, initial=view.key)
        for name, (label, offered) in fields.items():
            if offered:
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=offered, required=False, initial=wanted.filters.get(name, "")
                )
                self.fields[name].mark_optional = False
        orders = [(word, filters.ORDERS[word][0]) for word in view.orders]
        self.fields["urut"] = forms.ChoiceField(label=_("Urutan"), choices=orders, initial=wanted.order or orders[0][0])


def _codes(rows) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in rows]


class SaveFilterForm(forms.Form):
    """A name for what is shown, and who finds it."""

    name = forms.CharField(
        label=_("Nama"),
        max_length=40,
        help_text=_("Pendek saja. Jangan tulis nama atau nomor orang"),
        error_messages={"required": _("Tulis namanya")},
    )
    agency = forms.TypedChoiceField(
        label=_("Siapa yang melihat?"), widget=forms.RadioSelect, required=False, empty_value=None
    )

    def __init__(self, *args, held: list[Position], **kwargs):
        super().__init__(*args, **kwargs)
        agencies: dict[str, Agency] = {str(position.agency_id): position.agency for position in held}
        everybody = [
            (pk, _("Semua petugas %(agency)s") % {"agency": agency.short_name}) for pk, agency in agencies.items()
        ]
        self.fields["agency"].choices = [("", _("Saya sendiri")), *everybody]
        self.fields["agency"].coerce = agencies.get
        self.fields["agency"].initial = ""
        self.fields["agency"].mark_optional = False


class FindContactForm(forms.Form):
    """What a person on the telephone says of themselves."""

    contact = forms.CharField(
        label=_("Nomor WhatsApp, telepon, atau e-mail pelapor"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Tulis nomor WhatsApp atau e-mail")},
    )
