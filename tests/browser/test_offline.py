"""One bar of signal: drafts that outlive the browser, reports that wait, lines that break, phones that are shared."""

import contextlib
import os
import random
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from complaints import links
from complaints.models import Complaint, Draft
from tests.browser.conftest import PHONE
from tests.browser.storage import EVERYTHING_HERE
from tests.chromium import PROGRAM, SWITCHES, follow
from tests.cutting import Line
from tests.factories import make_complaint
from tests.intake.conftest import portal  # noqa: F401 (a fixture)
from tests.intake.phone import WRITTEN
from tests.intake.steps import KOTA, STORY
from tests.intake.test_what import small

KEPT = "besadu.all().then(all => all.map(({state, number, fields}) => ({state, number, story: fields?.story})))"
KEEPS_A_PHOTO = """async () => {
  while (!(await besadu.all()).some(one => one.photos.length)) await new Promise(done => setTimeout(done, 50));
}"""
REFUSED = "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }"
FULL = """IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }"""
UNSENT = "Laporan disimpan di HP ini dan dikirim saat sinyal kembali. Jangan hapus data browser."


@pytest.fixture(autouse=True)
def _portal(portal):  # noqa: F811
    return portal


@pytest.fixture
def line(live_server):
    """The way from the phone to the portal."""
    line = Line(int(live_server.url.rpartition(":")[2]))
    yield line
    line.close()


@pytest.fixture
def phone(phones, line):
    """A phone behind that way. What a browser says of a broken line is no fault of the page."""
    page = phones(line.url, broken=True)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from here on the worker answers
    return page


def kept(page) -> list[dict]:
    return page.evaluate(KEPT)


def write(page, story=STORY):
    page.goto("/lapor/?kategori=lampu-jalan")
    page.fill("#id_story", story)
    page.locator("#draf").get_by_text("Draf tersimpan di HP ini pukul").wait_for()


def to_send(page):
    write(page)
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.select_option("#id_village", KOTA)
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.wait_for_url("**/lapor/kirim/")
    page.get_by_label("Tanpa nama").check()


def test_no_signal_in_the_middle_and_the_report_arrives_once(phone, line, assert_accessible):
    page = phone
    write(page)
    line.down()
    follow(page.locator("form .btn", has_text="Lanjut"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ada sinyal")
    expect(page.locator("#id_story")).to_have_value(STORY)  # nothing typed is lost
    assert page.get_by_label("Lampu jalan").is_checked()
    assert_accessible(page)
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.locator("#kurang")).to_be_focused()
    assert page.locator("#kurang li").all_inner_texts() == [
        "Pilih desa atau kelurahan",
        "Tulis nomor WhatsApp, atau pilih Tanpa nama",
    ]
    assert_accessible(page)
    page.select_option("#id_village", KOTA)
    page.get_by_label("Tanpa nama").check()
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.locator("#belum")).to_contain_text(UNSENT)
    assert_accessible(page)
    page.goto("/lapor/draf/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ada sinyal")  # the list itself is on the server
    line.cut_after(None)
    page.goto("/lapor/draf/")
    expect(page.locator("#daftar .no")).to_have_text(re.compile(r"\w+-\w{4}-\w{4}-\w"))  # the next visit has sent it
    complaint = Complaint.objects.get()
    assert complaint.tracking_number in page.locator("#daftar").inner_text()
    assert STORY not in str(kept(page))
    assert "written" in complaint.events.get().data
    assert_accessible(page)
    follow(page.get_by_role("button", name="Lihat nomor dan kode"))
    assert page.locator("[data-ticket]").inner_text() == complaint.tracking_number
    assert page.locator("[data-secret]").inner_text()
    assert not Draft.objects.exists()


