"""What the answers of a report must be: one set of rules for the forms, the way between the steps and the operation.

Pure: no database, no clock, no request. Words as ux.md 3.2 and 3.3.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints import emergencies
from complaints.models import Category, Village

from . import kinds
from .drafts import Content

MIN_STORY, MAX_STORY = 10, 1500  # characters
MAX_LANDMARK = 200
MAX_NAME = 60
# What people write when an official asks for money or threatens.
_OFFICIALS = ("pungli", "pungutan liar", "suap", "sogok", "korupsi", "oknum", "uang pelicin", "minta uang")
# 16 digits are a NIK; 10 to 13 that begin like a mobile number are one. Spaces, dots and dashes may stand between.
_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:(?:\d[ .-]?){15}\d|(?:\+?62[ .-]?|0)8(?:[ .-]?\d){8,11})(?!\d)")


class Problem(NamedTuple):
    """An answer that is missing or wrong: the step where it is given, and what to do, in words."""

    step: str
    words: str


def problem(content: Content, category: Category | None, village: Village | None) -> Problem | None:
    """Return the first problem of a report in the order of the steps, None when it can be sent.

    `category` and `village` are the rows that `content` names; None when there is no such row to choose.
    """
    if category is None:
        return Problem("what", _("Pilih jenis masalah atau pilih Saya tidak yakin"))
    if words := story_problem(content.story):
        return Problem("what", words)
    if kinds.needs_place(content.report_class, category) and village is None and not content.no_place:
        return Problem("place", _("Pilih desa atau kelurahan"))
    if not content.no_place and (words := too_long(content.landmark, MAX_LANDMARK)):
        return Problem("place", words)
    return None


def story_problem(story: str) -> str | None:
    """Return what is wrong with a story, None when nothing is."""
    story = story.strip()
    if not story:
        return _("Tulis apa yang terjadi")
    if len(story) < MIN_STORY:
        return _("Tulis sedikit lagi, paling sedikit %(n)d huruf") % {"n": MIN_STORY}
    return too_long(story, MAX_STORY)


def too_long(text: str, most: int) -> str | None:
    """Return how many of its characters must go, None when there is room."""
    over = len(text) - most
    if over <= 0:
        return None
    sentence = ngettext(
        "Tulisan terlalu panjang. Kurangi %(n)s huruf", "Tulisan terlalu panjang. Kurangi %(n)s huruf", over
    )
    return sentence % {"n": f"{over:,}".replace(",", ".")}


def names_numbers(story: str) -> bool:
    """Whether a story holds what looks like a NIK or a mobile number: a hint to the writer, no reason to refuse."""
    return _PERSONAL_NUMBER.search(story) is not None


def speaks_of_officials(story: str) -> bool:
    """Whether a story seems to be about the conduct of officials: a hint that there is a protected way for it."""
    return emergencies.mentions(story, _OFFICIALS)


def may_be_public(category: Category) -> bool:
    """Whether a report of this topic can ever be shown to others, so that asking for it makes sense (life.md 4)."""
    return not (category.never_public or category.sensitive or category.supervisory_hint)


def clean(text: str) -> str:
    """Return a typed text as it is counted and kept: line ends as one character, no NUL, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
