"""What staff find by words and by the name of a place: of the cases that they may read, and no word of any other.

The index holds what stands in the clear of ordinary complaints (migration 0004); `access` decides on every hit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from complaints import access, cursors, finding
from complaints.models import Complaint, District, Position, User, Village

from . import readings, saved_views, vocabulary

MOST_PLACES = 4
_SHORTEST_PLACE = 3  # letters


@dataclass(frozen=True)
class Found:
    """One page of hits; `instead` are the words that were looked for because nothing has the typed ones, `similar`
    those that could be looked for too."""

    page: cursors.Page
    instead: list[str] = field(default_factory=list)
    similar: list[str] = field(default_factory=list)


def search(
    typed: str,
    user: User,
    held: list[Position],
    now: datetime,
    *,
    similar: bool = False,
    after: str | None = None,
    before: str | None = None,
) -> Found:
    """Return a page of the cases that hold every word of `typed`, the newest first.

    With `similar` also those that hold a word like it; by itself where nothing holds the words as they were typed.
    """
    words = finding.words_in(typed)
    if not words:
        return Found(cursors.Page([], None, None))
    groups = vocabulary.same(words)
    if not similar:
        page = _page(groups, user, held, now, after, before)
        if after or before or page.older:
            return Found(page)
    resembling = [vocabulary.near(word) for word in words]
    told = [word for one in resembling for word in one]
    if not similar and (page.rows or not told):
        return Found(page, similar=told)
    wider = [[*group, *one] for group, one in zip(groups, resembling, strict=True)]
    page = _page(wider, user, held, now, after, before)
    # What none of their own cases holds is not even named.
    return Found(page, instead=told if page.rows else [])


def _page(groups, user: User, held: list[Position], now: datetime, after, before) -> cursors.Page:
    def fetch(rows: QuerySet[Complaint], order: tuple[str, str], most: int) -> list[Complaint]:
        # First which, then what their rows show: of thousands that are looked through, a page is read whole.
        ways = finding.found(finding.DESK, rows, groups, order)
        hits = [case.pk for case in finding.first_full((way.only("pk") for way in ways), most)]
        whole = saved_views.with_rows(Complaint.objects.filter(pk__in=hits))
        return list(readings.with_mark(whole, user, now).order_by(*order)) if hits else []

    cases = access.staff_cases(user, held)
    size = saved_views.ROWS
    return cursors.page(cases, by="received_at", descending=True, size=size, after=after, before=before, fetch=fetch)


def places(typed: str) -> list[District | Village]:
    """Return the districts and villages that are called so, or begin so, by any of their names (2 queries)."""
    wanted = _plain(typed)
    if len(wanted) < _SHORTEST_PLACE:
        return []
    rows = [*District.objects.order_by("name"), *Village.objects.select_related("district").order_by("name")]
    named = ((row, [_plain(name) for name in (row.name, *row.aliases)]) for row in rows)
    return [row for row, names in named if any(name.startswith(wanted) for name in names)][:MOST_PLACES]


def _plain(name: str) -> str:
    return re.sub(r"\W", "", name).lower()
