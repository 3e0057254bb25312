"""P7: one page to print, without the secret code, and it says so."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import qr
from tests.factories import STORY

from .conftest import LANDMARK, Case, counts, let_in, words


@pytest.fixture
def receipt(reporter, case):
    return reporter.get(case.address("receipt"))


class TestReceipt:
    def test_what_stands_on_it(self, receipt, case):
        page = words(receipt)
        for part in (
            "Tanda terima pengaduan",
            case.number,
            "Selasa, 24 November 2026 pukul 10.00 WIB",
            "Lampu jalan",
            "Desa Aik Rayak, Kecamatan Tanjungpandan",
            LANDMARK,
            STORY,
            "Petugas BESADU memeriksa laporan Anda. Paling lambat Jumat, 27 November 2026.",
            f"http://testserver/lacak/?n={case.number}",
        ):
            assert part in page

    def test_the_code_is_not_on_it_and_it_says_so(self, receipt, case):
        html = receipt.content.decode()
        assert case.code not in html
        assert case.code.replace("-", "") not in html
        assert "Kode rahasia tidak dicetak di sini." in words(receipt)

    def test_the_qr_leads_to_the_number_and_not_into_the_case(self, receipt, case):
        address = f"http://testserver/lacak/?n={case.number}"
        assert qr.svg(address, title="Kode QR ke halaman Lacak laporan") in receipt.content.decode()

    def test_the_button_needs_a_script_and_the_page_does_not(self, receipt):
        assert re.search(r'<button type="button" class="btn" data-print hidden>', receipt.content.decode())

    def test_late_is_said_on_paper_too(self, reporter, case, clock):
        clock.shift(8 * 24 * 3600)
        let_in(reporter, case)
        assert "Batasnya Jumat, 27 November 2026 sudah lewat." in words(reporter.get(case.address("receipt")))

    def test_a_closed_case_can_be_printed(self, reporter, case):
        case.refer().answer().confirm()
        assert "Tidak ada langkah lagi. Laporan sudah ditutup." in words(reporter.get(case.address("receipt")))

    def test_printing_writes_nothing(self, reporter, case):
        before = counts()
        reporter.get(case.address("receipt"))
        assert counts() == before


class TestAccess:
    def test_a_stranger(self, case):
        assert Client().get(case.address("receipt")).url == f"/lacak/?n={case.number}"

    def test_the_reporter_of_another_case(self, client, case):
        let_in(client, Case())
        client.cookies["lacak"]["path"] = "/"
        assert client.get(case.address("receipt")).url == f"/lacak/?n={case.number}"

    def test_nothing_is_posted_here(self, reporter, case):
        assert reporter.post(case.address("receipt")).status_code == 405


def test_the_price_is_the_same_for_any_case(client, db):
    prices = []
    for case in (Case(), Case(pictures=3).refer().note(pictures=3).answer(pictures=3)):
        let_in(client, case)
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("receipt"))
        prices.append(len(captured))
    assert prices[0] == prices[1]
    assert prices[0] <= 8
