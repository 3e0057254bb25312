"""What each due time causes when it passes: life.md 3, by: time, and the misses of clocks that run on."""

from datetime import timedelta

import pytest
from django.db import transaction

from complaints import audit, fingerprints, guarantee, lifecycle, timeline
from complaints.deadlines.clocks import PAUSED_BY_A_QUESTION
from complaints.errors import Refused
from complaints.escalation import operations, queries
from complaints.models import Agency, Clock, Event, Miss
from complaints.routing import operations as routing
from complaints.states import Because, ClockKind, Outcome, Status
from tests.cases import WAYS
from tests.escalation.conftest import promise
from tests.factories import NOW

K, Kind = ClockKind, Event.Kind
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def passes(case, *, after):
    """Let the time of the sweep be a minute after `after`; return (kinds of events, that moment)."""
    now = after + MINUTE
    kinds = operations.pass_time(case.pk, now=now)
    case.complaint.refresh_from_db()
    assert [v for v in guarantee.beyond_constraints(now) if v.guarantee == "G2"] == []
    return kinds, now


def last(case):
    return case.complaint.events.order_by("-sequence").first()


def sentences(case, *, staff):
    return [entry.what for entry in timeline.entries(case.complaint, for_staff=staff)]


class TestTransitions:
    @pytest.mark.parametrize(
        ("acts", "status", "because"),
        [
            (("ask",), Status.SUBMITTED, Because.NEW),
            (("refer", "return_referral", "ask"), Status.SUBMITTED, Because.RETURNED),
            (("refer", "ask"), Status.IN_PROGRESS, None),
            (("refer", "accept", "ask"), Status.IN_PROGRESS, None),
        ],
    )
    def test_a_question_without_a_reply_goes_back_to_who_asked(self, case, acts, status, because):
        case.all(*acts)
        due, owner = case.complaint.due_at, case.complaint.owner
        kinds, now = passes(case, after=due)
        # The term to refer again does not stand still for a question (life.md 2).
        late = [Kind.DEADLINE_PASSED] if because == Because.RETURNED else []
        assert kinds == [Kind.COMPLETION_OVER, *late]
        assert (case.complaint.status, case.complaint.submitted_because) == (status, because)
        assert case.complaint.owner == owner
        running = case.running()
        assert K.COMPLETION not in running
        assert all(clock.due_at > now for kind, clock in running.items() if kind in PAUSED_BY_A_QUESTION)
        event = case.complaint.events.get(kind=Kind.COMPLETION_OVER)
        assert (event.actor_kind, event.at, event.data["due"]) == (audit.SYSTEM, now, fingerprints.moment(due))
        assert "Tanpa balasan pelapor sampai batas waktu" in sentences(case, staff=True)

    def test_silence_closes_an_answered_case(self, case):
        case.all(*WAYS["answered"])
        kinds, now = passes(case, after=case.complaint.due_at)
        assert kinds == [Kind.CONFIRMATION_OVER]
        assert (case.complaint.status, case.complaint.closed_at) == (Status.RESOLVED, now)
        assert case.misses() == set()
        assert "Ditutup tanpa tanggapan pelapor" in sentences(case, staff=True)

    def test_silence_does_not_close_while_a_promised_date_lies_ahead(self, case):
        until = NOW + 60 * DAY
        promise(case, until).do("answer")
        kinds, _now = passes(case, after=NOW + 59 * DAY)
        assert kinds == []
        assert case.complaint.status == Status.ANSWERED
        due = case.complaint.due_at
        assert due >= until
        assert passes(case, after=due)[0] == [Kind.CONFIRMATION_OVER]

    def test_a_broken_promise_is_a_miss_of_its_agency(self, case):
        until = NOW + 3 * DAY
        promise(case, until)
        kinds, _now = passes(case, after=until)
        assert kinds == [Kind.PROMISE_DUE]
        assert case.complaint.status == Status.IN_PROGRESS
        assert case.misses() == {(K.PROMISE, "DISHUB")}
        assert case.complaint.due_at == case.running()[K.RESOLUTION].due_at
        assert last(case).data["by"] == case.office.dishub.pk

    def test_a_promise_beyond_the_resolution_leaves_both_misses(self, case):
        """A promise does not stop the resolution clock: its miss is recorded once, on its own date (life.md 2)."""
        until = NOW + 90 * DAY
        promise(case, until)
        kinds, _now = passes(case, after=case.running()[K.RESOLUTION].due_at)
        assert kinds == [Kind.DEADLINE_PASSED]
        assert (case.complaint.status, case.misses()) == (Status.SCHEDULED, {(K.RESOLUTION, "DISHUB")})
        assert passes(case, after=until)[0] == [Kind.PROMISE_DUE]
        assert case.misses() == {(K.RESOLUTION, "DISHUB"), (K.PROMISE, "DISHUB")}

    def test_a_body_that_does_not_answer_is_asked_twice_and_then_said_so(self, outside):
        kinds, now = passes(outside, after=outside.complaint.due_at)
        assert (kinds, outside.complaint.status) == ([Kind.CHECKED_BACK], Status.FORWARDED_EXTERNAL)
        assert outside.complaint.due_at > now + 14 * DAY
        assert "PLN belum menjawab. Petugas menanyakannya lagi" in sentences(outside, staff=False)
        kinds, now = passes(outside, after=outside.complaint.due_at)
        assert (kinds, outside.complaint.status) == ([Kind.CHECK_BACK_OVER], Status.RESOLVED)
        data = last(outside).data
        assert (data["outcome"], data["body"]) == (Outcome.UNANSWERED_OUTSIDE, outside.body.pk)
        assert outside.misses() == set()
        assert "Laporan ditutup: PLN belum menjawab setelah ditanya dua kali" in sentences(outside, staff=False)

    def test_who_asks_the_body_between_the_dates_does_not_shorten_its_time(self, outside):
        due = outside.complaint.due_at
        routing.check_back(outside.pk, actor=outside.office.coordinator, now=NOW + DAY)
        outside.complaint.refresh_from_db()
        assert outside.complaint.due_at == due
        assert passes(outside, after=due)[0] == [Kind.CHECKED_BACK]

    def test_a_second_handing_on_counts_from_the_beginning(self, outside):
        passes(outside, after=outside.complaint.due_at)
        later = NOW + 40 * DAY
        coordinator = outside.office.coordinator
        routing.bounce(outside.pk, reason="Bukan jaringan PLN.", actor=coordinator, now=later)
        routing.forward_external(outside.pk, body=outside.body, reason="Ternyata ya.", actor=coordinator, now=later)
        outside.complaint.refresh_from_db()
        assert passes(outside, after=outside.complaint.due_at)[0] == [Kind.CHECKED_BACK]


