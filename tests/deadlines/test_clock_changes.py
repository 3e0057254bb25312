"""Clocks that are extended, promised, undone and taken up again (life.md 2 and 3): what each date becomes, and why."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from complaints.deadlines.clocks import changes_of
from complaints.deadlines.explanation import Extended, explain
from complaints.deadlines.offices import calendar_of
from complaints.errors import Refused
from complaints.models import Clock, ClockExtension, Complaint, Event, Miss
from complaints.states import Because, ClockKind, Status, Unit
from tests.cases import WAYS, Case
from tests.deadlines.test_clocks import DUE
from tests.factories import NOW

WIB = ZoneInfo("Asia/Jakarta")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
K = ClockKind
LATER = datetime(2026, 12, 30, 16, 0, tzinfo=WIB)  # a Wednesday
LATEST = datetime(2027, 1, 15, 16, 30, tzinfo=WIB)  # a Friday


@pytest.fixture
def case(office):
    return Case(office)


pytestmark = pytest.mark.usefixtures("whole_afterwards")


def reason(clock: Clock):
    """The explanation of a clock's date, as the page makes it."""
    calendar = calendar_of(clock.agency_id)
    return explain(calendar, clock.counts_from, clock.amount, clock.unit, changes_of(clock))


def extensions(clock: Clock) -> list[tuple]:
    return [(line.before, line.until) for line in reason(clock).lines if isinstance(line, Extended)]


class TestExtension:
    def test_moves_the_date_and_keeps_the_old_one(self, case):
        case.all("refer", "note_progress").do("extend", at=NOW + DAY, until=LATER)
        clock = case.running()[K.RESOLUTION]
        assert case.complaint.status == Status.IN_PROGRESS
        assert case.complaint.due_at == clock.due_at == LATER
        assert list(ClockExtension.objects.values_list("clock", "extended_at", "due_before", "due_after")) == [
            (clock.pk, NOW + DAY, DUE[K.RESOLUTION], LATER)
        ]
        assert reason(clock).due == LATER
        assert extensions(clock) == [(DUE[K.RESOLUTION], LATER)]

    def test_of_a_referred_case_accepts_nothing(self, case):
        case.do("refer").do("extend", at=NOW + DAY, until=LATER)
        assert case.complaint.status == Status.REFERRED
        assert case.complaint.due_at == DUE[K.FIRST_RESPONSE], "the reporter is told no later than before"
        assert case.running()[K.RESOLUTION].due_at == LATER
        assert K.ACCEPTANCE in case.running()

    def test_twice(self, case):
        case.all("refer", "note_progress").do("extend", at=NOW + DAY, until=LATER)
        case.do("extend_again", at=NOW + 2 * DAY, until=LATEST)
        clock = case.running()[K.RESOLUTION]
        assert clock.due_at == reason(clock).due == LATEST
        assert extensions(clock) == [(DUE[K.RESOLUTION], LATER), (LATER, LATEST)]

    def test_who_does_it_the_first_and_the_second_time(self, case):
        case.all("refer", "accept")
        for act, wrong, right in [
            ("extend", ["liaison", "officer", "coordinator", "leader"], "head"),
            ("extend_again", ["liaison", "officer", "head"], "leader"),
        ]:
            for who in wrong:
                with pytest.raises(Refused):
                    case.do(act, by=getattr(case.office, who), until=LATEST)
            case.do(act, by=getattr(case.office, right), until=LATER if act == "extend" else LATEST)
        assert case.running()[K.RESOLUTION].due_at == LATEST

    def test_during_a_rework_it_is_the_rework_that_is_extended(self, case):
        case.all(*WAYS["upheld"], "note_progress").do("extend", at=NOW + DAY, until=LATER)
        clock = case.running()[K.REWORK]
        assert case.complaint.due_at == clock.due_at == reason(clock).due == LATER
        assert extensions(clock) == [(DUE[K.REWORK], LATER)]

    def test_goes_along_when_the_case_is_handed_over(self, case):
        case.do("refer").do("extend", at=NOW + HOUR, until=LATER).do("return_referral", at=NOW + DAY)
        case.do("refer", to=case.office.dlh, at=NOW + 2 * DAY)
        clock = case.running()[K.RESOLUTION]
        assert (clock.agency, clock.due_at) == (case.office.dlh, LATER)
        assert reason(clock).due == LATER
        assert case.misses() == set()

    def test_outlives_another_class(self, case):
        """Counted anew with the shorter term for information, an extension still gives the later date."""
        case.do("refer").do("extend", at=NOW + HOUR, until=LATER).do("return_referral", at=NOW + DAY)
        case.do("refer", to=case.office.dlh, term_class="INFO", at=NOW + 2 * DAY)
        clock = case.running()[K.RESOLUTION]
        assert (clock.amount, clock.due_at) == (5, LATER)
        assert reason(clock).due == LATER

    def test_and_a_question_after_it_adds_up(self, case):
        case.all("refer", "note_progress").do("extend", at=NOW + DAY, until=LATER)
        case.do("ask", at=NOW + 2 * DAY).do("reply", at=NOW + 9 * DAY)
        clock = case.running()[K.RESOLUTION]
        assert clock.due_at > LATER
        assert reason(clock).due == clock.due_at

    def test_never_to_an_earlier_date(self, case):
        case.all("refer", "note_progress")
        with pytest.raises(IntegrityError), transaction.atomic():
            case.do("extend", until=DUE[K.RESOLUTION])
        case.complaint.refresh_from_db()
        assert case.complaint.due_at == DUE[K.RESOLUTION]

    def test_makes_an_answer_in_it_no_miss(self, case):
        case.all("refer", "note_progress").do("extend", at=NOW + DAY, until=LATER).do("answer", at=LATER)
        assert case.misses() == set()


