"""P16: the page of open data."""

import pytest

from complaints.figures import operations
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.publication.shown import shown

pytestmark = pytest.mark.django_db
PAGE = "/data/"


def test_nothing_is_there_yet(client):
    factories.make_regency()
    page = client.get(PAGE).content.decode()
    assert "Bulan ini belum ada data." in page
    assert "CC BY 4.0" in page


def test_what_is_published_is_counted_by_month(client, office):
    Case(office, Case(office).complaint)
    operations.tally(NOW)
    page = client.get(PAGE).content.decode()
    assert "Bulan ini belum ada data." in page
    assert "/data/laporan-2026-11.csv" not in page
    assert "/data/angka-2026-11.csv" in page


def test_every_column_is_explained_and_every_file_is_there(client, office, published_case):
    operations.tally(NOW)
    page = client.get(PAGE)
    assert page.context["months"][0]["number"] == "1"
    text = page.content.decode()
    for name in ("laporan-2026-11", "angka-2026-11", "angka-kini"):
        for form in ("csv", "json"):
            assert f'href="/data/{name}.{form}"' in text
            head = b"".join(client.get(f"/data/{name}.{form}")).decode("utf-8-sig").splitlines()[0]
            for column in head.split(",") if form == "csv" else ():
                assert f"<code>{column}</code>" in text


def test_no_case_is_read_for_the_page(client, office, django_assert_max_num_queries):
    shown(category=office.pju)
    operations.tally(NOW)
    with django_assert_max_num_queries(10) as captured:
        client.get(PAGE)
    assert not [query for query in captured if '"complaints_complaint"' in query["sql"]]
