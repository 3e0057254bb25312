"""T5: yes closes the case, anything else brings it back to the coordinator with a date; nothing is judged unread."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import texts
from complaints.models import Attachment, Clock, Event, Text
from complaints.states import Because, Status
from complaints.tracking import operations
from complaints.triage import operations as triage
from tests.factories import NOW

from .conftest import ANSWER, Case, counts, let_in, upload, words
from .test_reply import seen

THANKS = "Terima kasih. Laporan ini kami tutup."
AGAIN = "Laporan dibuka lagi. Petugas BESADU memeriksanya paling lambat Rabu, 25 November 2026."
DAY = timedelta(days=1)


@pytest.fixture
def answered(case):
    return case.refer().answer()


def judge(client, case, judgement="yes", **more):
    return client.post(case.address("rate"), {"judgement": judgement, "seen": "", **more})


def event(case, kind) -> Event:
    return case.row.events.get(kind=kind)


def text(reference) -> str:
    return texts.read(Text.objects.get(pk=reference["text"]))


class TestReading:
    def test_the_answer_and_what_follows_from_each_choice(self, reporter, answered):
        before = counts()
        page = words(reporter.get(answered.address("rate")))
        assert "Sudah diperbaiki" in page
        assert ANSWER in page
        assert "Laporan ditutup. 30 hari sesudahnya Anda masih bisa minta ditinjau ulang." in page
        assert page.count("Petugas BESADU memeriksa lagi, paling lambat Rabu, 25 November 2026.") == 2
        for reason in ("Cepat", "Jelas", "Ramah", "Belum diperbaiki", "Jawaban tidak jelas", "Terlalu lama"):
            assert reason in page
        assert counts() == before

    def test_photos_are_seen_before_they_are_judged(self, client, db):
        case = Case(pictures=1).refer().answer(pictures=1)
        let_in(client, case)
        page = client.get(case.address("rate")).content.decode()
        assert page.count("<img") == 2
        assert "Sesudah" in page

    def test_when_nothing_is_answered_the_case_is_shown(self, reporter, case):
        assert reporter.get(case.address("rate")).url == case.address("case")

    def test_a_closed_case_can_only_be_objected_to(self, reporter, answered):
        answered.confirm()
        page = words(reporter.get(answered.address("rate")))
        assert "Minta ditinjau ulang" in page
        assert "Laporan dibuka lagi. Petugas BESADU memeriksanya paling lambat Rabu, 25 November 2026 ." in page
        assert "Ya, sudah beres" not in page
        assert "Apa yang baik?" not in page

    def test_a_case_closed_long_ago_leads_to_a_new_report(self, reporter, answered, clock):
        answered.confirm()
        clock.shift(30 * DAY + timedelta(seconds=1))
        let_in(reporter, answered)
        answer = reporter.get(answered.address("rate"))
        assert answer.url == answered.address("case")
        assert 'href="/lapor/"' in reporter.get(answer.url).content.decode()


class TestYes:
    def test_closes_the_case(self, reporter, answered):
        answer = judge(
            reporter,
            answered,
            praise=["friendly", "fast"],
            comment="Terima kasih.",
            seen=seen(reporter, answered, "rate"),
        )
        assert answer.url == answered.address("case")
        assert THANKS in words(reporter.get(answer.url))
        assert answered.row.status == Status.RESOLVED
        confirmed = event(answered, Event.Kind.CONFIRMED)
        assert confirmed.data["reasons"] == ["fast", "friendly"]
        assert text(confirmed.data["comment"]) == "Terima kasih."
        assert not Clock.objects.filter(complaint=answered.pk, stopped_at=None).exists()

    def test_what_was_ticked_for_the_other_choice_is_left_out(self, reporter, answered):
        judge(reporter, answered, praise=["fast"], blame=["too_slow"])
        assert event(answered, Event.Kind.CONFIRMED).data["reasons"] == ["fast"]


class TestNo:
    @pytest.mark.parametrize(("judgement", "partly"), [("partly", True), ("no", False)])
    def test_brings_it_back_with_a_date(self, reporter, answered, judgement, partly):
        answer = judge(
            reporter,
            answered,
            judgement,
            blame=["too_slow", "not_fixed"],
            praise=["fast"],
            comment="Satu lampu masih mati.",
            photos=[upload(1), upload(2)],
        )
        page = words(reporter.get(answer.url))
        assert AGAIN in page
        assert "Petugas BESADU memeriksa keberatan Anda." in page
        row = answered.row
        assert (row.status, row.submitted_because) == (Status.SUBMITTED, Because.OBJECTED)
        assert row.owner.duty == "coordinator"
        objected = event(answered, Event.Kind.OBJECTED)
        assert objected.data["partly"] is partly
        assert objected.data["reasons"] == ["not_fixed", "too_slow"]
        assert objected.data["against"] == answered.dishub.pk
        assert text(objected.data["comment"]) == "Satu lampu masih mati."
        assert Attachment.objects.filter(complaint=answered.pk, purpose="objection").count() == 2
        assert ("Anda bilang baru sebagian beres" if partly else "Anda bilang belum beres") in page

    def test_needs_no_reason(self, reporter, answered):
        assert judge(reporter, answered, "no").status_code == 302
        assert event(answered, Event.Kind.OBJECTED).data["reasons"] == []

    def test_a_resolved_case_within_thirty_days(self, reporter, answered, clock):
        answered.confirm()
        clock.shift(30 * DAY)
        let_in(reporter, answered)
        assert judge(reporter, answered, "no", comment="Mati lagi.").status_code == 302
        assert answered.row.submitted_because == Because.OBJECTED

    def test_not_after_thirty_days_and_what_was_typed_stays(self, reporter, answered, clock):
        answered.confirm()
        clock.shift(30 * DAY + timedelta(seconds=1))
        let_in(reporter, answered)
        page = judge(reporter, answered, "no", comment="Mati lagi.")
        assert "Laporan ini sudah ditutup lebih dari 30 hari. Buat laporan baru" in words(page)
        assert "Mati lagi." in page.content.decode()
        assert answered.row.status == Status.RESOLVED

    def test_who_answered_is_named_also_after_a_refusal(self, reporter, answered):
        answered.objected()
        triage.not_uphold(answered.pk, reason="Lampu sudah menyala.", actor=answered.coordinator, now=NOW)
        assert answered.row.owner.duty == "coordinator"
        judge(reporter, answered, "no")
        last = answered.row.events.filter(kind=Event.Kind.OBJECTED).latest("sequence")
        assert last.data["against"] == answered.dishub.pk


class TestMistakes:
    def test_no_choice(self, reporter, answered):
        page = judge(reporter, answered, "", comment="Bagus")
        assert "Pilih satu jawaban" in words(page)
        assert "Bagus" in page.content.decode()

    @pytest.mark.parametrize(
        ("answers", "told"),
        [
            ({"judgement": "maybe"}, "Pilih satu jawaban"),
            ({"judgement": "no", "blame": ["bribed"]}, "Pilih dari daftar"),
            ({"judgement": "no", "comment": "a" * 1501}, "Kurangi 1 huruf"),
        ],
    )
    def test_what_the_form_does_not_offer(self, reporter, answered, answers, told):
        assert told in words(judge(reporter, answered, **answers))
        assert answered.row.status == Status.ANSWERED

    def test_a_bad_photo_keeps_the_rest(self, reporter, answered):
        bad = SimpleUploadedFile("a.jpg", b"not a photo", "image/jpeg")
        page = judge(reporter, answered, "no", comment="Masih mati.", blame=["not_fixed"], photos=[bad])
        html = page.content.decode()
        assert "Foto 1: File ini bukan foto." in words(page)
        assert "Masih mati." in html
        assert 'value="no" id="id_judgement_2" checked' in html.replace(" required", "")
        assert 'value="not_fixed" id="id_blame_0" checked' in html
        assert answered.row.status == Status.ANSWERED


class TestOvertaken:
    def test_an_answer_that_was_not_read_is_not_judged(self, reporter, answered):
        read = seen(reporter, answered, "rate")
        answered.objected().upheld().answer("Sekarang benar-benar sudah kami ganti semuanya.")
        for judgement in ("yes", "no"):
            page = judge(reporter, answered, judgement, seen=read, comment="Bagus")
            assert "Instansi sudah menjawab lagi." in words(page)
            assert "Sekarang benar-benar sudah kami ganti semuanya." in words(page)
            assert "Bagus" in page.content.decode()
        assert answered.row.status == Status.ANSWERED
        assert judge(reporter, answered, seen=page.context["form"]["seen"].value()).status_code == 302

    def test_a_case_that_is_not_answered_any_more(self, reporter, answered):
        operations.withdraw(answered.pk, now=NOW)
        page = judge(reporter, answered, "no", comment="Masih mati.")
        assert "Laporan ini sudah berubah." in words(page)
        assert "Masih mati." in page.content.decode()


class TestTwice:
    @pytest.mark.parametrize(
        ("answers", "kind", "told"),
        [
            ({"judgement": "yes", "praise": ["fast"], "comment": "Bagus"}, "confirmed", THANKS),
            ({"judgement": "no", "blame": ["not_fixed"], "comment": "Mati"}, "objected", AGAIN),
            ({"judgement": "partly"}, "objected", AGAIN),
        ],
    )
    def test_pressed_twice_is_once(self, reporter, answered, answers, kind, told):
        answers |= {"seen": seen(reporter, answered, "rate")}
        for _ in range(2):
            answer = judge(reporter, answered, **answers)
            assert answer.url == answered.address("case")
            assert told in words(reporter.get(answer.url))
        assert answered.kinds.count(kind) == 1

    @pytest.mark.parametrize(
        "changed",
        [{"judgement": "partly"}, {"comment": "Satu lagi"}, {"comment": ""}, {"blame": ["unclear"]}, {"photos": "one"}],
    )
    def test_another_judgement_is_not_taken_for_the_same(self, reporter, answered, changed):
        first = {"judgement": "no", "blame": ["not_fixed"], "comment": "Mati"}
        judge(reporter, answered, **first)
        if "photos" in changed:
            changed = {"photos": [upload(5)]}
        page = judge(reporter, answered, **first | changed)
        assert page.status_code == 200
        assert "Laporan ini sudah berubah." in words(page)
        assert answered.kinds.count("objected") == 1

    def test_yes_after_no_is_refused_in_words(self, reporter, answered):
        judge(reporter, answered, "no")
        page = judge(reporter, answered, "yes", comment="Sudah beres")
        assert "Laporan ini sudah berubah." in words(page)
        assert "Sudah beres" in page.content.decode()
        assert answered.row.submitted_because == Because.OBJECTED


class TestAccess:
    def test_a_stranger_changes_nothing(self, answered):
        for judgement in ("yes", "no"):
            assert judge(Client(), answered, judgement).url == f"/lacak/?n={answered.number}"
        assert answered.row.status == Status.ANSWERED

    def test_nor_does_the_reporter_of_another_case(self, client, answered):
        let_in(client, Case())
        client.cookies["lacak"]["path"] = "/"
        assert judge(client, answered).url == f"/lacak/?n={answered.number}"
        assert answered.row.status == Status.ANSWERED


def test_the_price_does_not_grow_with_the_photos(client, db):
    prices = []
    for pictures in (1, 3):
        case = Case(pictures=pictures).refer().answer(pictures=pictures)
        let_in(client, case)
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("rate"))
        prices.append(len(captured))
    assert prices[0] == prices[1]
    assert prices[0] <= 12
