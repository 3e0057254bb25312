"""T2: the reporter reads who does what next and by when, the answer, the history, and the own report."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.followup import operations as followup
from complaints.models import Text
from complaints.routing import operations as routing
from complaints.states import Outcome, Status
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW, STORY

from .conftest import ANSWER, LANDMARK, QUESTION, Case, counts, let_in, without_tokens, words

DAY = timedelta(days=1)


@pytest.fixture
def page(reporter, case):
    def page():
        answer = reporter.get(case.address("case"))
        assert answer.status_code == 200
        return words(answer)

    return page


def in_order(page: str, *parts: str) -> bool:
    """Whether all of `parts` stand on the page, each after the one before it."""
    place = 0
    for part in parts:
        assert part in page[place:], f"{part!r} is not on the page after what should stand before it: {page}"
        place = page.index(part, place) + len(part)
    return True


def actions(answer) -> list[str]:
    """The primary buttons inside the box of the next step."""
    box = re.search(r'<section class="next.*?</section>', answer.content.decode(), re.DOTALL)[0]
    return re.findall(r'<a class="btn" href="([^"]+)"', box)


class TestReading:
    def test_a_new_case(self, page, reporter, case):
        text = page()
        assert in_order(
            text,
            case.number,
            "Lampu jalan di depan SD mati sejak seminggu.",
            "Diterima",
            "Laporan Anda sudah kami terima.",
            "Langkah berikutnya",
            "Petugas BESADU memeriksa laporan Anda.",
            "Paling lambat Jumat, 27 November 2026",
            "Mengapa tanggal ini?",
            "Petugas BESADU punya waktu 3 hari kerja untuk memeriksa laporan.",
            "Selasa, 24 November 2026 adalah hari ke-0, belum dihitung.",
            "Perjalanan laporan",
            "Laporan Anda kami terima",
            "Laporan Anda",
            STORY,
            "Desa Aik Rayak, Kecamatan Tanjungpandan",
            LANDMARK,
            "Cetak tanda terima",
            "Cabut laporan",
            "Tutup",
        )
        assert not actions(reporter.get(case.address("case")))

    def test_reading_writes_nothing(self, page, case):
        case.refer().answer(pictures=1)
        before = counts()
        for _ in range(3):
            page()
        assert counts() == before

    def test_the_story_is_told_once(self, page):
        assert page().count(STORY) == 1

    def test_a_question_stands_where_it_is_answered(self, page, reporter, case):
        case.refer().ask()
        text = page()
        assert in_order(text, "Menunggu Anda", "Giliran Anda: jawab pertanyaan Dishub.", QUESTION, "Jawab sekarang")
        assert text.count(QUESTION) == 1
        assert "Tanpa jawaban Anda, petugas belum bisa melanjutkan." in text
        assert actions(reporter.get(case.address("case"))) == [case.address("reply")]

    def test_an_answer_stands_apart_with_what_came_of_it(self, page, reporter, case):
        case.refer().answer()
        text = page()
        assert in_order(text, "Giliran Anda: beri tahu", "Nilai jawaban", "Jawaban Dishub", "Sudah diperbaiki", ANSWER)
        assert text.count(ANSWER) == 1
        assert actions(reporter.get(case.address("case"))) == [case.address("rate")]

    def test_a_reason_without_a_photo_is_said(self, page, case):
        case.refer()
        followup.answer(
            case.pk,
            outcome=Outcome.EXPLAINED,
            text=ANSWER,
            no_photo_reason="Pekerjaan selesai malam hari.",
            actor=case.liaison,
            now=NOW,
        )
        assert "Tanpa foto: Pekerjaan selesai malam hari." in page()

    def test_an_earlier_answer_stays_in_the_history(self, page, case):
        case.refer().answer("Kami sudah memeriksa tiang itu dan tidak rusak.").objected().upheld().answer()
        text = page()
        assert in_order(text, "Jawaban Dishub", ANSWER, "Perjalanan laporan", "Kami sudah memeriksa tiang itu")

    def test_no_internal_note_no_assignment_and_no_name_of_an_officer(self, page, case):
        case.refer()
        followup.note_internal(case.pk, text="Stok lampu habis.", actor=case.liaison, now=NOW)
        followup.assign(case.pk, to=case.liaison, note="Tolong hari ini.", actor=case.liaison, now=NOW)
        case.note()
        text = page()
        assert "Petugas kami sudah melihat lokasi." in text
        for hidden in ("Stok lampu", "Tolong hari ini", "Ditugaskan", case.liaison.full_name):
            assert hidden not in text
        assert case.coordinator.full_name not in text

    def test_opening_of_the_contact_is_told(self, client, db):
        reporter = factories.Reporter("Siti", "whatsapp", "+6281234567890")
        complaint = factories.make_complaint(reporter=reporter)
        triage.open_contact(complaint.pk, reason="ask_details", actor=factories.make_coordinator(), now=NOW)
        case = _Opened(complaint)
        case.let_in(client)
        text = words(client.get(f"/lacak/{complaint.tracking_number}/"))
        assert "Petugas BESADU membuka kontak Anda: menanyakan keterangan" in text
        assert "Siti" not in text
        assert "81234567890" not in text

    def test_a_short_history_begins_at_the_beginning_and_a_long_one_at_the_end(self, page, case):
        case.refer()
        assert in_order(page(), "Laporan Anda kami terima", "Diteruskan ke Dishub")
        assert "Yang terbaru di atas" not in page()
        for number in range(5):
            case.note(f"Kabar ke-{number} tentang lampu itu.")
        assert in_order(
            page(),
            "Yang terbaru di atas",
            "Kabar ke-4",
            "Kabar ke-0",
            "Diteruskan ke Dishub",
            "Laporan Anda kami terima",
        )

    def test_sealed_texts_are_read_by_their_reporter(self, page, case):
        inspectorate = factories.Agency.objects.get(duty=factories.Agency.Duty.INSPECTORATE)
        factories.refer(case.row, inspectorate, actor=case.coordinator, term_class="SUPERVISORY")
        assert not Text.objects.filter(complaint=case.pk, plain__isnull=False).exists()
        assert in_order(page(), "Inspektorat memberi kabar pertama.", STORY, LANDMARK)

    def test_without_a_place(self, client, db):
        complaint = factories.make_complaint(no_place=True)
        _Opened(complaint).let_in(client)
        assert "Tanpa tempat" in words(client.get(f"/lacak/{complaint.tracking_number}/"))

    def test_a_point_is_said_to_be_kept_and_not_shown(self, client, db):
        complaint = factories.make_complaint(latitude=-2.7385, longitude=107.6785, accuracy=20)
        _Opened(complaint).let_in(client)
        text = words(client.get(f"/lacak/{complaint.tracking_number}/"))
        assert "Tersimpan, hanya untuk petugas" in text
        assert "107" not in text

    def test_an_erased_story_leaves_a_page(self, page, case):
        Text.objects.filter(complaint=case.pk).update(plain=None, cipher=None, salt=None, erased_at=NOW)
        assert "(isi dihapus)" in page()

    def test_what_was_typed_stays_text(self, client, db):
        story = "<b>Lampu</b> mati & gelap <script>alert(1)</script> sekali."
        complaint = factories.make_complaint(story=story)
        _Opened(complaint).let_in(client)
        html = client.get(f"/lacak/{complaint.tracking_number}/").content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "<script>alert" not in html


class TestLateness:
    """Said as it is: who is late and since when; never the reporter, and no promise that nothing keeps."""

    def test_the_desk(self, reporter, case, page, clock):
        clock.shift(8 * DAY)
        let_in(reporter, case)
        text = page()
        assert "Batasnya Jumat, 27 November 2026 sudah lewat 3 hari kerja." in text
        assert "Kami terlambat. Keterlambatan ini tercatat dan tidak bisa dihapus." in text
        assert "Paling lambat" not in text.partition("Perjalanan laporan")[0]

    def test_an_agency(self, reporter, case, page, clock):
        case.refer()
        clock.shift(11 * 60 * 60)
        assert "terlambat" not in page()
        clock.shift(10 * DAY)
        let_in(reporter, case)
        text = page()
        assert "Batasnya Selasa, 1 Desember 2026 sudah lewat 3 hari kerja." in text
        assert "Dishub terlambat." in text

    def test_the_reporter_may_still_answer(self, reporter, case, page, clock):
        case.refer().ask()
        clock.shift(31 * DAY)
        let_in(reporter, case)
        text = page()
        assert "Batasnya Kamis, 24 Desember 2026 sudah lewat." in text
        assert "Anda masih bisa menjawab." in text
        assert "terlambat" not in text
        assert actions(reporter.get(case.address("case"))) == [case.address("reply")]

    def test_the_reporter_may_still_judge(self, reporter, case, page, clock):
        case.refer().answer()
        clock.shift(20 * DAY)
        let_in(reporter, case)
        assert "sudah lewat. Mengapa tanggal ini?" in page()
        assert "Anda masih bisa menilai." in page()
        assert case.row.status == Status.ANSWERED  # nothing closes by itself yet, and nothing says so


class TestClosed:
    def test_a_resolved_case_can_be_objected_to_for_thirty_days(self, reporter, case, page, clock):
        case.refer().answer().confirm()
        text = page()
        assert "Tidak ada langkah lagi. Laporan sudah ditutup." in text
        assert "Belum beres? Sampai Kamis, 24 Desember 2026 Anda bisa minta laporan ini ditinjau ulang." in text
        assert case.address("review") in reporter.get(case.address("case")).content.decode()
        clock.shift(30 * DAY)
        let_in(reporter, case)
        assert "Minta ditinjau ulang" in page()
        clock.shift(timedelta(seconds=1))
        text, html = page(), reporter.get(case.address("case")).content.decode()
        assert "Minta ditinjau ulang" not in text
        assert "Masih ada masalah yang sama? Laporkan lagi." in text
        assert f'class="btn line" href="/lapor/?lanjutan={case.number}%3A' in html
        assert case.address("review") not in html

    def test_an_archived_case_says_why(self, page, case):
        reason = "Ini tugas PLN. Telepon 123."
        triage.archive(case.pk, code="out_of_jurisdiction", text=reason, actor=case.coordinator, now=NOW)
        text = page()
        assert in_order(
            text, "Tidak diproses", "Laporan tidak diproses: Bukan wewenang Pemkab", reason, "Laporkan lagi"
        )
        assert text.count(reason) == 1
        assert "Cabut laporan" not in text

    def test_an_objection_not_upheld_names_who_else_may_judge(self, page, case):
        factories.make_agency("Ombudsman RI", code="X-OMB", kind="oversight", hotline="137")
        case.refer().answer().objected()
        reason = "Lampu sudah menyala waktu kami datang."
        triage.not_uphold(case.pk, reason=reason, actor=case.coordinator, now=NOW)
        text = page()
        assert in_order(
            text, "Selesai", "Keberatan Anda tidak diterima", reason, "Inspektorat", "Ombudsman RI, telepon 137"
        )

    def test_a_case_closed_otherwise_later_does_not_speak_of_the_old_refusal(self, page, case):
        case.refer().answer().objected()
        triage.not_uphold(case.pk, reason="Lampu sudah menyala.", actor=case.coordinator, now=NOW)
        case.objected().upheld().answer().confirm()
        assert "lembaga ini memeriksa" not in page()

    def test_a_withdrawn_case(self, page, case):
        tracking.withdraw(case.pk, reason="Sudah beres sendiri.", now=NOW)
        text = page()
        assert in_order(
            text, "Dicabut", "Tidak ada langkah lagi. Anda sudah mencabut laporan ini.", "Sudah beres sendiri."
        )
        assert "Mengapa tanggal ini?" not in text


class TestBackAtTheDesk:
    def test_returned(self, page, case):
        case.refer()
        routing.return_referral(case.pk, reason="Bukan tugas kami.", actor=case.liaison, now=NOW)
        assert in_order(
            page(),
            "Instansi sebelumnya mengembalikan laporan Anda.",
            "Petugas BESADU memilih instansi lain untuk laporan Anda.",
            "Rabu, 25 November 2026",
            "Dikembalikan Dishub untuk dipilihkan instansi lain",
        )

    def test_objected(self, page, case):
        case.refer().answer().objected()
        assert in_order(page(), "Ditinjau ulang", "Petugas BESADU memeriksa keberatan Anda.", "Rabu, 25 November 2026")

    def test_reopened(self, page, case):
        tracking.withdraw(case.pk, now=NOW)
        triage.reopen(case.pk, reason="Dicabut tidak sengaja.", actor=case.coordinator, now=NOW)
        assert in_order(page(), "Laporan Anda dibuka lagi.", "Petugas BESADU memeriksa laporan Anda lagi.")


class TestPhotos:
    def test_before_and_after_stand_side_by_side(self, client, db):
        case = Case(pictures=2).refer().answer(pictures=1)
        let_in(client, case)
        html = client.get(case.address("case")).content.decode()
        box = re.search(r'<section class="card answer.*?</section>', html, re.DOTALL)[0]
        assert in_order(box, "Sebelum", "Foto 1 dari Anda: Lampu jalan, Desa Aik Rayak", "Foto 2 dari Anda", "Sesudah")
        assert "Foto 1 sesudah dikerjakan: Lampu jalan, Desa Aik Rayak" in box
        assert html.count("<img") == 2 + 1 + 2

    def test_an_answer_with_photos_alone(self, reporter, case):
        case.refer().answer(pictures=2)
        html = reporter.get(case.address("case")).content.decode()
        assert html.count("<img") == 2
        assert "Sebelum" not in html

    def test_a_photo_of_progress_says_whose_it_is(self, reporter, case):
        case.refer().note(pictures=1)
        assert "Foto 1 dari petugas: Lampu jalan" in reporter.get(case.address("case")).content.decode()

    def test_every_picture_has_its_size(self, client, db):
        case = Case(pictures=1)
        let_in(client, case)
        assert re.search(
            r'<img src="[^"]+/480/" width="480" height="360"', client.get(case.address("case")).content.decode()
        )


def test_the_price_does_not_grow_with_the_case(client, db):
    """One event, one photo and one clock cost as many queries as many of them (with a question: its pauses)."""
    small, large = Case(pictures=1).refer().note(pictures=1), Case(pictures=3).refer()
    for number in range(5):
        large.note(f"Kabar ke-{number} tentang lampu itu.", pictures=3)
    prices = []
    for case in (small, large):
        let_in(client, case)
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("case"))
        prices.append(len(captured))
    assert prices[0] == prices[1]
    assert prices[0] <= 14


def test_two_readings_are_the_same(reporter, case):
    case.refer().answer()
    one, two = (without_tokens(reporter.get(case.address("case"))) for _ in range(2))
    assert one == two


class _Opened:
    """A complaint made by the factories, whose code the test does not know."""

    def __init__(self, complaint):
        self.complaint = complaint

    def let_in(self, client):
        from complaints import access

        answer = client.get("/lacak/")
        access.let_reporter_in(answer, self.complaint, secure=False)
        client.cookies["lacak"] = answer.cookies["lacak"].value
