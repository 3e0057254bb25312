"""P13: where reports are open. A drawing of the regency or of one district, with the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from complaints import access, words
from complaints.figures import queries
from complaints.models import District

from . import listing, outlines

# Units of the drawing. A phone shows half of it: 44 pixels are a target for a thumb.
_SMALLEST, _GREATEST = 45, 62
_NUMBER = 30  # the height of a number, with room around it
_SHADES = 4
POINTS = 300  # of a street map


@dataclass(frozen=True)
class Spot:
    """A district or a village: its open reports, and where to read those that are published."""

    name: str
    n: int
    url: str
    x: int = 0
    y: int = 0
    radius: int = 0


@dataclass(frozen=True)
class Map:
    """What the page draws. `shapes` are (path, shade 0 to 4); `spots` have a place in the drawing, `rows` a line."""

    rows: list[Spot]
    spots: list[Spot] = field(default_factory=list)
    shapes: list[tuple[str, int]] = field(default_factory=list)
    width: int = outlines.WIDTH
    height: int = 0

    @property
    def total(self) -> int:
        """How many reports are open in all that is drawn."""
        return sum(row.n for row in self.rows)

    @property
    def most(self) -> Spot | None:
        """Where most are open; nothing where none is."""
        most = max(self.rows, key=lambda row: row.n, default=None)
        return most if most and most.n else None


def of_regency(found: list[District]) -> Map:
    """Return the whole regency, counted by district (1 query)."""
    in_district, _in_village = queries.open_by_place()
    drawn = outlines.drawing(frozenset(village.code for one in found for village in one.villages.all()))
    rows = [
        Spot(one.name, in_district.get(one.pk, 0), f"{reverse('publication:map')}?{urlencode({'tempat': one.code})}")
        for one in found
    ]
    if drawn is None:
        return Map(rows)
    spots, greatest = [], max((row.n for row in rows), default=0)
    for one, row in zip(found, rows, strict=True):
        x, y = drawn.at(*_middle(list(one.villages.all())))
        radius = _SMALLEST + round((_GREATEST - _SMALLEST) * (row.n / greatest) ** 0.5) if greatest else _SMALLEST
        spots.append(Spot(row.name, row.n, row.url, x, y, radius))
    return Map(rows, spots, [(path, 0) for path in drawn.paths.values() if path], height=drawn.height)


def of_district(district: District) -> Map:
    """Return one district, counted by village (1 query): shaded, with the numbers that have room."""
    _in_district, in_village = queries.open_by_place()
    villages = list(district.villages.all())
    rows = [Spot(str(one), in_village.get(one.pk, 0), _list(one.code)) for one in villages]
    drawn = outlines.drawing(frozenset(one.code for one in villages))
    if drawn is None:
        return Map(rows)
    greatest = max(row.n for row in rows)
    spots: list[Spot] = []
    for one, row in sorted(zip(villages, rows, strict=True), key=lambda pair: -pair[1].n):
        x, y = drawn.at(one.latitude, one.longitude)
        if row.n and all(abs(x - other.x) > _NUMBER * 2 or abs(y - other.y) > _NUMBER for other in spots):
            spots.append(Spot(row.name, row.n, row.url, x, y))
    shades = [(drawn.paths.get(one.code), _shade(row.n, greatest)) for one, row in zip(villages, rows, strict=True)]
    return Map(rows, spots, [(path, shade) for path, shade in shades if path], height=drawn.height)


def points(district: District | None) -> list[dict]:
    """Return the newest published reports that have a place, of a district or of the whole regency (1 query)."""
    cases = access.published_cases().filter(publication__latitude__isnull=False)
    if district is not None:
        cases = cases.filter(village__in=[village.pk for village in district.villages.all()])
    read = ("tracking_number", "status", "submitted_because", "examined_at")
    public = ("publication__title", "publication__latitude", "publication__longitude")
    newest = cases.select_related("publication").only(*read, *public).order_by("-received_at", "-pk")[:POINTS]
    address = listing.addresses()
    return [
        {
            "title": case.publication.title,
            "status": str(words.status_of(case).others),
            "url": address(case.tracking_number),
            "at": [case.publication.latitude, case.publication.longitude],
        }
        for case in newest
    ]


def _list(code: str) -> str:
    return f"{reverse('publication:list')}?{urlencode({'tempat': code})}"


def _middle(villages: list) -> tuple[float, float]:
    """Return the place of the village nearest to the middle of all: it is on land, and in the district."""
    latitude = sum(one.latitude for one in villages) / len(villages)
    longitude = sum(one.longitude for one in villages) / len(villages)
    nearest = min(villages, key=lambda one: (one.latitude - latitude) ** 2 + (one.longitude - longitude) ** 2)
    return nearest.latitude, nearest.longitude


def _shade(n: int, greatest: int) -> int:
    return -(-n * _SHADES // greatest) if n else 0
