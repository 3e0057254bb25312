"""T7: a page that says what stays; once withdrawn it is over, and twice is once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import texts
from complaints.models import Clock, Event, Text
from complaints.states import Status
from complaints.tracking import operations
from complaints.triage import operations as triage
from tests.factories import NOW

from .conftest import Case, counts, let_in, words

REASON = "Sudah diperbaiki warga sendiri."


def send(client, case, reason=REASON):
    return client.post(case.address("withdraw"), {"reason": reason})


class TestReading:
    def test_it_says_what_stays(self, reporter, case):
        before = counts()
        page = words(reporter.get(case.address("withdraw")))
        assert "Cabut laporan ini?" in page
        assert "Petugas berhenti mengerjakannya. Isi laporan dan riwayatnya tetap tersimpan." in page
        assert case.number in page
        assert counts() == before

    @pytest.mark.parametrize("close", ["withdraw", "archive"])
    def test_a_closed_case_is_shown_instead(self, reporter, case, close):
        if close == "withdraw":
            operations.withdraw(case.pk, now=NOW)
        else:
            triage.archive(case.pk, code="spam", text="Ini iklan.", actor=case.coordinator, now=NOW)
        answer = reporter.get(case.address("withdraw"))
        assert answer.url == case.address("case")
        assert "Laporan ini sudah berubah." in words(reporter.get(answer.url))


class TestWithdrawing:
    @pytest.mark.parametrize("state", ["new", "referred", "asked", "answered", "objected"])
    def test_from_every_open_state(self, reporter, case, state):
        if state != "new":
            case.refer()
        if state == "asked":
            case.ask()
        if state in ("answered", "objected"):
            case.answer()
        if state == "objected":
            case.objected()
        answer = send(reporter, case)
        assert answer.url == case.address("case")
        assert case.row.status == Status.WITHDRAWN
        assert not Clock.objects.filter(complaint=case.pk, stopped_at=None).exists()
        event = case.row.events.get(kind=Event.Kind.WITHDRAWN)
        assert texts.read(Text.objects.get(pk=event.data["reason"]["text"])) == REASON
        page = words(reporter.get(answer.url))
        assert "Laporan Anda sudah dicabut." in page
        assert REASON in page

    def test_the_reason_is_free(self, reporter, case):
        assert send(reporter, case, "").status_code == 302
        assert "reason" not in case.row.events.get(kind=Event.Kind.WITHDRAWN).data

    def test_pressed_twice_is_once(self, reporter, case):
        for _ in range(2):
            assert "Laporan Anda sudah dicabut." in words(reporter.get(send(reporter, case).url))
        assert case.kinds.count("withdrawn") == 1

    def test_a_case_closed_meanwhile_keeps_what_was_typed(self, reporter, case):
        triage.archive(case.pk, code="spam", text="Ini iklan.", actor=case.coordinator, now=NOW)
        page = send(reporter, case)
        assert "Laporan ini sudah berubah." in words(page)
        assert REASON in page.content.decode()
        assert case.row.status == Status.ARCHIVED

    def test_too_long(self, reporter, case):
        page = send(reporter, case, "a" * 1502)
        assert "Tulisan terlalu panjang. Kurangi 2 huruf" in words(page)
        assert case.row.status == Status.SUBMITTED


class TestAccess:
    def test_a_stranger_changes_nothing(self, case):
        assert send(Client(), case).url == f"/lacak/?n={case.number}"
        assert case.row.status == Status.SUBMITTED

    def test_nor_does_the_reporter_of_another_case(self, client, case):
        let_in(client, Case())
        client.cookies["lacak"]["path"] = "/"
        assert send(client, case).url == f"/lacak/?n={case.number}"
        assert case.row.status == Status.SUBMITTED


def test_the_price_is_the_same_for_any_case(client, db):
    prices = []
    for case in (Case(), Case(pictures=3).refer().note(pictures=3).answer(pictures=3)):
        let_in(client, case)
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("withdraw"))
        prices.append(len(captured))
    assert prices == [1, 1]
