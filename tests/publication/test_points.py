"""What the street map shows: published reports at their rounded places, and nothing else."""

import pytest

from complaints.models import District, Publication
from tests.publication.shown import hidden, shown

URL = "/peta/titik.json"
pytestmark = pytest.mark.django_db


def placed(**fields):
    complaint = shown(**fields)
    Publication.objects.filter(pk=complaint.pk).update(latitude=-2.739, longitude=107.678)
    return complaint


def test_tells_title_status_address_and_rounded_place(client):
    complaint = placed(title="Lampu mati")
    (point,) = client.get(URL).json()["points"]
    assert (point["title"], point["at"]) == ("Lampu mati", [-2.739, 107.678])
    assert point["url"] == f"/laporan/{complaint.tracking_number}/"
    assert set(point) == {"title", "status", "url", "at"}


def test_leaves_out_what_has_no_place_and_what_is_hidden(client):
    shown()
    hidden(placed())
    assert client.get(URL).json() == {"points": []}


def test_of_one_district(client):
    complaint = placed()
    code = complaint.village.district.code
    District.objects.create(code="19.02.05", name="Badau")
    assert len(client.get(URL, {"tempat": code}).json()["points"]) == 1
    assert client.get(URL, {"tempat": "19.02.05"}).json() == {"points": []}
    assert client.get(URL, {"tempat": "lain"}).status_code == 404


def test_the_page_offers_the_street_map_only_where_there_are_tiles(client, settings):
    assert "Buka peta jalan" not in client.get("/peta/").text
    settings.TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    page = client.get("/peta/")
    assert "Buka peta jalan" in page.text
    assert "tiles.example" not in page.text
