"""T3: the reporter answers the question that was asked, once, and loses nothing that was typed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import texts
from complaints.models import Attachment, ClockPause, Event, Text
from complaints.states import Status
from complaints.tracking import operations
from complaints.triage import operations as triage
from tests.factories import NOW

from .conftest import QUESTION, Case, counts, let_in, upload, words

REPLY = "Tiang nomor 12, di simpang."
DONE = "Jawaban Anda sudah kami terima."


@pytest.fixture
def asked(case):
    return case.refer().ask()


def seen(client, case, name="reply") -> int:
    """What the form of the page carries about which question it answers."""
    return client.get(case.address(name)).context["form"]["seen"].value()


def send(client, case, **changed):
    answers = {"text": REPLY, "seen": "", **changed}
    return client.post(case.address("reply"), answers)


class TestReading:
    def test_the_question_until_when_and_what_if_not(self, reporter, asked):
        before = counts()
        text = words(reporter.get(asked.address("reply")))
        assert QUESTION in text
        assert "Jawab paling lambat Kamis, 24 Desember 2026 ." in text
        assert "Tanpa jawaban Anda, petugas belum bisa melanjutkan." in text
        assert counts() == before

    def test_late_is_told_without_blame(self, reporter, asked, clock):
        clock.shift(timedelta(days=40))
        let_in(reporter, asked)
        text = words(reporter.get(asked.address("reply")))
        assert "Batasnya Kamis, 24 Desember 2026 sudah lewat." in text
        assert "Anda masih bisa menjawab." in text

    def test_the_newest_question_is_the_one(self, reporter, asked):
        operations.reply(asked.pk, text="Nomor 12", now=NOW)
        asked.ask("Sejak tanggal berapa?")
        text = words(reporter.get(asked.address("reply")))
        assert "Sejak tanggal berapa?" in text
        assert QUESTION not in text

    def test_when_nothing_is_asked_the_case_is_shown(self, reporter, case):
        answer = reporter.get(case.address("reply"))
        assert answer.url == case.address("case")
        assert "Laporan ini sudah berubah." in words(reporter.get(answer.url))


class TestReplying:
    def test_the_case_goes_back_to_who_asked_and_the_clocks_go_on(self, reporter, asked, clock):
        clock.shift(timedelta(days=7))
        let_in(reporter, asked)
        answer = send(reporter, asked, seen=seen(reporter, asked))
        assert answer.url == asked.address("case")
        assert asked.row.status == Status.IN_PROGRESS  # asking had accepted it
        event = asked.row.events.get(kind=Event.Kind.REPLIED)
        assert event.actor_kind == Event.ActorKind.REPORTER
        assert texts.read(Text.objects.get(pk=event.data["reply"]["text"])) == REPLY
        assert ClockPause.objects.filter(clock__complaint=asked.pk).exists()
        page = words(reporter.get(answer.url))
        assert DONE in page
        assert "Dishub memberi kabar pertama." in page
        assert REPLY in page

    def test_with_photos(self, reporter, asked):
        send(reporter, asked, photos=[upload(1), upload(2)])
        kept = Attachment.objects.filter(complaint=asked.pk)
        assert [row.purpose for row in kept] == [Attachment.Purpose.REPLY] * 2
        page = reporter.get(asked.address("case")).content.decode()
        assert page.count("<img") == 2

    def test_lines_stay_and_odd_signs_go(self, reporter, asked):
        send(reporter, asked, text="  Satu\r\nDua\0\rTiga  ")
        event = asked.row.events.get(kind=Event.Kind.REPLIED)
        assert texts.read(Text.objects.get(pk=event.data["reply"]["text"])) == "Satu\nDua\nTiga"

    def test_it_is_never_too_late_while_the_question_is_open(self, reporter, asked, clock):
        clock.shift(timedelta(days=100))
        let_in(reporter, asked)
        assert send(reporter, asked).status_code == 302
        assert asked.row.status == Status.IN_PROGRESS  # asking had accepted it


class TestMistakes:
    def test_nothing_written(self, reporter, asked):
        page = send(reporter, asked, text="   ")
        assert "Tulis jawaban Anda" in words(page)
        assert page.content.decode().count("Ada yang perlu diperbaiki: ") == 1
        assert asked.row.status == Status.NEEDS_INFO

    def test_too_long(self, reporter, asked):
        page = send(reporter, asked, text="a" * 1620)
        assert "Tulisan terlalu panjang. Kurangi 120 huruf" in words(page)
        assert "a" * 1620 in page.content.decode()
        assert send(reporter, asked, text="b\r\n" * 740 + "a" * 20).status_code == 302  # a line end is one letter

    def test_a_bad_photo_keeps_the_text(self, reporter, asked):
        bad = SimpleUploadedFile("virus.jpg", b"MZ not a photo", "image/jpeg")
        page = send(reporter, asked, photos=[upload(1), bad])
        text = words(page)
        assert "Foto 2: File ini bukan foto." in text
        assert "Foto tidak ikut tersimpan. Pilih lagi fotonya" in text
        assert REPLY in page.content.decode()
        assert asked.row.status == Status.NEEDS_INFO
        assert not Attachment.objects.filter(complaint=asked.pk).exists()

    def test_a_tampered_form(self, reporter, asked):
        assert "Buka lagi halaman laporan Anda, lalu kirim" in words(send(reporter, asked, seen="satu"))


class TestOvertaken:
    def test_a_newer_question_is_shown_beside_what_was_typed(self, reporter, asked):
        read = seen(reporter, asked)
        operations.reply(asked.pk, text="Nomor 12", now=NOW)
        asked.ask("Sejak tanggal berapa?")
        page = send(reporter, asked, seen=read)
        text = words(page)
        assert "Petugas sudah bertanya lagi." in text
        assert "Sejak tanggal berapa?" in text
        assert REPLY in page.content.decode()
        assert asked.kinds.count("replied") == 1
        # The form that comes back answers the new one.
        assert send(reporter, asked, seen=page.context["form"]["seen"].value()).status_code == 302
        assert asked.kinds.count("replied") == 2

    def test_a_case_closed_meanwhile_keeps_what_was_typed(self, reporter, asked):
        triage.archive(asked.pk, code="unclear", text="Tidak ada jawaban.", actor=asked.coordinator, now=NOW)
        page = send(reporter, asked)
        assert page.status_code == 200
        assert "Laporan ini sudah berubah." in words(page)
        assert REPLY in page.content.decode()
        assert "replied" not in asked.kinds


class TestTwice:
    def test_pressed_twice_is_once(self, reporter, asked):
        answers = {"seen": seen(reporter, asked), "photos": [upload(1)]}
        send(reporter, asked, **answers)
        again = send(reporter, asked, **answers | {"photos": [upload(1)]})
        assert again.url == asked.address("case")
        assert DONE in words(reporter.get(again.url))
        assert asked.kinds.count("replied") == 1
        assert Attachment.objects.filter(complaint=asked.pk).count() == 1

    def test_once_more_after_somebody_went_on_is_told_so(self, reporter, asked):
        send(reporter, asked)
        asked.note()
        assert "Ini sudah Anda kirim sebelumnya." in words(reporter.get(send(reporter, asked).url))

    @pytest.mark.parametrize("changed", [{"text": "Bukan, nomor 13."}, {"photos": "a photo"}])
    def test_something_else_is_not_taken_for_the_same(self, reporter, asked, changed):
        send(reporter, asked)
        if "photos" in changed:
            changed = {"photos": [upload(3)]}
        page = send(reporter, asked, **changed)
        assert page.status_code == 200
        assert "Laporan ini sudah berubah." in words(page)
        assert asked.kinds.count("replied") == 1


class TestAccess:
    def test_a_stranger_changes_nothing(self, asked):
        for method in ("get", "post"):
            assert getattr(Client(), method)(asked.address("reply")).url == f"/lacak/?n={asked.number}"
        assert send(Client(), asked).status_code == 302
        assert asked.row.status == Status.NEEDS_INFO

    def test_nor_does_the_reporter_of_another_case(self, client, asked):
        let_in(client, Case())
        client.cookies["lacak"]["path"] = "/"
        assert send(client, asked).url == f"/lacak/?n={asked.number}"
        assert asked.row.status == Status.NEEDS_INFO

    def test_a_token_is_needed(self, asked):
        client = let_in(Client(), asked)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies["lacak"] = client.cookies["lacak"].value
        assert send(strict, asked).status_code == 403
        assert asked.row.status == Status.NEEDS_INFO


def test_the_price_does_not_grow_with_the_history(client, db):
    prices = []
    for times in (1, 3):
        case = Case().refer()
        for _ in range(times):
            case.ask()
            operations.reply(case.pk, text="Ya", now=NOW)
        case.ask()
        let_in(client, case)
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("reply"))
        prices.append(len(captured))
    assert prices[0] == prices[1]
    assert prices[0] <= 8
