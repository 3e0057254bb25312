"""A leader who is signed in gives an instruction himself."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from complaints.errors import Refused
from complaints.models import Event, Position
from complaints.triage import operations
from tests import factories
from tests.factories import NOW

TEXT = "Selesaikan sebelum masuk sekolah."
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def leader(case, client):
    user = factories.make_staff(factories.make_agency("Setda"), Position.Role.LEADER)
    client.force_login(user)
    return user


def url(complaint):
    return reverse("triage:instruct", args=[complaint.tracking_number])


def send(client, case, **changed):
    answers = {"version": case.version, "text": TEXT, "finish_by": TODAY + timedelta(days=2), **changed}
    return client.post(url(case), answers)


def test_is_recorded_in_his_position(client, case, leader):
    assert client.get(url(case)).status_code == 200
    assert send(client, case).url == reverse("followup:case", args=[case.tracking_number])
    event = case.events.get(kind=Event.Kind.INSTRUCTED)
    position = Position.objects.get(holdings__user=leader)
    assert (event.actor, event.position, event.data["leader"]) == (leader, position, position.pk)
    page = client.get(reverse("followup:case", args=[case.tracking_number])).content.decode()
    assert f"Arahan {position.title} tanggal Selasa, 24 November 2026. Paling lambat Kamis, 26 November 2026" in page


def test_the_case_page_offers_it(client, case, leader):
    assert url(case) in client.get(reverse("followup:case", args=[case.tracking_number])).content.decode()


def test_twice_is_once(client, case, leader):
    assert send(client, case).status_code == send(client, case).status_code == 302
    assert case.events.filter(kind=Event.Kind.INSTRUCTED).count() == 1


def test_a_day_that_has_passed(client, case, leader):
    page = send(client, case, finish_by=TODAY - timedelta(days=1)).content.decode()
    assert "Batas waktu paling cepat hari ini" in page


def test_nobody_else(client, case):
    for user in (factories.make_coordinator(), factories.make_staff(factories.make_agency("Dishub"))):
        client.force_login(user)
        assert client.get(url(case)).status_code == 404
        assert send(client, case).status_code == 404
        with pytest.raises(Refused, match="bukan tugas jabatan"):
            operations.instruct(case.pk, text=TEXT, finish_by=TODAY, actor=user, now=NOW)
