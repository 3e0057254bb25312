"""Words in a story that cannot wait for an office, and the number that helps at once (ux.md 3.2). Pure.

A hint, never a verdict: the report goes on as written. A number that the regency has not confirmed is not shown:
whoever calls it would lose the minute that counts (ux.md 10).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

GENERAL = "112"
VIOLENCE = "129"
"""SAPA, the national line for violence against women and children."""

# The number of each national service, and what people write when they need it. Stems: "kecelakaan" is found in
# "kecelakaannya" too.
WORDS = {
    "113": ("kebakaran", "terbakar", "kobaran api"),
    "115": ("tenggelam", "hanyut", "terseret arus", "perahu terbalik", "kapal terbalik", "hilang di laut"),
    "119": (
        "kecelakaan",
        "tertabrak",
        "ditabrak",
        "pingsan",
        "sekarat",
        "luka parah",
        "keracunan",
        "tersengat listrik",
    ),
    "110": (
        "dipukul",
        "ditusuk",
        "dibacok",
        "dirampok",
        "perampokan",
        "tawuran",
        "diancam",
        "penganiayaan",
        "dianiaya",
    ),
    VIOLENCE: ("kdrt", "kekerasan", "pelecehan", "dilecehkan", "perkosa", "cabul", "dipukul suami", "pukul anak"),
}


class Line(NamedTuple):
    """A number to call: whose it is, the words that speak for it, and whether the story holds one of them."""

    name: str
    number: str
    words: tuple[str, ...]
    needed: bool


class Help(NamedTuple):
    """What a page offers: the lines for danger, the one for violence (None if not confirmed)."""

    lines: list[Line]
    violence: Line | None

    @property
    def danger(self) -> bool:
        """Whether the story speaks for one of the lines for danger."""
        return any(line.needed for line in self.lines)


def help_for(numbers: Iterable[dict], story: str = "") -> Help:
    """Return the confirmed lines among `Regency.emergency_numbers`, marked where `story` speaks for them.

    Where the general number is confirmed it serves for everything but violence: one number is remembered.
    """
    known = {row["number"]: row["name"] for row in confirmed(numbers)}
    words = {number: own for number, own in WORDS.items() if number != VIOLENCE}
    if GENERAL in known:
        words = {GENERAL: tuple(word for own in words.values() for word in own)}
    lines = [_line(known[number], number, own, story) for number, own in words.items() if number in known]
    violence = _line(known[VIOLENCE], VIOLENCE, WORDS[VIOLENCE], story) if VIOLENCE in known else None
    return Help(lines, violence)


def speaks(story: str) -> bool:
    """Whether a story holds any of the words at all, so that the numbers are worth looking up."""
    return any(mentions(story, words) for words in WORDS.values())


def confirmed(numbers: Iterable[dict]) -> list[dict]:
    """Return the numbers that somebody has checked, in the regency's order."""
    return [row for row in numbers if row.get("number") and row.get("name") and not row.get("unconfirmed")]


def _line(name: str, number: str, words: tuple[str, ...], story: str) -> Line:
    return Line(name, number, words, mentions(story, words))


def mentions(story: str, words: Iterable[str]) -> bool:
    """Whether one of `words` stands in a story, at the beginning of a word and in any case."""
    return any(re.search(rf"\b{re.escape(word)}", story, re.IGNORECASE) for word in words)
