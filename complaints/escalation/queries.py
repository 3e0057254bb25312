"""Which complaints have a due time that passed: all that the sweep reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from complaints.models import Clock, Complaint
from complaints.states import ClockKind

BATCH = 500


def counted() -> Iterator[int]:
    """Yield the ids of the open complaints, whose dates may follow a calendar that was changed."""
    last = 0
    rows = Complaint.objects.filter(closed_at__isnull=True).order_by("pk")
    while batch := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield from batch
        last = batch[-1]


def due(now: datetime) -> Iterator[int]:
    """Yield the ids of the complaints for which something must happen by `now`, the longest overdue first.

    Each once, however many there are and whatever becomes of them meanwhile: the index on `next_effect_at` is walked
    with a cursor, BATCH rows a query.
    """
    # The same condition as the index has.
    waiting = Complaint.objects.filter(closed_at__isnull=True, next_effect_at__lt=now).order_by("next_effect_at", "pk")
    beyond = []
    while batch := list(waiting.filter(*beyond).values_list("next_effect_at", "pk")[:BATCH]):
        for _moment, pk in batch:
            yield pk
        moment, pk = batch[-1]
        # The second part alone could not be looked up: what was read before would be read again.
        beyond = [Q(next_effect_at__gte=moment), Q(next_effect_at__gt=moment) | Q(pk__gt=pk)]
    yield from _closed_and_not_mirrored(now)


def _closed_and_not_mirrored(now: datetime) -> list[int]:
    """Return the closed cases whose answer should stand in SP4N-LAPOR! by now: the one clock that outlives a case."""
    late = Clock.objects.filter(kind=ClockKind.MIRROR, stopped_at__isnull=True, due_at__lt=now, miss__isnull=True)
    closed = late.filter(complaint__closed_at__isnull=False).order_by("due_at", "pk")
    return list(closed.values_list("complaint_id", flat=True))
