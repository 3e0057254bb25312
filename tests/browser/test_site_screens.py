"""Every screen of the portal on a phone: public, reporter's, accounts, desk; in the light and in the dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.accounts import door
from tests.browser.audit import TOO_WIDE
from tests.chromium import follow, press

STORY = "Lampu jalan di depan sekolah mati sejak seminggu. Malam gelap sekali."


class TestPublic:
    def test_intake(self, audit):
        one = audit()
        page = one.page
        one.visit("/")
        one.visit("/lapor/")
        press(page, "Lanjut")
        one.look("step 1, nothing filled in")
        page.get_by_label("Lampu jalan").check()
        page.fill("#id_story", STORY + " Kemarin ada kecelakaan.")
        one.look("step 1, a word of danger")
        press(page, "Lanjut")
        page.wait_for_url("**/lapor/lokasi/")
        one.look("step 2")
        press(page, "Lanjut")
        one.look("step 2, nothing chosen")
        page.select_option("#id_village", label="Air Saga")
        press(page, "Lanjut")
        page.wait_for_url("**/lapor/kirim/")
        one.look("step 3")
        press(page, "Kirim laporan")
        one.look("step 3, no contact")
        page.get_by_label("Tanpa nama").check()
        press(page, "Kirim laporan")
        page.wait_for_url("**/lapor/selesai/")
        one.look("receipt")

    def test_photos_of_step_1(self, audit, tmp_path):
        from tests.uploads import files

        one = audit(allowed_status=(400,))
        page = one.page
        page.goto("/lapor/?kategori=jalan-jembatan")
        good, bad = tmp_path / "satu.jpg", tmp_path / "dua.jpg"
        good.write_bytes(files.plain())
        bad.write_bytes(b"<html>")
        page.set_input_files("#id_photos", [good, bad])
        page.locator("#foto").get_by_text("Foto 2: File ini bukan foto").wait_for()
        assert not page.locator("#foto").get_by_text("Foto 2 siap").is_visible()
        page.locator("#foto").get_by_text("Foto 1: terkirim").wait_for()
        one.look("step 1, a photo sent and one refused")
        press(page, "Lanjut")
        page.get_by_role("alert").wait_for()
        one.look("step 1, a photo kept")

    def test_pages_that_explain(self, audit):
        one = audit(allowed_status=(404,))
        for path in ("/bantuan/cara-melapor/", "/privasi/", "/aksesibilitas/", "/kontak/", "/tidak/ada/"):
            one.visit(path)

    def test_what_was_published(self, audit):
        one = audit(allowed_status=(404, 410))
        page = one.page
        one.visit("/laporan/")
        page.get_by_text("Saring", exact=True).click()
        page.select_option("#status", label="Dijawab")
        follow(page.get_by_role("button", name="Tampilkan"))
        one.look("the answered ones")
        follow(page.locator(".report:has(img) a").first)
        one.look("a report")
        follow(page.get_by_role("link", name="Dukung"))
        one.look("support it")
        page.go_back()
        follow(page.get_by_role("link", name="Laporkan isi halaman ini"))
        one.look("report its page")
        press(page, "Kirim")
        page.get_by_role("alert").wait_for()
        one.look("report its page, nothing filled in")
        one.visit("/laporan/?q=tidakadayangbegini", "nothing found")
        one.visit("/laporan/disembunyikan/")
        hidden = page.locator(".no").first.inner_text()
        one.visit(f"/laporan/{hidden}/", "a hidden report")
        one.visit("/laporan/BLT-0000-0000-0/", "none")

    def test_figures(self, audit):
        one = audit()
        one.visit("/kinerja/")
        one.page.locator("details").first.locator("summary").click()
        one.look("figures, a table opened")
        one.visit("/kinerja/DISHUB/")
        for path in ("/peta/", "/peta/?tempat=19.02.01", "/data/"):
            one.visit(path)

    def test_tracking_from_outside(self, audit, site):
        one = audit(allowed_status=(429,))
        page = one.page
        one.visit("/lacak/")
        press(page, "Lihat laporan")
        one.look("nothing filled in")
        page.fill("#id_number", "BLT-0000-0000-0")
        for _ in range(6):
            page.fill("#id_code", "AAAAA-AAAAA")
            press(page, "Lihat laporan")
        page.get_by_text("Terlalu banyak percobaan.").wait_for()
        one.look("too many tries")
        one.visit(site.case("new").link, "a signed link")
        one.visit("/l/palsu/", "a forged link")

    @pytest.mark.parametrize("look", [{"tema": "gelap"}, {"huruf": "besar"}], ids=str)
    def test_a_chosen_look(self, audit, site, look):
        cookies = [{"name": name, "value": value, "url": site.url} for name, value in look.items()]
        one = audit(storage_state={"cookies": cookies, "origins": []})
        for path in ("/", "/lapor/", "/lacak/", "/bantuan/cara-melapor/", "/kinerja/"):
            one.visit(path)


# Which further screens a case in this state leads its reporter to; of states whose pages differ in words only, one.
REPORTERS = {
    "new": ["cabut", "cetak"],
    "asked_by_agency": ["jawab", "cetak"],
    "returned": [],
    "in_progress": ["cetak", "kabar"],
    "resolution_overdue": [],
    "answered": ["nilai"],
    "objected": [],
    "resolved": ["nilai"],
    "archived_outside": ["cetak"],
    "withdrawn": [],
    "scheduled": ["cetak"],
    "promise_made_again": [],
    "on_behalf": [],
}
WRONG = {"jawab": "Kirim jawaban", "nilai": re.compile("Kirim penilaian|Minta ditinjau ulang")}


@pytest.mark.parametrize("scenario", REPORTERS)
def test_reporter(audit, chromium, site, scenario):
    case = site.case(scenario)
    one = audit(storage_state=site.reporter(chromium, case))
    one.visit(f"/lacak/{case.number}/", scenario)
    for rest in REPORTERS[scenario]:
        one.visit(f"/lacak/{case.number}/{rest}/", f"{scenario} {rest}")
        if rest in WRONG:
            follow(one.page.locator("main").get_by_role("button", name=WRONG[rest]))
            one.page.get_by_role("alert").wait_for()
            one.look(f"{scenario} {rest}, nothing filled in")


class TestAccounts:
    def test_at_the_door(self, audit, site):
        one = audit(staff=True)
        page = one.page
        one.visit("/masuk/")
        press(page, "Masuk")
        one.look("nothing filled in")
        page.fill("#id_login", "diskominfo-koordinator-2")
        page.fill("#id_password", "salah sama sekali")
        press(page, "Masuk")
        page.get_by_role("alert").wait_for()
        one.look("a wrong password")
        page.fill("#id_password", site.demo["password"])
        press(page, "Masuk")
        page.wait_for_url("**/masuk/kode/")
        one.look("second factor")
        page.fill("#id_code", "000000")
        press(page, "Masuk")
        page.get_by_role("alert").wait_for()
        one.look("a wrong code")
        one.visit("/masuk/tidak-aktif/")
        one.visit("/masuk/lupa/selesai/")

    def test_a_forgotten_password(self, audit, site):
        one = audit(staff=True)
        page = one.page
        one.visit("/masuk/lupa/")
        page.fill("#id_email", "dlh-kepala@contoh.test")
        press(page, "Kirim tautan")
        page.wait_for_url("**/masuk/lupa/terkirim/")
        one.look("sent")
        [letter] = [path for path in (site.folder / "var" / "mail").iterdir() if "dlh-kepala" in path.read_text()]
        one.visit(re.search(r"https?://\S+/masuk/lupa/\S+", letter.read_text())[0], "a new password")
        press(page, "Simpan kata sandi")
        page.get_by_role("alert").wait_for()
        one.look("a new password, nothing filled in")
        one.visit("/masuk/lupa/1-palsu-palsu/", "a link that is over")

    def test_profile(self, audit, chromium, site):
        one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
        page = one.page
        one.visit("/petugas/profil/")
        one.visit("/petugas/profil/sandi/")
        press(page, "Simpan kata sandi")
        page.get_by_role("alert").wait_for()
        one.look("own password, nothing filled in")
        one.visit("/petugas/profil/kode-cadangan/baru/")
        press(page, "Buat kode baru")
        page.wait_for_url("**/petugas/profil/kode-cadangan/")
        one.look("recovery codes")
        one.visit("/petugas/kunci/")
        press(page, "Buka")
        page.get_by_role("alert").wait_for()
        one.look("locked, nothing filled in")
        one.visit("/keluar/")

    def test_a_second_factor_of_ones_own_will(self, audit, site):
        one = audit(staff=True)
        page = one.page
        page.goto("/masuk/")
        page.fill("#id_login", "perkim-kepala")
        page.fill("#id_password", site.demo["password"])
        press(page, "Masuk")
        page.wait_for_url("**/petugas/")
        one.look("an empty queue")
        one.visit("/petugas/profil/langkah-kedua/")
        press(page, "Pasang")
        page.get_by_role("alert").wait_for()
        one.look("enrolment, nothing filled in")
        secret = page.locator("#kunci-totp").text_content().replace(" ", "")
        page.fill("#id_code", door.code(secret))
        press(page, "Pasang")
        page.wait_for_url("**/kode-cadangan/")
        one.look("recovery codes")
        one.visit("/petugas/profil/langkah-kedua/lepas/")


def acts(page) -> list[str]:
    """Return the addresses of the acts that this case page leads to."""
    here = page.url
    found = page.evaluate("[...document.querySelectorAll('main a[href]')].map(a => a.href)")
    return list(
        dict.fromkeys(link for link in found if link.startswith(here) and not re.search("/foto/|/berkas/|[?#]", link))
    )


def walk_the_desk(one, site, cases: list[str], views: list[str]) -> None:
    """Judge the queue, then each case with every act it offers, filled in wrongly once."""
    page = one.page
    known = set()
    for view in views:
        one.visit(f"/petugas/?v={view}")
    for scenario in cases:
        case = site.case(scenario)
        one.visit(f"/petugas/laporan/{case.number}/", scenario)
        for link in acts(page):
            act = link.split("/")[-2]
            if act in known:
                continue
            known.add(act)
            one.visit(link, f"{scenario}: {act}")
            # What has something chosen already cannot be sent wrongly without sending it.
            if act in {"tugas"} or not page.locator("main form").count():
                continue
            for field in page.locator("main form textarea").all():
                field.fill("")
            for choice in page.locator("main form select").all():
                if choice.locator("option[value='']").count():
                    choice.select_option("")
            follow(page.locator("main form .btn:not(.line):not(.link)").last)
            if act != "lapangan":  # nothing need be filled in there: a link is made
                page.get_by_role("alert").first.wait_for()
            one.look(f"{scenario}: {act}, nothing filled in")
    one.known = known


class TestDesk:
    def test_coordinator(self, audit, chromium, site):
        one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
        views = ["verifikasi", "dikembalikan", "ditinjau", "terlambat", "menunggu", "semua"]
        cases = ["new", "examined", "objected", "arbitration", "returned", "archived_spam", "resolution_overdue"]
        walk_the_desk(one, site, cases, views)
        assert {"verifikasi", "tanya", "tolak", "kontak", "terima", "buka-lagi", "catatan"} <= one.known
        one.visit("/petugas/kanal/")

    def test_reported_pages(self, audit, chromium, site):
        one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
        one.visit("/petugas/tinjauan/")
        follow(one.page.locator("tbody a").first)
        one.look("a reported page")
        press(one.page, "Putuskan")
        one.page.get_by_role("alert").wait_for()
        one.look("a reported page, nothing decided")

    def test_contact_opened(self, audit, chromium, site):
        one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
        page = one.page
        page.goto(f"/petugas/laporan/{site.case('in_progress').number}/kontak/")
        page.locator("main input[type=radio]").first.check()
        press(page, "Buka kontak dan catat")
        page.get_by_text("Pembukaan ini sudah dicatat.").wait_for()
        one.look("contact")

    def test_agency(self, audit, chromium, site):
        case = site.case("in_progress")
        one = audit(staff=True, storage_state=site.staff(chromium, f"{case.owner.lower()}-penghubung"))
        walk_the_desk(one, site, ["in_progress"], ["jawaban", "hari-ini", "terlambat", "menunggu", "tugas", "semua"])
        assert {"kabar", "tanya", "jawab", "tugas", "kembalikan", "catatan", "lapangan"} <= one.known
        one.visit("/petugas/lapangan/")
        follow(one.page.locator("main .places a").first)
        one.look("the cases of one village, for a trip")

    @pytest.mark.parametrize("username", ["insp-inspektur", "setda-bupati", "x-ombudsman-pemantau"])
    def test_who_watches(self, audit, chromium, site, username):
        one = audit(staff=True, storage_state=site.staff(chromium, username))
        one.visit("/petugas/")
        if username == "setda-bupati":
            one.visit(f"/petugas/laporan/{site.case('upheld').number}/")
            one.visit(f"/petugas/laporan/{site.case('upheld').number}/arahan/")
            press(one.page, "Kirim arahan")
            one.page.get_by_role("alert").wait_for()
            one.look("an instruction, nothing filled in")
            one.visit(f"/petugas/laporan/{site.case('instructed').number}/", "an instruction at the head")

    def test_somebody_was_quicker(self, audit, chromium, site):
        """A demo complaint that nobody else looks at is answered while a colleague writes."""
        case = site.cases_in("accepted")[-1]
        one, other = (
            audit(staff=True, storage_state=site.staff(chromium, f"{case.owner.lower()}-{post}"))
            for post in ("penghubung", "pelaksana")
        )
        for audited, act in ((one, "kabar"), (other, "catatan")):
            audited.visit(f"/petugas/laporan/{case.number}/{act}/")
            audited.page.fill("#id_text", f"Tulisan untuk {act}.")
        press(other.page, "Simpan catatan internal")
        press(one.page, "Kirim kabar ke pelapor")
        one.page.get_by_role("heading", name="Ini bedanya").wait_for()
        one.look("what the other did beside what I wrote")
        other.page.goto(f"/petugas/laporan/{case.number}/jawab/")
        other.page.get_by_label("Sudah dijelaskan").check()
        other.page.fill("#id_text", "Sudah kami jelaskan di kantor, dan layanan berjalan lagi sejak kemarin.")
        if other.page.locator("#id_no_photo_reason").count():
            other.page.fill("#id_no_photo_reason", "Tidak ada pekerjaan fisik")
        press(other.page, "Kirim jawaban ke pelapor")
        press(one.page, "Kirim kabar ke pelapor")
        one.page.get_by_role("heading", name="Laporan ini sudah berubah").wait_for()
        one.look("it cannot be sent any more")

    def test_on_a_desk(self, audit, chromium, site):
        state = site.staff(chromium, "diskominfo-koordinator-1")
        wide = {"viewport": {"width": 1280, "height": 800}, "has_touch": False, "is_mobile": False}
        one = audit(staff=True, storage_state=state, **wide)
        one.visit("/petugas/?v=semua")
        one.visit(f"/petugas/laporan/{site.case('upheld').number}/")
        one.visit(f"/petugas/laporan/{site.case('new').number}/verifikasi/")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_master_data(visit, chromium, site, colours):
    """Django's own pages in our frame: the start, and list, form and refusal of what is changed most."""
    state = site.staff(chromium, "diskominfo-administrator")
    page = visit(storage_state=state, color_scheme=colours)
    findings = []

    def look():
        # Loading the stylesheets once more, as axe does by default, breaks our policy of content.
        for violation in Axe().run(page, options={"preload": False}).response["violations"]:
            findings.append(f"{page.url}: {violation['id']}: {[node['html'][:90] for node in violation['nodes']]}")
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 740})
        findings.extend(f"{page.url}: {words}" for words in page.evaluate(TOO_WIDE))
        page.set_viewport_size(size)

    page.goto("/kelola/admin/")
    look()
    for model in ("agency", "holiday", "user"):
        page.goto(f"/kelola/admin/complaints/{model}/")
        look()
        follow(page.locator("#result_list th a, #result_list td a").last)
        page.wait_for_url("**/change/**")
        look()
    page.goto("/kelola/admin/complaints/holiday/add/")
    follow(page.locator("[name=_save]"))
    page.locator(".errornote").wait_for()
    look()
    assert not findings
