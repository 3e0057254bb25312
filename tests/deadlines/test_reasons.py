"""The reason of a date is made of the same clock that made the date, for whoever reads it."""

from datetime import timedelta

import pytest

from complaints import dates, states
from complaints.deadlines import reasons
from complaints.deadlines.clocks import changes_of
from complaints.deadlines.explanation import explain
from complaints.deadlines.offices import calendar_of
from complaints.deadlines.running import counting
from complaints.escalation import operations as escalation
from complaints.followup import operations as followup
from complaints.models import Category, Clock, Holiday, LaporReference
from complaints.routing import operations as routing
from complaints.states import ClockKind, Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.cases import Case
from tests.factories import NOW

DAY = timedelta(days=1)


def clocks_of(complaint):
    return list(Clock.objects.filter(complaint=complaint).select_related("agency").order_by("pk"))


def told(complaint, now=NOW, **options):
    complaint.refresh_from_db()
    return reasons.of(complaint, clocks_of(complaint), now, **options)


@pytest.fixture
def case(db):
    complaint = factories.make_complaint()
    complaint.coordinator = factories.make_coordinator()
    complaint.dishub = factories.make_agency("Dishub")
    complaint.liaison = factories.make_staff(complaint.dishub)
    return complaint


def test_a_new_case_tells_its_verification(case):
    (reason,) = told(case)
    assert (reason.clock.kind, reason.counts, reason.late, reason.days) == (ClockKind.VERIFICATION, True, False, 3)
    assert reason.sentences == [
        "Mulai: Selasa, 24 November 2026 pukul 10.00 WIB.",
        "Selasa, 24 November 2026 adalah hari ke-0, belum dihitung.",
        "Hari kerja ke-3 berakhir Jumat, 27 November 2026 pukul 16.30 WIB.",
    ]


def test_the_clock_that_counts_comes_first(case):
    factories.refer(case, case.dishub, actor=case.coordinator)
    kinds = [reason.clock.kind for reason in told(case)]
    # The acceptance ends earlier, but only reminds.
    assert kinds[:2] == [ClockKind.FIRST_RESPONSE, ClockKind.ACCEPTANCE]
    assert [reason.counts for reason in told(case)] == [True, False, False, False]


def test_free_days_are_named(case):
    factories.refer(case, case.dishub, actor=case.coordinator, now=NOW + 24 * DAY)
    first = told(case, NOW + 24 * DAY)[0]
    assert "Tidak dihitung: Jumat, 25 Desember 2026, Hari Raya Natal." in first.sentences


def test_late_is_counted_in_working_days(case):
    (reason,) = told(case, case.due_at + 3 * DAY)  # from Friday to Monday
    assert (reason.late, reason.days) == (True, 1)


def test_a_pause_is_told_to_each_in_their_words(case):
    factories.refer(case, case.dishub, actor=case.coordinator)
    followup.ask(case.pk, question="Tiang nomor berapa?", actor=case.liaison, now=NOW)
    waiting = next(r for r in told(case, to_reporter=True) if r.clock.kind == ClockKind.FIRST_RESPONSE)
    assert waiting.sentences[-1] == (
        "Berhenti sejak Selasa, 24 November 2026 pukul 10.00 WIB, menunggu jawaban Anda. "
        "Dihitung lagi setelah ada jawaban."
    )
    tracking.reply(case.pk, text="Tiang nomor 12", now=NOW + 2 * DAY)
    for to_reporter, whom in [(True, "menunggu jawaban Anda"), (False, "menunggu pelapor")]:
        sentences = told(case, NOW + 2 * DAY, to_reporter=to_reporter)[0].sentences
        assert f"{whom}. Batas mundur 2 hari kerja." in sentences[2]


def test_a_clock_that_was_handed_over_keeps_its_pauses(case):
    dlh = factories.make_agency("DLH")
    factories.refer(case, case.dishub, actor=case.coordinator)
    followup.ask(case.pk, question="Tiang nomor berapa?", actor=case.liaison, now=NOW)
    tracking.reply(case.pk, text="Tiang nomor 12", now=NOW + 2 * DAY)
    routing.return_referral(case.pk, reason="Bukan tugas kami", actor=case.liaison, now=NOW + 2 * DAY)
    factories.refer(case, dlh, actor=case.coordinator, now=NOW + 2 * DAY)
    resolution = next(r for r in told(case, NOW + 2 * DAY) if r.clock.kind == ClockKind.RESOLUTION)
    assert resolution.clock.agency == dlh
    assert any("Batas mundur 2 hari kerja" in sentence for sentence in resolution.sentences)
    assert resolution.sentences[-1].startswith("Hari kerja ke-14 berakhir")


