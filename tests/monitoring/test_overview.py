"""Number, status, owner and clocks of cases that are not read. Who sees which: tests/access/test_table.py."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import texts
from complaints.followup import saved_views
from tests.cases import Case

PAGE = "/petugas/ikhtisar/"


def shown(client, query=""):
    return [row["number"] for row in client.get(PAGE + query).context["rows"]]


@pytest.fixture
def coordinator(office, client):
    client.force_login(office.coordinator)
    return office.coordinator


def test_a_row_and_nothing_of_the_content(client, coordinator, ordinary, sensitive):
    page = client.get(PAGE).content.decode()
    assert shown(client) == [sensitive.tracking_number]
    assert "DSPPPA" in page
    assert "Diteruskan" in page
    assert texts.stories([sensitive])[sensitive.pk][:15] not in page
    assert sensitive.category.name not in page


def test_one_shows_its_clocks(client, coordinator, sensitive):
    response = client.get(PAGE, {"nomor": sensitive.tracking_number})
    page = response.content.decode()
    assert "Kabar pertama ke pelapor" in page
    assert "Mengapa tanggal ini?" in page
    assert sensitive.category.name not in page
    assert texts.stories([sensitive])[sensitive.pk][:15] not in page


def test_the_number_typed_in_the_queue_leads_here(client, coordinator, sensitive):
    response = client.get("/petugas/", {"nomor": sensitive.tracking_number})
    assert response.url == f"{PAGE}?nomor={sensitive.tracking_number}"
    assert client.get(f"/petugas/laporan/{sensitive.tracking_number}/").status_code == 404


def test_what_is_read_is_not_here(client, coordinator, ordinary):
    assert client.get(PAGE, {"nomor": ordinary.tracking_number}).status_code == 404
    assert shown(client) == []
    assert "Tidak ada laporan di sini." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("number", ["BLT-0000-0000-0", "x", "\0", "9" * 300])
def test_no_such_number_is_404(client, coordinator, sensitive, number):
    assert client.get(PAGE, {"nomor": number}).status_code == 404


def test_closed_ones_only_by_number(client, coordinator, office, sensitive):
    Case(office, sensitive).all("answer", "confirm")
    assert shown(client) == []
    assert client.get(PAGE, {"nomor": sensitive.tracking_number}).status_code == 200


def test_is_offered_in_the_queue_when_there_is_one(client, coordinator, office, sensitive):
    chips = {str(view["label"]): view["count"] for view in client.get("/petugas/").context["views"]}
    assert chips["Ikhtisar"] == 1
    assert client.get("/petugas/?v=ikhtisar").url == PAGE


@pytest.mark.parametrize("role", ["liaison", "helper_liaison", "leader", "overseer", "administrator", "clerk"])
def test_others_get_404(client, office, sensitive, role):
    client.force_login(getattr(office, role))
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE, {"nomor": sensitive.tracking_number}).status_code == 404


def test_page_by_page(client, coordinator, office, sensitive, monkeypatch):
    monkeypatch.setattr(saved_views, "ROWS", 1)
    Case(office, category=office.violence).do("refer", to=office.helper)
    first = client.get(PAGE).context
    second = client.get(PAGE + first["older_url"]).context
    numbers = [row["number"] for context in (first, second) for row in context["rows"]]
    assert len(set(numbers)) == 2
    assert client.get(PAGE + second["newer_url"]).context["rows"] == first["rows"]


def test_many_cost_no_more_queries(client, coordinator, office, sensitive):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for _ in range(2):
        Case(office, category=office.violence).do("refer", to=office.helper)
    with CaptureQueriesContext(connection) as many:
        assert len(shown(client)) == 3
    assert len(one) == len(many) <= 8
