"""The regency as a drawing: outlines of its villages as SVG paths. Pure; made once per process.

The earth is flat at this range: degrees of longitude are shortened by the cosine of the latitude, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, radians

from complaints import villages

WIDTH = 720  # units of a drawing; a phone shows two of them in a pixel
MARGIN = 24  # units around the outlines, so that a circle at the shore is whole


@dataclass(frozen=True)
class Drawing:
    """Outlines of some villages: `paths` holds {code: SVG path}; width and height in units."""

    paths: dict[str, str]
    height: int
    west: float
    north: float
    scale: float  # units a degree of latitude
    squeeze: float

    def at(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Return where a point (degrees, WGS 84) lies in the drawing: from left and from top, in units."""
        across = (longitude - self.west) * self.squeeze * self.scale
        return round(across) + MARGIN, round((self.north - latitude) * self.scale) + MARGIN


@cache
def drawing(codes: frozenset[str]) -> Drawing | None:
    """Return the drawing of the villages with these codes; None where the reference data has no outline of any."""
    shown = [outline for outline in villages.outlines() if outline.code in codes]
    if not shown:
        return None
    west, east = min(one.west for one in shown), max(one.east for one in shown)
    south, north = min(one.south for one in shown), max(one.north for one in shown)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)
    height = round((north - south) * scale) + 2 * MARGIN
    empty = Drawing({}, height, west, north, scale, squeeze)
    return Drawing({one.code: _path(empty, one) for one in shown}, height, west, north, scale, squeeze)


def _path(drawn: Drawing, outline: villages.Outline) -> str:
    rings = [_ring(drawn, ring) for part in outline.parts for ring in part]
    return "".join(rings)


def _ring(drawn: Drawing, ring: villages.Ring) -> str:
    """Return a ring in whole units, relative to the point before; nothing where it is too small to be seen."""
    points: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        point = drawn.at(latitude, longitude)
        if not points or point != points[-1]:
            points.append(point)
    if len(points) < 4:
        return ""
    points = _straightened(points)
    (x, y), *rest = points
    if len(rest) < 3:  # the last is the first again
        return ""
    steps = []
    for next_x, next_y in rest[:-1]:
        steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _straightened(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out what lies within a unit of the line between its neighbours: nobody sees it."""
    kept = [points[0]]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        start = kept[-1] if kept[-1] != point else before
        (ax, ay), (bx, by), (px, py) = start, after, point
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 or 1
        if abs((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / length >= 1:
            kept.append(point)
    return [*kept, points[-1]]
