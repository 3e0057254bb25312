"""Working time of one office, as pure arithmetic: no database, no clock, no request.

The rules (life.md 2; Perpres 21/2023 for the week; practice of BESADU for counting):

- Days without opening hours, national holidays, joint leave and local closures do not count.
- What arrives at or after closing, or on a free day, counts as received on the next working day.
- The day of receipt is day 0; a term of n working days ends at the closing time of day n.
- A term of n calendar days starts from that same day 0 and ends at 23:59:59 of the n-th day after it.
- A term in hours, and whatever remains after a pause, runs in working time only.

Every moment must be an aware datetime, in any zone; results are in the calendar's own zone. Lengths of
working time are wall-clock time of that zone, which is exact wherever clocks are never put forward or
back, as in the whole of Indonesia.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from complaints.states import Unit

ONE_DAY = timedelta(days=1)
LAST_SECOND = timedelta(hours=23, minutes=59, seconds=59)
NOTHING = timedelta()


class FreeDay(StrEnum):
    """Why a day does not count: a closure (values as stored in Holiday.kind) or a day without opening hours."""

    NATIONAL = "national"
    JOINT_LEAVE = "joint_leave"
    LOCAL = "local"
    REST = "rest"


class Hours(NamedTuple):
    """Opening and closing time of a day. A closing time of 00:00 is the midnight that ends the day."""

    opens: time
    closes: time


Week = tuple[Hours | None, ...]  # seven entries, Monday first; None = closed that day

ROUND_THE_CLOCK: Week = (Hours(time(0), time(0)),) * 7


@dataclass(frozen=True)
class Period:
    """Other weekly hours from `first` to `last`, both included: Ramadan, for example."""

    first: date
    last: date
    week: Week
    name: str = ""


@dataclass(frozen=True)
class Closure:
    """A day on which the office is closed, with the name to tell people. `uncertain`: the date is an estimate."""

    day: date
    name: str
    kind: FreeDay
    uncertain: bool = False


@dataclass(frozen=True)
class SkippedDay:
    """A day that did not count and why. `name` is empty for a plain rest day."""

    day: date
    kind: FreeDay
    name: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class Calendar:
    """The working time of one office. Built once from plain data; equal data, equal calendar.

    `keeps_holidays` is False for a service that works through national holidays and joint leave (fire
    crew, emergency ward); it then closes only on its own local closures.
    Raises ValueError for a week without any working day, hours or periods that end before they begin,
    or a day closed twice.
    """

    zone: ZoneInfo
    week: Week
    periods: tuple[Period, ...] = ()
    closures: tuple[Closure, ...] = ()
    keeps_holidays: bool = True

    def __post_init__(self):
        for week in (self.week, *(period.week for period in self.periods)):
            if len(week) != 7:
                raise ValueError("A week has seven days, Monday first.")
            if any(hours and _span(hours)[0] >= _span(hours)[1] for hours in week):
                raise ValueError("An office cannot close before it opens.")
        if not any(self.week):
            raise ValueError("A calendar without a working day can never end a term.")
        if any(period.first > period.last for period in self.periods):
            raise ValueError("A period cannot end before it begins.")
        if len({closure.day for closure in self.closures}) < len(self.closures):
            raise ValueError("A day can be closed only once.")

    # Days

    def covers(self, year: int) -> bool:
        """Say whether the holidays of `year` are known: at least one national holiday or joint leave is entered.

        If not, a date in that year is only a guess, and the caller must raise an alarm.
        """
        return not self.keeps_holidays or year in self._known_years

    def is_working_day(self, day: date) -> bool:
        return self._span(day) is not None

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`."""
        day += ONE_DAY
        while self._span(day) is None:
            day += ONE_DAY
        return day

    def working_days(self, after: date, until: date) -> int:
        """Count the working days after `after`, up to and including `until`; 0 if there are none."""
        return sum(self._span(day) is not None for day in _days(after, until))

    def skipped_days(self, after: date, until: date) -> list[SkippedDay]:
        """List the free days after `after`, up to and including `until`, each with its reason.

        Together with `working_days` of the same range they are all its days. A holiday that falls on
        a rest day is told by the holiday's name.
        """
        return [self._skipped(day) for day in _days(after, until) if self._span(day) is None]

    def working_days_left(self, now: datetime, due: datetime) -> int:
        """Return the n of "Sisa n hari": working days after today, up to the day of `due`.

        0 means due today, or past.
        """
        return self.working_days(self._local(now).date(), self._local(due).date())

    def working_days_late(self, due: datetime, now: datetime) -> int:
        """Return the n of "Terlambat n hari": working days after the day of `due`, today included.

        0 means not late, or late since the closing of the last working day.
        """
        return self.working_days(self._local(due).date(), self._local(now).date())

    # Terms

    def counts_from(self, moment: datetime) -> date:
        """Return day 0 of something received at `moment`."""
        local = self._local(moment)
        day = local.date()
        span = self._span(day)
        if span and local < self._at(day, span[1]):
            return day
        return self.next_working_day(day)

    def end_of_working_days(self, moment: datetime, number: int) -> datetime:
        """Return the closing time of the `number`-th working day after day 0 of `moment`.

        A day that closes at midnight ends at 23:59:59, so that the due date is the day people mean.
        """
        _not_negative(number)
        day = self.counts_from(moment)
        for _ in range(number):
            day = self.next_working_day(day)
        return self.end_of_day(day)

    def end_of_calendar_days(self, moment: datetime, number: int) -> datetime:
        """Return 23:59:59 of the `number`-th calendar day after day 0 of `moment`."""
        _not_negative(number)
        return self._at(self.counts_from(moment) + number * ONE_DAY, LAST_SECOND)

    def after_hours(self, moment: datetime, number: float) -> datetime:
        """Return the moment at which `number` hours of working time have passed since `moment`."""
        return self.add_working_time(moment, timedelta(hours=number))

    def end_of_term(self, moment: datetime, number: int, unit: str) -> datetime:
        """Return the due time of a term of `number` `unit` that starts at `moment`.

        Raises ValueError for an unknown unit or a negative number.
        """
        match Unit(unit):
            case Unit.WORKING_DAYS:
                return self.end_of_working_days(moment, number)
            case Unit.CALENDAR_DAYS:
                return self.end_of_calendar_days(moment, number)
            case Unit.HOURS:
                return self.after_hours(moment, number)

    def end_of_day(self, day: date) -> datetime:
        """Return the closing time of `day`, at the latest 23:59:59; raise ValueError if it is free."""
        span = self._span(day)
        if span is None:
            raise ValueError(f"{day} is not a working day.")
        return self._at(day, min(span[1], LAST_SECOND))

    # Pauses

    def time_left(self, moment: datetime, due: datetime, unit: str) -> timedelta:
        """Return what remains at `moment` of a term due at `due`: working time, or plain time for calendar days.

        Zero if it is already due.
        """
        if Unit(unit) is Unit.CALENDAR_DAYS:
            return max(self._local(due) - self._local(moment), NOTHING)
        return self.working_time_between(moment, due)

    def continue_term(self, moment: datetime, left: timedelta, unit: str) -> datetime:
        """Return the new due time of a term that goes on at `moment` with `left` of `time_left`."""
        if Unit(unit) is Unit.CALENDAR_DAYS:
            return self._local(moment) + left
        return self.add_working_time(moment, left)

    # Working time

    def next_open(self, moment: datetime) -> datetime:
        """Return `moment` if the office is open then, else the next opening time."""
        local = self._local(moment)
        day = self.counts_from(local)
        return max(local, self._at(day, self._span(day)[0]))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`; zero if `end` is not after `start`."""
        start, end = self._local(start), self._local(end)
        total = NOTHING
        for day in _days(start.date() - ONE_DAY, end.date()):
            if span := self._span(day):
                opened = max(start, self._at(day, span[0]))
                closed = min(end, self._at(day, span[1]))
                if opened < closed:
                    total += closed - opened
        return total

    def add_working_time(self, moment: datetime, length: timedelta) -> datetime:
        """Return the earliest moment at which `length` of working time has passed since `moment`.

        Inverse of `working_time_between`. Raises ValueError if `length` is negative.
        """
        if length < NOTHING:
            raise ValueError("A length of time cannot be negative.")
        local = self._local(moment)
        if not length:
            return local
        day = local.date()
        while True:
            if span := self._span(day):
                opened = max(local, self._at(day, span[0]))
                room = self._at(day, span[1]) - opened
                if length <= room:
                    return opened + length
                length -= max(room, NOTHING)
            day += ONE_DAY

    # Inside

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("A moment needs a time zone; a naive one would be read in the server's.")
        return moment.astimezone(self.zone)

    def _at(self, day: date, since_midnight: timedelta) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.zone) + since_midnight

    def _span(self, day: date) -> tuple[timedelta, timedelta] | None:
        """Return opening and closing as time since midnight, or None on a free day."""
        try:
            return self._spans[day]
        except KeyError:
            week = next((p.week for p in self.periods if p.first <= day <= p.last), self.week)
            hours = None if day in self._closed else week[day.weekday()]
            span = self._spans[day] = hours and _span(hours)
            return span

    def _skipped(self, day: date) -> SkippedDay:
        if closure := self._closed.get(day):
            return SkippedDay(day, closure.kind, closure.name, closure.uncertain)
        return SkippedDay(day, FreeDay.REST)

    @cached_property
    def _spans(self) -> dict[date, tuple[timedelta, timedelta] | None]:
        return {}  # days already looked up

    @cached_property
    def _closed(self) -> Mapping[date, Closure]:
        return {c.day: c for c in self.closures if self.keeps_holidays or c.kind == FreeDay.LOCAL}

    @cached_property
    def _known_years(self) -> frozenset[int]:
        return frozenset(c.day.year for c in self.closures if c.kind != FreeDay.LOCAL)


def _span(hours: Hours) -> tuple[timedelta, timedelta]:
    opens, closes = (timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in hours)
    return opens, closes or ONE_DAY


def _days(after: date, until: date):
    """Yield the days after `after`, up to and including `until`."""
    for number in range(1, (until - after).days + 1):
        yield after + number * ONE_DAY


def _not_negative(number: float) -> None:
    if number < 0:
        raise ValueError("A term cannot be negative.")
