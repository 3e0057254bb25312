"""When a rung is reached: in working time, by the calendar."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.deadlines import ladder
from tests.deadlines.calendars import JAKARTA, belitung, calendars, moments

OFFICE = belitung()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """That moment of November 2026, in which no weekday is free."""
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("due", "after", "told"),
    [
        (at(26, 16), -1, at(25, 7, 30)),  # Thursday: Wednesday morning
        (at(30, 16), -1, at(27, 7, 30)),  # Monday: Friday morning
        (at(26, 16), 0, at(27, 7, 30)),  # at closing: the next opening
        (at(26, 10), 0, at(26, 10)),  # by the hour, while the office is open
        (at(27, 16, 30), 0, at(30, 7, 30)),  # Friday's closing: Monday
        (at(26, 16), 2, at(30, 7, 30)),
        (at(26, 16), -7, at(17, 7, 30)),
    ],
)
def test_it_is_told_in_working_time(due, after, told):
    assert ladder.reached_at(OFFICE, due, after) == told


def test_the_last_one_comes_back_every_week():
    reached = list(ladder.rounds(OFFICE, at(5, 16), 1, at(20, 12)))
    assert reached == [(0, at(6, 7, 30)), (1, at(13, 7, 30)), (2, at(20, 7, 30)), (3, at(27, 7, 30))]


@given(st.data(), calendars(), st.integers(-10, 10))
def test_always_while_the_office_is_open_and_in_order(data, calendar, after):
    due = data.draw(moments(calendar))
    told = ladder.reached_at(calendar, due, after)
    assert calendar.next_open(told) == told
    assert told < ladder.reached_at(calendar, due, after + 1) or after in (-1, 0)
    assert (told >= due) if after >= 0 else (told.date() < due.astimezone(calendar.zone).date())
