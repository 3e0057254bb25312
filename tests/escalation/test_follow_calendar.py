"""A day declared free, or taken back, after the clocks had started (scenarios 39 and life.md 2)."""

from datetime import date, timedelta

import pytest

from complaints import history
from complaints.deadlines import reasons
from complaints.escalation import operations
from complaints.management import schedule
from complaints.masterdata import operations_calendar
from complaints.models import Event, Holiday, Job
from complaints.states import ClockKind
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import all_kept

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 11, 25)


def declare(day=WEDNESDAY):
    return Holiday.objects.create(day=day, name="Hari libur baru", kind=Holiday.Kind.LOCAL)


@pytest.fixture
def case(office):
    """Filed on Tuesday the 24th: verified by Friday the 27th."""
    return Case(office)


def follow(case, now=NOW):
    moved = operations.follow_calendar(case.pk, now=now)
    case.complaint.refresh_from_db()
    return moved


def adds_up(case, now=NOW):
    """Whether the lines of the explanation lead to the date that is stored."""
    clocks = case.complaint.clocks.select_related("agency")
    told = [sentence for reason in reasons.of(case.complaint, clocks, now) for sentence in reason.sentences]
    return not any("kalender yang berlaku waktu itu" in sentence for sentence in told)


def test_the_date_moves_on_and_says_why(case):
    before = case.complaint.due_at
    declare()
    assert follow(case) == 1
    assert case.complaint.due_at == before + 3 * DAY - timedelta(minutes=30)  # Friday 16.30 to Monday 16.00
    event = case.complaint.events.get(kind=Event.Kind.DUE_MOVED)
    assert event.data["clock"] == ClockKind.VERIFICATION
    assert adds_up(case)
    assert follow(case) == 0
    all_kept()


def test_every_running_clock_gets_its_line(case):
    case.do("refer")
    declare()
    moved = follow(case)
    events = case.complaint.events.filter(kind__in=[Event.Kind.DUE_MOVED, Event.Kind.CLOCK_MOVED])
    assert moved == events.count() == 3  # acceptance, first response, resolution; calendar days stay
    assert events.filter(kind=Event.Kind.DUE_MOVED).get().data["clock"] == ClockKind.FIRST_RESPONSE
    assert adds_up(case)


def test_taken_back_it_moves_back(case):
    before = case.complaint.due_at
    holiday = declare()
    follow(case)
    holiday.withdrawn_on = NOW.date()
    holiday.save(update_fields=["withdrawn_on"])
    follow(case)
    assert case.complaint.due_at == before
    assert adds_up(case)


def test_never_to_before_now(case):
    """Withdrawn on the day it had moved the date to: the office gets until the next working day's closing."""
    holiday = declare()
    follow(case)
    monday = case.complaint.due_at - timedelta(hours=3)
    Holiday.objects.filter(pk=holiday.pk).update(withdrawn_on=monday.date())
    follow(case, now=monday)
    assert case.complaint.due_at == case.complaint.due_at.replace(day=1, month=12)  # Tuesday
    assert adds_up(case, monday)
    assert list(history.faults()) == []


def test_what_is_over_stays(case):
    late = case.complaint.due_at + timedelta(hours=1)
    operations.pass_time(case.pk, now=late)
    declare()
    assert follow(case, now=late) == 0
    assert case.misses() == {("verification", "DISKOMINFO")}


def test_a_clock_that_stands_still_stays(case):
    case.do("ask")
    declare()
    follow(case)
    assert case.clock(ClockKind.VERIFICATION).due_at.date() == date(2026, 11, 27)


def test_a_closed_complaint_stays(case):
    case.do("withdraw")
    declare()
    assert follow(case) == 0


def test_the_reporter_is_told(office):
    reporter = factories.Reporter("", "email", "pelapor@contoh.test")
    case = Case(office, factories.make_complaint(category=office.pju, reporter=reporter))
    declare()
    follow(case)
    assert case.complaint.messages.filter(kind="news", user__isnull=True).count() == 1


def test_of_two_clocks_with_one_date_the_reporter_is_told_once(office):
    reporter = factories.Reporter("", "email", "pelapor@contoh.test")
    case = Case(office, factories.make_complaint(category=office.pju, reporter=reporter))
    case.all("refer", "answer", "raise_objection", "uphold")
    running = case.running()
    assert running[ClockKind.FIRST_RESPONSE].due_at == running[ClockKind.REWORK].due_at
    declare()
    follow(case)
    assert case.complaint.events.get(kind=Event.Kind.DUE_MOVED).data["clock"] == ClockKind.FIRST_RESPONSE
    last = case.complaint.events.get(kind=Event.Kind.UPHELD).sequence
    assert case.complaint.messages.filter(kind="news", user__isnull=True, sequence__gt=last).count() == 1


def test_the_administrator_s_change_reaches_all_with_the_worker(office, monkeypatch):
    cases = [Case(office), Case(office).do("refer")]
    before = [case.complaint.due_at for case in cases]
    monkeypatch.setattr(schedule.timezone, "now", lambda: NOW)
    values = {"day": WEDNESDAY, "name": "Pilkada", "kind": Holiday.Kind.LOCAL}
    operations_calendar.save_holiday(None, values=values, actor=office.administrator, now=NOW)
    assert Job.objects.get(name=operations.FOLLOW).next_run_at == NOW
    assert operations.FOLLOW in schedule.run_due(NOW)
    for case, due in zip(cases, before, strict=True):
        case.complaint.refresh_from_db()
        assert case.complaint.due_at > due
