"""Lists of any length, a page at a time: by cursors, so without OFFSET and without counting (architecture.md 8).

A cursor names the last row of a page by its value and id; what comes after it is found by an index, however deep.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce

from django.db.models import Q, QuerySet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NUMBER = re.compile(r"[0-9]{1,17}")  # any moment of ours, and any row: nothing overflows


@dataclass(frozen=True)
class Page:
    """Rows in the order of the list; the cursors lead to the pages around them, None at the ends."""

    rows: list
    newer: str | None
    older: str | None


def _fetched(rows: QuerySet, order: tuple[str, str], most: int) -> list:
    return list(rows.order_by(*order)[:most])


def page(
    rows: QuerySet,
    *,
    by: str,
    descending: bool,
    size: int,
    after: str | None = None,
    before: str | None = None,
    fetch: Callable[[QuerySet, tuple[str, str], int], list] = _fetched,
) -> Page:
    """Return one page of `rows` sorted by the column `by` (a moment, or a count from 0) and by id; one query.

    `after` and `before` are cursors of the page before; what cannot be read means the first page. `fetch` asks the
    database for so many rows in that order, where a list does it in its own way.
    """
    back = before is not None
    cursor = _read(before if back else after, by)
    ascending = descending == back
    if cursor:
        value, pk = cursor
        beyond = "gt" if ascending else "lt"
        # The first condition alone is what an index can walk.
        rows = rows.filter(
            Q(**{f"{by}__{beyond}": value}) | Q(**{by: value, f"pk__{beyond}": pk}), **{f"{by}__{beyond}e": value}
        )
    found = fetch(rows, (by, "pk") if ascending else (f"-{by}", "-pk"), size + 1)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    is_before, is_after = (more, cursor is not None) if back else (cursor is not None, more)
    return Page(
        rows=found,
        newer=_written(found[0], by) if found and is_before else None,
        older=_written(found[-1], by) if found and is_after else None,
    )


def _written(row, by: str) -> str:
    value = reduce(getattr, by.split("__"), row)
    number = (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value
    return f"{number}-{row.pk}"


def _read(cursor: str | None, by: str) -> tuple[datetime | int, int] | None:
    value, _dash, pk = (cursor or "").partition("-")
    if not (_NUMBER.fullmatch(value) and _NUMBER.fullmatch(pk)):
        return None
    return _EPOCH + int(value) * _MICROSECOND if by.rpartition("_")[2] == "at" else int(value), int(pk)
