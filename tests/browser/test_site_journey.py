"""From home to the receipt and on to one's own case: with JavaScript, without it, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import follow
from tests.uploads import files

STORY = "Lampu jalan di depan sekolah mati sejak seminggu. Malam gelap sekali."
HERE = {"latitude": -2.7411, "longitude": 107.6353, "accuracy": 18}


@pytest.fixture
def photo(tmp_path):
    """A photo of a phone, turned, with its place in it."""
    path = tmp_path / "lampu.jpg"
    path.write_bytes(files.turned(6))
    return path


def go_on(page: Page, words: str = "Lanjut") -> None:
    follow(page.locator("main form").get_by_role("button", name=words, exact=True).last)


def receipt(page: Page) -> tuple[str, str]:
    """Return number and code of the receipt that is open."""
    expect(page).to_have_url(re.compile("/lapor/selesai/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda sudah diterima")
    return page.locator("[data-ticket]").inner_text(), page.locator("[data-secret]").inner_text()


def find(page: Page, number: str, code: str) -> None:
    """Open a case as a person types from a receipt: without dashes, in small letters."""
    page.goto("/")
    follow(page.get_by_role("link", name="Lacak laporan saya"))
    page.get_by_label("Nomor laporan").fill(number.replace("-", " ").lower())
    page.get_by_label("Kode rahasia").fill(code.replace("-", "").lower())
    follow(page.get_by_role("button", name="Lihat laporan"))
    expect(page).to_have_url(re.compile(f"/lacak/{number}/$"))
    expect(page.locator("main .no")).to_have_text(number)


SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["JavaScript on", "JavaScript off"])


@SCRIPT
def test_from_home_to_ones_own_case(visit, photo, script):
    page = visit(java_script_enabled=script)
    page.goto("/")
    follow(page.get_by_role("link", name="Lampu jalan", exact=True))
    expect(page.get_by_label("Lampu jalan")).to_be_checked()
    page.get_by_label("Ceritakan masalahnya").fill(STORY)
    page.locator("#id_photos").set_input_files(photo)
    if script:
        page.locator("#foto").get_by_text("Foto 1: terkirim").wait_for()
    page.get_by_label("Minggu ini").check()
    go_on(page)
    expect(page).to_have_url(re.compile("/lapor/lokasi/$"))
    page.get_by_label("Desa atau kelurahan").select_option(label="Air Saga")
    page.get_by_label("Patokan").fill("Depan SDN 5")
    go_on(page)
    expect(page).to_have_url(re.compile("/lapor/kirim/$"))
    for words in (STORY, "Minggu ini", "Air Saga", "Depan SDN 5"):
        expect(page.locator("main dl")).to_contain_text(words)
    expect(page.get_by_role("img", name="Foto 1 dari Anda")).to_be_visible()
    page.get_by_label("Nomor WhatsApp").fill("0812 3456 7890")
    go_on(page, "Kirim laporan")
    number, code = receipt(page)
    expect(page.get_by_text("Petugas BESADU memeriksa laporan Anda.")).to_be_visible()

    # The same phone, one press; then another phone, number and code.
    follow(page.get_by_role("button", name="Lihat laporan saya"))
    expect(page).to_have_url(re.compile(f"/lacak/{number}/$"))
    other = visit(java_script_enabled=script)
    find(other, number, code)
    expect(other.locator(".next")).to_contain_text("Paling lambat")
    image = other.get_by_role("img", name=re.compile("Foto 1 dari Anda")).first
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True) if script else expect(image).to_be_visible()
    assert int(image.get_attribute("width")) > int(image.get_attribute("height"))  # turned upright
    follow(other.get_by_role("link", name="Cetak tanda terima"))
    expect(other.get_by_role("heading", level=1)).to_have_text("Tanda terima pengaduan")
    assert code not in other.content()
    other.go_back()
    follow(other.get_by_role("button", name="Tutup"))
    other.goto(f"/lacak/{number}/")
    expect(other).to_have_url(re.compile(r"/lacak/\?n="))


@SCRIPT
def test_answer_a_question(visit, site, photo, script):
    case = site.cases_in("asked_by_coordinator" if script else "asked_by_agency")[1]
    page = visit(java_script_enabled=script)
    find(page, case.number, case.code)
    question = "Di mana tepatnya" if script else "Apakah ada nomor rumah atau tiang di dekatnya?"
    expect(page.locator(".next")).to_contain_text(question)
    follow(page.get_by_role("link", name="Jawab sekarang"))
    page.get_by_label("Jawaban Anda").fill("Tiang nomor 12, di simpang.")
    page.locator("#id_photos").set_input_files(photo)
    follow(page.get_by_role("button", name="Kirim jawaban"))
    expect(page.get_by_text("Jawaban Anda sudah kami terima.")).to_be_visible()
    expect(page.locator(".line-t")).to_contain_text("Tiang nomor 12, di simpang.")


@SCRIPT
def test_judge_an_answer(visit, site, script):
    case = site.cases_in("answered_explained" if script else "answered")[1]
    page = visit(java_script_enabled=script)
    find(page, case.number, case.code)
    follow(page.get_by_role("link", name="Nilai jawaban"))
    page.get_by_label("Sebagian" if script else "Ya, sudah beres").check()
    if script:
        page.get_by_label("Keterangan").fill("Yang kiri masih mati.")
    follow(page.get_by_role("button", name="Kirim penilaian"))
    told = "Laporan dibuka lagi." if script else "Terima kasih. Laporan ini kami tutup."
    expect(page.get_by_text(told)).to_be_visible()


@SCRIPT
def test_find_read_share_and_report_a_page(visit, script):
    page = visit(java_script_enabled=script, permissions=["clipboard-read", "clipboard-write"] if script else [])
    page.goto("/")
    follow(page.get_by_role("navigation", name="Utama").get_by_role("link", name="Laporan warga"))
    page.get_by_label("Cari kata atau nomor").fill("lampu")
    follow(page.get_by_role("button", name="Cari"))
    expect(page.locator(".report").first).to_be_visible()
    follow(page.get_by_role("link", name="Paling lama"))
    follow(page.locator(".report a").first)
    number = page.locator("main .no").first.inner_text()
    expect(page.get_by_role("link", name="WhatsApp")).to_have_attribute(
        "href", re.compile("^https://wa.me/.*" + number)
    )
    copy = page.get_by_role("button", name="Salin tautan")
    if script:
        copy.click()
        assert page.evaluate("navigator.clipboard.readText()") == page.url
    else:
        expect(copy).to_have_count(0)
    follow(page.get_by_role("link", name="Laporkan isi halaman ini"))
    page.get_by_label("Lainnya").check()
    page.get_by_label("Keterangan").fill(f"Fotonya terbalik ({script}).")
    follow(page.get_by_role("button", name="Kirim"))
    expect(page.get_by_text("Terima kasih. Petugas memeriksa halaman ini.")).to_be_visible()
    page.goto(f"/laporan/?q={number.lower().replace('-', '+')}")
    expect(page).to_have_url(re.compile(f"/laporan/{number}/$"))


class Keyboard:
    """A person without a mouse: everything is reached by Tab, pressed by Enter or Space, and seen to have the focus."""

    def __init__(self, page: Page):
        self.page = page

    def to(self, name: str, at_most: int = 60) -> None:
        """Press Tab until the focus stands on what is called so."""
        self.page.wait_for_load_state()
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(
                """() => { const e = document.activeElement, label = e.labels && e.labels[0];
                  const style = getComputedStyle(e), box = e.getBoundingClientRect();
                  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                  return {name: (label ? label.innerText : e.innerText || "").replace(/\\s+/g, " ").trim(),
                          seen: style.outlineStyle !== "none" || style.boxShadow !== "none" || box.width <= 1,
                          covered: box.width > 1 && !(top && (e.contains(top) || top.contains(e)))}; }"""
            )
            assert focus["seen"], f"the focus is not to be seen on {focus['name']!r}"
            assert not focus["covered"], f"something covers {focus['name']!r}"
            if focus["name"].startswith(name):
                return
        raise AssertionError(f"Tab does not reach {name!r} on {self.page.url}")

    def press(self, name: str) -> None:
        self.to(name)
        self.page.keyboard.press("Enter")

    def type(self, name: str, words: str) -> None:
        self.to(name)
        self.page.keyboard.type(words)


def test_the_keyboard_is_enough(visit):
    page = visit(has_touch=False, is_mobile=False)
    keys = Keyboard(page)
    page.goto("/")
    keys.to("Langsung ke isi")
    page.keyboard.press("Enter")
    keys.press("Buat laporan")
    expect(page).to_have_url(re.compile("/lapor/$"))
    keys.to("Lampu jalan")
    page.keyboard.press("Space")
    keys.type("Ceritakan masalahnya", STORY)
    keys.to("Hari ini")
    page.keyboard.press("Space")
    keys.press("Lanjut")
    expect(page).to_have_url(re.compile("/lapor/lokasi/$"))
    keys.press("Lanjut")  # nothing chosen: the summary has the focus, and its link leads to the field
    expect(page.get_by_role("alert")).to_be_focused()
    keys.press("Pilih desa atau kelurahan")
    expect(page.get_by_label("Desa atau kelurahan")).to_be_focused()
    page.keyboard.type("Air Saga")
    keys.type("Patokan", "Depan SDN 5")
    keys.press("Lanjut")
    expect(page).to_have_url(re.compile("/lapor/kirim/$"))
    keys.to("Ya, kabari saya")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Tanpa nama")).to_be_checked()
    keys.press("Kirim laporan")
    number, code = receipt(page)

    keys.press("Lacak laporan")
    expect(page).to_have_url(re.compile("/lacak/$"))
    keys.type("Nomor laporan", number)
    keys.type("Kode rahasia", code)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/lacak/{number}/$"))
    keys.press("Cabut laporan")
    expect(page).to_have_url(re.compile("/cabut/$"))
    keys.type("Alasan", "Sudah menyala sendiri.")
    keys.press("Cabut laporan")
    expect(page.get_by_text("Laporan Anda sudah dicabut.")).to_be_visible()


def test_the_keyboard_finds_a_report(visit):
    page = visit(has_touch=False, is_mobile=False)
    keys = Keyboard(page)
    page.goto("/laporan/")
    keys.type("Cari kata atau nomor", "jalan")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=jalan"))
    keys.press("Saring")
    keys.to("Status")
    page.keyboard.type("Selesai")
    keys.press("Tampilkan")
    expect(page).to_have_url(re.compile("status=selesai"))
    first = page.locator(".report a").first
    keys.press(first.inner_text())
    expect(page).to_have_url(re.compile("/laporan/BLT-[A-Z0-9-]+/$"))
    keys.press("Laporkan isi halaman ini")
    expect(page).to_have_url(re.compile("/laporkan/$"))


def test_the_phone_finds_its_village(visit):
    """With the outlines of the real regency."""
    page = visit(geolocation=HERE, permissions=["geolocation"])
    page.goto("/lapor/?kategori=lampu-jalan")
    page.get_by_label("Ceritakan masalahnya").fill(STORY)
    go_on(page)
    page.get_by_role("button", name="Pakai lokasi saya").click()
    expect(page.locator("#lokasi_hasil")).to_contain_text("Lokasi didapat, tepat sekitar 20 meter.")
    assert page.get_by_label("Desa atau kelurahan").input_value().startswith("19.02.01.")
    go_on(page)
    expect(page.locator("main dl")).to_contain_text("tepat sekitar 18 meter")


def test_the_shortest_way_is_few_taps(visit):
    """At most eight taps beside typing on the way with the phone's own place (ux.md, principle 1)."""
    page = visit(geolocation=HERE, permissions=["geolocation"])
    taps = []

    def tap(locator):
        locator.tap()
        taps.append(locator)

    page.goto("/")
    tap(page.get_by_role("link", name="Lampu jalan", exact=True))
    tap(page.get_by_label("Ceritakan masalahnya"))
    page.keyboard.type(STORY)
    tap(page.get_by_role("button", name="Lanjut", exact=True))
    tap(page.get_by_role("button", name="Pakai lokasi saya"))
    expect(page.locator("#lokasi_hasil")).to_contain_text("Lokasi didapat")
    tap(page.get_by_role("button", name="Lanjut", exact=True))
    tap(page.get_by_label("Tanpa nama"))
    tap(page.get_by_role("button", name="Kirim laporan", exact=True))
    receipt(page)
    assert len(taps) <= 8


