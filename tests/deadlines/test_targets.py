"""The regency's own target of a category: a date beside the legal one, before it or not at all (product.md 3)."""

from datetime import date, timedelta

import pytest

from complaints.deadlines import reasons
from complaints.escalation import operations as escalation
from complaints.masterdata import operations as masterdata
from complaints.models import Category, Clock, Event, Holiday, Miss, Rung
from complaints.states import ClockKind
from complaints.triage import operations as triage
from tests import factories
from tests.cases import Case
from tests.deadlines.calendars import wib
from tests.factories import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
K, Kind = ClockKind, Event.Kind
FIRST_RESPONSE, TARGET = wib("2026-12-01 16:00"), wib("2026-11-27 16:30")  # 5 and 3 working days from NOW, a Tuesday


pytestmark = pytest.mark.usefixtures("whole_afterwards")


@pytest.fixture
def case(office):
    Category.objects.filter(pk=office.pju.pk).update(target_days=3)
    office.pju.refresh_from_db()
    for after, to, weekly in [(-1, Rung.To.WORKERS, False), (0, Rung.To.HEAD, True)]:
        Rung.objects.create(ladder=Rung.Ladder.AGENCY, after=after, to=to, repeats_weekly=weekly)
    return Case(office)


def target(case):
    return case.running().get(K.TARGET)


def told(case):
    return list(case.complaint.messages.filter(user__isnull=False, channel="digest").values_list("kind", flat=True))


def test_runs_beside_the_legal_one_from_the_referral(case):
    case.do("refer")
    assert (target(case).due_at, target(case).amount) == (TARGET, 3)
    assert case.complaint.due_at == FIRST_RESPONSE
    clocks = Clock.objects.filter(complaint=case.pk).select_related("agency")
    why = next(r for r in reasons.of(case.complaint, clocks, NOW) if r.clock.kind == K.TARGET)
    assert why.sentences[-1] == "Hari kerja ke-3 berakhir Jumat, 27 November 2026 pukul 16.30 WIB."
    assert not why.counts


@pytest.mark.parametrize("days", [None, 14, 20])
def test_what_is_not_before_the_legal_date_is_no_target(case, days):
    Category.objects.filter(pk=case.office.pju.pk).update(target_days=days)
    case.complaint.category.refresh_from_db()
    assert target(case.do("refer")) is None


def test_a_running_one_keeps_what_it_started_with(case):
    case.do("refer")
    values = {"target_days": 1}
    masterdata.save_category(case.office.pju.pk, values=values, actor=case.office.administrator, now=NOW)
    case.all("accept", "note_progress", at=NOW + MINUTE)
    assert (target(case).due_at, target(case).amount) == (TARGET, 3)
    other = factories.make_complaint(category=Category.objects.get(pk=case.office.pju.pk))
    assert target(Case(case.office, other).do("refer")).due_at == wib("2026-11-25 16:00")


def test_another_category_has_its_own_from_then_on(case):
    case.do("refer").do("return_referral")
    assert target(case).agency == case.complaint.owner
    waste = factories.make_category("sampah", case.office.dlh)
    waste.target_days = 2
    waste.save(update_fields=["target_days"])
    case.do("refer", at=NOW + DAY, to=case.office.dlh, category=waste)
    assert (target(case).due_at, target(case).agency) == (wib("2026-11-27 16:30"), case.office.dlh)
    case.do("return_referral", at=NOW + DAY).do("refer", at=NOW + DAY, category=case.office.graft)
    assert target(case) is None


def test_a_shorter_class_ends_it(case):
    """A request for information has 5 working days; the target of 7 would be later."""
    Category.objects.filter(pk=case.office.pju.pk).update(target_days=7)
    case.complaint.category.refresh_from_db()
    case.do("refer")
    assert target(case)
    case.do("return_referral").do("refer", term_class="INFO")
    assert target(case) is None


def test_a_question_pauses_it_and_an_answer_stops_it(case):
    case.do("refer").do("ask")
    case.do("reply", at=NOW + 2 * DAY)
    assert target(case).due_at.date() == date(2026, 12, 1)
    case.do("answer", at=NOW + 2 * DAY)
    assert target(case) is None
    case.do("send_back", at=NOW + 2 * DAY + MINUTE)
    assert target(case).due_at.date() == date(2026, 12, 1)


def test_moves_with_the_calendar_without_telling_the_reporter(case):
    case.do("refer")
    Holiday.objects.create(day=date(2026, 11, 26), name="Pilkada", kind=Holiday.Kind.LOCAL)
    escalation.follow_calendar(case.pk, now=NOW)
    assert target(case).due_at == wib("2026-11-30 16:00")
    assert case.complaint.events.filter(kind=Kind.CLOCK_MOVED, data__clock=K.TARGET).count() == 1


def test_its_reminder_comes_first_then_that_of_the_legal_date(case):
    case.do("refer")
    escalation.pass_time(case.pk, now=wib("2026-11-26 07:31"))
    assert told(case) == ["target"]
    escalation.pass_time(case.pk, now=wib("2026-11-30 07:31"))
    assert told(case) == ["target", "reminder"]


def test_who_waits_for_the_reporter_is_not_reminded(case):
    case.do("refer").do("ask")
    escalation.pass_time(case.pk, now=wib("2026-11-26 07:31"))
    assert told(case) == []


def test_past_it_nobody_is_late(case):
    case.do("refer")
    escalation.pass_time(case.pk, now=TARGET + MINUTE)
    case.do("answer", at=TARGET + 2 * MINUTE)
    assert not Miss.objects.exists()
    assert not case.complaint.events.filter(kind__in=[Kind.DEADLINE_PASSED, Kind.ESCALATED]).exists()
    stopped = case.clock(K.TARGET)
    assert stopped.stopped_at > stopped.due_at, "counted by the clock itself, which never moves again"


def test_an_instruction_beside_it_has_a_ladder_of_its_own(case):
    case.do("refer")
    triage.instruct(case.pk, text="Selesaikan.", finish_by=TARGET.date(), actor=case.office.leader, now=NOW)
    assert {K.TARGET, K.INSTRUCTION, K.FIRST_RESPONSE} <= case.running().keys()
