"""T4: words and photos added to an open case; no clock moves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import texts, timeline
from complaints.errors import Refused
from complaints.models import Attachment, Event, Text
from complaints.tracking import operations
from tests.factories import NOW
from tests.worlds import all_kept

from .conftest import Case, counts, let_in, photo, upload, words

MORE = "Sekarang tiang nomor 13 juga mati."
DONE = "Keterangan Anda sudah kami terima."


def send(client, case, **answers):
    seen = client.get(case.address("add")).context["form"]["seen"].value()
    return client.post(case.address("add"), {"text": MORE, "seen": seen} | answers)


def test_words_and_photos_join_the_case(reporter, case):
    before = case.row
    answer = send(reporter, case, photos=[upload(1), upload(2)])
    assert answer.url == case.address("case")
    event = case.row.events.latest("sequence")
    assert (event.kind, event.actor_kind) == (Event.Kind.EVIDENCE_ADDED, Event.ActorKind.REPORTER)
    assert texts.read(Text.objects.get(pk=event.data["text"]["text"])) == MORE
    assert {row.purpose for row in Attachment.objects.all()} == {Attachment.Purpose.EVIDENCE}
    after = case.row
    assert (after.status, after.due_at, after.next_effect_at) == (before.status, before.due_at, before.next_effect_at)
    page = words(reporter.get(answer.url))
    assert DONE in page
    assert MORE in page
    assert "Pelapor menambah keterangan" in [entry.what for entry in timeline.entries(after, for_staff=True)]
    all_kept()


@pytest.mark.parametrize("acts", [["refer"], ["refer", "ask"], ["refer", "note"], ["refer", "answer"]])
def test_in_every_open_state(case, acts):
    for act in acts:
        getattr(case, act)()
    status = case.row.status
    operations.add(case.pk, text=MORE, now=NOW)
    assert case.row.status == status
    assert case.kinds[-1] == Event.Kind.EVIDENCE_ADDED


def test_reading_writes_nothing(reporter, case):
    before = counts()
    assert "Batas waktu tidak berubah." in words(reporter.get(case.address("add")))
    assert counts() == before


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"text": ""}, "Tulis keterangan atau pilih foto"),
        ({"text": "a" * 1510}, "Tulisan terlalu panjang. Kurangi 10 huruf"),
        ({"seen": "satu"}, "Buka lagi halaman laporan Anda, lalu kirim"),
    ],
)
def test_mistakes_are_said_and_nothing_is_kept(reporter, case, answers, sentence):
    assert sentence in words(send(reporter, case, **answers))
    assert Event.Kind.EVIDENCE_ADDED not in case.kinds


def test_a_photo_alone_is_enough(reporter, case):
    assert send(reporter, case, text="", photos=[upload(1)]).status_code == 302


def test_pressed_twice_is_once(reporter, case):
    seen = reporter.get(case.address("add")).context["form"]["seen"].value()
    for _ in range(2):
        answer = reporter.post(case.address("add"), {"text": MORE, "seen": seen})
        assert answer.url == case.address("case")
    assert case.kinds.count(Event.Kind.EVIDENCE_ADDED) == 1


def test_something_else_from_an_older_page_keeps_what_was_typed(reporter, case):
    seen = reporter.get(case.address("add")).context["form"]["seen"].value()
    reporter.post(case.address("add"), {"text": MORE, "seen": seen})
    page = reporter.post(case.address("add"), {"text": "Yang lain lagi.", "seen": seen})
    assert "Keterangan lain sudah ditambahkan." in words(page)
    assert "Yang lain lagi." in page.text
    again = {"text": "Yang lain lagi.", "seen": page.context["form"]["seen"].value()}
    assert reporter.post(case.address("add"), again).status_code == 302


def test_five_times_a_day(case):
    for number in range(5):
        operations.add(case.pk, text=f"Nomor {number}", now=NOW)
    with pytest.raises(Refused, match="Hari ini sudah 5 kali"):
        operations.add(case.pk, text=MORE, now=NOW)
    operations.add(case.pk, text=MORE, now=NOW + timedelta(days=1))


def test_a_closed_case_takes_nothing(reporter, case):
    operations.withdraw(case.pk, now=NOW)
    assert reporter.get(case.address("add")).url == case.address("case")
    page = reporter.post(case.address("add"), {"text": MORE})
    assert "Laporan ini sudah ditutup." in words(page)
    assert MORE in page.text
    with pytest.raises(Refused):
        operations.add(case.pk, text=MORE, now=NOW)


def test_nothing_remains_when_a_late_step_fails(case, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(operations.audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations.add(case.pk, text=MORE, photos=[photo(1)], now=NOW)
    assert not Text.objects.filter(kind=Text.Kind.EVIDENCE).exists()
    assert not Attachment.objects.exists()


def test_a_stranger_and_another_reporter_change_nothing(client, case):
    assert Client().post(case.address("add"), {"text": MORE}).url == f"/lacak/?n={case.number}"
    let_in(client, Case())
    client.cookies["lacak"]["path"] = "/"
    assert client.post(case.address("add"), {"text": MORE}).url == f"/lacak/?n={case.number}"
    assert Event.Kind.EVIDENCE_ADDED not in case.kinds


def test_the_price_does_not_grow(client, db):
    prices = []
    for times in (1, 3):
        case = Case()
        for _ in range(times):
            operations.add(case.pk, text=MORE, now=NOW)
        let_in(client, case)
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("add"))
        prices.append(len(captured))
    assert prices[0] == prices[1]
