"""The gallery in Debian's Chromium: axe, 320 px, light and dark, print, forced colours, and the script's comforts."""

import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from playwright.sync_api import expect

from tests.chromium import follow

pytestmark = pytest.mark.browser

PAGES = ["/", "/form/", "/form/?salah", "/lacak/", "/antrean/", "/kasus/", "/tanda-terima/", "/dua/", "/cabut/"]
PAGES += ["/kosong/", "/bagian/"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALONE = ["/dua/", "/kosong/", "/bagian/"]  # the others are judged as real pages: tests/browser/test_site_screens.py


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address():
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="tests.gallery.urls"):
        server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def axe():
    package = pytest.importorskip("axe_playwright_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text()


@pytest.fixture
def show(chromium, address):
    """Open a page of the gallery; whatever the console says against it fails the test."""
    opened, complaints = [], []

    def visit(path, width=360, clock=False, **context):
        one = chromium.new_context(viewport={"width": width, "height": 740}, locale="id-ID", **context)
        opened.append(one)
        page = one.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if clock:
            page.clock.install()
        page.goto(address + path)
        return page

    yield visit
    for one in opened:
        one.close()
    assert [text for text in complaints if "Permissions-Policy" not in text] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ALONE)
def test_axe_finds_nothing(show, axe, path, width, scheme):
    page = show(path, width, color_scheme=scheme)
    run = page.context.new_cdp_session(page)
    run.send("Runtime.evaluate", {"expression": axe + ";0"})
    found = run.send(
        "Runtime.evaluate",
        {
            "expression": f"axe.run(document, {{runOnly: {AXE_TAGS}}}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | ')))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    assert found["result"]["value"] == []


@pytest.mark.parametrize("letters", ["biasa", "besar"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_320_pixels(show, address, path, letters):
    state = {"cookies": [{"name": "huruf", "value": letters, "url": address}], "origins": []}
    page = show(path, 320, storage_state=state)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    "path", [page for page in PAGES if page not in ("/antrean/", "/kasus/", "/kosong/", "/bagian/")]
)
def test_every_target_of_a_public_page_is_44_pixels(show, path):
    small = show(path).evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
          .filter(e => e.checkVisibility() && !e.matches('.skip, p > span > a'))
          .map(e => [e, ...(e.labels || [])].map(x => x.getBoundingClientRect()).reduce((a, b) =>
            ({w: Math.max(a.right, b.right) - Math.min(a.left, b.left), right: Math.max(a.right, b.right),
              left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom),
              name: e.outerHTML.slice(0, 90)}),
            {left: 1e6, top: 1e6, right: 0, bottom: 0, name: e.outerHTML.slice(0, 90)}))
          .filter(r => Math.round(r.bottom - r.top) < 44 || Math.round(r.right - r.left) < 44).map(r => r.name)"""
    )
    assert small == []


def test_a_chosen_theme_beats_the_phone(show):
    page = show("/", color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(15, 22, 24)"
    follow(page.get_by_role("button", name="Terang"))
    assert page.evaluate(background) == "rgb(251, 250, 247)"
    assert page.get_by_role("button", name="Terang").get_attribute("aria-pressed") == "true"
    follow(page.get_by_role("button", name="Gelap"))
    page.emulate_media(color_scheme="light")
    assert page.evaluate(background) == "rgb(15, 22, 24)"


def test_without_a_script_nothing_is_missing(show):
    page = show("/dua/", java_script_enabled=False)
    assert page.get_by_role("alert").is_visible()
    assert not page.get_by_role("button", name="Tampilkan").is_visible()
    assert page.get_by_role("button", name="Kirim ke pelapor").is_visible()


def test_the_summary_has_the_focus_and_its_links_lead_to_the_field(show):
    page = show("/form/?salah")
    expect(page.locator(".sum")).to_be_focused()
    page.get_by_role("link", name="Tulis apa yang terjadi").click()
    expect(page.locator("#id_story")).to_be_focused()


def test_a_form_is_sent_once_and_says_so(show):
    page = show("/form/")
    page.evaluate(
        """() => { window.sent = 0; document.addEventListener('submit', event => {
             if (!event.defaultPrevented) { window.sent += 1; event.preventDefault(); } }); }"""
    )
    page.get_by_role("button", name="Lanjut").click()
    waiting = page.get_by_role("button", name="Mengirim…")
    assert waiting.get_attribute("aria-disabled") == "true"
    waiting.click(force=True)
    page.locator("#id_story").press("Tab")
    assert page.evaluate("window.sent") == 1
    assert page.locator("#kabar").text_content() == "Mengirim…"


def test_letters_are_counted_and_spoken_only_when_few_are_left(show):
    page = show("/form/", clock=True)
    area, spoken = page.locator("#id_story"), page.locator("#kabar")
    area.fill("x" * 68)
    assert page.locator(".count").inner_text() == "Sisa 1.432 huruf"
    page.clock.run_for(1200)
    assert spoken.inner_text() == ""
    area.fill("x" * 1620)
    assert page.locator(".count").inner_text() == "Kurangi 120 huruf"
    page.clock.run_for(1200)
    assert spoken.inner_text() == "Kurangi 120 huruf"


def test_a_number_is_copied(show):
    page = show("/tanda-terima/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Salin nomor").click()
    page.get_by_role("button", name="Disalin").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "BLT-7K4M-2QXD-V"
    assert page.locator("#kabar").text_content() == "Disalin"


def test_a_password_can_be_read(show):
    page = show("/dua/")
    field = page.locator("#id_b-password")
    page.get_by_role("button", name="Tampilkan").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Sembunyikan").click()
    assert field.get_attribute("type") == "password"


def test_paper_has_the_words_and_not_the_controls(show):
    page = show("/lacak/", 1280, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.get_by_text("Dikerjakan", exact=True).is_visible()
    assert not page.get_by_role("link", name="Buat laporan").is_visible()
    assert not page.get_by_role("button", name="Gelap").is_visible()


def test_forced_colours_keep_the_borders_of_tags(show):
    page = show("/bagian/", forced_colors="active")
    assert page.evaluate("getComputedStyle(document.querySelector('.tag')).borderTopWidth") == "1px"