class TestPromise:
    def test_ends_at_the_moment_that_was_named(self, case):
        until = NOW + 40 * DAY + 17 * HOUR  # a free moment too: nothing is counted
        case.do("refer").do("promise", at=NOW + HOUR, until=until)
        clock = case.running()[K.PROMISE]
        assert (case.complaint.status, case.complaint.due_at) == (Status.SCHEDULED, until)
        assert (clock.due_at, clock.amount, clock.unit, clock.agency) == (until, 0, Unit.DATE, case.office.dishub)
        assert set(case.running()) == {K.PROMISE, K.RESOLUTION, K.STATUTORY}, "the first word is given"
        assert case.running()[K.RESOLUTION].due_at == DUE[K.RESOLUTION]

    def test_kept_leaves_nothing(self, case):
        case.do("refer").do("promise", until=NOW + 3 * DAY).do("answer", at=NOW + 3 * DAY)
        assert case.misses() == set()

    def test_answered_after_its_date_is_broken(self, case):
        case.do("refer").do("promise", until=NOW + 3 * DAY).do("answer", at=NOW + 3 * DAY + HOUR)
        assert case.misses() == {(K.PROMISE, "DISHUB")}

    def test_a_new_one_before_the_date_breaks_nothing(self, case):
        case.do("refer").do("promise", until=NOW + 3 * DAY).do("promise", at=NOW + 2 * DAY, until=NOW + 9 * DAY)
        assert case.complaint.due_at == NOW + 9 * DAY
        assert case.complaint.clocks.filter(kind=K.PROMISE).count() == 2
        assert case.misses() == set()

    def test_a_new_one_after_the_date_is_one_broken(self, case):
        case.do("refer").do("promise", until=NOW + 3 * DAY).do("promise", at=NOW + 4 * DAY, until=NOW + 9 * DAY)
        assert case.misses() == {(K.PROMISE, "DISHUB")}

    def test_the_resolution_runs_on_and_is_missed_once(self, case):
        case.do("refer").do("promise", until=LATEST).do("pass_time", at=DUE[K.RESOLUTION] + HOUR)
        assert case.misses() == {(K.RESOLUTION, "DISHUB")}
        case.do("pass_time", at=DUE[K.RESOLUTION] + DAY).do("note_progress", at=DUE[K.RESOLUTION] + DAY)
        case.do("answer", at=DUE[K.RESOLUTION] + 2 * DAY)
        assert case.complaint.status == Status.ANSWERED
        assert Miss.objects.filter(clock__complaint=case.pk).count() == 1

    def test_after_its_date_the_agency_has_it_to_do(self, case):
        case.do("refer").do("promise", until=NOW + 3 * DAY).do("pass_time", at=NOW + 3 * DAY + HOUR)
        assert (case.complaint.status, case.complaint.due_at) == (Status.IN_PROGRESS, DUE[K.RESOLUTION])

    def test_an_answer_before_it_is_not_confirmed_by_silence_before_it(self, case):
        case.do("refer").do("promise", until=LATEST).do("answer")
        clock = case.running()[K.CONFIRMATION]
        assert set(case.running()) == {K.CONFIRMATION}
        assert case.complaint.due_at == clock.due_at == reason(clock).due == LATEST
        assert extensions(clock) == [(DUE[K.CONFIRMATION], LATEST)]
        case.do("pass_time", at=LATEST)
        assert case.complaint.status == Status.ANSWERED

    def test_one_that_ends_before_the_confirmation_changes_nothing(self, case):
        case.do("refer").do("promise", until=NOW + 3 * DAY).do("answer")
        assert case.complaint.due_at == DUE[K.CONFIRMATION]