class TestMisses:
    @pytest.mark.parametrize(
        ("acts", "kind", "agency"),
        [
            ((), K.VERIFICATION, "DISKOMINFO"),
            (WAYS["returned"], K.RE_REFERRAL, "DISKOMINFO"),
            (WAYS["objected"], K.OBJECTION_CHECK, "DISKOMINFO"),
            (WAYS["arbitration"], K.ARBITRATION, "SETDA"),
            (WAYS["referred"], K.FIRST_RESPONSE, "DISHUB"),
            (("refer", "note_progress"), K.RESOLUTION, "DISHUB"),
            ((*WAYS["upheld"], "note_progress"), K.REWORK, "DISHUB"),
        ],
    )
    def test_a_running_clock_that_ran_out_is_on_record_at_once(self, case, acts, kind, agency):
        case.all(*acts)
        due, before = case.running()[kind].due_at, (case.complaint.status, case.complaint.owner)
        kinds, now = passes(case, after=due)
        assert kinds == [Kind.DEADLINE_PASSED]
        data = last(case).data
        assert (data["clock"], Agency.objects.get(pk=data["by"]).code) == (kind, agency)
        assert data["due"] == fingerprints.moment(due)
        miss = Miss.objects.get(clock__complaint=case.pk)
        assert (miss.due_at, miss.stopped_at, miss.recorded_at) == (due, None, now)
        assert (case.complaint.status, case.complaint.owner) == before
        assert case.complaint.due_at == due  # what is late stays shown as late

    def test_each_clock_has_its_own_line(self, case):
        case.all("refer")
        kinds, _now = passes(case, after=case.running()[K.RESOLUTION].due_at)
        assert kinds == [Kind.DEADLINE_PASSED] * 2
        assert case.misses() == {(K.FIRST_RESPONSE, "DISHUB"), (K.RESOLUTION, "DISHUB")}
        assert [s for s in sentences(case, staff=False) if "lewat" in s] == [
            "Batas waktu lewat: Kabar pertama ke pelapor. Keterlambatan Dishub ini tercatat",
            "Batas waktu lewat: Penyelesaian. Keterlambatan Dishub ini tercatat",
        ]

    def test_a_miss_recorded_while_running_stays_one_when_the_clock_stops(self, case):
        case.all("refer")
        passes(case, after=case.running()[K.FIRST_RESPONSE].due_at)
        case.do("note_progress", at=NOW + 20 * DAY)
        assert Miss.objects.filter(clock__complaint=case.pk, clock__kind=K.FIRST_RESPONSE).count() == 1

    def test_what_ran_out_while_it_was_paused_is_no_miss(self, case):
        case.all("refer", "ask")
        kinds, _now = passes(case, after=NOW + 29 * DAY)
        assert (kinds, case.misses()) == ([], set())

    def test_dates_that_only_remind_leave_nothing(self, case):
        case.all("refer")
        acceptance = case.running()[K.ACCEPTANCE].due_at
        assert passes(case, after=acceptance)[0] == []
        assert case.complaint.next_effect_at == case.running()[K.FIRST_RESPONSE].due_at


