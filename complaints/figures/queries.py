"""Reading the kept figures. Every query goes to `Tally` by an index; none looks at complaints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone

from complaints.models import Category, Complaint, Job, Tally

from . import definitions, telling
from .definitions import Totals
from .life import ALL, ORDINARY
from .operations import JOB

Kind, Span = Tally.Kind, Tally.Span
MONTHS = 12  # of every page: eleven that are over and the one that runs
DAYS = 30  # of the first page
STALE = timedelta(hours=24)
ENOUGH = 5  # reports, before the first page shows figures
_NOW = (Kind.OPEN, Kind.OVERDUE)  # as it stands, whenever it came in
_OF_AGENCIES = (Kind.RECEIVED, Kind.PUNCTUAL)


def counted_at() -> datetime | None:
    """Return when figures were counted last; None if never."""
    return Job.objects.filter(name=JOB).values_list("last_run_at", flat=True).first()


def months(now: datetime) -> list[date]:
    """Return the first days of the MONTHS months that pages show, the one that runs last."""
    running = timezone.localdate(now).replace(day=1)
    number = running.year * 12 + running.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - MONTHS + 1, number + 1)]


def totals(shown: Sequence[date], agency: int = ALL) -> Totals:
    """Return the sums over these months, and what stands open now, of an agency or of the whole regency (2 queries).

    Two, because each finds its rows by an index of its own.
    """
    rows = _cells(agency=agency, category=ALL, district=ALL, village=ALL)
    found = _summed(rows.filter(starts_on__range=(shown[0], shown[-1])).exclude(kind__in=_NOW))
    found.update(_summed(rows.filter(kind__in=_NOW)))
    return found


def answers(month: date, agency: int = ALL) -> Totals:
    """Return after how many working hours the first answers of one month came (1 query)."""
    rows = _cells(agency=agency, category=ALL, district=ALL, village=ALL)
    return _summed(rows.filter(kind=Kind.ANSWERED, starts_on=month))


def by_month(shown: Sequence[date], agency: int = ALL) -> dict[date, Totals]:
    """Return {month: sums} of what came in and what was closed (1 query)."""
    rows = _cells(agency=agency, category=ALL, district=ALL, village=ALL)
    rows = rows.filter(kind__in=[Kind.RECEIVED, Kind.CLOSED], starts_on__range=(shown[0], shown[-1]))
    found: dict[date, Totals] = {month: Totals() for month in shown}
    for month, kind, bucket, n in rows.values_list("starts_on", "kind", "bucket", "n"):
        found[month][kind, bucket] += n
    return found


def by_topic(shown: Sequence[date]) -> list[tuple[Category, int]]:
    """Return (topic, reports received) of the topics there are, the greatest first (2 queries)."""
    rows = _cells(agency=ALL, category__gt=ALL, district=ALL, village=ALL)
    rows = rows.filter(kind=Kind.RECEIVED, starts_on__range=(shown[0], shown[-1]))
    topics, found = _topics(), defaultdict(int)
    for category, n in rows.values_list("category").annotate(Sum("n")).order_by():
        found[topics[category]] += n
    return sorted(found.items(), key=lambda one: (-one[1], one[0].name))


def by_topic_and_district(shown: Sequence[date]) -> dict[Category, dict[int, int]]:
    """Return {topic: {district id: reports received}} (2 queries)."""
    rows = _cells(agency=ALL, category__gt=ALL, district__gt=ALL, village=ALL)
    rows = rows.filter(kind=Kind.RECEIVED, starts_on__range=(shown[0], shown[-1]))
    topics, found = _topics(), {}
    for category, district, n in rows.values_list("category", "district").annotate(Sum("n")).order_by():
        row = found.setdefault(topics[category], defaultdict(int))
        row[district] += n
    return found


def by_agency(shown: Sequence[date]) -> dict[int, Totals]:
    """Return {agency id: sums} of what was received, was answered in time, is open and is overdue (2 queries)."""
    rows = _cells(agency__gt=ALL, category=ALL, district=ALL, village=ALL)
    found: dict[int, Totals] = defaultdict(Totals)
    for part in (
        rows.filter(kind__in=_OF_AGENCIES, starts_on__range=(shown[0], shown[-1])),
        rows.filter(kind__in=_NOW),
    ):
        for agency, kind, bucket, n in part.values_list("agency", "kind", "bucket").annotate(Sum("n")).order_by():
            found[agency][kind, bucket] += n
    return dict(found)


def open_by_place() -> tuple[dict[int, int], dict[int, int]]:
    """Return ({district id: open reports}, {village id: open reports}), for the map (1 query)."""
    rows = _cells(agency=ALL, category=ALL, district__gt=ALL).filter(kind=Kind.OPEN)
    districts: dict[int, int] = {}
    villages: dict[int, int] = {}
    for district, village, n in rows.values_list("district", "village").annotate(Sum("n")).order_by():
        if village == ALL:
            districts[district] = n
        else:
            villages[village] = n
    return districts, villages


def closed_classes(shown: Sequence[date]) -> int:
    """Return how many reports are handled apart, together, in the months that are over (1 query)."""
    rows = Tally.objects.filter(
        agency=ALL, category=ALL, district=ALL, village=ALL, access_class__in=_APART, span=Span.MONTH
    )
    over = rows.filter(kind=Kind.RECEIVED, starts_on__range=(shown[0], shown[-2]))
    return over.aggregate(n=Sum("n"))["n"] or 0


def shown_by_month() -> dict[date, int]:
    """Return {month: reports received in it that the public sees}, of every month with figures (1 query)."""
    rows = _cells(agency=ALL, category=ALL, district=ALL, village=ALL).values_list("starts_on", "kind")
    found: dict[date, int] = {}
    signs = {Kind.RECEIVED: 1, Kind.UNSHOWN: -1}
    for month, kind, n in rows.annotate(Sum("n")).order_by("starts_on", "kind"):
        found[month] = found.get(month, 0) + signs.get(kind, 0) * n
    return found


def logged() -> dict[str, int]:
    """Return {why it is hidden, empty where it is seen: reports that were shown at least once} (1 query)."""
    rows = _cells(agency=ALL, category=ALL, district=ALL, village=ALL).filter(kind=Kind.LOGGED)
    return dict(rows.values_list("bucket").annotate(Sum("n")).order_by())


@dataclass(frozen=True)
class Recent:
    """The three figures of the first page, in words. `stale`: counted so long ago that its time must be told."""

    received: str
    answered: str
    median_hours: str
    counted_at: datetime
    stale: bool


def recent(now: datetime) -> Recent | None:
    """Return the figures of the last DAYS days; None where there are fewer than ENOUGH reports (2 queries)."""
    counted = counted_at()
    if counted is None:
        return None
    today = timezone.localdate(now)
    rows = Tally.objects.filter(
        agency=ALL, category=ALL, district=ALL, village=ALL, access_class=ORDINARY, span=Span.DAY
    )
    found = _summed(rows.filter(starts_on__range=(today - timedelta(days=DAYS - 1), today)))
    if definitions.received(found) < ENOUGH:
        return None
    return Recent(
        received=telling.count(definitions.received(found)),
        answered=telling.count(definitions.answered(found)),
        median_hours=telling.hours(definitions.median_hours(found)),
        counted_at=counted,
        stale=now - counted > STALE,
    )


_APART = [one for one in Complaint.AccessClass.values if one != ORDINARY]


def _cells(**where) -> QuerySet[Tally]:
    return Tally.objects.filter(**where, access_class=ORDINARY, span=Span.MONTH)


def _summed(rows: QuerySet[Tally]) -> Totals:
    summed = rows.values_list("kind", "bucket").annotate(Sum("n")).order_by()
    return Totals({(kind, bucket): n for kind, bucket, n in summed})


def _topics() -> dict[int, Category]:
    """Return {category id: the topic above it, or itself}."""
    rows = Category.objects.in_bulk()
    return {pk: rows[row.topic_id] if row.topic_id else row for pk, row in rows.items()}
