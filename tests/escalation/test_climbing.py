"""Who is reminded and told when a due time nears and passes: each step once, and nothing else moves."""

from datetime import timedelta

import pytest

from complaints import history
from complaints.deadlines.offices import calendar_of
from complaints.escalation import operations
from complaints.models import Agency, Complaint, Event, Holding, Holiday, Message, Rung, User
from complaints.routing import operations as routing
from tests import factories
from tests.cases import Case
from tests.escalation.population import make_ladder
from tests.factories import NOW

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Kind, To, Ladder = Event.Kind, Rung.To, Rung.Ladder


@pytest.fixture
def ladder(office):
    return make_ladder(office)


@pytest.fixture
def referred(ladder):
    return Case(ladder).do("refer")


def live(case, until, start=NOW):
    """Let the sweep look whenever it must, up to `until`; return {kind: moments}."""
    told: dict[str, list] = {}
    now = start
    while (now := max(case.complaint.next_effect_at + MINUTE, now)) <= until:
        for kind in operations.pass_time(case.pk, now=now):
            told.setdefault(kind, []).append(now)
        case.complaint.refresh_from_db()
        assert case.complaint.next_effect_at > now
    return told


def told(kind=None):
    """Return {(kind of message, receiver)} of the staff's messages that wait."""
    rows = Message.objects.filter(user__isnull=False)
    rows = rows.filter(kind=kind) if kind else rows
    return [(message.kind, message.user) for message in rows.order_by("pk")]


class TestSteps:
    def test_the_workers_are_reminded_the_working_day_before(self, referred):
        due, calendar = referred.complaint.due_at, calendar_of()
        live(referred, due - DAY + timedelta(hours=1))
        assert ("reminder", referred.office.liaison) in told()
        event = referred.complaint.events.get(kind=Kind.REMINDED)
        assert calendar.next_open(event.at - MINUTE) == event.at - MINUTE
        assert calendar.working_days_left(event.at, due) == 1

    def test_each_rung_once_then_the_last_every_week(self, referred):
        due = referred.complaint.due_at
        found = live(referred, due + 40 * DAY)
        rungs = [event.data["rung"] for event in referred.complaint.events.filter(kind=Kind.ESCALATED)]
        last = Rung.objects.get(ladder=Ladder.AGENCY, repeats_weekly=True).pk
        assert len(found[Kind.REMINDED]) == 1
        assert len(rungs) - rungs.count(last) == 2
        assert rungs.count(last) == 5
        heads = [who for kind, who in told("overdue") if who == referred.office.head]
        assert len(heads) == 1
        assert ("overdue", referred.office.bupati) in told()
        assert list(history.faults()) == []

    def test_it_moves_neither_owner_nor_due_time(self, referred):
        before = (referred.complaint.owner, referred.complaint.due_at, referred.complaint.status)
        live(referred, referred.complaint.due_at + 20 * DAY)
        assert (referred.complaint.owner, referred.complaint.due_at, referred.complaint.status) == before

    def test_looking_twice_tells_once(self, referred):
        now = referred.complaint.due_at + 10 * DAY
        assert operations.pass_time(referred.pk, now=now) != []
        assert operations.pass_time(referred.pk, now=now) == []

    def test_rounds_that_were_missed_collapse_into_the_newest(self, referred):
        operations.pass_time(referred.pk, now=referred.complaint.due_at + 23 * DAY)
        last = Rung.objects.get(ladder=Ladder.AGENCY, repeats_weekly=True).pk
        events = referred.complaint.events.filter(kind=Kind.ESCALATED, data__rung=last)
        assert [event.data["round"] for event in events] == [2]
        assert told("overdue").count(("overdue", referred.office.bupati)) == 1

    def test_who_acted_is_not_climbed_over(self, referred):
        due = referred.complaint.due_at
        referred.do("answer", at=due - DAY)
        live(referred, due + 5 * DAY)
        assert not referred.complaint.events.filter(kind=Kind.ESCALATED).exists()


