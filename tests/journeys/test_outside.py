"""What another body must do, through the pages: answered, given back, and never answered. Nobody is sent away."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.models import Miss
from complaints.states import Because, Outcome, Status
from tests import factories
from tests.journeys.people import Officer, Person, Reporter, assert_clean, photo
from tests.uploads import files

BODY, WHY = "PT PLN (Persero) Unit Belitung", "Jaringan listrik milik PLN, bukan Pemkab."
ANSWER = "Gardu di depan SD sudah diganti dan listrik menyala lagi."


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


@pytest.fixture
def pln(office):
    return factories.make_agency("PLN", name=BODY, kind="external", hotline="123")


@pytest.fixture
def number(reporter, coordinator, pln) -> str:
    """A report of a citizen that the coordinator has handed on to PLN."""
    number = reporter.files(photo()).number
    coordinator.signs_in(second_factor=True)
    told = "Laporan sudah dialihkan."
    coordinator.does(number, "/alihkan/", "Alihkan dan beri tahu pelapor", told=told, body=str(pln.pk), reason=WHY)
    return number


def swept(reporter: Reporter) -> None:
    call_command("sweep")
    call_command("check_guarantee")
    assert_clean(timezone.now())


def asks_for_review(reporter: Reporter, comment: str) -> None:
    reporter.looks()
    reporter.follow("/keberatan/")
    reporter.press("Kirim permintaan", why="not_fixed", comment=comment)
    reporter.reads("Ditinjau ulang")


def test_answered(reporter, coordinator, number, clock):
    reporter.looks(
        "Dialihkan", f"Sudah dialihkan ke {BODY}.", WHY, "123", "kami tanyakan kabar pada Senin, 14 Desember"
    )
    assert number in coordinator.queue("luar")
    coordinator.looks(number, BODY)
    coordinator.follow("/surat/")
    coordinator.reads(f"Yth. Pimpinan {BODY}", "Penerusan pengaduan masyarakat", WHY)

    clock.shift(days=3)
    coordinator.signs_in(second_factor=True)
    coordinator.does(number, "/tanya-lembaga/", "Catat", told="Sudah dicatat.")
    reporter.looks(f"Kabar sudah ditanyakan lagi ke {BODY}")

    clock.shift(days=1)
    coordinator.signs_in(second_factor=True)
    coordinator.does(number, "/jawaban-lembaga/", "Catat dan tutup laporan", text=ANSWER, told="Jawaban dicatat.")
    reporter.looks("Selesai", f"Jawaban {BODY}", ANSWER)
    assert reporter.complaint.status == Status.RESOLVED

    asks_for_review(reporter, "Listrik masih padam tiap sore.")
    assert reporter.complaint.submitted_because == Because.OBJECTED
    assert number in coordinator.queue("ditinjau")
    coordinator.looks(number)
    coordinator.follow("/keberatan/terima/")
    coordinator.reads("Pilih instansi")  # nobody of the government has answered: nobody is proposed
    swept(reporter)


def test_given_back_and_then_referred(reporter, coordinator, liaison, number, clock):
    clock.shift(minutes=30)
    reason = "Tiang itu milik Pemkab, bukan PLN."
    coordinator.does(number, "/ditolak-lembaga/", "Kembalikan ke verifikasi", reason=reason)
    reporter.looks(f"Dikembalikan {BODY}, kami periksa lagi", reason)
    assert number in coordinator.queue("verifikasi")
    coordinator.looks(number)
    coordinator.follow("/verifikasi/")
    coordinator.press("Verifikasi dan teruskan")
    reporter.looks("Diteruskan", "Sudah dikirim ke Dishub.")
    assert number in liaison.signs_in().queue("jawaban")
    assert not Miss.objects.exists()
    swept(reporter)


def test_never_answered(reporter, coordinator, number, clock):
    clock.shift(days=21)  # Monday 14 December has passed
    swept(reporter)
    reporter.looks("Dialihkan", f"{BODY} belum menjawab. Petugas menanyakannya lagi")
    assert reporter.complaint.status == Status.FORWARDED_EXTERNAL

    clock.shift(days=28)
    swept(reporter)
    assert reporter.complaint.status == Status.RESOLVED
    reporter.looks("Selesai", f"{BODY} belum menjawab setelah ditanya dua kali", "123", "Inspektorat")
    event = reporter.complaint.events.get(kind="check_back_over")
    assert event.data["outcome"] == Outcome.UNANSWERED_OUTSIDE
    assert not Miss.objects.exists()  # it is not on the record of any agency of the regency
    asks_for_review(reporter, "Listrik masih padam tiap sore.")
    assert reporter.complaint.submitted_because == Because.OBJECTED
    swept(reporter)


def test_a_letter_as_pdf_reaches_the_reporter(reporter, coordinator, number, clock):
    sent = {"text": ANSWER, "told": "Jawaban dicatat."}
    coordinator.looks(number)
    coordinator.follow("/jawaban-lembaga/")
    coordinator.press("Catat dan tutup laporan", files.pdf(), text=sent["text"])
    coordinator.reads(sent["told"])
    reporter.looks(ANSWER, "Surat")
    link = next(link for link in reporter.page.links if "/surat/" in link or "/berkas/" in link)
    assert reporter.client.get(link).content == files.pdf()
    stranger = Person()
    assert stranger.client.get(link).status_code in (302, 404)
    swept(reporter)


def test_only_the_coordinator_hands_on(reporter, liaison, dlh, pln):
    number = reporter.files().number
    people: list[Officer] = [liaison.signs_in(), dlh.signs_in()]
    for person in people:
        for rest in ("alihkan/", "surat/", "tanya-lembaga/", "jawaban-lembaga/", "ditolak-lembaga/"):
            assert person.open(f"/petugas/laporan/{number}/{rest}").status == 404
