"""Tiles of the street map, through our own origin: no other host learns who looks at which place.

Only what shows the regency is fetched, so that this is nobody's way to any other map.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from functools import cache
from math import asinh, pi, radians, tan

from django.conf import settings

from complaints import villages

ZOOMS = range(8, 19)
TIMEOUT = 4  # seconds
LONGEST = 512 * 1024  # bytes of a tile
# By which a picture is known: PNG, JPEG, WebP.
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


class NotThere(Exception):
    """The source has no such tile, or does not answer in time."""


def is_there() -> bool:
    """Whether a source of tiles is configured."""
    return bool(settings.TILES_URL)


def shows_the_regency(zoom: int, column: int, row: int) -> bool:
    """Whether a tile (Web Mercator, counted from the north-west) shows a part of the regency."""
    if zoom not in ZOOMS:
        return False
    west, south, east, north = box()
    left, top = _tile_at(north, west, zoom)
    right, bottom = _tile_at(south, east, zoom)
    return left - 1 <= column <= right + 1 and top - 1 <= row <= bottom + 1


def fetch(zoom: int, column: int, row: int) -> tuple[bytes, str]:
    """Return the picture and its type. Raises NotThere, also for what is no picture."""
    address = settings.TILES_URL.format(z=zoom, x=column, y=row)
    request = urllib.request.Request(address, headers={"User-Agent": f"Besadu ({settings.BASE_URL})"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 (our own setting)
            picture = answer.read(LONGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        raise NotThere from error
    media = next((media for start, media in _PICTURES.items() if picture.startswith(start)), None)
    if media is None or len(picture) > LONGEST:
        raise NotThere
    return picture, media


@cache
def box() -> tuple[float, float, float, float]:
    """Return the regency's west, south, east and north in degrees; all 0 without outlines."""
    shown = villages.outlines()
    return (
        min((one.west for one in shown), default=0),
        min((one.south for one in shown), default=0),
        max((one.east for one in shown), default=0),
        max((one.north for one in shown), default=0),
    )


def _tile_at(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    side = 2**zoom
    return int((longitude + 180) / 360 * side), int((1 - asinh(tan(radians(latitude))) / pi) / 2 * side)
