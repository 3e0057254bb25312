"""The state chart against life.md 1 and 3, written down a second time as tables."""

import itertools

import pytest

from complaints.states import (
    CLOSING_OUTCOMES,
    FINAL,
    OPEN,
    SUBMITTED_CLOCK,
    TRANSITIONS,
    WAITS_FOR,
    Because,
    ClockKind,
    Outcome,
    Status,
    WaitsFor,
    Who,
    allows,
)

S, B = Status, Because
ANY_OPEN = set(OPEN)
# act -> from, to (None: back), by, reason: life.md 3, the rows that exist now
CHART = {
    "submit": (set(), S.SUBMITTED, Who.REPORTER, B.NEW),
    "refer": ({S.SUBMITTED}, S.REFERRED, Who.VERIFIER, None),
    "ask": ({S.SUBMITTED, S.REFERRED, S.IN_PROGRESS}, S.NEEDS_INFO, Who.OWNER, None),
    "reply": ({S.NEEDS_INFO}, None, Who.REPORTER, None),
    "accept": ({S.REFERRED}, S.IN_PROGRESS, Who.AGENCY, None),
    "return_referral": ({S.REFERRED, S.IN_PROGRESS}, S.SUBMITTED, Who.AGENCY, B.RETURNED),
    "return_referral_again": ({S.REFERRED, S.IN_PROGRESS}, S.SUBMITTED, Who.AGENCY, B.ARBITRATION),
    "note_progress": ({S.REFERRED, S.IN_PROGRESS}, S.IN_PROGRESS, Who.AGENCY, None),
    "answer": ({S.REFERRED, S.IN_PROGRESS, S.SCHEDULED}, S.ANSWERED, Who.AGENCY, None),
    "confirm": ({S.ANSWERED}, S.RESOLVED, Who.REPORTER, None),
    "raise_objection": ({S.ANSWERED, S.RESOLVED}, S.SUBMITTED, Who.REPORTER, B.OBJECTED),
    "uphold": ({S.SUBMITTED}, S.REFERRED, Who.COORDINATOR, None),
    "not_uphold": ({S.SUBMITTED}, S.RESOLVED, Who.COORDINATOR, None),
    "archive": (ANY_OPEN, S.ARCHIVED, Who.VERIFIER, None),
    "withdraw": (ANY_OPEN, S.WITHDRAWN, Who.REPORTER, None),
    "reopen": ({S.ARCHIVED, S.WITHDRAWN, S.RESOLVED}, S.SUBMITTED, Who.COORDINATOR, B.REOPENED),
}


def test_the_chart_is_that_of_the_design():
    assert {name: (set(row.sources), row.to, row.who, row.because) for name, row in TRANSITIONS.items()} == CHART
    assert all(name == row.act for name, row in TRANSITIONS.items())


def test_what_is_open_and_what_is_final():
    assert {S.RESOLVED, S.ARCHIVED, S.WITHDRAWN, S.MERGED} == FINAL
    assert set(Status) == FINAL | OPEN
    assert not FINAL & OPEN


def test_each_open_status_waits_for_somebody():
    assert WAITS_FOR == {
        S.SUBMITTED: WaitsFor.OWNER,
        S.NEEDS_INFO: WaitsFor.REPORTER,
        S.REFERRED: WaitsFor.AGENCY,
        S.IN_PROGRESS: WaitsFor.AGENCY,
        S.SCHEDULED: WaitsFor.AGENCY,
        S.ANSWERED: WaitsFor.REPORTER,
        S.FORWARDED_EXTERNAL: WaitsFor.OUTSIDE_BODY,
    }


def test_each_reason_has_its_clock():
    verification = {B.NEW, B.BOUNCED, B.REOPENED}
    assert {because for because, clock in SUBMITTED_CLOCK.items() if clock == ClockKind.VERIFICATION} == verification
    assert SUBMITTED_CLOCK[B.RETURNED] == ClockKind.RE_REFERRAL
    assert SUBMITTED_CLOCK[B.OBJECTED] == ClockKind.OBJECTION_CHECK
    assert SUBMITTED_CLOCK[B.ARBITRATION] == ClockKind.ARBITRATION
    assert set(SUBMITTED_CLOCK) == set(Because)


def test_submitted_has_a_reason_and_nothing_else_has():
    assert all((row.because is not None) == (row.to == S.SUBMITTED) for row in TRANSITIONS.values())


@pytest.mark.parametrize(("act", "status"), list(itertools.product(CHART, Status)))
def test_an_act_is_allowed_from_its_sources_and_nowhere_else(act, status):
    objected = act in ("uphold", "not_uphold")
    because = (B.OBJECTED if objected else B.NEW) if status == S.SUBMITTED else None
    assert allows(act, status, because) is (status in CHART[act][0])


@pytest.mark.parametrize(("act", "because"), list(itertools.product(CHART, Because)))
def test_an_objection_is_judged_and_not_referred(act, because):
    expected = S.SUBMITTED in CHART[act][0]
    if act == "refer":
        expected = because != B.OBJECTED
    if act in ("uphold", "not_uphold"):
        expected = because == B.OBJECTED
    assert allows(act, S.SUBMITTED, because) is expected


@pytest.mark.parametrize("act", CHART)
def test_only_submitting_starts_from_nothing(act):
    assert allows(act, None) is (act == "submit")


def test_an_unknown_act_is_a_bug():
    with pytest.raises(KeyError):
        allows("delete", S.SUBMITTED, B.NEW)


def test_no_open_status_is_without_a_way_on():
    """G2: no status is a resting place. `scheduled` and `forwarded_external` are reached by acts that come later."""
    for status in OPEN:
        assert {row.act for row in TRANSITIONS.values() if status in row.sources} - {
            "archive",
            "withdraw",
        } or status in {S.FORWARDED_EXTERNAL}


def test_a_promise_is_never_a_closing():
    assert set(CLOSING_OUTCOMES) == {Outcome.REPAIRED, Outcome.EXPLAINED, Outcome.CANNOT_BE_DONE, Outcome.NOT_FOUND}
    assert not {Outcome.PROMISED, Outcome.AWAITING_BUDGET} & set(CLOSING_OUTCOMES)
