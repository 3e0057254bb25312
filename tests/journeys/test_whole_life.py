"""The main way of one complaint through the operations, every exit taken; guarantee and history clean after each."""

from datetime import timedelta

import pytest

from complaints import history
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Clock, Miss
from complaints.routing import operations as routing
from complaints.states import Because, ClockKind, Outcome, Status
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import SECRET, all_kept, make_office, make_photo

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."


@pytest.fixture
def case(db):
    complaint = factories.make_complaint()
    complaint.coordinator = factories.make_coordinator()
    complaint.dishub = factories.make_agency("Dishub")
    complaint.liaison = factories.make_staff(complaint.dishub)
    return complaint


@pytest.fixture
def staffed(db):
    """Not `office`: that name is the one of the journeys through HTTP."""
    return make_office()


def clean():
    all_kept()
    history.seal_day(NOW.date(), now=NOW + timedelta(days=90))
    assert list(history.faults()) == []


def test_happy(case):
    assert (case.status, case.submitted_because) == (Status.SUBMITTED, Because.NEW)
    assert case.due_at.isoformat() == "2026-11-27T16:30:00+07:00"
    factories.refer(case, case.dishub, actor=case.coordinator)
    followup.answer(case.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=case.liaison, now=NOW)
    tracking.confirm(case.pk, reasons=["fast"], now=NOW)
    case.refresh_from_db()
    assert case.status == Status.RESOLVED
    assert not Clock.objects.filter(stopped_at=None).exists()
    assert not Miss.objects.exists()
    clean()


def test_question_keeps_the_remaining_time(case):
    factories.refer(case, case.dishub, actor=case.coordinator)
    first = Clock.objects.get(kind=ClockKind.FIRST_RESPONSE)
    followup.ask(case.pk, question="Tiang nomor berapa?", actor=case.liaison, now=NOW + timedelta(hours=1))
    tracking.reply(case.pk, text="Tiang nomor 12", now=NOW + timedelta(days=7, hours=1))
    again = Clock.objects.get(kind=ClockKind.FIRST_RESPONSE)
    assert again.due_at - first.due_at == timedelta(days=7)
    clean()


def test_return_twice_goes_to_the_arbiter(case):
    dlh = factories.make_agency("DLH")
    dlh_liaison = factories.make_staff(dlh)
    factories.refer(case, case.dishub, actor=case.coordinator)
    routing.return_referral(case.pk, reason="Bukan tugas kami", suggested=dlh, actor=case.liaison, now=NOW)
    case.refresh_from_db()
    assert (case.status, case.submitted_because) == (Status.SUBMITTED, Because.RETURNED)
    factories.refer(case, dlh, actor=case.coordinator, reason="Coba DLH")
    routing.return_referral(case.pk, reason="Bukan kami juga", actor=dlh_liaison, now=NOW)
    case.refresh_from_db()
    assert (case.status, case.submitted_because, case.owner.code) == (Status.SUBMITTED, Because.ARBITRATION, "SETDA")
    decided = {"reason": "Dishub yang menangani.", "decided_on": NOW.date(), "decided_by": "Asisten II"}
    factories.refer(case, case.dishub, actor=case.coordinator, **decided)
    clean()


def test_late_answer_is_a_miss_of_the_agency_and_objection_starts_rework(case):
    factories.refer(case, case.dishub, actor=case.coordinator)
    late = NOW + timedelta(days=40)
    followup.answer(case.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=case.liaison, now=late)
    assert {miss.clock.kind for miss in Miss.objects.all()} == {ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION}
    tracking.raise_objection(case.pk, partly=False, reasons=["not_fixed"], comment="Masih mati", now=late)
    triage.uphold(case.pk, to=case.dishub, reason="Foto warga jelas", actor=case.coordinator, now=late)
    case.refresh_from_db()
    assert case.status == Status.REFERRED
    assert case.clocks.filter(kind=ClockKind.REWORK, stopped_at=None).exists()
    clean()


def test_withdrawal_archive_and_reopen(case):
    tracking.withdraw(case.pk, reason="Sudah beres sendiri", now=NOW)
    triage.reopen(case.pk, reason="Pelapor menelepon", actor=case.coordinator, now=NOW)
    triage.archive(case.pk, code="spam", text="Isi laporan adalah iklan.", actor=case.coordinator, now=NOW)
    case.refresh_from_db()
    assert case.status == Status.ARCHIVED
    clean()


