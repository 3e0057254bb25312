"""P15: the card of one agency, where the regency wants cards to be seen."""

import pytest

from complaints.figures import operations
from complaints.models import Regency
from complaints.monitoring import operations as monitoring
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/kinerja/DISHUB/"


@pytest.fixture
def shown(office):
    Regency.objects.update(shows_agencies=True)
    return office


def test_the_regency_decides(client, office):
    Case(office).do("refer")
    operations.tally(NOW)
    for address in (PAGE, "/kinerja/angka.csv?instansi=DISHUB"):
        assert client.get(address).status_code == 404
    assert "Kartu nilai instansi" not in client.get("/kinerja/").content.decode()
    Regency.objects.update(shows_agencies=True)
    assert client.get(PAGE).status_code == 200
    assert f'href="{PAGE}"' in client.get("/kinerja/").content.decode()


def test_nobody_else_has_a_card(client, shown):
    for code in ("DISHU", "PLN", "dishub", "%00"):
        assert client.get(f"/kinerja/{code}/").status_code == 404


def test_the_verdict_follows_its_rule(client, shown):
    for _ in range(5):
        Case(shown).do("refer").do("answer")
    operations.tally(NOW)
    page = client.get(PAGE).content.decode()
    assert "Menjawab tepat waktu</b>" in page
    assert "5 dari 5" in page
    assert client.get("/kinerja/DLH/").context["sheet"].verdict == "Data belum cukup"


def test_an_agency_that_has_nothing_of_it_is_not_counted(client, shown):
    for _ in range(6):
        Case(shown).do("refer", to=shown.dlh)
    operations.tally(NOW)
    stats = {stat.code: stat.value for stat in client.get(PAGE).context["stats"]}
    assert (stats["masuk"], stats["terlambat"]) == ("0", "0")
    assert {stat.code: stat.value for stat in client.get("/kinerja/DLH/").context["stats"]}["masuk"] == "6"


def test_its_note_of_the_month_is_read(client, shown, clock):
    monitoring.note(shown.dishub.pk, text="Lampu diganti serentak <b>pekan ke-3.", actor=shown.liaison, now=NOW)
    assert "serentak &lt;b&gt;pekan ke-3." in client.get(PAGE).content.decode()
    clock.move_to(NOW.replace(month=12))
    assert "serentak" not in client.get(PAGE).content.decode()
