"""P14: what everybody sees of how complaints are answered."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.figures import operations
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/kinerja/"


def told(client, page=PAGE) -> dict[str, str]:
    return {stat.code: stat.value for stat in client.get(page).context["stats"]}


def answered(office, hours=1):
    return Case(office).do("refer").do("answer", at=NOW + timedelta(hours=hours))


def test_nothing_is_there_yet(client, office):
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Data belum cukup" in page.content.decode()
    assert told(client)["masuk"] == "0"


def test_few_are_only_few(client, office, clock):
    for _ in range(4):
        answered(office)
    operations.tally(NOW)
    figures = told(client)
    assert (figures["masuk"], figures["dijawab"]) == ("kurang dari 5", "kurang dari 5")
    assert figures["waktu-jawab"] == "data belum cukup"
    assert figures["tepat-waktu"] == "kurang dari 5"
    text = client.get(PAGE).content.decode()
    assert not re.search(r">4<", text), "no small number is told anywhere"


def test_enough_are_told(client, office, clock):
    for hours in (1, 2, 3, 4, 5):
        answered(office, hours)
    Case(office, category=office.violence)
    clock.move_to(NOW + timedelta(days=40))
    operations.tally(NOW)
    figures = told(client)
    assert (figures["masuk"], figures["dijawab"]) == ("5", "5")
    assert figures["waktu-jawab"] == "3 jam kerja"
    assert figures["tepat-waktu"] == "5 dari 5"
    page = client.get(PAGE).content.decode()
    assert "Dihitung Selasa, 24 November 2026 pukul 10.00 WIB." in page
    for code in figures:
        assert f'href="#hitung-{code}"' in page
        assert f'id="hitung-{code}"' in page


def test_as_many_queries_for_few_as_for_many(client, office):
    Case(office)
    operations.tally(NOW)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _ in range(8):
        answered(office)
    operations.tally(NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) <= len(few) <= 20  # few answers look for a month that has enough
    assert not [query for query in many if '"complaints_complaint"' in query["sql"]]
