"""A complaint from a phone: with the scripts and without them. By keyboard alone: test_site_journey.py."""

import pytest

from complaints.models import Attachment, Complaint, Identity, Place
from tests.chromium import follow
from tests.intake.conftest import portal  # noqa: F401 (a fixture)
from tests.intake.steps import KOTA, STORY
from tests.intake.test_what import small

HERE = {"latitude": -2.7411, "longitude": 107.6353, "accuracy": 18}
JAKARTA = {"latitude": -6.1754, "longitude": 106.8272, "accuracy": 18}
# A phone in the light, in the dark and of 320 px is judged on the portal of `make run`: test_site_screens.py.
LOOKS = [{"viewport": {"width": 1280, "height": 800}}, {"java_script_enabled": False}]


@pytest.fixture(autouse=True)
def _portal(portal):  # noqa: F811
    return portal


@pytest.fixture
def photo(tmp_path):
    """Return a function that makes a photo file."""

    def make(number):
        path = tmp_path / f"foto{number}.jpg"
        path.write_bytes(small(number))
        return path

    return make


def to_place(page):
    page.goto("/lapor/?kategori=lampu-jalan")
    page.fill("#id_story", STORY)
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.wait_for_url("**/lapor/lokasi/")


def to_send(page):
    to_place(page)
    page.select_option("#id_village", KOTA)
    page.fill("#id_landmark", "Depan SDN 5")
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.wait_for_url("**/lapor/kirim/")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_is_accessible(open_page, assert_accessible, look):
    script = look.get("java_script_enabled", True)
    page = open_page(**look)

    def check():
        if script:  # axe itself is a script
            assert_accessible(page)
        else:
            page.wait_for_load_state("load")

    page.goto("/")
    check()
    page.goto("/lapor/?kategori=lampu-jalan")
    check()
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.get_by_role("alert").wait_for()
    check()
    page.fill("#id_story", STORY + " Ada kecelakaan.")
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.wait_for_url("**/lapor/lokasi/")
    assert page.get_by_text("Keadaan darurat?", exact=True).is_visible()
    check()
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.get_by_role("alert").wait_for()
    check()
    page.select_option("#id_village", KOTA)
    follow(page.locator("form .btn", has_text="Lanjut"))
    page.wait_for_url("**/lapor/kirim/")
    check()
    follow(page.locator("form > .btn", has_text="Kirim laporan"))
    page.get_by_role("alert").wait_for()
    check()
    page.fill("#id_contact", "0812 3456 7890")
    follow(page.locator("form > .btn", has_text="Kirim laporan"))
    page.wait_for_url("**/lapor/selesai/")
    check()
    assert Complaint.objects.count() == 1
    for path in ("/bantuan/cara-melapor/", "/privasi/", "/aksesibilitas/", "/kontak/"):
        page.goto(path)
        check()


def test_a_screenshot_of_the_receipt_keeps_number_code_and_qr(page):
    to_send(page)
    page.get_by_label("Tanpa nama").check()
    follow(page.locator("form > .btn", has_text="Kirim laporan"))
    page.wait_for_url("**/lapor/selesai/")
    for shown in ("[data-ticket]", "[data-secret]", ".qr svg", "text=Simpan nomor dan kode rahasia ini."):
        box = page.locator(shown).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 740, shown
        assert box["x"] + box["width"] <= 360
    assert page.locator(".qr svg").bounding_box()["width"] >= 120


def test_enter_in_a_field_goes_on_and_never_back(page):
    to_place(page)
    page.select_option("#id_village", KOTA)
    follow(page.locator("#id_landmark"), "press", "Enter")
    page.wait_for_url("**/lapor/kirim/")
    page.fill("#id_contact", "0812 3456 7890")
    follow(page.locator("#id_contact"), "press", "Enter")
    page.wait_for_url("**/lapor/selesai/")


