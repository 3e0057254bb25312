"""Photos of a report from a phone: small and bare, once whatever the line does, never in the way of the report.

How long it takes on a slow phone and a slow line: tests/benchmarks/test_slow_photo.py.
"""

import base64
import io
import random

import pytest
from PIL import Image
from playwright.sync_api import expect

from complaints.models import Attachment, Complaint
from tests.chromium import follow
from tests.cutting import Line
from tests.intake.conftest import portal  # noqa: F401 (a fixture)
from tests.intake.steps import KOTA, STORY
from tests.intake.test_what import small
from tests.uploads import files

# What the page sends: Playwright does not see the files in a request.
WATCH = """(() => {
  const send = window.fetch;
  window.sent = [];
  window.fetch = async (url, options) => {
    const photo = options?.body?.get?.("photo");
    if (photo) {
      const bytes = new Uint8Array(await photo.arrayBuffer());
      window.sent.push(btoa(Array.from(bytes, (n) => String.fromCharCode(n)).join("")));
    }
    return send(url, options);
  };
})()"""
HERE = {"latitude": -2.7411, "longitude": 107.6353, "accuracy": 18}
TAPS = "addEventListener('pointerdown', () => { sessionStorage.taps = 1 + Number(sessionStorage.taps || 0); }, true)"
ROUTE = "**/lapor/foto/"


@pytest.fixture(autouse=True)
def _portal(portal):  # noqa: F811
    return portal


@pytest.fixture
def photo(tmp_path):
    """Return a function that writes bytes as a file of the phone's gallery."""

    def make(data: bytes, name="IMG_1.jpg"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return make


def begin(page):
    page.goto("/lapor/?kategori=lampu-jalan")
    page.fill("#id_story", STORY)


def go_on(page, words="Lanjut"):
    follow(page.locator("main form .btn", has_text=words).last)


def to_send(page):
    go_on(page)
    page.select_option("#id_village", KOTA)
    go_on(page)
    page.wait_for_url("**/lapor/kirim/")
    page.get_by_label("Tanpa nama").check()


def row(page, words):
    return page.locator("#foto").get_by_text(words)


def test_what_leaves_the_phone_is_small_upright_and_says_nothing_else(page, photo):
    page.add_init_script(WATCH)
    begin(page)
    grainy = files.noise(4000, 3000)  # 12 megapixels that compress badly
    page.set_input_files("#id_camera", photo(files.jpeg(grainy, exif=files.exif(6))))
    row(page, "Foto 1: terkirim").wait_for()
    light = files.jpeg(files.scene(300, 200), exif=files.exif(1))
    page.set_input_files("#id_photos", [photo(light, "2.jpg"), photo(small(3), "3.jpg")])
    row(page, "Foto 3: terkirim").wait_for()
    first, second, third = (base64.b64decode(one) for one in page.evaluate("window.sent"))
    for data in (first, second, third):
        assert len(data) <= 300 * 1024
        assert not [secret for secret in files.SECRETS if secret in data]
    width, height = Image.open(io.BytesIO(first)).size
    assert max(width, height) in (1600, 1280, 960, 640)
    assert height > width  # turned as the camera was held
    assert third == small(3)  # light, and nothing but a picture
    assert [row.width for row in Attachment.objects.all()][1:] == [300, 203]


def test_sent_again_after_a_lost_answer_it_is_one_photo(open_page, photo):
    page = open_page(broken=True, allowed_status=503)
    page.clock.install()
    tries = []

    def answer(route):
        tries.append(1)
        if len(tries) == 1:
            route.fetch()  # it arrived; the answer is lost
            route.abort()
        elif len(tries) == 2:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route(ROUTE, answer)
    begin(page)
    page.set_input_files("#id_camera", photo(small(1)))
    for pause in (2, 8):
        row(page, "Foto 1: menunggu sinyal").wait_for()
        with page.expect_request(ROUTE):
            page.clock.run_for(pause * 1000 + 100)
    row(page, "Foto 1: terkirim").wait_for()
    assert len(tries) == 3
    assert Attachment.objects.count() == 1


def test_a_line_that_breaks_anywhere_leaves_one_photo(phones, live_server, photo):
    line = Line(int(live_server.url.rpartition(":")[2]))
    page = phones(line.url, broken=True, service_workers="block")
    begin(page)
    chance = random.Random(6)
    for number in range(1, 4):
        line.cut_after(chance.randrange(200, 9000))
        page.set_input_files("#id_photos", photo(small(number)))
        row(page, f"Foto {number} siap").wait_for()
        row(page, f"Foto {number}: ").wait_for()
        line.cut_after(None)
        page.evaluate("dispatchEvent(new Event('online'))")
        row(page, f"Foto {number}: terkirim").wait_for()
    assert [one.width for one in Attachment.objects.all()] == [201, 202, 203]
    line.close()


def test_a_photo_under_way_stops_nobody_and_follows_its_report(open_page, photo, assert_accessible):
    page = open_page(broken=True)
    page.route(ROUTE, lambda route: route.abort())
    page.route("**/lapor/selesai/foto/", lambda route: route.abort())
    begin(page)
    page.set_input_files("#id_photos", photo(small(1)))
    row(page, "Foto 1: menunggu sinyal").wait_for()
    assert_accessible(page)
    to_send(page)
    expect(page.locator("#foto_kabar")).to_have_text("Foto 1: menunggu sinyal")
    assert_accessible(page)
    follow(page.locator("form > .btn", has_text="Kirim laporan"))
    page.wait_for_url("**/lapor/selesai/")
    told = page.locator("#foto_kabar")
    expect(told).to_have_text("Laporan terkirim. Foto 1 menyusul saat sinyal ada.")
    assert_accessible(page)
    assert not Complaint.objects.get().attachments.exists()
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(told).to_have_text("Foto 1: terkirim")
    assert Complaint.objects.get().attachments.get().width == 201


def test_where_the_receipt_is_not_open_it_waits_for_it(phones, live_server, photo):
    page = phones(live_server.url, broken=True, allowed_status=(404, 410))
    page.route(ROUTE, lambda route: route.abort())
    begin(page)
    page.set_input_files("#id_photos", photo(small(1)))
    row(page, "Foto 1: menunggu sinyal").wait_for()
    to_send(page)
    page.route("**/lapor/selesai/foto/", lambda route: route.abort())
    follow(page.locator("form > .btn", has_text="Kirim laporan"))
    page.wait_for_url("**/lapor/selesai/")
    expect(page.locator("#foto_kabar")).to_contain_text("menyusul")
    page.unroute_all()
    receipt = next(one for one in page.context.cookies() if one["name"] == "diterima")
    page.context.clear_cookies(name="diterima")
    with page.expect_response("**/lapor/selesai/foto/") as refused:
        page.goto("/lapor/")  # another report begins
    assert refused.value.status == 404
    page.context.add_cookies([receipt])
    page.goto("/lapor/selesai/")
    expect(page.locator("#foto_kabar")).to_have_text("Foto 1: terkirim")
    assert Complaint.objects.get().attachments.get().width == 201


def test_taken_away_it_is_gone_there_too(page, photo):
    begin(page)
    page.set_input_files("#id_photos", [photo(small(1), "1.jpg"), photo(small(2), "2.jpg")])
    row(page, "Foto 2: terkirim").wait_for()
    with page.expect_response("**/lapor/foto/hapus/"):
        page.get_by_role("button", name="Hapus foto 1").press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_camera"
    expect(page.locator("#foto li")).to_have_count(1)
    assert row(page, "Foto 1 siap").is_visible()
    assert Attachment.objects.get().width == 202


def test_where_nothing_can_be_kept_it_goes_with_the_form(open_page, photo):
    page = open_page(broken=True)
    page.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }")
    page.route(ROUTE, lambda route: route.abort())
    begin(page)
    page.set_input_files("#id_photos", photo(small(1)))
    row(page, "Foto 1: menunggu sinyal").wait_for()
    go_on(page)
    page.wait_for_url("**/lapor/lokasi/")
    assert Attachment.objects.get().width == 201


