"""The reason of a date is made of the same clock that made the date, for whoever reads it."""

from datetime import timedelta

import pytest

from complaints import states
from complaints.deadlines import reasons
from complaints.deadlines.clocks import counting
from complaints.followup import operations as followup
from complaints.models import Clock, Holiday
from complaints.routing import operations as routing
from complaints.states import ClockKind, Outcome
from complaints.tracking import operations as tracking
from tests import factories
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
        with django_assert_num_queries(2):
            reasons.of(case, rows, NOW)


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
