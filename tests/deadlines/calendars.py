"""Calendars for tests: the one of Belitung's reference data, any random one, and a naive clock beside them."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

import complaints
from complaints.deadlines.calendar import ROUND_THE_CLOCK, Calendar, Closure, FreeDay, Hours, Period

BELITUNG = Path(complaints.__file__).parent / "reference" / "belitung"
JAKARTA = ZoneInfo("Asia/Jakarta")
QUARTER = timedelta(minutes=15)
FIRST = date(2026, 1, 1)


def wib(text):
    """`wib("2026-03-17 16:45")`: that moment in Belitung."""
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def week(monday_to_thursday, friday=None, saturday=None):
    return (Hours(*monday_to_thursday),) * 4 + (Hours(*(friday or monday_to_thursday)), saturday, None)


def belitung(without=(), closures=()):
    """The calendar of `complaints/reference/belitung`, holidays of the days in `without` left out."""
    hours = [row for row in _rows("hours.json") if row["agency"] is None]
    holidays = [row for row in _rows("holidays.json") if row["day"] not in without]
    periods = sorted({(r["valid_from"], r["valid_until"]) for r in hours if r["valid_from"]})
    return Calendar(
        JAKARTA,
        _week(hours, (None, None)),
        tuple(
            Period(date.fromisoformat(a), date.fromisoformat(b), _week(hours, (a, b)), "Ramadan") for a, b in periods
        ),
        tuple(Closure(date.fromisoformat(r["day"]), r["name"], FreeDay(r["kind"]), r["uncertain"]) for r in holidays)
        + tuple(closures),
    )


def _rows(name):
    return json.loads((BELITUNG / name).read_text())


def _week(rows, dates):
    by_day = {r["weekday"]: r for r in rows if (r["valid_from"], r["valid_until"]) == dates}
    return tuple(
        Hours(time.fromisoformat(by_day[n]["opens"]), time.fromisoformat(by_day[n]["closes"])) if n in by_day else None
        for n in range(7)
    )


# Random calendars, on a grid of quarter hours so that a naive clock can step through them.


@st.composite
def hours(draw):
    opens = draw(st.integers(0, 95))
    closes = draw(st.integers(opens + 1, 96))
    return Hours(_grid(opens), _grid(closes % 96))


def weeks():
    days = st.one_of(st.none(), hours(), hours())
    return st.one_of(
        st.tuples(*[days] * 7).filter(any),
        st.just(week((time(8), time(16)), (time(8), time(16, 30)))),
        st.just(ROUND_THE_CLOCK),
    )


@st.composite
def periods(draw):
    first = FIRST + timedelta(days=draw(st.integers(0, 60)))
    last = first + timedelta(days=draw(st.integers(0, 40)))
    return Period(first, last, draw(weeks()), "Ramadan")


@st.composite
def calendars(draw):
    days = draw(st.sets(st.integers(0, 120), max_size=30))
    kinds = st.sampled_from([FreeDay.NATIONAL, FreeDay.JOINT_LEAVE, FreeDay.LOCAL])
    return Calendar(
        ZoneInfo(draw(st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Pacific/Kiritimati"]))),
        draw(weeks()),
        tuple(draw(st.lists(periods(), max_size=2))),
        tuple(Closure(FIRST + timedelta(days=n), f"Libur {n}", draw(kinds)) for n in sorted(days)),
        draw(st.booleans()),
    )


def moments(calendar, days=60):
    """Moments on the grid, from FIRST on, as any of a few zones would write them."""
    start = datetime.combine(FIRST, time(), calendar.zone)
    zones = st.sampled_from([calendar.zone, ZoneInfo("UTC"), ZoneInfo("America/New_York")])
    return st.builds(lambda n, zone: (start + n * QUARTER).astimezone(zone), st.integers(0, days * 96), zones)


def _grid(number):
    return time(number // 4, number % 4 * 15)


class NaiveClock:
    """The rules told as a child would: walk day by day, or quarter hour by quarter hour, and count."""

    def __init__(self, calendar):
        self.calendar = calendar
        self.free = {c.day for c in calendar.closures if calendar.keeps_holidays or c.kind == "local"}

    def hours(self, day):
        if day in self.free:
            return None
        for period in self.calendar.periods:
            if period.first <= day <= period.last:
                return period.week[day.weekday()]
        return self.calendar.week[day.weekday()]

    def open_at(self, moment):
        found = self.hours(moment.date())
        if found is None:
            return False
        minute = moment.hour * 60 + moment.minute
        closes = found.closes.hour * 60 + found.closes.minute or 24 * 60
        return found.opens.hour * 60 + found.opens.minute <= minute < closes

    def counts_from(self, moment):
        moment = moment.astimezone(self.calendar.zone)
        day = moment.date()
        while moment.date() == day and not self.open_at(moment):  # is there any opening left today?
            moment += QUARTER
        if moment.date() > day:
            day += timedelta(days=1)
            while self.hours(day) is None:
                day += timedelta(days=1)
        return day

    def nth_working_day(self, day, number):
        while number:
            day += timedelta(days=1)
            if self.hours(day) is not None:
                number -= 1
        return day

    def closing(self, day):
        closes = self.hours(day).closes
        if closes == time(0):
            closes = time(23, 59, 59)
        return datetime.combine(day, closes, self.calendar.zone)

    def quarters_between(self, start, end):
        moment, end = start.astimezone(self.calendar.zone), end.astimezone(self.calendar.zone)
        count = 0
        while moment < end:
            count += self.open_at(moment)
            moment += QUARTER
        return count

    def after_quarters(self, start, number):
        moment = start.astimezone(self.calendar.zone)
        while number:
            number -= self.open_at(moment)
            moment += QUARTER
        return moment
