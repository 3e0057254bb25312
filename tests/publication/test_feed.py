"""Atom: what the list shows, for readers of feeds."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from tests.factories import NOW
from tests.publication.shown import hidden, shown

URL = "/laporan/umpan.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def test_says_what_the_public_reads_and_where(client, regency):
    case = shown(answer="Sudah kami ganti.", story='Lampu <mati> & "gelap".')
    hidden(shown(title="Tidak lagi"))
    response = client.get(URL)
    assert response["Content-Type"].startswith("application/atom+xml")
    assert response["Cache-Control"] == "private, no-cache"
    feed = ElementTree.fromstring(response.content)  # noqa: S314 (our own)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Lampu jalan mati (Diterima)"
    assert entry.find(f"{ATOM}link").get("href") == f"{settings.BASE_URL}/laporan/{case.tracking_number}/"
    assert entry.find(f"{ATOM}summary").text == 'Lampu <mati> & "gelap".\n\nJawaban: Sudah kami ganti.'
    assert entry.find(f"{ATOM}updated").text == "2026-11-24T03:00:00+00:00"
    assert "Rahasia" not in response.text


def test_of_the_same_filters(client, regency):
    shown()
    shown(title="Selokan mampet")
    response = client.get(URL, {"q": "selokan", "status": "diperiksa"})
    feed = ElementTree.fromstring(response.content)  # noqa: S314
    assert [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")] == ["Selokan mampet (Diterima)"]
    assert feed.find(f"{ATOM}title").text == "Laporan warga: “selokan”, Diperiksa"
    own, page = (feed.find(f"{ATOM}link[@rel='{rel}']").get("href") for rel in ("self", "alternate"))
    assert own == f"{settings.BASE_URL}{URL}?q=selokan&status=diperiksa"
    assert page == f"{settings.BASE_URL}/laporan/?q=selokan&status=diperiksa"


def test_without_news_it_is_the_same_byte_for_byte(client, regency, clock):
    shown()
    first, empty = client.get(URL).content, client.get(URL, {"q": "tidakada"}).content
    clock.move_to(NOW.replace(year=2027))
    assert client.get(URL).content == first
    assert client.get(URL, {"q": "tidakada"}).content == empty


def test_is_sent_compressed(client, regency):
    for _number in range(3):
        shown()
    assert client.get(URL, headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
