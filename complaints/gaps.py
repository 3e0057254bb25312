"""Gaps in a text that begins with a template: {nomor} is filled by us, every other one by the person who sends it.

Pure: no database, no clock, no request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

# What we fill when a template is taken (ux.md 4.1).
KNOWN = ("nomor", "judul", "tanggal", "nama_petugas")
_GAP = re.compile(r"\{[^{}\n]{1,60}\}")


class Piece(NamedTuple):
    """A part of a text; `is_gap` where something is still to be written."""

    text: str
    is_gap: bool


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with the gaps filled that `values` has something for; the others stay."""
    return _GAP.sub(lambda gap: values.get(gap[0][1:-1].strip()) or gap[0], text)


def empty(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with what `values` would fill taken out again: how an answer becomes a template."""
    for name, value in sorted(values.items(), key=lambda item: -len(item[1])):
        text = text.replace(value, f"{{{name}}}") if value else text
    return text


def left(text: str) -> list[str]:
    """Return the gaps that nobody has filled, as they stand in `text`, each once."""
    return list(dict.fromkeys(_GAP.findall(text)))


def pieces(text: str) -> list[Piece]:
    """Return `text` cut at its gaps, in order."""
    cut, at = [], 0
    for gap in _GAP.finditer(text):
        cut += [Piece(text[at : gap.start()], False), Piece(gap[0], True)]
        at = gap.end()
    return [piece for piece in [*cut, Piece(text[at:], False)] if piece.text]


def is_same(one: str, other: str) -> bool:
    """Whether two texts say the same word for word, whatever the spaces between."""
    return one.split() == other.split()
