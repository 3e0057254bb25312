"""Our answer must stand in SP4N-LAPOR! too: the mirror runs, outlives the case, and is stopped by *sudah dibalas*."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import guarantee, timeline
from complaints.errors import Refused
from complaints.escalation import operations as escalation
from complaints.escalation import queries as escalation_queries
from complaints.followup import operations as followup
from complaints.followup import saved_views
from complaints.models import Agency, Clock, Complaint, Event, Miss
from complaints.states import ClockKind, Outcome, Status
from complaints.tracking import operations as tracking
from complaints.triage import operations
from tests.cases import Case
from tests.factories import NOW
from tests.tracking.conftest import words
from tests.triage.lapor import answered, entered
from tests.worlds import all_kept

LATE = NOW + timedelta(days=4)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(office) -> Complaint:
    return answered(office)


def url(case):
    return reverse("triage:answer_lapor", args=[case.tracking_number])


def mirror(case) -> Clock:
    return case.clocks.filter(kind=ClockKind.MIRROR).latest("pk")


class TestMirror:
    def test_starts_with_our_answer_for_the_coordinating_agency(self, case):
        clock = mirror(case)
        assert (clock.agency.duty, clock.amount, clock.started_at) == (Agency.Duty.COORDINATOR, 1, NOW)
        assert case.due_at != clock.due_at  # it only warns
        assert case.next_effect_at == clock.due_at

    def test_a_case_that_is_not_there_has_none(self, office):
        case = Case(office).all("refer", "answer")
        assert ClockKind.MIRROR not in case.running()

    def test_it_outlives_the_case(self, case):
        tracking.confirm(case.pk, now=NOW)
        case.refresh_from_db()
        assert (case.status, case.due_at, case.next_effect_at) == (Status.RESOLVED, None, None)
        assert mirror(case).stopped_at is None
        assert not case.clocks.filter(stopped_at=None).exclude(kind=ClockKind.MIRROR).exists()
        all_kept(NOW)

    def test_a_miss_is_recorded_also_when_the_case_is_closed(self, case):
        tracking.confirm(case.pk, now=NOW)
        assert [violation.guarantee for violation in guarantee.beyond_constraints(LATE)] == ["G2"]
        assert case.pk in list(escalation_queries.due(LATE))
        assert escalation.pass_time(case.pk, now=LATE) == [Event.Kind.DEADLINE_PASSED]
        case.refresh_from_db()
        assert case.closed_at == NOW
        assert Miss.objects.get(clock=mirror(case)).agency.duty == Agency.Duty.COORDINATOR
        assert case.pk not in list(escalation_queries.due(LATE))
        all_kept(LATE)

    def test_an_answer_that_is_objected_to_keeps_the_first_date(self, case, office):
        due = mirror(case).due_at
        tracking.raise_objection(case.pk, partly=False, now=NOW)
        operations.uphold(case.pk, to=office.dishub, reason="Benar.", actor=office.coordinator, now=NOW)
        later = NOW + timedelta(hours=1)
        followup.answer(case.pk, outcome=Outcome.EXPLAINED, text="x" * 60, actor=office.liaison, now=later)
        assert case.clocks.filter(kind=ClockKind.MIRROR).count() == 1
        assert mirror(case).due_at == due

    def test_archiving_is_an_answer_too(self, office):
        case = Complaint.objects.get(pk=entered(office).pk)
        operations.archive(case.pk, code="spam", text="Iklan.", actor=office.coordinator, now=NOW)
        assert mirror(case).stopped_at is None


class TestAnswerLapor:
    @pytest.mark.parametrize("closed", [False, True])
    def test_stops_the_mirror_and_nothing_else(self, client, case, office, closed):
        if closed:
            tracking.confirm(case.pk, now=NOW)
        case.refresh_from_db()
        before = case.status, case.due_at, case.closed_at
        client.force_login(office.coordinator)
        answer = client.post(url(case), {"version": case.version}, follow=True)
        assert "Dicatat: sudah dibalas di SP4N-LAPOR!." in words(answer)
        case.refresh_from_db()
        assert (case.status, case.due_at, case.closed_at) == before
        assert mirror(case).stopped_at == NOW
        assert case.events.latest("sequence").kind == Event.Kind.LAPOR_ANSWERED
        all_kept(NOW)

    def test_twice_is_once(self, client, case, office):
        client.force_login(office.coordinator)
        version = case.version
        for _ in range(2):
            client.post(url(case), {"version": version})
        assert case.events.filter(kind=Event.Kind.LAPOR_ANSWERED).count() == 1

    def test_without_a_mirror_it_is_refused_in_words(self, client, office):
        case = entered(office)
        case = Complaint.objects.get(pk=case.pk)
        client.force_login(office.coordinator)
        answer = client.post(url(case), {"version": case.version}, follow=True)
        assert "belum ada yang perlu dibalas" in words(answer)

    def test_the_reporter_is_not_told(self, case, office):
        operations.answer_lapor(case.pk, actor=office.coordinator, now=NOW)
        kinds = {entry.kind for entry in timeline.entries(case, for_staff=False)}
        assert Event.Kind.LAPOR_ANSWERED not in kinds

    def test_others_may_not(self, client, case, office):
        client.force_login(office.liaison)
        assert client.post(url(case), {"version": case.version}).status_code == 404
        with pytest.raises(Refused):
            operations.answer_lapor(case.pk, actor=office.liaison, now=NOW)
        assert mirror(case).stopped_at is None

    def test_nothing_remains_when_a_late_step_fails(self, case, office, monkeypatch):
        def fail(*_args, **_named):
            raise RuntimeError

        monkeypatch.setattr(operations.audit, "record", fail)
        with pytest.raises(RuntimeError):
            operations.answer_lapor(case.pk, actor=office.coordinator, now=NOW)
        assert mirror(case).stopped_at is None


class TestView:
    def views(self, user):
        from complaints import access

        held = access.positions(user, NOW)
        return {view.key: view for view in saved_views.views_of(user, held, NOW)}, held

    def test_what_must_be_mirrored_is_a_view_with_its_count(self, client, case, office):
        answered(office, number="7654322")
        tracking.confirm(case.pk, now=NOW)
        views, _held = self.views(office.coordinator)
        assert views["lapor"].cases.count() == 2
        client.force_login(office.coordinator)
        page = client.get(reverse("followup:queue"), {"v": "lapor"})
        assert case.tracking_number in page.text
        operations.answer_lapor(case.pk, actor=office.coordinator, now=NOW)
        assert self.views(office.coordinator)[0]["lapor"].cases.count() == 1
        assert "lapor" not in self.views(office.liaison)[0]

    def test_the_price_does_not_grow(self, client, office):
        client.force_login(office.coordinator)
        prices = []
        for numbers in ((7000001,), (7000002, 7000003)):
            for number in numbers:
                answered(office, number=str(number))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("followup:queue"), {"v": "lapor"})
            prices.append(len(captured))
        assert prices[0] == prices[1]
