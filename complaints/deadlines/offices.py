"""Which calendar an agency works by: service hours and free days from the database, as a pure `Calendar`."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from complaints.models import Holiday, ServiceHours

from .calendar import Calendar, Closure, FreeDay, Hours, Period, Week
from .once import once


class NoServiceHours(Exception):
    """The office has not entered any service hours: no due time can be computed, so nothing may start."""


@once
def calendar_of(agency_id: int | None = None) -> Calendar:
    """Return the calendar of an agency, or the regency's own when it has no hours of its own (two queries).

    An agency that entered hours for a time only (Ramadan) has the regency's hours else. Raises
    NoServiceHours when there are none at all: a date is never guessed.
    """
    hours = list(ServiceHours.objects.filter(Q(agency__isnull=True) | Q(agency_id=agency_id)))
    common = [row for row in hours if row.agency_id is None]
    rows = [row for row in hours if row.agency_id is not None] or common
    if all(row.valid_from for row in rows):
        rows = [row for row in common if not row.valid_from] + rows
    if not rows:
        raise NoServiceHours("No service hours: run load_reference or enter them in the master data.")
    periods: dict[tuple[date, date], list[ServiceHours]] = {}
    for row in rows:
        if row.valid_from:
            periods.setdefault((row.valid_from, row.valid_until), []).append(row)
    return Calendar(
        zone=ZoneInfo(settings.TIME_ZONE),
        week=_week([row for row in rows if not row.valid_from]),
        periods=tuple(Period(first, last, _week(own)) for (first, last), own in sorted(periods.items())),
        closures=tuple(
            Closure(row.day, row.name, FreeDay(row.kind), row.is_uncertain)
            for row in Holiday.objects.filter(withdrawn_on__isnull=True)
        ),
        keeps_holidays=not all(row.open_on_holidays for row in rows),
    )


def _week(rows: list[ServiceHours]) -> Week:
    hours = {row.weekday: Hours(row.opens, row.closes) for row in rows}
    return tuple(hours.get(weekday) for weekday in range(7))
