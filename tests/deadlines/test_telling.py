"""Terms and their purpose in words."""

import pytest

from complaints.deadlines import telling
from complaints.states import SUBMITTED_CLOCK, ClockKind, Unit

# What the date of a case can be (life.md 1): the other clocks only warn, and staff alone read them.
SHOWN = {
    *SUBMITTED_CLOCK.values(),
    ClockKind.COMPLETION,
    ClockKind.FIRST_RESPONSE,
    ClockKind.RESOLUTION,
    ClockKind.REWORK,
    ClockKind.PROMISE,
    ClockKind.CONFIRMATION,
    ClockKind.CHECK_BACK,
}


@pytest.mark.parametrize(
    ("unit", "words"),
    [(Unit.WORKING_DAYS, "5 hari kerja"), (Unit.CALENDAR_DAYS, "5 hari"), (Unit.HOURS, "5 jam layanan")],
)
def test_a_term_in_words(unit, words):
    assert telling.term(5, unit) == words


@pytest.mark.parametrize("kind", sorted(SHOWN))
def test_every_date_of_a_case_says_what_the_time_is_for(kind):
    said = telling.allowance(kind, 5, Unit.WORKING_DAYS, "Dishub")
    assert said.endswith(".")
    assert "{" not in said
    assert "Dishub" in said or "Anda" in said or "5 hari kerja" in said