class TestDatesThatMove:
    def test_a_step_that_a_moved_date_left_behind_is_taken_at_once(self, referred):
        """A free day is taken back on its own morning: due tomorrow by then, so the reminder is of today."""
        due = referred.complaint.due_at  # Tuesday, 1 December
        holiday = Holiday.objects.create(day=(due - DAY).date(), name="Libur", kind=Holiday.Kind.LOCAL)
        operations.follow_calendar(referred.pk, now=NOW)
        now = due - DAY - 5 * timedelta(hours=1)
        operations.pass_time(referred.pk, now=now - MINUTE)
        Holiday.objects.filter(pk=holiday.pk).update(withdrawn_on=now.date())
        operations.follow_calendar(referred.pk, now=now)
        referred.complaint.refresh_from_db()
        assert (referred.complaint.due_at, referred.complaint.next_effect_at) == (due, now)
        assert operations.pass_time(referred.pk, now=now + MINUTE) == [Kind.REMINDED]

    def test_a_late_date_that_counts_only_now_climbs_at_once(self, referred):
        late = referred.clock("resolution").due_at + 4 * DAY
        operations.pass_time(referred.pk, now=late)
        referred.do("note_progress", at=late + MINUTE)
        assert referred.complaint.next_effect_at == late + MINUTE
        assert operations.pass_time(referred.pk, now=late + 2 * MINUTE) == [
            Kind.REMINDED,
            Kind.ESCALATED,
            Kind.ESCALATED,
        ]
        assert operations.pass_time(referred.pk, now=late + 3 * MINUTE) == []

    def test_an_answer_sent_back_tells_nobody_twice(self, referred):
        referred.do("note_progress")
        due = referred.complaint.due_at
        now = due - timedelta(hours=4)
        assert Kind.REMINDED in operations.pass_time(referred.pk, now=now)
        referred.do("answer", at=now + MINUTE).do("send_back", at=now + 2 * MINUTE)
        assert referred.complaint.due_at == due
        assert operations.pass_time(referred.pk, now=now + 3 * MINUTE) == []


class TestWho:
    def test_the_inspectorate_reads_the_copies(self, referred):
        live(referred, referred.complaint.due_at + 4 * DAY)
        assert ("overdue", referred.office.inspector) in told()

    def test_an_empty_rung_is_skipped_and_the_coordinator_hears_of_it(self, referred):
        Holding.objects.filter(user=referred.office.head).update(ends_on=NOW.date())
        live(referred, referred.complaint.due_at + DAY)
        event = referred.complaint.events.get(kind=Kind.ESCALATED)
        assert event.data["instead"] == Rung.objects.get(ladder=Ladder.AGENCY, after=2).pk
        assert {("overdue", referred.office.sekda), ("overdue", referred.office.coordinator)} <= set(told())

    def test_an_inactive_superior_is_an_empty_rung(self, referred):
        User.objects.filter(pk=referred.office.head.pk).update(is_active=False)
        live(referred, referred.complaint.due_at + DAY)
        assert ("overdue", referred.office.sekda) in told()

    def test_the_desk_has_a_ladder_of_its_own(self, ladder):
        case = Case(ladder)
        live(case, case.complaint.due_at + 3 * DAY)  # Friday's closing: Monday
        assert told("overdue")[0] == ("overdue", ladder.sekda)

    def test_who_is_complained_about_is_never_told(self, referred):
        Complaint.objects.filter(pk=referred.pk).update(excluded_person=referred.office.head)
        live(referred, referred.complaint.due_at + DAY)
        assert ("overdue", referred.office.head) not in told()

    def test_a_protected_case_climbs_nowhere(self, ladder):
        case = Case(ladder)
        inspectorate = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
        Complaint.objects.filter(pk=case.pk).update(access_class="protected", owner=inspectorate)
        case.complaint.refresh_from_db()
        operations.pass_time(case.pk, now=case.complaint.due_at + 20 * DAY)
        assert {who for _kind, who in told()} == {ladder.inspector}

    def test_the_reporter_is_asked_once_whether_it_is_done(self, ladder):
        reporter = factories.Reporter("", "email", "pelapor@contoh.test")
        case = Case(ladder, factories.make_complaint(category=ladder.pju, reporter=reporter)).all("refer", "answer")
        live(case, case.complaint.due_at - MINUTE)
        assert case.complaint.events.filter(kind=Kind.ASKED_TO_RATE).count() == 1
        assert case.complaint.messages.filter(kind="rate", user__isnull=True).count() == 1

    def test_what_waits_for_an_outside_body_is_on_the_coordinator_s_list_every_week(self, ladder):
        body = factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL)
        case = Case(ladder)
        routing.forward_external(case.pk, body=body, reason="Ini tugas PLN.", actor=ladder.coordinator, now=NOW)
        case.complaint.refresh_from_db()
        live(case, NOW + 18 * DAY)
        reminded = case.complaint.events.filter(kind=Kind.REMINDED)
        assert reminded.count() == 2
        assert told("reminder") == [("reminder", ladder.coordinator)] * 2
