"""The desk and the answers of agencies, through the pages: one recorded on its behalf, an empty one sent back."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.models import Miss
from complaints.states import ClockKind, Status
from tests.journeys.people import assert_clean, photo

GIVER = "Budi Santoso, Kabid Lalu Lintas"
DONE = "Tiang baru sudah dipasang dan lampunya menyala lagi."
EMPTY = "Terima kasih atas laporannya, akan kami tindak lanjuti segera."
MISSING = "Jawaban belum menyebut kapan lampunya diganti."


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


@pytest.fixture
def number(reporter, coordinator) -> str:
    """A report that Dishub has; the coordinator has just referred it."""
    number = reporter.files(photo()).number
    coordinator.signs_in(second_factor=True).looks(number)
    coordinator.follow("/verifikasi/")
    coordinator.press("Verifikasi dan teruskan")
    return number


def test_an_answer_by_whatsapp_is_recorded_and_lateness_stays(reporter, coordinator, liaison, number, clock):
    clock.shift(days=28)  # the first word and the work are late
    call_command("sweep")
    coordinator.signs_in(second_factor=True)
    coordinator.looks(number)
    coordinator.follow("/jawab-atas-nama/")
    coordinator.reads("Batas waktu dan keterlambatan tetap pada instansi.")
    given = {"giver": GIVER, "way": "whatsapp", "given_on": "2026-12-21", "outcome": "explained", "text": DONE}
    coordinator.press("Kirim jawaban ke pelapor", no_photo_reason="Fotonya di WhatsApp.", **given)
    coordinator.reads("Jawaban dicatat. Pelapor diminta menilai.", GIVER)
    reporter.looks("Jawaban Dishub, dicatat petugas BESADU", DONE)
    reporter.does_not_read("Budi Santoso")
    liaison.signs_in().looks(number, GIVER)
    late = {(miss.clock.kind, miss.agency.code) for miss in Miss.objects.select_related("clock", "agency")}
    assert late == {(ClockKind.FIRST_RESPONSE, "DISHUB"), (ClockKind.RESOLUTION, "DISHUB")}
    reporter.rates("yes")
    assert reporter.complaint.status == Status.RESOLVED
    assert_clean(timezone.now())


def test_an_empty_answer_goes_back_within_a_day(reporter, coordinator, liaison, number, clock):
    liaison.signs_in()
    told = "Jawaban sudah dikirim"
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(2), told=told, outcome="explained", text=EMPTY)
    reporter.looks("Dijawab", EMPTY)
    clock.shift(minutes=30)
    coordinator.looks(number)
    coordinator.follow("/jawaban-kosong/")
    coordinator.press("Kembalikan ke instansi", reason=MISSING)
    reporter.looks("Dikerjakan")
    assert reporter.complaint.status == Status.IN_PROGRESS
    assert number in liaison.queue("jawaban")
    liaison.looks(number, MISSING)
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(3), told=told, outcome="repaired", text=DONE)

    clock.shift(days=2)
    coordinator.signs_in(second_factor=True).looks(number)
    assert not [link for link in coordinator.page.links if link.endswith("/jawaban-kosong/")]
    reporter.looks("Dijawab", DONE)
    reporter.rates("yes")
    assert reporter.complaint.status == Status.RESOLVED
    assert not Miss.objects.exists()
    assert_clean(timezone.now())
