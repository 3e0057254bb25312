"""Outlines of the villages out of the reference data, and which one a point lies in: pure, without outside services.

The outlines are simplified and end at the shore. So a point that no village contains belongs to the
nearest one up to `TOLERANCE` away: somebody on a jetty is in the regency.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import NamedTuple

REFERENCE = Path(__file__).resolve().parent / "reference"
TOLERANCE = 250  # metres
METRES_PER_DEGREE = 111_195  # of latitude, on a sphere of 6,371 km

Ring = list[tuple[float, float]]  # longitude, latitude; closed


class Outline(NamedTuple):
    """One village: its parts, each an outer ring and holes, and the box around them all."""

    code: str
    west: float
    south: float
    east: float
    north: float
    parts: list[list[Ring]]


def village_at(latitude: float, longitude: float) -> str | None:
    """Return the code of the village at a point (degrees, WGS 84), or None outside the regency."""
    near = [outline for outline in outlines() if _in_box(outline, latitude, longitude)]
    for outline in near:
        if any(_inside(part, longitude, latitude) for part in outline.parts):
            return outline.code
    distances = [(_distance(outline, latitude, longitude), outline.code) for outline in near]
    metres, code = min(distances, default=(TOLERANCE + 1, None))
    return code if metres <= TOLERANCE else None


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far apart two points are (degrees, WGS 84); the earth is flat at the range of a village."""
    north = one[0] - other[0]
    east = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(north, east) * METRES_PER_DEGREE


def degrees(length: float, latitude: float) -> tuple[float, float]:
    """Return how many degrees of latitude and of longitude so many metres are at this latitude."""
    north = length / METRES_PER_DEGREE
    return north, north / max(cos(radians(latitude)), 0.01)


@cache
def outlines() -> list[Outline]:
    """Return the outlines of every village in the reference folder, read once per process. Degrees, WGS 84."""
    found = []
    for file in sorted(REFERENCE.glob("*/boundaries.geojson")):
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            geometry = feature["geometry"]
            whole = geometry["type"] == "MultiPolygon"
            parts = geometry["coordinates"] if whole else [geometry["coordinates"]]
            longitudes, latitudes = zip(*(point for part in parts for ring in part for point in ring), strict=True)
            box = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
            found.append(Outline(feature["properties"]["kode"], *box, parts))
    return found


def _in_box(outline: Outline, latitude: float, longitude: float) -> bool:
    """Whether a point lies in the box of a village, or close enough to it to be in reach."""
    margin = 1.1 * TOLERANCE / METRES_PER_DEGREE  # a little more than needed: degrees of longitude are shorter
    return (
        outline.south - margin <= latitude <= outline.north + margin
        and outline.west - margin <= longitude <= outline.east + margin
    )


def _inside(part: list[Ring], x: float, y: float) -> bool:
    """Ray casting: a ray to the east crosses the rings of what contains it an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in _edges(part):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _distance(outline: Outline, latitude: float, longitude: float) -> float:
    """Return the metres from a point to the nearest edge of a village; the earth is flat at this range."""
    per_degree = METRES_PER_DEGREE * cos(radians(latitude)), METRES_PER_DEGREE
    shortest = float("inf")
    for part in outline.parts:
        for start, end in _edges(part):
            ax, ay = (start[0] - longitude) * per_degree[0], (start[1] - latitude) * per_degree[1]
            bx, by = (end[0] - longitude) * per_degree[0], (end[1] - latitude) * per_degree[1]
            length = (bx - ax) ** 2 + (by - ay) ** 2
            along = min(1, max(0, (ax * (ax - bx) + ay * (ay - by)) / length)) if length else 0
            shortest = min(shortest, hypot(ax + along * (bx - ax), ay + along * (by - ay)))
    return shortest


def _edges(part: list[Ring]) -> Iterator[tuple]:
    for ring in part:
        yield from pairwise(ring)