def test_the_summary_has_the_focus(visit):
    for path in ("/lapor/", "/lacak/"):
        page = visit()
        page.goto(path)
        go_on(page, "Lanjut" if path == "/lapor/" else "Lihat laporan")
        summary = page.get_by_role("alert")
        expect(summary).to_be_focused()
        assert page.title().startswith("Ada yang perlu diperbaiki: ")
        link = summary.get_by_role("link").first
        words, target = link.inner_text(), link.get_attribute("href")
        follow(link)
        assert page.evaluate("document.activeElement.id || document.activeElement.closest('fieldset').id") in target
        assert page.locator("main form .msg", has_text=words).count() == 1  # the same words at the field


def test_an_impatient_thumb_sends_once(visit):
    page = visit()
    page.goto("/lapor/?kategori=lampu-jalan")
    page.get_by_label("Ceritakan masalahnya").fill(STORY)
    go_on(page)
    page.get_by_label("Desa atau kelurahan").select_option(label="Air Saga")
    go_on(page)
    page.get_by_label("Tanpa nama").check()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.evaluate(
        """() => document.addEventListener("submit", event => setTimeout(() => {
          const button = event.submitter;
          for (let again = 0; again < 3; again += 1) button.click();
          sessionStorage.seen = [button.textContent.trim(), button.getAttribute("aria-disabled"),
                                 document.getElementById("kabar").textContent].join("|");
        }), {once: true})"""
    )
    go_on(page, "Kirim laporan")
    receipt(page)
    assert page.evaluate("sessionStorage.seen") == "Mengirim…|true|Mengirim…"
    assert len(sent) == 1


def test_staff_are_kept_to_one_press_too(visit, chromium, site):
    case = site.case("in_progress")
    page = visit(storage_state=site.staff(chromium, f"{case.owner.lower()}-penghubung"))
    page.goto(f"/petugas/laporan/{case.number}/catatan/")
    page.locator("#id_text").fill("Bahan sudah dipesan.")
    button = page.locator("main form .btn").first
    button.dblclick(no_wait_after=True)
    expect(page.get_by_text("Catatan internal disimpan.")).to_be_visible()
    expect(page.locator(".line-t li", has_text="Bahan sudah dipesan.")).to_have_count(1)
