"""What the pages of who watches read. Every figure is a count of `access.counted`, defined here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from complaints import access
from complaints.access_table import Figure
from complaints.deadlines.offices import calendar_of
from complaints.followup import saved_views
from complaints.models import Complaint, Position, User

MONTHS = 3  # how many full months the monthly figures go back


@dataclass(frozen=True)
class ClassCount:
    """How many cases of one access class there are; a figure that may not be told is None or not there."""

    access_class: str
    open: int | None
    late: int | None
    months: list[tuple[date, int]]


def class_counts(user: User, held: list[Position], now: datetime) -> list[ClassCount]:
    """Return what this person may know of each class, with one query.

    Open: not closed. Late: somebody in the government should have acted by now. Monthly: received in a calendar month
    that is over, the newest first. Open and late are counted up to `saved_views.CAP`.
    """
    counted = access.counted(user, held)
    months = full_months(now)
    columns = {}
    for access_class, (cases, figures) in counted.items():
        if Figure.OPEN in figures:
            columns[f"{access_class}_open"] = cases.filter(closed_at__isnull=True)
        if Figure.LATE in figures:
            columns[f"{access_class}_late"] = saved_views.late(cases, now)
        if Figure.MONTHLY in figures:
            for number, (start, end) in enumerate(months):
                columns[f"{access_class}_month_{number}"] = cases.filter(received_at__gte=start, received_at__lt=end)
    if not columns:
        return []
    found = _count(user, columns)
    return [
        ClassCount(
            access_class=access_class,
            open=found.get(f"{access_class}_open"),
            late=found.get(f"{access_class}_late"),
            months=[
                (timezone.localdate(start), found[f"{access_class}_month_{number}"])
                for number, (start, _end) in enumerate(months)
                if f"{access_class}_month_{number}" in found
            ],
        )
        for access_class in counted
    ]


def closed_cases(user: User, held: list[Position]) -> QuerySet[Complaint]:
    """Return the supervisory and protected cases this person reads; nothing for who does not inspect."""
    return access.staff_cases(user, held).filter(access_class__in=Complaint.CLOSED)


def full_months(now: datetime) -> list[tuple[datetime, datetime]]:
    """Return the local beginnings and ends of the last MONTHS calendar months that are over, the newest first."""
    found = []
    end = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _month in range(MONTHS):
        start = (end - timedelta(days=1)).replace(day=1)
        found.append((start, end))
        end = start
    return found


def rows_of(cases: list[Complaint], held: list[Position], now: datetime, why_url: Callable[[str], str]) -> list[dict]:
    """Return number, status, owner and due time of each case, and nothing else of it (two queries).

    `why_url(number)` is the page on which the due time is explained.
    """
    calendar = calendar_of(held[0].agency_id)
    return [
        {
            "number": case.tracking_number,
            "why_url": why_url(case.tracking_number),
            "status": case,
            "agency": case.owner.short_name,
            "due_at": case.due_at,
            "days": saved_views.days_to(case.due_at, calendar, now),
            "paused": case.waits_for == "reporter",
        }
        for case in cases
    ]


def _count(user: User, columns: dict[str, QuerySet[Complaint]]) -> dict[str, int]:
    counts = {name: saved_views.capped(cases) for name, cases in columns.items()}
    return User.objects.filter(pk=user.pk).annotate(**counts).values(*counts).get()
