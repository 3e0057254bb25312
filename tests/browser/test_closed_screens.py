"""The screens around what is protected: the door, its receipt and page; cover, opened case, custody, the accused."""

import pytest

from tests.browser.audit import Audit
from tests.browser.test_watching import DESK, columns  # noqa: F401 (fixtures)
from tests.chromium import press

SIZES = pytest.mark.parametrize("options", [{}, {"viewport": DESK}], ids=["phone", "desk"])
WORDS = "Bendahara meminta uang pelicin supaya berkas ditandatangani."


@SIZES
def test_at_the_door(columns, open_page, options):  # noqa: F811
    one = Audit(open_page(reduced_motion="reduce", **options), target=44)
    page = one.page
    one.visit("/lapor/rahasia/", "the door")
    press(page, "Kirim laporan")
    one.look("the door, nothing written")
    page.fill("#id_story", WORDS)
    page.get_by_label("Tanpa nama").check()
    press(page, "Kirim laporan")
    page.wait_for_url("**/lapor/selesai/")
    one.look("receipt of the door")
    press(page, "Lihat laporan saya")
    page.wait_for_url("**/lacak/**")
    one.look("a protected case of the reporter")
    assert not one.findings


@SIZES
def test_who_inspects(columns, signed_in, options):  # noqa: F811
    number = columns.cases["pn"].tracking_number
    one = Audit(signed_in(columns.people["inspector"], **options), target=0)
    one.visit(f"/petugas/laporan/{number}/", "cover of a protected case")
    press(one.page, "Buka isi laporan")
    one.page.get_by_text("Cerita pelapor").wait_for()
    one.look("a protected case, opened")
    for address in (f"/petugas/laporan/{number}/terlapor/", "/pantau/pengawasan/", f"/pantau/pengawasan/{number}/"):
        one.visit(address)
    one.visit("/petugas/pesan/")
    assert not one.findings


def test_leaving_at_once_forgets_the_page(columns, open_page):  # noqa: F811
    page = open_page()
    page.goto("/lapor/")
    page.goto("/lapor/rahasia/")
    # No test asks another host: a page of ours stands for the neutral one.
    page.evaluate("document.querySelector('[data-quick-exit]').href = '/lacak/'")
    page.get_by_text("Keluar cepat").first.click()
    page.wait_for_url("**/lacak/")
    page.go_back()
    page.wait_for_url("**/lapor/")
    assert "rahasia" not in page.url


def test_without_javascript_the_door_is_whole(columns, open_page):  # noqa: F811
    page = open_page(java_script_enabled=False)
    page.goto("/lapor/rahasia/")
    assert page.get_by_role("link", name="Keluar cepat").get_attribute("href") == "https://www.bmkg.go.id/"
    page.fill("#id_story", WORDS)
    page.get_by_label("Tanpa nama").check()
    press(page, "Kirim laporan")
    page.wait_for_url("**/lapor/selesai/")
