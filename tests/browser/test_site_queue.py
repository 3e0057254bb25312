"""What the queue is narrowed and searched by, judged on a telephone in light and dark."""

from tests.chromium import press


def test_the_queue_narrowed_searched_and_kept(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
    one.visit("/petugas/saring/?v=semua&status=dikerjakan")
    one.visit("/petugas/?v=semua&status=dikerjakan&urut=terlama", "a narrowed view")
    one.visit("/petugas/?v=semua&status=dicabut&batas=pekan", "nothing fits")
    one.visit("/petugas/cari/", "nothing looked for")
    one.visit("/petugas/cari/?q=lampu", "found by a word")
    one.visit("/petugas/cari/?q=tanjungpandan", "found by a place")
    one.visit("/petugas/saring/simpan/?v=semua&status=dikerjakan")
    press(one.page, "Simpan")
    one.page.get_by_role("alert").first.wait_for()
    one.look("saving a filter, nothing filled in")
    one.visit("/petugas/cari/kontak/")
    one.page.fill("#id_contact", "halo")
    press(one.page, "Cari dan catat")
    one.page.get_by_role("alert").first.wait_for()
    one.look("no contact")


def test_one_act_on_many(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
    one.page.goto("/petugas/?v=verifikasi")
    one.page.get_by_label("Pilih semua di halaman ini").check()
    one.look("everything chosen")
    press(one.page, "Lanjut")
    one.look("what would happen")
    press(one.page, "Periksa dulu")
    one.page.get_by_role("alert").first.wait_for()
    one.look("nothing filled in")


def test_tagged_taken_back_and_printed(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))

    def choose(act: str) -> None:
        one.page.goto("/petugas/?v=verifikasi")
        one.page.locator("input[name=n]").first.check()
        one.page.select_option("#act", act)
        press(one.page, "Lanjut")

    choose("tanda")
    one.page.fill("#id_tag", "banjir")
    press(one.page, "Periksa dulu")
    press(one.page, "Pasang di 1 laporan")
    one.look("what was done")
    press(one.page, "Batalkan")
    one.look("taken back")
    choose("gabung")
    one.look("which goes on")
    choose("ekspor")
    one.look("what is exported")
    choose("cetak")
    press(one.page, "Cetak 1 lembar")
    one.look("sheets to print")