class TestWhatComesNext:
    def test_the_sweep_reads_an_overdue_case_again_after_a_week(self, case):
        """Nothing lies ahead any more: the case must not be read every time, and must not be forgotten."""
        _kinds, now = passes(case, after=case.complaint.due_at)
        assert case.complaint.next_effect_at == now + 7 * DAY
        assert passes(case, after=now + 7 * DAY)[0] == []
        assert case.complaint.next_effect_at == now + 14 * DAY + MINUTE

    def test_an_act_between_the_date_and_the_sweep_does_not_hide_the_miss(self, case):
        case.all("refer")
        due = case.running()[K.FIRST_RESPONSE].due_at
        case.do("accept", at=due + MINUTE)
        assert case.complaint.next_effect_at == due
        assert passes(case, after=due + MINUTE)[0] == [Kind.DEADLINE_PASSED]

    @pytest.mark.parametrize("state", WAYS)
    def test_everything_is_done_at_once_and_once(self, case, state):
        """A sweep that stood still for a year: until nothing is due, and nothing at all the second time."""
        case.all(*WAYS[state])
        now = NOW + 365 * DAY
        for _round in range(2):
            kinds = operations.pass_time(case.pk, now=now)
            for other in list(queries.due(now)):  # the complaint into which it was merged
                operations.pass_time(other, now=now)
            case.complaint.refresh_from_db()
            assert [v for v in guarantee.beyond_constraints(now) if v.guarantee == "G2"] == []
            assert case.complaint.next_effect_at is None or case.complaint.next_effect_at > now
        assert kinds == []

    def test_nothing_is_due_at_the_very_moment(self, case):
        case.all(*WAYS["answered"])
        assert operations.pass_time(case.pk, now=case.complaint.due_at) == []

    def test_closed_cases_are_left_alone(self, case):
        case.all(*WAYS["resolved"])
        version = case.complaint.version
        assert passes(case, after=NOW + 90 * DAY)[0] == []
        assert case.complaint.version == version


def test_a_person_cannot_do_what_time_does(case):
    case.all("ask")
    complaint = lifecycle.lock(case.pk)
    for actor in (case.office.coordinator, audit.REPORTER):
        with pytest.raises(Refused), transaction.atomic():
            lifecycle.transition(complaint, "completion_over", actor=actor, now=NOW + 40 * DAY)


def test_nothing_remains_when_a_late_step_fails(case, monkeypatch):
    case.all("ask")
    before = (case.complaint.status, case.complaint.version)

    def fails(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(RuntimeError):
        operations.pass_time(case.pk, now=NOW + 40 * DAY)
    monkeypatch.undo()
    case.complaint.refresh_from_db()
    assert (case.complaint.status, case.complaint.version) == before
    assert Clock.objects.filter(complaint=case.pk, kind=K.COMPLETION, stopped_at__isnull=True).exists()
