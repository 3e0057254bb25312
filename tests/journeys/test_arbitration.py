"""Two agencies give a report back: the Sekda's office decides, the coordinator records it, the agency answers."""

import pytest
from django.utils import timezone

from complaints.models import Agency
from complaints.states import Because, Status
from tests.journeys.people import assert_clean, photo

NOT_OURS, NOR_OURS = "Tiang itu tidak tercatat sebagai aset kami.", "Kami hanya menangani sampah, bukan lampu."
DECISION = "Dishub yang menangani, karena tiangnya di jalan kabupaten."
DONE = "Tiang baru sudah dipasang dan lampunya menyala lagi."


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


def gives_back(officer, number, reason, **more):
    officer.does(
        number, "/kembalikan/", "Kembalikan ke koordinator", told="Laporan dikembalikan.", reason=reason, **more
    )


def verifies(coordinator, number, **more):
    coordinator.looks(number)
    coordinator.follow("/verifikasi/")
    coordinator.press("Verifikasi dan teruskan", **more)


def test_two_returns_a_decision_and_an_answer(reporter, coordinator, liaison, dlh, clock):
    number = reporter.files(photo()).number
    verifies(coordinator.signs_in(second_factor=True), number)
    dishub, other = Agency.objects.get(code="DISHUB"), Agency.objects.get(code="DLH")
    gives_back(liaison.signs_in(), number, NOT_OURS, suggested=str(other.pk))
    liaison.sees_nothing_of(number)
    reporter.looks(NOT_OURS)
    assert reporter.complaint.submitted_because == Because.RETURNED

    verifies(coordinator, number, to=str(other.pk), reason="Dishub menunjuk DLH.")
    gives_back(dlh.signs_in(), number, NOR_OURS)
    assert (reporter.complaint.submitted_because, reporter.complaint.owner.code) == (Because.ARBITRATION, "SETDA")
    reporter.looks(NOR_OURS)
    dlh.sees_nothing_of(number)
    assert_clean(timezone.now())

    clock.shift(days=1)
    coordinator.signs_in(second_factor=True)
    coordinator.looks(number, "Catat putusan penengah, lalu teruskan.")
    coordinator.follow("/verifikasi/")
    coordinator.reads("Dua instansi mengembalikan laporan ini", NOT_OURS, NOR_OURS)
    coordinator.press("Verifikasi dan teruskan", to=str(dishub.pk))
    coordinator.reads("Tulis putusan penengah", "Isi tanggal putusan", "Tulis jabatan yang memutuskan")
    decided = {"reason": DECISION, "decided_on": "2026-11-25", "decided_by": "Asisten Pemerintahan"}
    coordinator.press("Verifikasi dan teruskan", **decided)
    coordinator.looks(number, DECISION, "Asisten Pemerintahan")
    reporter.looks("Diteruskan", DECISION)
    reporter.does_not_read("Asisten Pemerintahan")
    assert reporter.complaint.owner == dishub

    told = "Jawaban sudah dikirim"
    liaison.signs_in()
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(2), told=told, outcome="repaired", text=DONE)
    reporter.looks("Dijawab", DONE)
    reporter.rates("yes")
    assert reporter.complaint.status == Status.RESOLVED
    assert_clean(timezone.now())
