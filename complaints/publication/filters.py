"""What the list can be filtered by. The options are drawn once for as long as the reference data says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from complaints.followup import filters
from complaints.models import Category, District, Village
from complaints.routing.queries import owning_agencies

# What was withdrawn or merged is not in the list.
STATUSES = {word: statuses for word, statuses in filters.STATUSES.items() if word not in ("dicabut", "digabung")}
TIMES = filters.TIMES


class Option(NamedTuple):
    """A row of the reference data that can be chosen; `told` is what it is called where it stands alone."""

    pk: int
    code: str
    name: str
    told: str

    def __str__(self):
        return self.told


@dataclass(frozen=True)
class Area:
    """A district, as an option, with its villages by name."""

    district: Option
    villages: tuple[Option, ...]


@dataclass(frozen=True)
class Choices:
    """What can be chosen (4 queries)."""

    topics: tuple[Option, ...]
    areas: tuple[Area, ...]
    agencies: tuple[Option, ...]

    def places(self) -> Iterator[tuple[str, Option, tuple[int, ...]]]:
        """Yield (code, place, ids of its villages) of every district and village."""
        for area in self.areas:
            yield area.district.code, area.district, tuple(village.pk for village in area.villages)
            yield from ((village.code, village, (village.pk,)) for village in area.villages)


def choices() -> Choices:
    """Return what can be chosen as a filter, in the order of the form."""
    kinds = dict(Village.Kind.choices)
    columns = ("district_id", "pk", "code", "name", "kind")
    villages = {
        district: tuple(Option(pk, code, name, f"{kinds[kind]} {name}") for _area, pk, code, name, kind in rows)
        for district, rows in groupby(
            Village.objects.order_by("district_id", "name").values_list(*columns), key=lambda row: row[0]
        )
    }
    return Choices(
        topics=_named(Category.objects.on_the_form()),
        areas=tuple(
            Area(district, villages.get(district.pk, ())) for district in _named(District.objects.order_by("name"))
        ),
        agencies=_named(owning_agencies()),
    )


def status_words() -> list[tuple[str, str]]:
    """Return the statuses that can be asked for: (word in the address, word for people)."""
    return [(word, str(filters.status_word(word))) for word in STATUSES]


def options(template: str, offered: Choices, chosen: dict[str, str]) -> dict[str, SafeString]:
    """Return {name of a field: its options as HTML}, as `template` draws them; `chosen` is {name: what is chosen}.

    Drawing some 150 options anew would take as long as the rest of the page.
    """
    district = _("Kecamatan {name}")
    places = tuple(
        (one.district.name, ((one.district.code, district.format(name=one.district.name)), *_pairs(one.villages)))
        for one in offered.areas
    )
    fields = {
        "kategori": (("", _pairs(offered.topics)),),
        "tempat": places,
        "status": (("", tuple(status_words())),),
        "instansi": (("", _pairs(offered.agencies)),),
        "waktu": (("", tuple((word, str(label)) for word, label in TIMES.items())),),
    }
    return {name: _drawn(template, groups, chosen.get(name, "")) for name, groups in fields.items()}


def _pairs(rows: tuple[Option, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((row.code, row.name) for row in rows)


@lru_cache(maxsize=512)
def _drawn(template: str, groups: tuple, chosen: str) -> SafeString:
    return render_to_string(template, {"groups": groups, "chosen": chosen})


def _named(rows) -> tuple[Option, ...]:
    return tuple(Option(pk, code, name, name) for pk, code, name in rows.values_list("pk", "code", "name"))