def test_taps_and_answers_are_few(open_page, photo):
    """ux.md 3.11: 6 taps besides typing, 9 with a photo, 3 answers; Izinkan, the shutter and OK are taps too."""
    page = open_page(geolocation=HERE, permissions=["geolocation"], has_touch=True)
    page.add_init_script(TAPS)
    outside, answers = 1, 0
    page.goto("/")
    follow(page.get_by_role("link", name="Lampu jalan", exact=True), "tap")
    page.locator("#id_story").fill(STORY)
    answers += 1
    with page.expect_file_chooser() as camera:
        page.locator("label", has_text="Ambil foto").tap()
    camera.value.set_files(photo(small(1)))
    with_photo = 3
    follow(page.locator("main form .btn", has_text="Lanjut").last, "tap")
    page.get_by_role("button", name="Pakai lokasi saya").tap()
    page.get_by_text("Lokasi didapat").wait_for()
    answers += 1
    follow(page.locator("main form .btn", has_text="Lanjut").last, "tap")
    page.wait_for_url("**/lapor/kirim/")
    page.locator("#id_contact").fill("0812 3456 7890")
    answers += 1
    follow(page.locator("form > .btn", has_text="Kirim laporan"), "tap")
    page.wait_for_url("**/lapor/selesai/")
    taps = int(page.evaluate("sessionStorage.taps")) + outside + (with_photo - 1)
    print(f"\n{taps} taps with a photo, {answers} answers")
    assert taps <= 9
    assert taps - with_photo <= 6
    assert answers <= 3
    assert Complaint.objects.count() == 1
