"""Answers of the day: the coordinator reads each; what is read is marked; older days are reached by cursor."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.followup import operations as followup
from complaints.models import AnswerReading
from complaints.states import Outcome, Status
from complaints.triage import answers
from tests import factories
from tests.factories import NOW

URL = reverse("triage:answers")
TEXT = "Lampu di depan SD sudah kami ganti, jawaban nomor"


@pytest.fixture(autouse=True)
def clock(office):
    with time_machine.travel(NOW, tick=False):
        yield


def answered(office, number=0, at=NOW):
    case = factories.make_complaint(category=office.pju, now=at)
    factories.refer(case, office.dishub, actor=office.coordinator, now=at)
    text = f"{TEXT} {number}."
    followup.answer(case.pk, outcome=Outcome.EXPLAINED, text=text, actor=office.liaison, now=at)
    case.refresh_from_db()
    return case


def event_of(case):
    return case.events.get(kind="answered")


def press(client, name, case, **more):
    return client.post(reverse(f"triage:{name}", args=[event_of(case).pk]), {"version": case.version} | more)


def test_each_is_read_once_by_somebody(client, office):
    case = answered(office)
    client.force_login(office.coordinator)
    page = client.get(URL).text
    assert f"{TEXT} 0." in page
    assert "Jawaban untuk dibaca" in client.get(reverse("followup:queue")).text
    assert press(client, "read_answer", case, v="semua").url == f"{URL}?v=semua"
    press(client, "read_answer", case)
    assert AnswerReading.objects.get().user == office.coordinator
    assert "Semua jawaban sudah dibaca" in client.get(URL).text
    assert f"Dibaca {office.coordinator.full_name}" in client.get(URL, {"v": "semua"}).text


def test_an_empty_one_goes_back_with_one_press(client, office):
    case = answered(office)
    client.force_login(office.coordinator)
    assert press(client, "send_back_empty", case).url == URL
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert AnswerReading.objects.count() == 1
    everything = client.get(URL, {"v": "semua"}).text
    assert "Kembalikan jawaban kosong" not in everything


def test_what_changed_meanwhile_is_said_and_nothing_done(client, office):
    case = answered(office)
    client.force_login(office.coordinator)
    assert "baru diubah oleh" in client.get(press(client, "send_back_empty", case, version=1).url).text
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        client.force_login(office.coordinator)
        assert "dalam satu hari kerja" in client.get(press(client, "send_back_empty", case).url).text
        assert "Kembalikan jawaban kosong" not in client.get(URL).text
    case.refresh_from_db()
    assert case.status == Status.ANSWERED
    assert not AnswerReading.objects.exists()


def test_older_days_by_cursor_at_the_same_cost(client, office, monkeypatch):
    monkeypatch.setattr(answers, "ROWS", 2)
    client.force_login(office.coordinator)
    costs = []
    for number in range(3):
        answered(office, number, at=NOW - timedelta(days=2 - number))
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        costs.append(len(captured))
    assert costs[1] == costs[2]
    first = client.get(URL)
    assert [row.text for row in first.context["rows"]] == [f"{TEXT} 2.", f"{TEXT} 1."]
    older = client.get(URL + first.context["older_url"])
    assert [row.text for row in older.context["rows"]] == [f"{TEXT} 0."]
    assert older.context["newer_url"]


def test_nobody_else_reads_them(client, office):
    case = answered(office)
    for user in (office.liaison, office.leader, office.inspector, office.administrator):
        client.force_login(user)
        assert client.get(URL).status_code == 404
        for name in ("read_answer", "send_back_empty"):
            assert press(client, name, case).status_code == 404