class TestSendBack:
    @pytest.mark.parametrize("act", ["answer", "answer_on_behalf"])
    def test_the_time_of_the_agency_has_run_on(self, case, act):
        case.do("refer").do(act, at=NOW + HOUR).do("send_back", at=NOW + DAY)
        resolution, statutory = case.running()[K.RESOLUTION], case.running()[K.STATUTORY]
        assert set(case.running()) == {K.RESOLUTION, K.STATUTORY}
        assert (case.complaint.status, case.complaint.owner) == (Status.IN_PROGRESS, case.office.dishub)
        assert case.complaint.due_at == resolution.due_at == DUE[K.RESOLUTION]
        assert (resolution.counts_from, statutory.due_at) == (NOW, DUE[K.STATUTORY])

    def test_a_date_that_passed_meanwhile_is_missed(self, case):
        case.do("refer").do("answer", at=DUE[K.RESOLUTION] - HOUR).do("send_back", at=DUE[K.RESOLUTION] + HOUR)
        case.do("pass_time", at=DUE[K.RESOLUTION] + HOUR)
        assert (K.RESOLUTION, "DISHUB") in case.misses()
        case.do("answer", at=DUE[K.RESOLUTION] + DAY)
        assert Miss.objects.filter(clock__kind=K.RESOLUTION).count() == 1

    @pytest.mark.parametrize("swept", [True, False])
    def test_a_miss_on_record_is_not_recorded_again(self, case, swept):
        """The answer was late already, and with it the miss: one date is missed once."""
        late = DUE[K.RESOLUTION] + HOUR
        case.all("refer", "note_progress")
        if swept:
            case.do("pass_time", at=late)
        case.do("answer", at=late).do("send_back", at=late + HOUR)
        case.do("pass_time", at=late + DAY).do("answer", at=late + 2 * DAY)
        assert Miss.objects.filter(clock__kind=K.RESOLUTION).count() == 1

    def test_an_extension_before_it_still_explains_the_date(self, case):
        case.all("refer", "note_progress").do("extend", at=NOW + HOUR, until=LATER)
        case.do("answer", at=NOW + DAY).do("send_back", at=NOW + 2 * DAY)
        clock = case.running()[K.RESOLUTION]
        assert clock.due_at == reason(clock).due == LATER

    def test_the_rework_too(self, case):
        case.all(*WAYS["upheld"]).do("answer", at=NOW + HOUR).do("send_back", at=NOW + 2 * HOUR)
        assert set(case.running()) == {K.REWORK}
        assert case.complaint.due_at == DUE[K.REWORK]

    def test_only_what_that_answer_stopped_runs_again(self, case):
        """Everything at one moment: what an earlier answer stopped then stays stopped."""
        case.all(*WAYS["upheld"]).all("answer", "send_back")
        assert set(case.running()) == {K.REWORK}


