"""The screens of who watches or helps: summary, overview, sharing, parts. Phone, desk, axe, keyboard, no JavaScript."""

import pytest
from django.utils import timezone

from complaints.figures import operations as figures
from tests.access.conftest import make_columns
from tests.browser.audit import Audit

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def columns(live_server):
    found = make_columns()
    figures.tally(timezone.now())
    return found


SCREENS = {
    "leader": ["/pantau/", "/petugas/", "/petugas/kinerja/"],
    "overseer": ["/pantau/", "/petugas/?v=semua", "/petugas/laporan/{os}/"],
    "inspector": ["/pantau/", "/petugas/ikhtisar/", "/petugas/laporan/{us}/bagikan/"],
    "coordinator": ["/petugas/ikhtisar/", "/petugas/ikhtisar/?nomor={sr}", "/petugas/laporan/{os}/bagikan/"],
    "dlh_liaison": [
        *("/petugas/", "/petugas/bagian/", "/petugas/bagian/{os}/", "/petugas/bagian/{os}/catatan/"),
        *("/petugas/kinerja/", "/petugas/kinerja/catatan/"),
    ],
    "sekda": ["/petugas/", "/petugas/laporan/{pi}/"],
}


@pytest.mark.parametrize("size", [None, DESK], ids=["phone", "desk"])
def test_every_screen(columns, signed_in, size):
    numbers = {name: case.tracking_number for name, case in columns.cases.items()}
    options = {"viewport": size} if size else {}
    findings = []
    for role, addresses in SCREENS.items():
        one = Audit(signed_in(columns.people[role], **options), target=0)
        for address in addresses:
            one.visit(address.format(**numbers), f"{role} {address}")
        findings += one.findings
    assert not findings


def test_sharing_without_javascript_by_keyboard(columns, signed_in):
    number = columns.cases["of"].tracking_number
    page = signed_in(columns.people["coordinator"], java_script_enabled=False)
    page.goto(f"/petugas/laporan/{number}/")
    page.get_by_role("link", name="Bagikan").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/bagikan/")
    page.get_by_label("Dibagikan kepada").select_option(label="Ombudsman")
    page.get_by_label("Dibagikan kepada").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Laporan sudah dibagikan.").wait_for()
    page.goto(f"/petugas/laporan/{number}/bagikan/")
    page.get_by_role("button", name="Akhiri").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Laporan tidak dibagikan lagi.").wait_for()


def test_print_leaves_out_the_buttons(columns, signed_in):
    page = signed_in(columns.people["dlh_liaison"])
    page.goto(f"/petugas/bagian/{columns.cases['os'].tracking_number}/")
    page.emulate_media(media="print")
    assert page.get_by_text("Angkut dahan yang menutupi lampu.").is_visible()
    assert not page.get_by_role("link", name="Kirim catatan").is_visible()