class TestWhat:
    def test_what_a_topic_brings_along_comes_with_it(self, page):
        page.goto("/lapor/")
        since, hint = page.get_by_label("Hari ini"), page.get_by_text("Tulis nomor tiang kalau ada")
        assert not since.is_visible()
        assert not hint.is_visible()
        page.get_by_label("Lampu jalan").check()
        assert since.is_visible()
        assert hint.is_visible()
        page.get_by_label("Kesehatan").check()
        assert not since.is_visible()

    def test_a_word_of_danger_brings_its_number_while_typing(self, page):
        page.clock.install()
        page.goto("/lapor/")
        box = page.get_by_text("Keadaan darurat?", exact=True)
        page.fill("#id_story", "Lampu mati di depan SD")
        page.clock.run_for(700)
        assert not box.is_visible()
        page.fill("#id_story", "Ada KEBAKARAN di depan SD")
        box.wait_for()
        assert page.get_by_role("link", name="113").is_visible()
        assert not page.get_by_role("link", name="119").is_visible()
        assert "Telepon sekarang" in page.locator("#kabar").text_content()
        page.fill("#id_story", "Pembakaran sampah di depan SD")
        box.wait_for(state="hidden")

    def test_photos_are_gathered_from_gallery_and_camera(self, page, photo):
        page.goto("/lapor/?kategori=lampu-jalan")
        page.fill("#id_story", STORY)
        assert page.locator("label", has_text="Ambil foto").is_visible()
        page.set_input_files("#id_photos", [photo(1), photo(2)])
        page.locator("#foto").get_by_text("Foto 2: terkirim").wait_for()
        page.set_input_files("#id_camera", photo(3))
        page.locator("#foto").get_by_text("Foto 3: terkirim").wait_for()
        with page.expect_response("**/lapor/foto/hapus/"):
            page.get_by_role("button", name="Hapus foto 2").click()
        assert page.locator("#foto_kabar").text_content() == "Foto dihapus"
        assert not page.locator("#foto").get_by_text("Foto 3 siap").is_visible()
        follow(page.locator("form .btn", has_text="Lanjut"))
        page.wait_for_url("**/lapor/lokasi/")
        assert [row.width for row in Attachment.objects.all()] == [201, 203]
        page.goto("/lapor/")
        page.set_input_files("#id_photos", [photo(4), photo(5)])
        assert page.get_by_text("Paling banyak 3 foto. Foto lainnya tidak ikut").first.is_visible()
        page.locator("#foto").get_by_text("Foto 3: terkirim").wait_for()

    def test_without_a_script_one_input_takes_all(self, open_page, photo):
        page = open_page(java_script_enabled=False)
        page.goto("/lapor/?kategori=lampu-jalan")
        assert not page.locator("label", has_text="Ambil foto").is_visible()
        page.fill("#id_story", STORY)
        page.set_input_files("#id_photos", [photo(1), photo(2)])
        follow(page.locator("form .btn", has_text="Lanjut"))
        assert Attachment.objects.count() == 2


