"""Drafts and the outbox on the portal of `make run`: every state of its screens is judged, and what a phone keeps."""

import gzip
import json
import re
import urllib.request

from tests.chromium import press

KB = 1024
HEADERS = KB  # of one answer, more than they are
STORY = "Lampu jalan di depan sekolah mati sejak seminggu."
LYING_HERE = """async () => {
  const picture = new OffscreenCanvas(40, 30);
  picture.getContext("2d");
  const photos = [{ blob: await picture.convertToBlob(), name: "foto" }];
  const fields = { story: "Jalan berlubang di depan pasar" };
  const put = (id, more) => besadu.put({ id: id.repeat(32), fields, photos, saved: Date.now(), ...more });
  await put("a", { state: "draft" });
  await put("b", { state: "waiting" });
  await put("c", { state: "wrong", why: "Pilih jenis masalah atau pilih Saya tidak yakin" });
  await put("d", { state: "sent", number: "BLT-7K4M-2QXD-V" });
}"""


def test_screens(audit):
    one = audit(broken=True, service_workers="block")  # it would send what is to wait
    page = one.page
    one.visit("/lapor/draf/", "nothing here")
    page.route("**/lapor/antrean/**", lambda route: route.abort())  # no signal for what waits
    page.evaluate(LYING_HERE)
    page.goto("/lapor/draf/")
    page.get_by_role("button", name="Hapus").first.click()
    page.locator("#daftar canvas").first.wait_for()
    one.look("one of each, one to be deleted")
    page.keyboard.press("Enter")  # "Ya, hapus" has the focus
    page.locator("#daftar li").nth(2).wait_for()
    page.goto("/")
    page.get_by_text("1 laporan menunggu sinyal.").wait_for()
    one.look("home, a report waits")
    one.visit("/lapor/draf/hapus/")
    page.evaluate(LYING_HERE)
    one.visit("/lapor/", "step 1, a draft from before")
    one.visit("/luring/")
    page.get_by_role("button", name="Simpan dan kirim").click()
    one.look("/luring/, nothing filled in")
    page.get_by_label("Lampu jalan").check()
    page.fill("#id_story", STORY)
    page.select_option("#id_village", label="Air Saga")
    page.get_by_label("Tanpa nama").check()
    page.get_by_role("button", name="Simpan dan kirim").click()
    page.locator("#belum").wait_for()
    one.look("/luring/, put aside")


def test_step_3_without_signal(audit):
    one = audit(broken=True, service_workers="block")  # it would send what is to wait
    page = one.page
    page.goto("/lapor/?kategori=jalan-jembatan")
    page.fill("#id_story", "Jalan menuju dermaga putus dibawa air kemarin malam.")
    press(page, "Lanjut")
    page.select_option("#id_village", label="Air Saga")
    press(page, "Lanjut")
    page.goto("/lapor/kirim/")
    page.get_by_label("Tanpa nama").check()
    page.route("**/lapor/antrean/**", lambda route: route.abort())
    page.locator("form > .btn", has_text="Kirim laporan").click()
    page.locator("#belum").wait_for()
    one.look("step 3, put aside")


def test_what_a_phone_keeps_is_light(site):
    """The worker, its page and all that page asks for, as they go over the line (ux.md 7.1: 60 KB)."""

    def size(path: str) -> tuple[int, str]:
        asked = urllib.request.Request(f"{site.url}{path}", headers={"Accept-Encoding": "gzip"})  # noqa: S310 (our own)
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
            data = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
            assert packed or not data, path
            return len(data) + HEADERS, gzip.decompress(data).decode()

    worker, script = size("/sw.js")
    files = json.loads(re.match(r"self\.BESADU = (.*);\n", script)[1])["shell"]
    sizes = {"/sw.js": worker, "/luring/": size("/luring/")[0]} | {path: size(path)[0] for path in files}
    print(f"\n{sum(sizes.values())} bytes: {sizes}")
    assert sum(sizes.values()) <= 60 * KB, sizes