def test_the_last_press_without_signal(phone, line):
    """Step 3 stays open and says it; the report leaves by itself and the receipt opens."""
    page = phone
    to_send(page)
    line.down()
    page.locator("form > .btn", has_text="Kirim laporan").click()
    expect(page.locator("#belum")).to_contain_text(UNSENT)
    assert kept(page)[0]["state"] == "waiting"
    line.cut_after(None)
    with page.expect_navigation(url="**/lapor/selesai/"):
        page.evaluate("dispatchEvent(new Event('online'))")
    assert page.locator("[data-ticket]").inner_text() == Complaint.objects.get().tracking_number
    page.goto("/")
    assert kept(page) == []
    assert not page.locator("#menunggu").is_visible()


@pytest.mark.parametrize("cuts", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_a_line_that_breaks_anywhere_leaves_one_complaint_and_one_receipt(phone, line, cuts):
    """Each try is cut after a random number of bytes, before or after the portal has stored it."""
    page = phone
    put = "(report) => besadu.put({...report, state: 'waiting', photos: [], saved: Date.now()})"
    page.goto("/lapor/draf/")
    sizes = []
    for letter in "ab":  # so many bytes it takes, both ways; the browser may ask for something of its own beside it
        before = line.passed
        page.evaluate(put, {"id": letter * 32, "fields": WRITTEN})
        assert page.evaluate("besadu.sendAll()")["left"] == 0
        sizes.append(line.passed - before)
    whole = min(sizes)
    page.evaluate(put, {"id": "c" * 32, "fields": WRITTEN})
    chance, stored = random.Random(20260203), 0
    for _ in range(cuts):
        line.cut_after(chance.randrange(whole - 200))
        assert page.evaluate("besadu.sendAll()")["left"] == 1
        assert line.is_down
        stored += Complaint.objects.count() == 3
    assert stored or cuts < 50  # among fifty, some came after it was stored
    line.cut_after(None)
    assert page.evaluate("besadu.sendAll()")["left"] == 0
    assert Complaint.objects.count() == 3
    numbers = {one["number"] for one in kept(page)}
    assert numbers == set(Complaint.objects.values_list("tracking_number", flat=True))


def test_what_the_portal_refuses_is_mended_as_a_new_draft(phone):
    """Its topic was taken off the form while it waited: the words say so, nothing typed is lost."""
    page = phone
    report = {"id": "a" * 32, "state": "waiting", "saved": 1, "photos": [], "fields": WRITTEN | {"category": "dihapus"}}
    page.evaluate("(report) => besadu.put(report)", report)
    page.goto("/lapor/draf/")
    expect(page.locator("#daftar .why")).to_have_text("Pilih jenis masalah atau pilih Saya tidak yakin")
    follow(page.get_by_role("link", name="Lanjutkan"))
    expect(page.locator("#id_story")).to_have_value(STORY)
    assert [one["state"] for one in kept(page)] == ["draft"]
    assert page.evaluate("besadu.all().then(([one]) => one.id)") != report["id"]
    assert not Complaint.objects.exists()


class TestOnOnePhone:
    """Somebody else has it in the hand next."""

    @pytest.fixture
    def page(self, open_page):
        page = open_page(broken=True)
        write(page)
        return page

    def test_the_next_one_sees_twenty_letters_until_the_draft_is_discarded(self, page):
        page.evaluate("sessionStorage.clear()")  # another tab, another day
        page.goto("/")
        offer = page.locator("#draf_ada")
        expect(offer.locator("q")).to_have_text("Lampu jalan di depa…")
        assert STORY not in page.locator("main").inner_text()
        page.goto("/lapor/")
        expect(offer).to_be_visible()
        assert page.locator("#id_story").input_value() == ""
        follow(offer.get_by_role("link", name="Lanjutkan"))
        expect(page.locator("#id_story")).to_have_value(STORY)
        follow(page.locator("form .btn", has_text="Lanjut"))  # now the portal has it too
        follow(page.get_by_role("link", name="Hapus draf"))
        follow(page.get_by_role("button", name="Hapus draf"))
        assert kept(page) == []
        assert not Draft.objects.exists()
        expect(offer).not_to_be_visible()
        page.goto("/lapor/draf/")
        expect(page.get_by_text("Tidak ada draf di HP ini.")).to_be_visible()
        page.go_back()
        page.goto("/lapor/")
        assert page.locator("#id_story").input_value() == ""

    def test_closing_a_case_leaves_no_draft_and_what_waits_unread(self, page):
        waiting = {
            "id": "a" * 32,
            "state": "waiting",
            "saved": 1,
            "photos": [],
            "fields": {"story": "Rahasia saya di sini"},
        }
        page.evaluate("(report) => besadu.put(report)", waiting)
        case = make_complaint()
        page.route("**/lapor/antrean/**", lambda route: route.abort())  # no signal for what waits
        page.goto(urlsplit(links.link_to(case)).path)
        follow(page.get_by_role("button", name="Buka laporan saya"))
        follow(page.get_by_role("button", name="Tutup"))
        page.goto("/lapor/draf/")
        assert [one["state"] for one in kept(page)] == ["waiting"]
        expect(page.locator("#daftar h2")).to_have_text("Laporan yang menunggu")
        assert "Rahasia saya" not in page.locator("main").inner_text()


def test_the_protected_door_leaves_nothing(page):
    secret = "Lurah meminta uang kepada warga"
    page.goto("/")
    page.goto("/lapor/rahasia/")
    page.fill("#id_story", secret)
    page.get_by_label("Tanpa nama").check()
    page.evaluate("dispatchEvent(new Event('visibilitychange'))")
    follow(page.locator("form > .btn", has_text="Kirim laporan"))
    page.wait_for_url("**/lapor/selesai/")
    number = page.locator("[data-ticket]").inner_text()
    page.goto("/")
    everything = page.evaluate(EVERYTHING_HERE)
    assert "/luring/" in everything  # the search reads what is here
    assert secret not in everything
    assert number not in everything


@pytest.mark.parametrize("full", [False, True], ids=["refused", "full"])
def test_a_phone_that_cannot_keep_drafts_says_so_and_sends(page, full):
    page.add_init_script(FULL if full else REFUSED)
    page.goto("/lapor/?kategori=lampu-jalan")
    page.fill("#id_story", STORY)
    expect(page.locator("#draf")).to_have_text("HP ini tidak bisa menyimpan draf. Kirim sebelum menutup halaman.")
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.select_option("#id_village", KOTA)
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.get_by_label("Tanpa nama").check()
    follow(page.locator("form > .btn", has_text="Kirim laporan"))
    page.wait_for_url("**/lapor/selesai/")
    assert Complaint.objects.count() == 1


def test_a_browser_that_is_killed_behind_the_camera_brings_everything_back(chromium, live_server, tmp_path):
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(small(1))

    def phone():
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=PROGRAM, args=SWITCHES, base_url=live_server.url, viewport=PHONE
        )

    context = phone()
    page = context.new_page()
    write(page)
    page.get_by_label("Minggu ini").check()
    page.set_input_files("#id_photos", photo)
    page.locator("#foto").get_by_text("Foto 1 siap").wait_for()
    with page.expect_file_chooser():
        page.locator("label[for=id_camera]").click()  # Android shows the camera now
    page.evaluate(KEEPS_A_PHOTO)
    kill(tmp_path / "profile")
    context = phone()
    page = context.new_page()
    page.goto("/lapor/")
    follow(page.locator("#draf_ada").get_by_role("link", name="Lanjutkan"))
    expect(page.locator("#id_story")).to_have_value(STORY)
    assert page.get_by_label("Lampu jalan").is_checked()
    assert page.get_by_label("Minggu ini").is_checked()
    page.locator("#foto").get_by_text("Foto 1").first.wait_for()
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.wait_for_url("**/lapor/lokasi/")
    assert Draft.objects.latest("updated_at").attachments.count() == 1
    context.close()


def kill(profile) -> None:
    """Kill the browser process that writes into `profile`, as Android does: without a word."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_text().split("\0")
            if f"--user-data-dir={profile}" in words and not any(word.startswith("--type=") for word in words):
                os.kill(int(process.name), signal.SIGKILL)