class TestMerge:
    BEFORE = ("new", "asked", "referred", "asked_by_agency", "in_progress", "answered", "returned", "arbitration")
    COLUMNS = (
        *("status", "submitted_because", "owner_id", "waits_for", "due_at", "assignee_id"),
        *("resume_status", "resume_because", "resume_owner_id"),
    )

    def columns(self, case) -> dict:
        return Complaint.objects.values(*self.COLUMNS).get(pk=case.pk)

    def clocks(self, case) -> dict:
        kept = ("agency_id", "counts_from", "due_at", "paused_at", "remaining", "amount", "unit", "source")
        return {kind: tuple(getattr(clock, name) for name in kept) for kind, clock in case.running().items()}

    @pytest.mark.parametrize("after", [timedelta(0), HOUR])
    @pytest.mark.parametrize("state", [*BEFORE, "objected", "upheld", "reopened", "promised", "forwarded", "bounced"])
    def test_undone_everything_is_as_before(self, case, state, after):
        case.all(*WAYS[state])
        before = self.columns(case), self.clocks(case)
        case.do("merge", at=NOW + after)
        assert (case.complaint.status, case.complaint.due_at, case.running()) == (Status.MERGED, None, {})
        case.do("unmerge", at=NOW + 2 * after)
        assert (self.columns(case), self.clocks(case)) == before
        assert case.complaint.next_effect_at is not None
        assert case.complaint.closed_at is None

    def test_a_question_goes_on_and_its_pause_counts(self, case):
        case.do("refer").do("ask", at=NOW + HOUR).do("merge", at=NOW + 2 * HOUR).do("unmerge", at=NOW + DAY)
        case.do("reply", at=NOW + HOUR + 7 * DAY)
        assert case.complaint.status == Status.IN_PROGRESS
        clock = case.running()[K.FIRST_RESPONSE]
        assert clock.due_at == reason(clock).due == DUE[K.FIRST_RESPONSE] + 7 * DAY

    def test_a_date_that_passed_while_it_rested_is_nobodys_miss(self, case):
        case.do("refer").do("merge", at=NOW + DAY).do("unmerge", at=DUE[K.RESOLUTION] + DAY)
        case.do("pass_time", at=DUE[K.RESOLUTION] + DAY)
        assert case.misses() == set()
        assert case.complaint.due_at == DUE[K.FIRST_RESPONSE]

    def test_what_ends_by_time_ends_then(self, case):
        case.do("ask").do("merge", at=NOW + DAY).do("unmerge", at=NOW + 40 * DAY).do("pass_time", at=NOW + 40 * DAY)
        assert case.complaint.status == Status.SUBMITTED

    def test_twice(self, case):
        case.do("refer").do("merge", at=NOW + HOUR).do("unmerge", at=NOW + 2 * HOUR).do("note_progress", at=NOW + DAY)
        case.do("merge", at=NOW + 2 * DAY).do("unmerge", at=NOW + 3 * DAY)
        assert (case.complaint.status, case.complaint.due_at) == (Status.IN_PROGRESS, DUE[K.RESOLUTION])
        assert set(case.running()) == {K.RESOLUTION, K.STATUTORY}

    def test_an_agency_closed_meanwhile_gets_nothing_back(self, case):
        case.do("refer", to=case.office.dlh).do("merge", at=NOW + HOUR)
        type(case.office.dlh).objects.filter(pk=case.office.dlh.pk).update(is_active=False)
        with pytest.raises(Refused), transaction.atomic():
            case.do("unmerge", at=NOW + DAY)
        case.complaint.refresh_from_db()
        assert case.complaint.status == Status.MERGED


class TestOutside:
    def test_only_the_date_to_ask_again_runs(self, case):
        case.do("forward_external", at=NOW)
        assert set(case.running()) == {K.CHECK_BACK}
        assert case.complaint.due_at == DUE[K.RESOLUTION]  # also 14 working days

    def test_a_returned_case_has_no_agency_any_more(self, case):
        case.all(*WAYS["returned"]).do("forward_external", at=NOW + HOUR)
        assert set(case.running()) == {K.CHECK_BACK}

    def test_asked_twice_and_then_closed(self, case):
        case.do("forward_external")
        first = case.complaint.due_at
        case.do("pass_time", at=first + HOUR)
        assert case.complaint.status == Status.FORWARDED_EXTERNAL
        assert case.complaint.due_at > first
        case.do("pass_time", at=case.complaint.due_at + HOUR)
        assert case.complaint.status == Status.RESOLVED

    def test_bounced_it_is_verified_on_a_clock_of_its_own(self, case):
        case.do("forward_external").do("bounce", at=NOW + 7 * DAY)
        assert (case.complaint.status, case.complaint.submitted_because) == (Status.SUBMITTED, Because.BOUNCED)
        assert case.complaint.due_at == DUE[K.VERIFICATION] + 7 * DAY
        assert set(case.running()) == {K.VERIFICATION}
        case.do("refer", at=NOW + 7 * DAY)
        assert case.running()[K.RESOLUTION].counts_from == NOW + 7 * DAY

    def test_answered_it_is_closed_and_can_be_objected_to(self, case):
        case.do("forward_external").do("record_outside_answer", at=NOW + DAY)
        assert (case.complaint.status, case.running()) == (Status.RESOLVED, {})
        case.do("raise_objection", at=NOW + 2 * DAY)
        assert set(case.running()) == {K.OBJECTION_CHECK}


def test_a_question_that_nobody_answers_gives_the_agency_its_time_back(case):
    case.do("refer").do("ask", at=NOW + HOUR).do("pass_time", at=DUE[K.COMPLETION] + DAY)
    assert case.complaint.status == Status.IN_PROGRESS
    assert case.complaint.events.latest("sequence").kind == Event.Kind.COMPLETION_OVER
    first = case.running()[K.FIRST_RESPONSE]
    assert case.complaint.due_at == first.due_at > DUE[K.COMPLETION] + DAY
    assert reason(first).due == first.due_at
    assert case.misses() == set()
