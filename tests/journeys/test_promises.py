"""A promised date through the pages: kept, broken and made again, and a budget that is looked at after three months."""

from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.models import Miss
from complaints.states import ClockKind, Status
from tests.journeys.people import Reporter, assert_clean, photo

NEWS = "Tiang baru sudah dipesan dan dipasang begitu datang."
DONE = "Tiang baru sudah dipasang dan lampunya menyala lagi."
DOCUMENT = "RKPD 2027"


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


@pytest.fixture
def number(reporter, coordinator, liaison) -> str:
    """A report that Dishub has."""
    number = reporter.files(photo()).number
    coordinator.signs_in(second_factor=True).looks(number)
    coordinator.follow("/verifikasi/")
    coordinator.press("Verifikasi dan teruskan")
    liaison.signs_in()
    return number


def promises(officer, number, on, **more):
    sent = {"outcome": "promised", "on": on, "text": NEWS, **more}
    officer.does(number, "/jadwalkan/", "Kirim janji ke pelapor", told="Janji sudah dikirim ke pelapor.", **sent)


def answers(officer, number):
    told = "Jawaban sudah dikirim"
    officer.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(2), told=told, outcome="repaired", text=DONE)


def swept(reporter: Reporter) -> None:
    call_command("sweep")
    call_command("check_guarantee")
    assert_clean(timezone.now())


def broken() -> int:
    return Miss.objects.filter(clock__kind=ClockKind.PROMISE, agency__code="DISHUB").count()


def test_kept(reporter, liaison, number, clock):
    promises(liaison, number, "2026-12-01")
    reporter.looks("Dijadwalkan", "Selasa, 1 Desember 2026", NEWS)
    clock.shift(days=6)  # Monday, the day before
    swept(reporter)
    liaison.signs_in()
    answers(liaison, number)
    reporter.looks("Dijawab", DONE)
    reporter.does_not_read("tidak ditepati")
    reporter.rates("yes")
    assert (reporter.complaint.status, broken()) == (Status.RESOLVED, 0)
    clock.shift(days=30)
    swept(reporter)
    assert broken() == 0


def test_broken_and_made_again(reporter, liaison, number, clock):
    promises(liaison, number, "2026-12-01")
    clock.shift(days=8)
    swept(reporter)
    assert (reporter.complaint.status, broken()) == (Status.IN_PROGRESS, 1)
    reporter.looks("Tanggal yang dijanjikan sudah lewat. Dishub belum menjawab", "1 janji tidak ditepati.")
    liaison.signs_in().looks(number, "1 janji tidak ditepati.")
    promises(liaison, number, "2026-12-10")
    told = "Janji ke-2. Sebelumnya dijanjikan Selasa, 1 Desember 2026."
    reporter.looks("Dijadwalkan", "Kamis, 10 Desember 2026", told, "1 janji tidak ditepati.")
    clock.shift(days=7)
    swept(reporter)
    liaison.signs_in()
    answers(liaison, number)
    reporter.looks("Dijawab", "1 janji tidak ditepati.")
    assert broken() == 1
    swept(reporter)


def test_a_budget_lapses_after_three_months(reporter, liaison, number, clock):
    promises(liaison, number, "", outcome="awaiting_budget", document=DOCUMENT, year="2027")
    reporter.looks("Dijadwalkan", DOCUMENT, "2027", "24 Februari 2027")
    clock.shift(days=91)  # Tuesday 23 February
    swept(reporter)
    assert reporter.complaint.status == Status.SCHEDULED
    clock.shift(days=2)
    swept(reporter)
    assert (reporter.complaint.status, broken()) == (Status.IN_PROGRESS, 1)
    reporter.looks("Tanggal yang dijanjikan sudah lewat. Dishub belum menjawab")
    assert number in liaison.signs_in().queue("jawaban")
    promises(liaison, number, "", outcome="awaiting_budget", document=DOCUMENT, year="2027")
    reporter.looks("Janji ke-2. Sebelumnya dijanjikan menunggu anggaran, ditinjau Rabu, 24 Februari 2027.")
    swept(reporter)


def test_a_free_day_is_said_and_what_was_typed_stays(liaison, reporter, number):
    liaison.looks(number)
    liaison.follow("/jadwalkan/")
    liaison.reads("Kalau tanggalnya hari libur, dipakai hari kerja berikutnya")
    liaison.press("Kirim janji ke pelapor", outcome="promised", on="2026-12-25", text="")
    assert urlsplit(liaison.path).path.endswith("/jadwalkan/")
    liaison.reads("Tulis pesan untuk pelapor", "Janji ini berlaku sampai Senin, 28 Desember 2026 pukul 16.00")
    liaison.press("Kirim janji ke pelapor", text=NEWS)
    reporter.looks("Dijadwalkan", "Senin, 28 Desember 2026")
    swept(reporter)
