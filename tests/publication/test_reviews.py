"""A11: what readers said about public pages, waiting for the coordinator."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.publication import reviews
from tests import factories
from tests.factories import NOW
from tests.publication.shown import shown

pytestmark = pytest.mark.django_db
URL = "/petugas/tinjauan/"
DAY = timedelta(days=1)


def flag(text="Ada nama tetangga.", now=NOW, **more):
    case = shown(**more)
    reviews.flag(case.pk, reason="personal_data", text=text, now=now)
    return case


@pytest.fixture
def coordinator(client, regency):
    user = factories.make_coordinator()
    client.force_login(user)
    return user


def test_the_first_due_on_top_and_late_said_so(client, coordinator):
    flag("Baru.", title="Baru")
    late = flag("Lama.", title="Lama", now=NOW - 7 * DAY)
    page = client.get(URL)
    assert [row["title"] for row in page.context["rows"]] == ["Lama", "Baru"]
    told = " ".join(page.text.split())
    for words in [
        "Data pribadi terlihat",
        "Lama.",
        "Terlambat 6 hari",
        f"/petugas/laporan/{late.tracking_number}/tinjauan/",
    ]:
        assert words in told, words


def test_nothing_waits(client, coordinator):
    assert "Tidak ada isi halaman yang perlu ditinjau. Bagus." in client.get(URL).text


def test_the_queue_offers_it_and_the_summary_counts_it(client, coordinator):
    assert URL not in client.get("/petugas/").text
    flag(now=NOW - 7 * DAY)
    flag()
    assert f'href="{URL}"' in client.get("/petugas/").text
    summary = " ".join(client.get("/pantau/").text.split())
    assert "2 isi halaman menunggu tinjauan, 1 terlambat" in summary


def test_for_the_coordinator_alone(client, regency):
    case = flag()
    client.force_login(factories.make_staff(case.owner))
    assert client.get(URL).status_code == 404
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.get(URL).status_code == 404
    assert URL not in client.get("/petugas/").text


def test_asks_the_database_as_often_for_many(client, coordinator):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    flag()
    one = asked()
    for _number in range(3):
        flag()
    assert asked() == one
