"""Why a date is what it is: the lines, and that they always add up to the date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.deadlines.calendar import Closure, FreeDay, SkippedDay
from complaints.deadlines.explanation import CountedFrom, Ends, Extended, Extension, Pause, Paused, Started, explain
from complaints.states import Unit
from tests.deadlines.calendars import QUARTER, belitung, calendars, moments, wib

SATURDAY, SUNDAY = (SkippedDay(date(2026, 9, day), FreeDay.REST) for day in (5, 6))


class TestLines:
    def test_every_step_over_idul_fitri(self):
        why = explain(belitung(), wib("2026-03-17 16:45"), 3, "working_days")
        assert why.due == wib("2026-03-30 16:00")
        told = [
            (line.day.isoformat(), line.name) if isinstance(line, SkippedDay) else type(line).__name__
            for line in why.lines
        ]
        assert told == [
            "Started",
            ("2026-03-18", "Cuti Bersama Hari Suci Nyepi"),
            ("2026-03-19", "Hari Suci Nyepi"),
            ("2026-03-20", "Cuti Bersama Hari Raya Idul Fitri"),
            ("2026-03-21", "Hari Raya Idul Fitri"),
            ("2026-03-22", "Hari kedua dari Hari Raya Idul Fitri"),
            ("2026-03-23", "Cuti Bersama Hari Raya Idul Fitri"),
            ("2026-03-24", "Cuti Bersama Hari Raya Idul Fitri"),
            "CountedFrom",
            ("2026-03-28", ""),
            ("2026-03-29", ""),
            "Ends",
        ]
        counted = next(line for line in why.lines if isinstance(line, CountedFrom))
        assert counted == CountedFrom(wib("2026-03-25 07:30"), after_closing=True)

    def test_within_hours_counts_from_the_moment_itself(self):
        why = explain(belitung(), wib("2026-09-01 10:00"), 1, "working_days")
        assert why.lines == (
            Started(wib("2026-09-01 10:00")),
            CountedFrom(wib("2026-09-01 10:00"), after_closing=False),
            Ends(wib("2026-09-02 16:00"), 1, Unit.WORKING_DAYS),
        )

    def test_on_a_free_day_it_is_the_day_that_is_to_blame_not_the_hour(self):
        why = explain(belitung(), wib("2026-09-05 23:00"), 1, "hours")
        assert why.lines == (
            Started(wib("2026-09-05 23:00")),
            SATURDAY,
            SUNDAY,
            CountedFrom(wib("2026-09-07 07:30"), after_closing=False),
            Ends(wib("2026-09-07 08:30"), 1, Unit.HOURS),
        )

    def test_calendar_days_skip_nothing_after_day_0(self):
        why = explain(belitung(), wib("2026-09-04 10:00"), 60, "calendar_days")
        assert [type(line) for line in why.lines] == [Started, CountedFrom, Ends]
        assert why.due == wib("2026-11-03 23:59:59")

    def test_a_pause_tells_what_was_left_and_how_far_the_date_moved(self):
        pause = Pause(wib("2026-09-03 10:00"), wib("2026-09-09 10:00"))
        why = explain(belitung(), wib("2026-09-02 10:00"), 3, "working_days", [pause])
        assert why.due == wib("2026-09-11 16:30")
        assert [line for line in why.lines if isinstance(line, Paused)] == [
            Paused(pause.began, pause.ended, timedelta(hours=6 + 9 + 8.5), days=4)
        ]

    def test_while_a_pause_lasts_there_is_no_date(self):
        pause = Pause(wib("2026-09-07 10:00"), None)
        why = explain(belitung(), wib("2026-09-02 10:00"), 5, "working_days", [pause])
        assert why.due is None
        assert why.lines[2:] == (SATURDAY, SUNDAY, Paused(pause.began, None, timedelta(hours=6 + 8.5 + 8.5)))

    def test_an_extension_tells_both_dates(self):
        extension = Extension(wib("2026-09-07 10:00"), wib("2026-09-14 16:00"))
        why = explain(belitung(), wib("2026-09-02 10:00"), 5, "working_days", [extension])
        assert why.due == extension.until
        assert Extended(extension.granted, wib("2026-09-09 16:00"), extension.until, days=3) in why.lines

    @pytest.mark.parametrize(
        ("closed", "due", "days"),
        [
            ([], "2026-09-10 16:00", 1),
            ([10], "2026-09-11 16:30", 1),  # the day it was extended to became free: the next working day
            ([9], "2026-09-10 16:00", 0),  # the first date moved to the same day by itself
            ([8, 9], "2026-09-11 16:30", 0),  # and even beyond
            ([8, 9, 10], "2026-09-14 16:00", 0),
        ],
    )
    def test_an_extension_survives_holidays_declared_after_it(self, closed, due, days):
        closures = [Closure(date(2026, 9, day), "Libur", FreeDay.NATIONAL) for day in closed]
        extension = Extension(wib("2026-09-07 10:00"), wib("2026-09-10 16:00"))
        why = explain(belitung(closures=closures), wib("2026-09-02 10:00"), 5, "working_days", [extension])
        assert why.due == wib(due)
        assert [line.days for line in why.lines if isinstance(line, Extended)] == [days]

    def test_a_pause_after_the_end_moves_nothing(self):
        pause = Pause(wib("2026-09-10 10:00"), wib("2026-09-14 10:00"))
        why = explain(belitung(), wib("2026-09-02 10:00"), 5, "working_days", [pause])
        assert why.due == wib("2026-09-09 16:00")

    @pytest.mark.parametrize(
        "changes",
        [
            [Pause(wib("2026-09-04 10:00"), wib("2026-09-03 10:00"))],
            [Pause(wib("2026-09-03 10:00"), wib("2026-09-07 10:00")), Pause(wib("2026-09-04 10:00"), None)],
            [Pause(wib("2026-09-03 10:00"), None), Pause(wib("2026-09-04 10:00"), None)],
        ],
    )
    def test_impossible_changes_are_refused(self, changes):
        with pytest.raises(ValueError, match=r"must|cannot"):
            explain(belitung(), wib("2026-09-02 10:00"), 5, "working_days", changes)


@st.composite
def told(draw):
    """Any term of any calendar with up to four pauses and extensions in order."""
    calendar = draw(calendars())
    started = draw(moments(calendar))
    unit = draw(st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS]))
    # None at all: a day that a leader named, which ends it by itself.
    number = draw(st.sampled_from([0, 1, 2, 3, 5, 14, 60]))
    changes, at = [], started
    for _ in range(draw(st.integers(0, 4))):
        at += draw(st.integers(0, 500)) * QUARTER
        if draw(st.booleans()):
            ended = at + draw(st.integers(0, 1000)) * QUARTER
            changes.append(Pause(at, ended))
            at = ended
        else:
            due = explain(calendar, started, number, unit, changes).due
            changes.append(Extension(at, due + draw(st.integers(1, 2000)) * QUARTER))
    return calendar, started, number, unit, changes


@given(told())
def test_the_lines_add_up_to_the_date(case):
    calendar, started, number, unit, changes = case
    why = explain(calendar, started, number, unit, changes)
    lines = list(why.lines)
    at = next(n for n, line in enumerate(lines) if isinstance(line, CountedFrom))
    before, counted, after = lines[:at], lines[at], lines[at + 1 :]
    received = before[0].at.date()

    assert (counted.day - received).days == _skipped(before) + counted.after_closing
    assert counted.day == calendar.counts_from(started)

    moved = [line for line in after if isinstance(line, (Paused, Extended))]
    if unit is Unit.HOURS:
        total = timedelta(hours=number)
        for move in moved:
            if isinstance(move, Extended):
                total += calendar.working_time_between(move.before, move.until)
            elif move.left:
                total += calendar.working_time_between(move.began, move.ended)
        assert calendar.working_time_between(started, why.due) == total
    else:
        days = number + sum(move.days for move in moved) + _skipped(after)
        assert why.due.date() == counted.day + timedelta(days=days)

    assert lines[-1] == Ends(why.due, number, unit)
    assert len(moved) == len(changes)


@given(told())
def test_without_changes_it_is_the_end_of_the_term_and_each_change_only_moves_it_on(case):
    calendar, started, number, unit, changes = case
    dues = [explain(calendar, started, number, unit, changes[:n]).due for n in range(len(changes) + 1)]
    assert dues[0] == calendar.end_of_term(started, number, unit)
    assert dues == sorted(dues)


def _skipped(lines):
    return sum(isinstance(line, SkippedDay) for line in lines)
