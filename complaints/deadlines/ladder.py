"""When each rung of a ladder is reached: pure, by the calendar of who is told.

A rung is told in working time only: before and after the due time at the opening of a day, at the due time as soon as
the office is open. The last one comes back every week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from .calendar import ONE_DAY, Calendar

WEEK = timedelta(days=7)


def reached_at(calendar: Calendar, due: datetime, after: int) -> datetime:
    """Return when a rung `after` working days from `due` (negative: before it) is told."""
    if after == 0:
        return calendar.next_open(due)
    day = due.astimezone(calendar.zone).date()
    for _step in range(abs(after)):
        day = calendar.next_working_day(day) if after > 0 else _working_day_before(calendar, day)
    return _opening(calendar, day)


def rounds(calendar: Calendar, due: datetime, after: int, until: datetime) -> Iterator[tuple[int, datetime]]:
    """Yield (round, moment) of a rung that comes back every week, up to `until` and the one after it."""
    number, first = 0, reached_at(calendar, due, after)
    while True:
        moment = first if number == 0 else calendar.next_open(first + number * WEEK)
        yield number, moment
        if moment > until:
            return
        number += 1


def _working_day_before(calendar: Calendar, day):
    day -= ONE_DAY
    while not calendar.is_working_day(day):
        day -= ONE_DAY
    return day


def _opening(calendar: Calendar, day) -> datetime:
    return calendar.next_open(datetime.combine(day, time.min, calendar.zone))
