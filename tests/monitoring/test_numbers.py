"""The figures of a page as CSV."""

import csv

import pytest

from complaints.figures import operations
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_the_same_words_as_on_the_page(client, office):
    for _ in range(5):
        Case(office).do("refer").do("answer")
    for _ in range(3):
        Case(office, category=office.graft)
    operations.tally(NOW)
    answer = client.get("/kinerja/angka.csv")
    assert answer["Content-Type"].startswith("text/csv")
    head, *rows = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert head == ["bagian", "baris", "kolom", "nilai"]
    assert ["angka", "Laporan masuk", "", "8"] in rows
    assert ["bulan", "November 2026 (belum selesai)", "Masuk", "8"] in rows
    assert ["kategori", "Lampu jalan", "Laporan", "5"] in rows
    assert ["kategori", "Pungli", "Laporan", "kurang dari 5"] in rows
    assert not [row for row in rows if row[3] in {"1", "2", "3", "4"}]
