"""P19: a reader says that a page should not be as it is."""

from datetime import UTC, datetime, timedelta

import pytest

from complaints import texts
from complaints.models import Attempt, Event, PageReport
from tests import factories
from tests.publication.shown import hidden, shown

pytestmark = pytest.mark.django_db
KIND = Event.Kind.PAGE_REPORTED


@pytest.fixture
def case():
    return shown()


def url(case):
    return f"/laporan/{case.tracking_number}/laporkan/"


def send(client, case, **answers):
    return client.post(url(case), {"reason": "personal_data", "text": "Baris kedua menyebut nama.", **answers})


def test_is_kept_recorded_and_decided_within_a_working_day(client, case):
    response = send(client, case)
    assert response["Location"] == f"/laporan/{case.tracking_number}/"
    row = PageReport.objects.get()
    assert (row.complaint, row.reason, row.decided_at) == (case, "personal_data", None)
    assert texts.read(row.text) == "Baris kedua menyebut nama."
    assert row.due_at == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # Wednesday at closing time
    event = case.events.get(kind=KIND)
    assert event.actor_kind == Event.ActorKind.SYSTEM
    assert (event.data["page_reason"], event.data["page_report"]) == ("personal_data", row.pk)
    assert "Terima kasih. Petugas memeriksa halaman ini." in client.get(response["Location"]).text


def test_words_are_optional_and_the_same_again_is_once(client, case):
    for _press in range(2):
        send(client, case, text="")
    for _press in range(2):
        send(client, case)
    assert PageReport.objects.count() == case.events.filter(kind=KIND).count() == 2


def test_what_is_missing_is_said_and_what_was_typed_stays(client, case):
    response = client.post(url(case), {"text": "Nama <b>tetangga</b>"})
    assert response.status_code == 200
    assert "Pilih salah satu" in response.text
    assert "Nama &lt;b&gt;tetangga&lt;/b&gt;" in response.text
    assert not PageReport.objects.exists()


def test_too_many_wait_and_nobody_is_kept(client, case, clock):
    for number in range(3):
        assert send(client, case, text=f"Hal {number}").status_code == 302
    response = send(client, case, text="Hal 3")
    assert response.status_code == 429
    assert int(response["Retry-After"]) == 3600
    assert "Terlalu banyak" in response.text
    assert "Hal 3" in response.text
    assert PageReport.objects.count() == 3
    assert send(client, shown(), text="Halaman lain").status_code == 302
    assert "127.0.0.1" not in str([bytes(scope) for scope in Attempt.objects.values_list("scope", flat=True)])
    clock.shift(timedelta(hours=2))
    assert send(client, case, text="Hal 3").status_code == 302


def test_of_what_is_hidden_nothing_is_said_and_of_the_rest_nothing_at_all(client, case):
    hidden(case)
    assert client.get(url(case)).status_code == 410
    assert send(client, case).status_code == 410
    never = factories.make_complaint()
    assert client.get(url(never)).status_code == send(client, never).status_code == 404
    assert not PageReport.objects.exists()


def test_hidden_meanwhile_is_said(client, case, monkeypatch):
    from complaints import access

    monkeypatch.setattr(access, "published_case", lambda number: case)
    hidden(case)
    assert "Laporan ini sudah tidak ditampilkan." in send(client, case).text
