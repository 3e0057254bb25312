"""O11: an agency sees its own figures, exactly and at once; who watches chooses an agency."""

import pytest

from complaints.figures import operations
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/petugas/kinerja/"


def test_its_own_and_exactly(client, office):
    Case(office).do("refer").do("assign", to=office.officer)
    Case(office).do("refer")
    Case(office).do("refer", to=office.dlh)
    operations.tally(NOW)
    client.force_login(office.officer)
    page = client.get(PAGE)
    assert {stat.code: stat.value for stat in page.context["stats"]}["masuk"] == "2"
    assert page.context["work"] == (1, 1)
    assert client.get(PAGE, {"instansi": "DLH"}).context["agency"] == office.dishub


def test_who_watches_chooses(client, office):
    Case(office).do("refer")
    operations.tally(NOW)
    for person in (office.leader, office.inspector, office.coordinator, office.overseer):
        client.force_login(person)
        assert "?instansi=DISHUB" in client.get(PAGE).content.decode()
        assert client.get(PAGE, {"instansi": "DISHUB"}).context["agency"] == office.dishub


def test_others_have_none(client, office):
    for person in (office.administrator, office.clerk):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
