"""Every line of life.md 2 that exists now: what starts a clock, pauses it, stops it, and whose miss it is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from complaints import guarantee, history, lifecycle
from complaints.deadlines.clocks import Clocks, NoTerm, term_for
from complaints.deadlines.offices import NoServiceHours, calendar_of
from complaints.models import Clock, ClockPause, Complaint, Holiday, Miss, ServiceHours, Term
from complaints.states import ClockKind, Unit
from tests import factories
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


@pytest.fixture(autouse=True)
def _whole_afterwards(office):
    yield
    assert list(history.faults()) == []
    assert guarantee.violations() == []


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
        case.do("accept", at=DUE[K.FIRST_RESPONSE] + HOUR)  # overdue: the next thing ahead is the resolution
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


class TestHours:
    """EMERGENCY and SENSITIVE count by the calendar of the agency that helps."""

    @pytest.fixture
    def shifts(self, office):
        for weekday in range(7):
            ServiceHours.objects.create(
                agency=office.helper, weekday=weekday, opens=time(0), closes=time(0), open_on_holidays=True
            )
        return office

    SUNDAY = datetime(2026, 11, 29, 2, 15, tzinfo=WIB)

    def test_by_the_shifts_of_the_helper(self, shifts):
        fire = factories.make_category("kebakaran", shifts.helper, term_class="EMERGENCY")
        case = Case(shifts, now=self.SUNDAY, category=fire)
        assert case.complaint.due_at == self.SUNDAY + HOUR

    def test_by_the_office_hours_where_the_helper_has_no_others(self, office):
        case = Case(office, now=self.SUNDAY, category=office.violence)
        assert case.complaint.due_at == datetime(2026, 11, 30, 11, 30, tzinfo=WIB)

    def test_by_the_owner_where_nobody_helps_yet(self, office):
        topic = factories.make_category("darurat", None, term_class="EMERGENCY")
        assert Case(office, now=self.SUNDAY, category=topic).complaint.due_at.isoformat() == "2026-11-30T08:30:00+07:00"

    def test_the_first_response_too(self, shifts):
        case = Case(shifts, now=self.SUNDAY, category=shifts.violence)
        assert case.complaint.due_at == self.SUNDAY + 4 * HOUR
        case.do("refer", to=shifts.helper, at=self.SUNDAY + HOUR)
        assert case.running()[K.FIRST_RESPONSE].due_at == self.SUNDAY + 25 * HOUR
        assert case.running()[K.RESOLUTION].due_at > self.SUNDAY + 14 * DAY  # in working days

    def test_and_the_pause(self, shifts):
        case = Case(shifts, now=self.SUNDAY, category=shifts.violence)
        case.do("ask", at=self.SUNDAY + HOUR).do("reply", at=self.SUNDAY + 30 * HOUR)
        assert case.complaint.due_at == self.SUNDAY + 33 * HOUR

    def test_holidays_do_not_count_elsewhere(self, office):
        """24 and 25 December are free: 14 working days from the 22nd end in January."""
        case = Case(office, now=datetime(2026, 12, 22, 10, tzinfo=WIB))
        assert case.complaint.due_at == datetime(2026, 12, 29, 16, tzinfo=WIB)  # 23, 28, 29

    def test_a_holiday_taken_back_counts(self, office):
        Holiday.objects.update(withdrawn_on=date(2026, 12, 1))
        case = Case(office, now=datetime(2026, 12, 22, 10, tzinfo=WIB))
        assert case.complaint.due_at == datetime(2026, 12, 25, 16, 30, tzinfo=WIB)


class TestOffices:
    def test_an_agency_with_hours_for_ramadan_only_has_the_common_ones_else(self, office):
        """Without that there was no working day at all, and no due time could be computed."""
        for weekday in range(5):
            ServiceHours.objects.create(
                agency=office.dishub,
                weekday=weekday,
                opens=time(8),
                closes=time(14),
                valid_from=date(2027, 2, 8),
                valid_until=date(2027, 3, 9),
            )
        calendar = calendar_of(office.dishub.pk)
        assert calendar.end_of_day(date(2027, 2, 9)) == datetime(2027, 2, 9, 14, tzinfo=WIB)
        assert calendar.end_of_day(date(2026, 11, 24)) == datetime(2026, 11, 24, 16, tzinfo=WIB)

    def test_without_any_hours_nothing_is_guessed(self, office):
        ServiceHours.objects.all().delete()
        with pytest.raises(NoServiceHours):
            calendar_of(office.dishub.pk)


def add_term(kind, amount, valid_from, term_class="", unit=Unit.WORKING_DAYS):
    return Term.objects.create(
        term_class=term_class, clock=kind, amount=amount, unit=unit, source="Perbup", valid_from=valid_from
    )


class TestTerms:
    TODAY = NOW.astimezone(WIB).date()

    def test_the_newest_that_has_come_counts(self, office):
        add_term(K.VERIFICATION, 7, self.TODAY - DAY)
        add_term(K.VERIFICATION, 2, self.TODAY)
        add_term(K.VERIFICATION, 9, self.TODAY + DAY)
        assert term_for(K.VERIFICATION, "NORMAL", NOW).amount == 2

    def test_by_the_local_date(self, office):
        """At 00.30 WIB it is still yesterday in UTC."""
        add_term(K.VERIFICATION, 2, self.TODAY)
        midnight = datetime(2026, 11, 24, 0, 30, tzinfo=WIB)
        assert term_for(K.VERIFICATION, "NORMAL", midnight).amount == 2
        assert term_for(K.VERIFICATION, "NORMAL", midnight - HOUR).amount == 3

    def test_the_own_of_a_class_goes_before_a_newer_common_one(self, office):
        add_term(K.RESOLUTION, 5, self.TODAY - 9 * DAY, "INFO")
        add_term(K.RESOLUTION, 3, self.TODAY)
        assert term_for(K.RESOLUTION, "INFO", NOW).amount == 5
        assert term_for(K.RESOLUTION, "NORMAL", NOW).amount == 3

    def test_a_running_clock_keeps_its_own(self, case):
        case.all("refer")
        add_term(K.FIRST_RESPONSE, 1, self.TODAY)
        add_term(K.RESOLUTION, 1, self.TODAY)
        case.do("ask", at=NOW + HOUR).do("reply", at=NOW + HOUR + 7 * DAY)
        assert case.running()[K.FIRST_RESPONSE].due_at == DUE[K.FIRST_RESPONSE] + 7 * DAY
        case.do("return_referral", at=NOW + 8 * DAY).do("refer", to=case.office.dlh, at=NOW + 8 * DAY)
        assert case.running()[K.RESOLUTION].amount == 14
        assert case.running()[K.FIRST_RESPONSE].amount == 1, "a new clock takes the new term"

    def test_without_one_nothing_happens_at_all(self, case):
        Term.objects.filter(clock=K.ACCEPTANCE).delete()
        before = Complaint.objects.values().get()
        with pytest.raises(NoTerm):
            case.do("refer")
        assert Complaint.objects.values().get() == before
        assert Clock.objects.count() == 1


class TestChangeOfClass:
    """Running clocks are counted anew from the same base; the old date stays with the stopped clock (life.md 2)."""

    def test_at_a_second_referral(self, office):
        case = Case(office).all(*WAYS["returned"])
        case.do("refer", to=office.inspectorate, category=office.graft, term_class="SUPERVISORY", at=NOW + DAY)
        running = case.running()[K.RESOLUTION]
        assert (running.counts_from, running.amount, running.agency) == (NOW, 60, office.inspectorate)
        assert running.due_at == datetime(2027, 2, 18, 16, tzinfo=WIB)  # no holiday of 2027 is entered
        old = case.complaint.clocks.filter(kind=K.RESOLUTION).order_by("pk").values_list("due_at", "stopped_at")
        assert list(old) == [
            (DUE[K.RESOLUTION], NOW),  # Dishub's, handed to the coordinator on the return
            (DUE[K.RESOLUTION], NOW + DAY),  # the coordinator's: the old date
            (running.due_at, None),
        ]

    def test_counts_its_pauses_in(self, office):
        case = Case(office).all("refer").do("ask", at=NOW + HOUR).do("reply", at=NOW + HOUR + 7 * DAY)
        case.do("return_referral", at=NOW + 8 * DAY)
        info = factories.make_category("info", office.dlh, term_class="INFO")
        add_term(K.RESOLUTION, 5, date(2025, 1, 1), "INFO")
        case.do("refer", to=office.dlh, category=info, term_class="INFO", at=NOW + 9 * DAY)
        assert case.running()[K.RESOLUTION].due_at == DUE[K.FIRST_RESPONSE] + 7 * DAY  # also 5 working days

    def test_of_an_overdue_clock_leaves_the_miss(self, office):
        case = Case(office).all(*WAYS["returned"])
        late = DUE[K.RESOLUTION] + HOUR
        case.do("refer", to=office.inspectorate, category=office.graft, term_class="SUPERVISORY", at=late)
        assert (K.RESOLUTION, "DISKOMINFO") in case.misses()
        assert case.running()[K.RESOLUTION].due_at > late

    def test_into_a_date_that_is_past_is_nobodys_miss(self, office):
        info = factories.make_category("info", office.dlh, term_class="INFO")
        add_term(K.RESOLUTION, 2, date(2025, 1, 1), "INFO")
        case = Case(office).all(*WAYS["returned"])
        case.do("refer", to=office.dlh, category=info, term_class="INFO", at=NOW + 7 * DAY)
        case.do("answer", at=NOW + 7 * DAY + HOUR)
        assert K.RESOLUTION not in dict(case.misses())

    def test_with_the_same_class_nothing_is_counted_anew(self, office):
        other = factories.make_category("pju-tiang", office.dlh)
        case = Case(office).all(*WAYS["returned"]).do("refer", to=office.dlh, category=other, at=NOW + DAY)
        assert case.running()[K.RESOLUTION].due_at == DUE[K.RESOLUTION]
        assert case.complaint.clocks.filter(kind=K.RESOLUTION).count() == 3


def test_a_case_that_is_closed_has_no_counting_clock(case):
    case.all("archive")
    with transaction.atomic():
        clocks = Clocks(lifecycle.lock(case.pk), NOW)
        with pytest.raises(ValueError, match="No clock counts"):
            clocks.due_at()
