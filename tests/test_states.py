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
HAS, MAY_ANSWER = {S.REFERRED, S.IN_PROGRESS}, {S.REFERRED, S.IN_PROGRESS, S.SCHEDULED}
# act -> from, to (None: back), by, reason, where the status stays: all rows of life.md 3
CHART = {
    "submit": (set(), S.SUBMITTED, Who.REPORTER, B.NEW, set()),
    "enter": (set(), S.SUBMITTED, Who.ENTRY, B.NEW, set()),
    "refer": ({S.SUBMITTED}, S.REFERRED, Who.VERIFIER, None, set()),
    "ask": ({S.SUBMITTED, *HAS}, S.NEEDS_INFO, Who.OWNER, None, set()),
    "reply": ({S.NEEDS_INFO}, None, Who.REPORTER, None, set()),
    "completion_over": ({S.NEEDS_INFO}, None, Who.TIME, None, set()),
    "forward_external": ({S.SUBMITTED}, S.FORWARDED_EXTERNAL, Who.DESK, None, set()),
    "accept": ({S.REFERRED}, S.IN_PROGRESS, Who.AGENCY, None, set()),
    "return_referral": (HAS, S.SUBMITTED, Who.AGENCY, B.RETURNED, set()),
    "return_referral_again": (HAS, S.SUBMITTED, Who.AGENCY, B.ARBITRATION, set()),
    "note_progress": (MAY_ANSWER, S.IN_PROGRESS, Who.AGENCY, None, {S.SCHEDULED}),
    "promise": (MAY_ANSWER, S.SCHEDULED, Who.AGENCY, None, set()),
    "promise_due": ({S.SCHEDULED}, S.IN_PROGRESS, Who.TIME, None, set()),
    "extend": (HAS, S.IN_PROGRESS, Who.HEAD, None, HAS),
    "extend_again": (HAS, S.IN_PROGRESS, Who.ARBITER, None, HAS),
    "answer": (MAY_ANSWER, S.ANSWERED, Who.AGENCY, None, set()),
    "answer_on_behalf": (MAY_ANSWER, S.ANSWERED, Who.DESK, None, set()),
    "send_back": ({S.ANSWERED}, S.IN_PROGRESS, Who.DESK, None, set()),
    "confirm": ({S.ANSWERED}, S.RESOLVED, Who.REPORTER, None, set()),
    "confirmation_over": ({S.ANSWERED}, S.RESOLVED, Who.TIME, None, set()),
    "raise_objection": ({S.ANSWERED, S.RESOLVED}, S.SUBMITTED, Who.REPORTER, B.OBJECTED, set()),
    "uphold": ({S.SUBMITTED}, S.REFERRED, Who.COORDINATOR, None, set()),
    "not_uphold": ({S.SUBMITTED}, S.RESOLVED, Who.COORDINATOR, None, set()),
    "record_outside_answer": ({S.FORWARDED_EXTERNAL}, S.RESOLVED, Who.DESK, None, set()),
    "bounce": ({S.FORWARDED_EXTERNAL}, S.SUBMITTED, Who.DESK, B.BOUNCED, set()),
    "check_back": ({S.FORWARDED_EXTERNAL}, S.FORWARDED_EXTERNAL, Who.TIME, None, set()),
    "check_back_over": ({S.FORWARDED_EXTERNAL}, S.RESOLVED, Who.TIME, None, set()),
    "archive": (ANY_OPEN, S.ARCHIVED, Who.VERIFIER, None, set()),
    "withdraw": (ANY_OPEN, S.WITHDRAWN, Who.REPORTER, None, set()),
    "merge": (ANY_OPEN, S.MERGED, Who.DESK, None, set()),
    "unmerge": ({S.MERGED}, None, Who.DESK, None, set()),
    "reopen": ({S.ARCHIVED, S.WITHDRAWN, S.RESOLVED}, S.SUBMITTED, Who.COORDINATOR, B.REOPENED, set()),
}


def test_the_chart_is_that_of_the_design():
    rows = {name: (set(row.sources), row.to, row.who, row.because, set(row.stays)) for name, row in TRANSITIONS.items()}
    assert rows == CHART
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
def test_only_filing_starts_from_nothing(act):
    assert allows(act, None) is (act in ("submit", "enter"))


def test_an_unknown_act_is_a_bug():
    with pytest.raises(KeyError):
        allows("delete", S.SUBMITTED, B.NEW)


def leads_on(row, status) -> bool:
    """Whether an act takes a case out of `status`, other than by giving it up."""
    gives_up = row.act in ("archive", "withdraw", "merge")
    return status in row.sources and row.to != status and status not in row.stays and not gives_up


@pytest.mark.parametrize("status", sorted(OPEN))
def test_no_open_status_is_without_a_way_on(status):
    """G2: no status is a resting place. Where an agency or a reporter is waited for, somebody or the time goes on."""
    assert [row.act for row in TRANSITIONS.values() if leads_on(row, status)]


def test_what_waits_for_somebody_outside_ends_by_time():
    """Whom the government cannot hurry, nobody waits for without end."""
    waiting = {status for status in OPEN if WAITS_FOR[status] in (WaitsFor.REPORTER, WaitsFor.OUTSIDE_BODY)}
    by_time = [row for row in TRANSITIONS.values() if row.who == Who.TIME]
    ended = {status for row in by_time for status in row.sources if leads_on(row, status)}
    assert waiting <= ended


def test_a_promise_is_never_a_closing():
    assert set(CLOSING_OUTCOMES) == {Outcome.REPAIRED, Outcome.EXPLAINED, Outcome.CANNOT_BE_DONE, Outcome.NOT_FOUND}
    assert not {Outcome.PROMISED, Outcome.AWAITING_BUDGET} & set(CLOSING_OUTCOMES)
