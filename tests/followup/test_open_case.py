"""A protected case is opened by a recorded press, and only then read."""

from datetime import timedelta

import pytest
import time_machine

from complaints import history
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.models import Event
from tests import factories, worlds
from tests.factories import NOW

pytestmark = pytest.mark.django_db
STORY = "Bendahara meminta uang pelicin."


@pytest.fixture
def office():
    return worlds.make_office()


@pytest.fixture
def case(office):
    report = intake.ProtectedReport(story=STORY)
    return intake.protected(drafts.new_key(), report=report, reporter=None, now=NOW).complaint


def test_is_closed_until_it_is_opened_and_again_after_half_an_hour(office, case, client):
    page = f"/petugas/laporan/{case.tracking_number}/"
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(office.inspector)
        before = client.get(page).content.decode()
        assert STORY not in before
        assert "Buka isi laporan" in before
        assert client.get(f"{page}tanya/").status_code == 302
        assert not Event.objects.filter(kind=Event.Kind.CASE_OPENED).exists()
        assert client.post(f"{page}buka/").status_code == 302
        assert STORY in client.get(page).content.decode()
        recorded = Event.objects.filter(kind=Event.Kind.CASE_OPENED)
        assert set(recorded.values_list("complaint", flat=True)) == {case.pk, None}
        clock.shift(timedelta(minutes=29))
        assert STORY in client.get(page).content.decode()
        clock.shift(timedelta(minutes=2))
        assert STORY not in client.get(page).content.decode()
    assert list(history.faults()) == []


def test_others_find_nothing(office, case, client):
    for person in (office.coordinator, office.liaison):
        client.force_login(person)
        assert client.post(f"/petugas/laporan/{case.tracking_number}/buka/").status_code == 404


def test_an_ordinary_case_has_no_cover(office, client):
    client.force_login(office.inspector)
    number = factories.make_complaint().tracking_number
    assert client.post(f"/petugas/laporan/{number}/buka/").status_code == 404
