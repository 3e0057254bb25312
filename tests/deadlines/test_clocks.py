"""Every line of life.md 2 that exists now: what starts a clock, pauses it, stops it, and whose miss it is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from complaints.deadlines.offices import calendar_of
from complaints.escalation import operations as escalation
from complaints.models import ClockPause, Miss
from complaints.states import ClockKind
from tests.cases import WAYS, Case
from tests.factories import NOW

WIB = ZoneInfo("Asia/Jakarta")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
K = ClockKind
# The date of each term from NOW, a Tuesday at 10.00, read off the calendar by hand.
DUE = {
    K.VERIFICATION: datetime(2026, 11, 27, 16, 30, tzinfo=WIB),
    K.RE_REFERRAL: datetime(2026, 11, 25, 16, 0, tzinfo=WIB),
    K.OBJECTION_CHECK: datetime(2026, 11, 25, 16, 0, tzinfo=WIB),
    K.ARBITRATION: datetime(2026, 11, 27, 16, 30, tzinfo=WIB),
    K.ACCEPTANCE: datetime(2026, 11, 25, 16, 0, tzinfo=WIB),
    K.FIRST_RESPONSE: datetime(2026, 12, 1, 16, 0, tzinfo=WIB),
    K.RESOLUTION: datetime(2026, 12, 14, 16, 0, tzinfo=WIB),
    K.REWORK: datetime(2026, 12, 1, 16, 0, tzinfo=WIB),
    K.STATUTORY: datetime(2027, 1, 23, 23, 59, 59, tzinfo=WIB),
    K.COMPLETION: datetime(2026, 12, 24, 23, 59, 59, tzinfo=WIB),
    K.CONFIRMATION: datetime(2026, 12, 8, 16, 0, tzinfo=WIB),
}
WORKING = {K.ACCEPTANCE, K.FIRST_RESPONSE, K.RESOLUTION, K.STATUTORY}
# state -> (the clock that is `due_at`, all that run, those that stand still)
RUNNING = {
    "new": (K.VERIFICATION, {K.VERIFICATION}, set()),
    "asked": (K.COMPLETION, {K.VERIFICATION, K.COMPLETION}, {K.VERIFICATION}),
    "referred": (K.FIRST_RESPONSE, WORKING, set()),
    "asked_by_agency": (
        K.COMPLETION,
        {K.FIRST_RESPONSE, K.RESOLUTION, K.STATUTORY, K.COMPLETION},
        {K.FIRST_RESPONSE, K.RESOLUTION, K.STATUTORY},
    ),
    "in_progress": (K.FIRST_RESPONSE, WORKING - {K.ACCEPTANCE}, set()),
    "answered": (K.CONFIRMATION, {K.CONFIRMATION}, set()),
    "resolved": (None, set(), set()),
    "objected": (K.OBJECTION_CHECK, {K.OBJECTION_CHECK}, set()),
    "upheld": (K.FIRST_RESPONSE, {K.ACCEPTANCE, K.FIRST_RESPONSE, K.REWORK}, set()),
    "returned": (K.RE_REFERRAL, {K.RE_REFERRAL, K.RESOLUTION, K.STATUTORY}, set()),
    "arbitration": (K.ARBITRATION, {K.ARBITRATION, K.RESOLUTION, K.STATUTORY}, set()),
    "archived": (None, set(), set()),
    "withdrawn": (None, set(), set()),
    "reopened": (K.VERIFICATION, {K.VERIFICATION}, set()),
}


@pytest.fixture
def case(office):
    return Case(office)


pytestmark = pytest.mark.usefixtures("whole_afterwards")


class TestRunning:
    @pytest.mark.parametrize("state", RUNNING)
    def test_what_runs_in_each_state(self, case, state):
        """Column by column: which run, from when they count, their dates, their agency, and which one is `due_at`."""
        counting, kinds, paused = RUNNING[state]
        case.all(*WAYS[state])
        running = case.running()
        assert set(running) == kinds
        assert {kind for kind, clock in running.items() if clock.paused_at} == paused
        for kind, clock in running.items():
            assert (clock.counts_from, clock.due_at, clock.agency) == (NOW, DUE[kind], case.complaint.owner), kind
        assert case.complaint.due_at == (DUE[counting] if counting else None)
        ahead = [clock.due_at for clock in running.values() if not clock.paused_at]
        assert case.complaint.next_effect_at == min(ahead, default=None)

    def test_a_clock_counts_from_its_own_act(self, case):
        times = {"refer": NOW + DAY, "answer": NOW + 3 * DAY, "raise_objection": NOW + 6 * DAY, "uphold": NOW + 7 * DAY}
        for act, at in times.items():
            case.do(act, at=at)
        starts = dict(case.complaint.clocks.values_list("kind", "counts_from"))
        assert starts == {
            K.VERIFICATION: NOW,
            K.ACCEPTANCE: times["uphold"],  # the newest of both
            K.FIRST_RESPONSE: times["uphold"],
            K.RESOLUTION: times["refer"],
            K.STATUTORY: times["refer"],
            K.CONFIRMATION: times["answer"],
            K.OBJECTION_CHECK: times["raise_objection"],
            K.REWORK: times["uphold"],
        }

    def test_after_the_first_word_the_resolution_counts(self, case):
        case.all("refer", "note_progress")
        assert case.complaint.due_at == DUE[K.RESOLUTION]
        assert set(case.running()) == {K.RESOLUTION, K.STATUTORY}

    def test_after_the_first_word_on_an_objection_the_rework_counts(self, case):
        case.all(*WAYS["upheld"]).do("note_progress", at=NOW + HOUR)
        assert case.complaint.due_at == DUE[K.REWORK]
        assert set(case.running()) == {K.REWORK}

    def test_a_reopened_case_gets_a_new_resolution(self, case):
        case.all(*WAYS["resolved"]).do("reopen", at=NOW + 7 * DAY).do("refer", at=NOW + 7 * DAY)
        assert case.running()[K.RESOLUTION].counts_from == NOW + 7 * DAY

    def test_the_earliest_date_ahead_is_the_next_effect(self, case):
        case.all("refer")
        assert case.complaint.next_effect_at == DUE[K.ACCEPTANCE]
        case.do("accept", at=DUE[K.FIRST_RESPONSE] + HOUR)  # overdue, and nobody has put that on record yet
        assert (case.complaint.due_at, case.complaint.next_effect_at) == (DUE[K.FIRST_RESPONSE],) * 2
        escalation.pass_time(case.pk, now=DUE[K.FIRST_RESPONSE] + HOUR)
        case.complaint.refresh_from_db()
        assert (case.complaint.due_at, case.complaint.next_effect_at) == (DUE[K.FIRST_RESPONSE], DUE[K.RESOLUTION])


# kind, how it starts, the act, whether it stops it
STOPS = [
    (K.VERIFICATION, "new", "refer", True),
    (K.VERIFICATION, "new", "archive", True),
    (K.VERIFICATION, "new", "withdraw", True),
    (K.VERIFICATION, "new", "examine", False),
    (K.VERIFICATION, "new", "ask", False),
    (K.VERIFICATION, "reopened", "refer", True),
    (K.RE_REFERRAL, "returned", "refer", True),
    (K.RE_REFERRAL, "returned", "archive", True),
    (K.RE_REFERRAL, "returned", "ask", False),
    (K.OBJECTION_CHECK, "objected", "uphold", True),
    (K.OBJECTION_CHECK, "objected", "not_uphold", True),
    (K.OBJECTION_CHECK, "objected", "ask", False),
    (K.ARBITRATION, "arbitration", "refer", True),
    (K.ARBITRATION, "arbitration", "ask", False),
    *((K.ACCEPTANCE, "referred", act, True) for act in ("accept", "assign", "ask", "note_progress", "answer")),
    (K.ACCEPTANCE, "referred", "return_referral", True),
    (K.ACCEPTANCE, "referred", "note_internal", False),
    (K.FIRST_RESPONSE, "referred", "note_progress", True),
    (K.FIRST_RESPONSE, "referred", "answer", True),
    (K.FIRST_RESPONSE, "referred", "return_referral", True),
    (K.FIRST_RESPONSE, "referred", "archive", True),
    *((K.FIRST_RESPONSE, "referred", act, False) for act in ("accept", "assign", "ask", "note_internal")),
    (K.RESOLUTION, "in_progress", "answer", True),
    (K.RESOLUTION, "in_progress", "withdraw", True),
    *((K.RESOLUTION, "in_progress", act, False) for act in ("note_progress", "ask", "assign", "note_internal")),
    (K.REWORK, "upheld", "answer", True),
    *((K.REWORK, "upheld", act, False) for act in ("accept", "note_progress", "ask")),
    (K.STATUTORY, "in_progress", "answer", True),
    (K.STATUTORY, "in_progress", "note_progress", False),
    (K.COMPLETION, "asked", "reply", True),
    (K.COMPLETION, "asked_by_agency", "reply", True),
    (K.COMPLETION, "asked", "withdraw", True),
    (K.COMPLETION, "asked_by_agency", "archive", True),
    (K.CONFIRMATION, "answered", "confirm", True),
    (K.CONFIRMATION, "answered", "raise_objection", True),
    (K.CONFIRMATION, "answered", "withdraw", True),
]


@pytest.mark.parametrize(("kind", "state", "act", "stops"), STOPS)
def test_what_stops_a_clock(case, kind, state, act, stops):
    case.all(*WAYS[state])
    clock = case.running()[kind]
    case.do(act, at=NOW + HOUR)
    clock.refresh_from_db()
    assert clock.stopped_at == (NOW + HOUR if stops else None)


# kind, how it starts, the act that stops it late, whose miss it is
MISSES = [
    (K.VERIFICATION, "new", "refer", "DISKOMINFO"),
    (K.VERIFICATION, "new", "archive", "DISKOMINFO"),
    (K.VERIFICATION, "new", "withdraw", "DISKOMINFO"),
    (K.RE_REFERRAL, "returned", "refer", "DISKOMINFO"),
    (K.OBJECTION_CHECK, "objected", "uphold", "DISKOMINFO"),
    (K.OBJECTION_CHECK, "objected", "not_uphold", "DISKOMINFO"),
    (K.ARBITRATION, "arbitration", "refer", "SETDA"),
    (K.FIRST_RESPONSE, "referred", "note_progress", "DISHUB"),
    (K.FIRST_RESPONSE, "referred", "return_referral", "DISHUB"),
    (K.RESOLUTION, "in_progress", "answer", "DISHUB"),
    (K.RESOLUTION, "in_progress", "withdraw", "DISHUB"),
    (K.REWORK, "upheld", "answer", "DISHUB"),
    (K.ACCEPTANCE, "referred", "accept", None),
    (K.STATUTORY, "in_progress", "answer", None),
    (K.COMPLETION, "asked", "reply", None),
    (K.CONFIRMATION, "answered", "confirm", None),
]


class TestMiss:
    @pytest.mark.parametrize(("kind", "state", "act", "agency"), MISSES)
    def test_whose_it_is(self, case, kind, state, act, agency):
        case.all(*WAYS[state])
        due = case.running()[kind].due_at
        case.do(act, at=due + HOUR)
        clock = case.clock(kind)
        missed = Miss.objects.filter(clock__kind=kind).values_list("agency__code", "due_at", "stopped_at")
        assert list(missed) == ([(agency, due, due + HOUR)] if agency else [])
        assert agency is None or clock.complaint.clocks.filter(kind=kind, miss__isnull=False).count() == 1

    @pytest.mark.parametrize(("kind", "state", "act", "agency"), MISSES)
    def test_not_at_the_very_moment(self, case, kind, state, act, agency):
        case.all(*WAYS[state]).do(act, at=DUE[kind])
        assert kind not in dict(case.misses())

    def test_stays_when_everything_moves_on(self, case):
        late = DUE[K.RESOLUTION] + DAY
        case.all("refer").do("return_referral", at=late).do("refer", to=case.office.dlh, at=late)
        case.do("answer", at=late + HOUR).do("confirm", at=late + HOUR)
        assert case.misses() == {(K.FIRST_RESPONSE, "DISHUB"), (K.RESOLUTION, "DISHUB")}

    def test_of_a_clock_handed_over_in_time_is_of_who_let_it_pass(self, case):
        case.all("refer").do("return_referral", at=NOW + HOUR).do("refer", to=case.office.dlh, at=NOW + 2 * HOUR)
        resolution = case.running()[K.RESOLUTION]
        assert (resolution.counts_from, resolution.due_at) == (NOW, DUE[K.RESOLUTION])
        case.do("note_progress", at=NOW + DAY).do("answer", at=DUE[K.RESOLUTION] + HOUR)
        assert case.misses() == {(K.RESOLUTION, "DLH")}

    def test_of_the_coordinator_who_keeps_a_returned_case_too_long(self, case):
        case.all("refer").do("return_referral", at=NOW + HOUR)
        case.do("refer", to=case.office.dlh, at=DUE[K.RESOLUTION] + HOUR)
        assert case.misses() == {(K.RE_REFERRAL, "DISKOMINFO"), (K.RESOLUTION, "DISKOMINFO")}
        case.do("answer", at=DUE[K.RESOLUTION] + 20 * DAY)
        assert (K.RESOLUTION, "DLH") not in case.misses()

    def test_is_not_recorded_twice(self, case):
        """A sweep will record a miss while the clock still runs; stopping it later adds nothing."""
        case.all("refer")
        late = DUE[K.FIRST_RESPONSE] + HOUR
        clock = case.running()[K.FIRST_RESPONSE]
        with transaction.atomic():
            Miss.objects.create(clock=clock, agency=clock.agency, due_at=clock.due_at, recorded_at=late)
        case.do("note_progress", at=late + HOUR)
        assert list(Miss.objects.filter(clock=clock).values_list("stopped_at")) == [(None,)]


class TestQuestion:
    def test_keeps_the_remaining_working_time(self, case):
        """Asked on Tuesday at 11.00 and answered a week later at 11.00: every date moves by that week."""
        case.all("refer").do("ask", at=NOW + HOUR)
        assert case.running()[K.FIRST_RESPONSE].remaining == timedelta(hours=48)  # 5 h, 8.5 h, 8.5 h, 9 h, 8.5 h, 8.5 h
        case.do("reply", at=NOW + HOUR + 7 * DAY)
        running = case.running()
        assert running[K.FIRST_RESPONSE].due_at == DUE[K.FIRST_RESPONSE] + 7 * DAY
        assert running[K.STATUTORY].due_at == DUE[K.STATUTORY] + 7 * DAY
        # 14 working days from Tuesday include one Friday less after the move; the time left is the same.
        calendar = calendar_of(case.complaint.owner_id)
        left = calendar.working_time_between(NOW + HOUR, DUE[K.RESOLUTION])
        assert calendar.working_time_between(NOW + HOUR + 7 * DAY, running[K.RESOLUTION].due_at) == left
        assert {c.paused_at for c in running.values()} == {None}
        assert ClockPause.objects.filter(due_before=DUE[K.FIRST_RESPONSE]).count() == 1
        assert case.complaint.due_at == running[K.FIRST_RESPONSE].due_at
        assert not Miss.objects.exists()

    def test_of_the_coordinator_stops_the_verification_only(self, case):
        case.do("ask", at=NOW + HOUR).do("reply", at=NOW + HOUR + 7 * DAY)
        assert case.running()[K.VERIFICATION].due_at == DUE[K.VERIFICATION] + 7 * DAY

    @pytest.mark.parametrize(
        ("state", "kind"),
        [("returned", K.RE_REFERRAL), ("objected", K.OBJECTION_CHECK), ("arbitration", K.ARBITRATION)],
    )
    def test_does_not_stop_the_other_clocks_of_the_coordinator(self, case, state, kind):
        case.all(*WAYS[state]).do("ask", at=NOW + HOUR)
        assert case.running()[kind].paused_at is None
        case.do("reply", at=NOW + 7 * DAY)
        assert case.complaint.due_at == DUE[kind]

    def test_asked_about_a_returned_case_the_resolution_stands_still(self, case):
        case.all(*WAYS["returned"]).do("ask", at=NOW + HOUR)
        assert case.running()[K.RESOLUTION].paused_at == NOW + HOUR
        case.do("reply", at=NOW + HOUR + 7 * DAY)
        assert case.running()[K.RESOLUTION].due_at > DUE[K.RESOLUTION]

    def test_too_late_does_not_undo_the_miss(self, case):
        late = DUE[K.FIRST_RESPONSE] + HOUR
        case.all("refer").do("ask", at=late)
        first = case.running()[K.FIRST_RESPONSE]
        assert (first.paused_at, first.due_at) == (None, DUE[K.FIRST_RESPONSE])
        assert case.running()[K.RESOLUTION].paused_at == late
        case.do("reply", at=late + 7 * DAY).do("note_progress", at=late + 7 * DAY)
        assert case.misses() == {(K.FIRST_RESPONSE, "DISHUB")}

    def test_a_case_that_ends_while_it_waits_is_no_miss(self, case):
        case.all("refer").do("ask", at=NOW + HOUR).do("withdraw", at=DUE[K.STATUTORY] + DAY)
        assert case.misses() == set()
        assert not case.running()

    def test_twice_adds_up(self, case):
        case.all("refer").do("ask", at=NOW + HOUR).do("reply", at=NOW + HOUR + 7 * DAY)
        case.do("ask", at=NOW + HOUR + 7 * DAY).do("reply", at=NOW + HOUR + 14 * DAY)
        assert case.running()[K.FIRST_RESPONSE].due_at == DUE[K.FIRST_RESPONSE] + 14 * DAY
        assert ClockPause.objects.filter(clock=case.running()[K.FIRST_RESPONSE]).count() == 2
