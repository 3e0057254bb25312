"""Keeping the figures: what is new in the history is counted by the worker, and everything can be counted anew.

Each complaint is counted as a whole: what it counted for up to the event that `Counted` names is taken away, what it
counts for by now is put in. So nothing counts twice, whoever is killed when, and a figure never depends on the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import F, Max, Q

from complaints.models import Complaint, Counted, Event, Job, Tally, Village

from .life import Cell, Happened, cells

JOB = "tally"  # the worker's job of that name
# How many events back it looks each time: what a slower transaction wrote under an earlier number is not left out.
BACK = 2_000
BATCH = 2_000  # events at once
_LOCK = 0x42455346  # "BESF"


def tally(now: datetime) -> int:
    """Count what has happened since the last time; return how many complaints were counted.

    Several at once are one: the others do nothing. What was written under an earlier number than the last one counted
    is found as long as it is no more than BACK behind; `recount` finds everything.
    """
    last = Counted.objects.aggregate(last=Max("event"))["last"] or 0
    cursor, counted = last - BACK, 0
    while True:
        events = Event.objects.filter(pk__gt=cursor, complaint__isnull=False).order_by("pk")
        batch = list(events.values_list("pk", "complaint_id")[:BATCH])
        if not batch:
            break
        cursor = batch[-1][0]
        counted += _count({complaint for _pk, complaint in batch})
    _say_when(now)
    return counted


def recount(now: datetime) -> list[tuple[Cell, int, int]]:
    """Count everything anew from the events alone and put right what is not so; return (cell, was, is) of that.

    What has happened since the last `tally` is counted too and is no difference. One at a time.
    """
    wrong = _recount()
    for complaints in _in_batches(_uncounted()):
        _count(complaints)
    _say_when(now)
    return wrong


def differences() -> list[tuple[Cell, int, int]]:
    """Return (cell, is, should be) for every figure that does not follow from the events it was counted from."""
    should, present = _from_events(), dict(_kept())
    return [
        (cell, present.get(cell, 0), should.get(cell, 0))
        for cell in sorted(should.keys() | present.keys())
        if present.get(cell, 0) != should.get(cell, 0)
    ]


@transaction.atomic
def _recount() -> list[tuple[Cell, int, int]]:
    _wait_for_others()
    wrong = differences()
    for cell, _was, should in wrong:
        row = Tally.objects.filter(**cell._asdict())
        if not should:
            row.delete()
        elif not row.update(n=should):
            Tally.objects.create(**cell._asdict(), n=should)
    return wrong


@transaction.atomic
def _count(complaints: set[int]) -> int:
    """Bring these complaints up to date; return how many were behind."""
    if not _alone():
        return 0
    known = Counted.objects.in_bulk(complaints)
    ends = dict(Complaint.objects.filter(pk__in=complaints).values_list("pk", "version"))
    behind = [pk for pk, end in ends.items() if pk not in known or known[pk].sequence < end]
    if not behind:
        return 0
    districts, change, rows = _districts(), Counter(), []
    for pk, events in _histories(Q(complaint__in=behind)):
        old = known[pk].sequence if pk in known else 0
        change.update(cells([event for event, _sequence, _pk in events], districts))
        change.subtract(cells([event for event, sequence, _pk in events if sequence <= old], districts))
        _event, sequence, last = events[-1]
        rows.append(Counted(complaint_id=pk, sequence=sequence, event=last))
    Counted.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["complaint"], update_fields=["sequence", "event"]
    )
    _apply({cell: n for cell, n in change.items() if n})
    return len(rows)


def _apply(change: dict[Cell, int]) -> None:
    """Add to the rows, always in the same order; a row that comes to nothing goes."""
    for cell, n in sorted(change.items()):
        row = Tally.objects.filter(**cell._asdict())
        if not row.update(n=F("n") + n):
            Tally.objects.create(**cell._asdict(), n=n)
        elif n < 0:
            row.filter(n=0).delete()


def _from_events() -> Counter[Cell]:
    """Return all figures, of each complaint up to the event it was counted to."""
    districts, found = _districts(), Counter()
    counted = Q(sequence__lte=F("complaint__counted__sequence"))
    for _complaint, events in _histories(counted):
        found.update(cells([event for event, _sequence, _pk in events], districts))
    return found


def _histories(condition: Q) -> Iterator[tuple[int, list[tuple[Happened, int, int]]]]:
    """Yield (complaint id, [(event, sequence, id), …]), the events in order."""
    rows = Event.objects.filter(condition, complaint__isnull=False).order_by("complaint_id", "sequence")
    columns = rows.values_list("complaint_id", "kind", "at", "data", "sequence", "pk")
    for complaint, events in groupby(columns.iterator(chunk_size=5_000), key=lambda row: row[0]):
        yield complaint, [(Happened(*row[1:4]), *row[4:]) for row in events]


def _kept() -> Iterator[tuple[Cell, int]]:
    for *cell, n in Tally.objects.values_list(*Cell._fields, "n").iterator(chunk_size=5_000):
        yield Cell(*cell), n


def _uncounted() -> Iterator[int]:
    """Yield the complaints that are behind. It looks at all of them."""
    behind = Q(counted__isnull=True) | Q(counted__sequence__lt=F("version"))
    yield from Complaint.objects.filter(behind).order_by("pk").values_list("pk", flat=True)


def _in_batches(ids: Iterable[int]) -> Iterator[set[int]]:
    ids = list(ids)
    for start in range(0, len(ids), 500):
        yield set(ids[start : start + 500])


def _districts() -> dict[int, int]:
    return dict(Village.objects.values_list("pk", "district_id"))


def _say_when(now: datetime) -> None:
    """Pages tell when they were counted; also where no worker runs."""
    Job.objects.update_or_create(
        name=JOB, defaults={"last_run_at": now}, create_defaults={"next_run_at": now, "last_run_at": now}
    )


def _alone() -> bool:
    """Whether nobody else counts, until the transaction ends. SQLite writes one at a time anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return cursor.fetchone()[0]


def _wait_for_others() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