class TestPlace:
    @pytest.fixture
    def phone(self, open_page):
        """Return a function that opens step 2 on a phone at a place; without one, it refuses to tell."""

        def at(place):
            told = {"geolocation": place, "permissions": ["geolocation"]} if place else {}
            page = open_page(**told)
            to_place(page)
            return page

        return at

    def test_the_phone_finds_the_village(self, phone):
        page = phone(HERE)
        assert page.locator("#id_village").input_value() == ""  # never without being asked
        page.get_by_role("button", name="Pakai lokasi saya").click()
        page.get_by_text("Lokasi didapat, tepat sekitar 20 meter. Kelurahan Kota, Tanjungpandan.").wait_for()
        assert page.locator("#id_village").input_value() == KOTA
        follow(page.locator("form .btn", has_text="Lanjut"))
        page.wait_for_url("**/lapor/kirim/")
        assert page.get_by_text("tepat sekitar 18 meter").is_visible()
        page.get_by_label("Tanpa nama").check()
        follow(page.locator("form > .btn", has_text="Kirim laporan"))
        page.wait_for_url("**/lapor/selesai/")
        assert Place.objects.get().accuracy == 18

    @pytest.mark.parametrize(
        ("metres", "words", "exact"),
        [(300, "Kurang tepat, sekitar 300 meter. Tambahkan patokan.", True), (2500, "hanya cukup", False)],
    )
    def test_a_vague_point_asks_for_a_landmark(self, phone, metres, words, exact):
        page = phone(HERE | {"accuracy": metres})
        page.get_by_role("button", name="Pakai lokasi saya").click()
        page.get_by_text(words).wait_for()
        assert page.locator("#id_village").input_value() == KOTA
        assert (page.locator("#id_latitude").input_value() != "") is exact
        assert page.evaluate("document.activeElement.id") == "id_landmark"

    def test_outside_is_said_and_nothing_kept(self, phone):
        page = phone(JAKARTA)
        page.get_by_role("button", name="Pakai lokasi saya").click()
        page.get_by_text("Titik ini di luar Kabupaten Belitung.").wait_for()
        assert page.locator("#id_latitude").input_value() == ""
        assert page.evaluate("document.activeElement.id") == "id_village"

    def test_a_refusal_leads_to_the_village(self, phone):
        page = phone(None)
        page.get_by_role("button", name="Pakai lokasi saya").click()
        page.get_by_text("Izin lokasi ditolak. Pilih desa di bawah.").wait_for()
        assert page.evaluate("document.activeElement.id") == "id_village"

    def test_another_village_by_hand_lets_the_point_go(self, phone):
        page = phone(HERE)
        page.get_by_role("button", name="Pakai lokasi saya").click()
        page.get_by_text("Lokasi didapat").wait_for()
        page.select_option("#id_village", label="Aik Rayak")
        assert page.locator("#id_latitude").input_value() == ""
        assert page.get_by_text("Titik lokasi tidak dipakai lagi.").is_visible()

    def test_it_can_be_changed(self, phone):
        page = phone(HERE)
        page.get_by_role("button", name="Pakai lokasi saya").click()
        page.get_by_role("button", name="Ganti").click()
        assert page.locator("#id_latitude").input_value() == ""


class TestSend:
    def test_another_way_to_be_told_needs_no_new_page(self, page):
        to_send(page)
        page.fill("#id_name", "Bu Siti")
        page.get_by_role("button", name="Pakai e-mail").click()
        contact = page.get_by_label("Alamat e-mail")
        assert contact.get_attribute("type") == "email"
        assert page.locator("#id_name").input_value() == "Bu Siti"
        contact.fill("siti@contoh.test")
        follow(page.locator("form > .btn", has_text="Kirim laporan"))
        page.wait_for_url("**/lapor/selesai/")
        assert Identity.objects.exists()

    def test_without_a_name_nothing_is_asked(self, page):
        to_send(page)
        page.get_by_label("Tanpa nama").check()
        assert not page.locator("#id_contact").is_visible()
        page.get_by_label("Ya, kabari saya").check()
        assert page.locator("#id_contact").is_visible()

    def test_going_back_by_the_browser_and_sending_again_is_one_complaint(self, page):
        to_send(page)
        page.get_by_label("Tanpa nama").check()
        follow(page.locator("form > .btn", has_text="Kirim laporan"))
        page.wait_for_url("**/lapor/selesai/")
        number = page.locator("[data-ticket]").inner_text()
        page.go_back()
        if page.url.endswith("/lapor/kirim/"):
            page.get_by_label("Tanpa nama").check()
            follow(page.locator("form > .btn", has_text="Kirim laporan"))
            page.wait_for_url("**/lapor/selesai/")
            assert page.locator("[data-ticket]").inner_text() == number
        assert Complaint.objects.count() == 1