def test_objection_that_is_not_upheld_can_be_raised_again(case):
    factories.refer(case, case.dishub, actor=case.coordinator)
    followup.answer(case.pk, outcome=Outcome.EXPLAINED, text=ANSWER, actor=case.liaison, now=NOW)
    tracking.raise_objection(case.pk, partly=True, reasons=["unclear"], now=NOW)
    triage.not_uphold(case.pk, reason="Jawaban sudah sesuai aturan.", actor=case.coordinator, now=NOW)
    case.refresh_from_db()
    assert (case.status, case.closed_at) == (Status.RESOLVED, NOW)
    clean()
    later = NOW + timedelta(days=30)
    tracking.raise_objection(case.pk, partly=False, comment="Mati lagi.", now=later)
    case.refresh_from_db()
    assert (case.status, case.submitted_because) == (Status.SUBMITTED, Because.OBJECTED)
    triage.not_uphold(case.pk, reason="Sama.", actor=case.coordinator, now=later)
    with pytest.raises(Refused, match="Buat laporan baru"):
        tracking.raise_objection(case.pk, partly=False, now=later + timedelta(days=30, seconds=1))
    assert list(history.faults()) == []


def test_second_referral_answers_and_the_first_keeps_its_lateness(case):
    dlh = factories.make_agency("DLH")
    factories.refer(case, case.dishub, actor=case.coordinator)
    late = NOW + timedelta(days=10)
    routing.return_referral(case.pk, reason="Bukan tugas kami", suggested=dlh, actor=case.liaison, now=late)
    factories.refer(case, dlh, actor=case.coordinator, reason="Sampah", now=late)
    dlh_liaison = factories.make_staff(dlh)
    followup.note_progress(case.pk, text="Truk berangkat besok.", actor=dlh_liaison, now=late)
    followup.answer(case.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=dlh_liaison, now=late)
    tracking.confirm(case.pk, now=late)
    assert [(m.agency, m.clock.kind) for m in Miss.objects.all()] == [(case.dishub, ClockKind.FIRST_RESPONSE)]
    clean()


def test_a_sensitive_case_goes_to_who_helps_and_stays_closed(staffed):
    case = Case(staffed, category=staffed.violence, story=SECRET)
    case.do("refer", to=staffed.helper).all("ask", "reply", "note_progress", "answer", "confirm")
    assert case.complaint.status == Status.RESOLVED
    assert not case.complaint.texts.filter(plain__isnull=False).exists()
    clean()


def test_a_supervisory_case_is_the_inspectorates(staffed):
    case = Case(staffed, category=staffed.graft).do("refer", to=staffed.inspectorate, term_class="SUPERVISORY")
    case.all("accept", "note_progress").do("answer", outcome=Outcome.NOT_PROVEN).do("raise_objection")
    case.do("uphold", to=staffed.inspectorate).do("answer", outcome=Outcome.PROVEN).do("confirm")
    assert (case.complaint.status, case.complaint.owner) == (Status.RESOLVED, staffed.inspectorate)
    clean()


def test_photos_of_every_act_stay_with_their_events(staffed):
    case = Case(staffed).do("refer")
    photo = make_photo()
    followup.ask(case.pk, question="Boleh kirim foto?", actor=staffed.liaison, now=NOW)
    tracking.reply(case.pk, text="Ini fotonya.", photos=[photo], now=NOW)
    followup.note_progress(case.pk, text="Sedang.", photos=[make_photo("red")], actor=staffed.liaison, now=NOW)
    followup.answer(
        case.pk, outcome=Outcome.REPAIRED, text=ANSWER, photos=[make_photo("blue")], actor=staffed.liaison, now=NOW
    )
    tracking.raise_objection(case.pk, partly=False, photos=[make_photo("black")], now=NOW)
    purposes = dict(case.complaint.attachments.values_list("event_sequence", "purpose"))
    assert purposes == {4: "reply", 5: "progress", 6: "result", 7: "objection"}
    clean()