def test_a_date_that_a_later_holiday_would_move_is_said_to_be_older(case):
    Holiday.objects.create(day=(NOW + DAY).date(), name="Pilkada", kind=Holiday.Kind.LOCAL)
    (reason,) = told(case)
    assert reason.sentences[-1] == "Tanggal ini dihitung dengan kalender yang berlaku waktu itu."


def test_the_reporter_is_told_the_one_that_counts(case):
    factories.refer(case, case.dishub, actor=case.coordinator)
    case.refresh_from_db()
    reason = reasons.counting_one(case, clocks_of(case), NOW)
    assert reason.counts
    assert reason.clock.due_at == case.due_at
    assert reason.sentences == told(case)[0].sentences


def test_a_closed_case_has_none(case):
    tracking.withdraw(case.pk, now=NOW)
    case.refresh_from_db()
    assert reasons.counting_one(case, clocks_of(case), NOW) is None
    assert told(case) == []
    with pytest.raises(ValueError, match="withdrawn"):
        counting(case, set())


def test_queries_do_not_grow_with_the_clocks(case, django_assert_num_queries):
    for referred in (False, True):
        if referred:
            factories.refer(case, case.dishub, actor=case.coordinator)
        rows = clocks_of(case)
        assert (len(rows) > 3) == referred
        assert case.category.agency  # fetched with the page's case
        with django_assert_num_queries(3):  # extensions, and the calendar
            reasons.of(case, rows, NOW)


# Acts after which a clock of each kind runs; with a question and its answer wherever it stands still meanwhile.
_ASKED = ("refer", "ask", "reply")
RUNS = {
    ClockKind.VERIFICATION: ("ask", "reply"),
    ClockKind.RE_REFERRAL: ("refer", "return_referral"),
    ClockKind.OBJECTION_CHECK: ("refer", "answer", "raise_objection"),
    ClockKind.ARBITRATION: ("refer", "return_referral", "refer", "return_referral"),
    ClockKind.ACCEPTANCE: ("refer",),
    ClockKind.FIRST_RESPONSE: _ASKED,
    ClockKind.RESOLUTION: (*_ASKED, "extend"),
    ClockKind.REWORK: ("refer", "answer", "raise_objection", "uphold", "ask", "reply"),
    ClockKind.STATUTORY: _ASKED,
    ClockKind.COMPLETION: ("refer", "ask"),
    ClockKind.CONFIRMATION: ("refer", "promise", "answer"),
    ClockKind.PROMISE: ("refer", "promise"),
    ClockKind.CHECK_BACK: ("forward_external",),
    ClockKind.MIRROR: ("refer", "answer"),
    ClockKind.INSTRUCTION: (*_ASKED, "instruct"),
    ClockKind.TARGET: _ASKED,
}


@pytest.mark.parametrize("kind", sorted(ClockKind))
@pytest.mark.parametrize("holiday", [False, True])
def test_of_every_kind_the_lines_lead_to_the_date_that_is_stored(office, kind, holiday):
    """Also after a day was declared free and the clocks have followed."""
    Category.objects.filter(pk=office.pju.pk).update(target_days=4)
    office.pju.refresh_from_db()
    case, at = Case(office), NOW
    LaporReference.objects.create(complaint=case.complaint, number="7654321", direction="went_to")
    for act in RUNS[kind]:
        at += timedelta(hours=5)
        if act == "instruct":
            triage.instruct(case.pk, text="Selesaikan.", finish_by=at.date() + 2 * DAY, actor=office.leader, now=at)
        else:
            case.do(act, at=at)
    if holiday:
        for day in (1, 2, 3, 4, 7):
            Holiday.objects.create(day=at.date() + day * DAY, name=f"Libur {day}", kind=Holiday.Kind.LOCAL)
        escalation.follow_calendar(case.pk, now=at)
    clock = case.running()[kind]
    (reason,) = (reason for reason in told(case.complaint, at) if reason.clock.pk == clock.pk)
    assert dates.full_moment(clock.due_at) in reason.sentences[-1]
    if kind != ClockKind.PROMISE:  # a date that was promised is not counted
        why = explain(calendar_of(clock.agency_id), clock.counts_from, clock.amount, clock.unit, changes_of(clock))
        assert why.due == clock.due_at


def test_every_open_status_has_a_clock_that_counts(case):
    """Also where the act that leads there comes later."""
    for status in states.OPEN:
        case.status = status
        case.submitted_because = states.Because.NEW if status == states.Status.SUBMITTED else None
        assert counting(case, set(ClockKind)) in ClockKind


def test_an_answered_case_counts_for_the_reporter(case):
    factories.refer(case, case.dishub, actor=case.coordinator)
    text = "Lampu di depan SD sudah kami ganti dan sudah menyala."
    followup.answer(case.pk, outcome=Outcome.EXPLAINED, text=text, actor=case.liaison, now=NOW)
    (reason,) = told(case)
    assert (reason.clock.kind, reason.days) == (ClockKind.CONFIRMATION, 10)
