"""The reporter alone: a shared phone, a link, two tabs, bad photos; every form with its token, as people send it."""

import pytest
from django.utils import timezone

from complaints import links
from complaints.models import Submission
from complaints.states import Because, Status
from tests.intake.steps import STORY
from tests.journeys.people import NAME, PHONE, Person, Reporter, assert_clean, photo
from tests.journeys.test_http_life import ANSWER, answered, refer

WRONG = "Nomor dan kode rahasia tidak cocok. Periksa lagi."


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


def another_browser(reporter: Reporter) -> Reporter:
    """The same person, with a browser that knows nothing yet."""
    other = Reporter()
    other.number, other.code = reporter.number, reporter.code
    return other


def test_a_shared_phone(reporter):
    """Filed, read, closed: who takes the phone next finds T1, and neither the number nor the case."""
    reporter.files(photo()).press("Lihat laporan saya")
    reporter.reads(STORY)
    pictures = [source for source in reporter.page.images if "/foto/" in source]
    reporter.follow("/cetak/")
    reporter.reads("Tanda terima pengaduan", STORY)
    reporter.does_not_read(reporter.code, NAME, PHONE)
    reporter.looks()
    reporter.press("Tutup")
    assert reporter.path == "/lacak/"
    reporter.reads("Halaman laporan sudah ditutup di HP ini.")
    reporter.does_not_read(STORY, reporter.number)
    for rest in ("", "jawab/", "nilai/", "cabut/", "cetak/"):
        reporter.open(reporter.case + rest)
        assert reporter.path == f"/lacak/?n={reporter.number}"
        reporter.does_not_read(STORY)
    assert [reporter.client.get(source).status_code for source in pictures] == [404]
    reporter.open("/lapor/selesai/")  # the receipt with the code is gone too
    reporter.does_not_read(reporter.code)
    reporter.looks(STORY)  # number and code open it again
    assert_clean(timezone.now())


def test_number_and_code_on_another_phone(reporter, clock):
    reporter.files()
    other = another_browser(reporter)
    other.open("/lacak/")
    for _ in range(5):
        other.press("Lihat laporan", number=other.number, code="7K4M2-QXDV9")
        other.reads(WRONG)
    other.press("Lihat laporan", number=other.number, code=other.code)
    assert other.page.status == 429
    assert "Terlalu banyak percobaan. Coba lagi pukul 10.15." in other.page.words
    clock.shift(minutes=15)
    other.press("Lihat laporan", number=other.number.lower(), code=f" {other.code.lower().replace('0', 'o')} ")
    other.reads(STORY, "Diterima")
    clock.shift(hours=12, seconds=1)
    other.open(other.case)
    assert other.path == f"/lacak/?n={other.number}"
    assert other.page.forms[0].values["number"] == other.number
    assert_clean(timezone.now())


def test_a_link_on_another_phone(reporter, clock):
    """It opens with a press, also for who has lost the code, and when it is over the number is filled in."""
    reporter.files()
    link = links.link_to(reporter.complaint).removeprefix("http://testserver")
    other = another_browser(reporter)
    other.open(link)
    other.reads(other.number, "Tekan tombol untuk membacanya di HP ini.")
    other.does_not_read(STORY, other.code)
    other.press("Buka laporan saya")
    assert other.path == other.case
    other.reads(STORY)

    # A new code, as an act to come will give out: what the old one had opened is closed, the link still works.
    Submission.objects.filter(complaint=reporter.complaint).update(code_digest=b"\2" * 32)
    other.open(other.case)
    assert other.path.startswith("/lacak/?n=")
    other.press("Lihat laporan", code=other.code)
    other.reads(WRONG)
    other.open(link)
    other.press("Buka laporan saya")
    other.reads(STORY)

    clock.shift(days=91)
    other.open(link)
    assert other.path == f"/lacak/?n={other.number}"
    other.reads("Tautan ini sudah tidak berlaku.")


def test_a_question_with_a_photo_that_is_none(reporter, coordinator, liaison):
    number = reporter.files().number
    refer(coordinator.signs_in(second_factor=True), number)
    question = "Tiang nomor berapa yang mati?"
    liaison.signs_in().does(number, "/tanya/", "Kirim pertanyaan ke pelapor", question=question)
    reporter.looks("Giliran Anda: jawab pertanyaan Dishub.", question)
    reporter.follow("/jawab/")
    reporter.press("Kirim jawaban", photo(), b"%PDF-1.7 bukan foto", text="Tiang nomor 12, di simpang.")
    reporter.reads("Foto 2: File ini bukan foto.", "Foto tidak ikut tersimpan. Pilih lagi fotonya", question)
    assert reporter.page.forms[0].values["text"] == "Tiang nomor 12, di simpang."
    reporter.press("Kirim jawaban", photo())
    assert reporter.path == reporter.case
    reporter.reads("Jawaban Anda sudah kami terima.", "Tiang nomor 12, di simpang.")
    reporter.sees_photos(1)
    reporter.open(reporter.case + "jawab/")  # an old bookmark
    assert reporter.path == reporter.case
    assert_clean(timezone.now())


def test_two_tabs(reporter, coordinator, liaison, clock):
    """A judgement of an answer that has been overtaken closes nothing, and its words stay for the new one."""
    number = answered(reporter, coordinator, liaison)
    reporter.looks(ANSWER)
    reporter.follow("/nilai/")
    left_open, path = reporter.filled(reporter.page.forms[0], judgement="yes", comment="Terima kasih."), reporter.path
    reporter.rates("partly", comment="Yang kiri belum.")
    reporter.reads("Ditinjau ulang", "Petugas BESADU memeriksa keberatan Anda.")

    reporter.send(left_open, to=path)
    reporter.reads("Laporan ini sudah berubah.", "Terima kasih.")
    assert reporter.complaint.submitted_because == Because.OBJECTED

    reason = {"reason": "Foto pelapor jelas sekali."}
    coordinator.does(number, "/keberatan/terima/", "Terima dan teruskan lagi", **reason)
    again = "Yang kiri sekarang juga sudah kami ganti dan menyala."
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(4), outcome="repaired", text=again)
    reporter.send(left_open, to=path)
    reporter.reads("Instansi sudah menjawab lagi. Baca jawaban yang baru, lalu nilai.", again, "Terima kasih.")
    assert reporter.complaint.status == Status.ANSWERED
    reporter.press("Kirim penilaian", judgement="yes")
    reporter.reads("Terima kasih. Laporan ini kami tutup.")
    assert_clean(timezone.now())


def test_without_cookies_nobody_is_lost(reporter):
    """A browser that keeps no cookies gets a page in words, not an error, and nothing is opened."""
    reporter.files()
    stranger = Person()
    stranger.open("/lacak/")
    form = stranger.filled(stranger.page.forms[0], number=reporter.number, code=reporter.code)
    stranger.client.cookies.clear()
    page = stranger.send(form, to="/lacak/")
    assert page.status == 403
    assert "Formulir perlu dibuka ulang" in page.words
    assert STORY not in page.words
