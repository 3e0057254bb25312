"""On paper: the mark, the number, the content and the address of the page as text; no controls (ux.md, Print)."""

import re

import pytest
from playwright.sync_api import Page

from tests.chromium import press

MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "14mm")
CONTROLS = """() => [...document.querySelectorAll(
  "button, .btn, .nav, .skip, .back, .look, [type=file], .acts, .views"
)].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 90))"""

COORDINATOR, INSPECTOR, LEADER = "diskominfo-koordinator-1", "insp-inspektur", "setda-bupati"
PUBLIC = ["/", "/lapor/", "/lacak/", "/bantuan/cara-melapor/", "/privasi/", "/kontak/"]
# act on the case of a scenario -> who opens it
STAFF = [
    ("answered", COORDINATOR, ""),
    ("referred", COORDINATOR, "lembar/"),
    ("referred", COORDINATOR, "lembar/unggah/"),
    ("referred", COORDINATOR, "arahan/catat/"),
    ("referred", LEADER, "arahan/"),
    ("referred", LEADER, ""),
    ("new", COORDINATOR, "verifikasi/"),
    ("new", COORDINATOR, "tolak/"),
    ("new", COORDINATOR, "alihkan/"),
    ("objected", COORDINATOR, "keberatan/terima/"),
]


def on_paper(page: Page, path: str) -> int:
    """Open a page, look at it as printed and return its number of A4 sheets."""
    page.goto(path)
    page.emulate_media(media="print")
    assert page.evaluate(CONTROLS) == [], path
    # The disposition sheet has the letterhead of the regency instead.
    head = ".letterhead" if path.endswith("/lembar/") else "header .mark"
    assert page.locator(head).first.is_visible(), path
    assert page.locator("h1").first.is_visible(), path
    assert page.locator(".printed").inner_text().endswith(path.partition("?")[0])
    pdf = page.pdf(format="A4", margin=MARGIN)
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


@pytest.mark.parametrize("path", PUBLIC)
def test_public(visit, path):
    assert 1 <= on_paper(visit(), path) <= 4


@pytest.mark.parametrize(("scenario", "who", "rest"), STAFF)
def test_staff(visit, chromium, site, scenario, who, rest):
    case = site.case(scenario)
    page = visit(storage_state=site.staff(chromium, who))
    sheets = on_paper(page, f"/petugas/laporan/{case.number}/{rest}")
    assert sheets <= (1 if rest == "lembar/" else 4)
    assert page.get_by_text(case.number).locator("visible=true").count()


@pytest.mark.parametrize("path", ["/petugas/", "/petugas/entri/", "/pantau/"])
def test_lists(visit, chromium, site, path):
    who = LEADER if path == "/pantau/" else COORDINATOR
    assert 1 <= on_paper(visit(storage_state=site.staff(chromium, who)), path) <= 8


@pytest.mark.parametrize("rest", ["", "cetak/", "nilai/"])
def test_reporter(visit, chromium, site, rest):
    case = site.case("answered")
    page = visit(storage_state=site.reporter(chromium, case))
    assert on_paper(page, f"/lacak/{case.number}/{rest}") <= 3
    assert page.get_by_text(case.number).first.is_visible()


def test_a_signed_link_is_never_printed(visit, site):
    page = visit()
    page.goto(site.case("new").link)
    page.emulate_media(media="print")
    assert page.locator(".printed").count() == 0


def test_two_people_save_one_case(visit, chromium, site):
    """ux.md 2.4: what the other wrote beside mine; one more press sends mine on the new version."""
    case = site.cases_in("in_progress")[-1]
    officers = [
        visit(storage_state=site.staff(chromium, f"{case.owner.lower()}-{post}"))
        for post in ("penghubung", "pelaksana")
    ]
    for page in officers:
        page.goto(f"/petugas/laporan/{case.number}/catatan/")
    texts = ("Kabel sudah dipesan.", "Tukang datang besok pagi.")
    for page, text in zip(officers, texts, strict=True):
        page.fill("#id_text", text)
        press(page, "Simpan catatan internal")
    second = officers[1]
    second.get_by_role("heading", name="Ini bedanya").wait_for()
    assert second.get_by_text(texts[0]).is_visible()
    assert second.locator("#id_text").input_value() == texts[1]
    press(second, "Simpan catatan internal")
    second.wait_for_url(f"**/petugas/laporan/{case.number}/")
    for text in texts:
        assert second.get_by_text(text).first.is_visible()
