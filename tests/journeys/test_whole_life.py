"""The main way of one complaint through the operations, every exit taken; guarantee and history clean after each."""

from datetime import timedelta

import pytest

from complaints import guarantee, history
from complaints.followup import operations as followup
from complaints.models import Clock, Miss
from complaints.routing import operations as routing
from complaints.states import Because, ClockKind, Outcome, Status
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."


@pytest.fixture
def case(db):
    complaint = factories.make_complaint()
    complaint.coordinator = factories.make_coordinator()
    complaint.dishub = factories.make_agency("Dishub")
    complaint.liaison = factories.make_staff(complaint.dishub)
    return complaint


def clean():
    assert list(history.faults()) == []
    assert guarantee.violations() == []
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
    factories.refer(case, case.dishub, actor=case.coordinator, reason="Putusan Asisten II, 24 November 2026")
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
