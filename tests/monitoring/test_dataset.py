"""P16: one file of open data."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.conf import settings

from complaints.figures import operations
from complaints.models import Category, Publication, Regency
from complaints.spreadsheets import BOM, safe
from tests.cases import Case
from tests.factories import NOW
from tests.publication.shown import hidden, shown

pytestmark = pytest.mark.django_db
FILE = "/data/laporan-2026-11"


def body(client, address, **headers) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return b"".join(answer).decode()


def table(client, address) -> list[dict]:
    text = body(client, address)
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_a_row_says_what_the_page_says(client, office, published_case):
    operations.tally(NOW)
    (row,) = table(client, f"{FILE}.csv")
    number = published_case.tracking_number
    assert row == {
        "nomor": number,
        "diterima": "2026-11-24",
        "kategori": "Lampu jalan",
        "topik": "Lampu jalan",
        "kecamatan": "Tanjungpandan",
        "desa": "Aik Rayak",
        "instansi": "Dishub",
        "status": "Dijawab",
        "hasil": "Sudah diperbaiki",
        "batas_waktu": "",
        "dijawab_pertama": "2026-11-24",
        "selesai": "",
        "jam_kerja_jawab": "2",
        "kanal": "Web",
        "dukungan": "0",
        "lintang": "-2.739",
        "bujur": "107.679",
        "alamat": f"{settings.BASE_URL}/laporan/{number}/",
    }
    (same,) = json.loads(body(client, f"{FILE}.json"))["baris"]
    assert {name: "" if value is None else str(value) for name, value in same.items()} == row


def test_only_what_everybody_reads(client, office):
    rows = [shown(category=office.pju) for _ in range(3)]
    hidden(rows[0])
    Case(office)
    Case(office, category=office.graft)
    shown(category=office.pju, now=NOW - timedelta(days=40))
    operations.tally(NOW)
    assert [row["nomor"] for row in table(client, f"{FILE}.csv")] == [row.tracking_number for row in rows[1:]]


def test_no_name_is_run_as_a_formula(client, office):
    name = '=cmd|" /C calc"!A1, é/ü "bau"'
    Category.objects.filter(pk=office.pju.pk).update(name=name)
    shown(category=office.pju)
    operations.tally(NOW)
    (row,) = table(client, f"{FILE}.csv")
    assert row["kategori"] == f"'{name}"
    assert row["desa"] == "Aik Rayak"
    assert json.loads(body(client, f"{FILE}.json"))["baris"][0]["kategori"] == name


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_formulas_are_words(first):
    assert safe(f"{first}1") == f"'{first}1"
    assert safe(-1.5) == -1.5


def test_the_same_file_is_not_sent_twice(client, office):
    complaint = shown(category=office.pju)
    operations.tally(NOW)
    answer = client.get(f"{FILE}.csv")
    tag = answer["ETag"]
    assert client.get(f"{FILE}.csv", headers={"if-none-match": tag}).status_code == 304
    assert client.get(f"{FILE}.json", headers={"if-none-match": tag}).status_code == 200
    Publication.objects.filter(pk=complaint.pk).update(supporters=3)
    assert client.get(f"{FILE}.csv", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    "name", ["laporan-2026-10.csv", "laporan-2026-13.csv", "laporan-2026-11.xls", "x.csv", "angka-0000-01.json"]
)
def test_no_other_file_is_there(client, office, name):
    shown(category=office.pju)
    operations.tally(NOW)
    assert client.get(f"/data/{name}").status_code == 404


def test_as_many_queries_for_few_as_for_many(client, office, django_assert_num_queries):
    shown(category=office.pju)
    operations.tally(NOW)
    with django_assert_num_queries(9):
        body(client, f"{FILE}.csv")
    for _ in range(5):
        shown(category=office.pju)
    with django_assert_num_queries(9):
        body(client, f"{FILE}.csv")


def test_few_are_only_few_where_they_could_speak(client, office):
    Regency.objects.update(shows_agencies=True)
    for _ in range(2):
        Case(office).do("refer")
    Case(office, category=office.violence)
    operations.tally(NOW)
    rows = table(client, "/data/angka-kini.csv")
    fine = [row for row in rows if row["kategori"] or row["instansi"]]
    assert fine
    assert {row["jumlah"] for row in fine} <= {"0", "<5"}
    assert {row["jumlah"] for row in rows if row["hitungan"] == "tidak-tampil"} == {"<5"}
    assert not [row for row in rows if "Kekerasan" in row.values()]
    Regency.objects.update(shows_agencies=False)
    assert not [row for row in table(client, "/data/angka-kini.csv") if row["instansi"]]
