"""Screens for who lost number and code, who shares a photo, and who enters reports in a village."""

import re

from tests.chromium import follow, press

STORY = "Lampu jalan di depan sekolah mati sejak seminggu. Malam gelap sekali."


def test_number_and_code_lost(audit, site):
    one = audit()
    page = one.page
    one.visit("/lacak/lupa/")
    press(page, "Kirim tautan")
    page.get_by_role("alert").wait_for()
    one.look("nothing filled in")
    page.fill("#id_contact", "0812 7777 8888")
    press(page, "Kirim tautan")
    page.get_by_text("Permintaan Anda kami terima.").wait_for()
    one.look("asked for")
    one.visit(site.own_link(), "the link")
    press(page, "Lihat laporan saya")
    page.wait_for_url("**/saya/")
    page.locator("summary").first.click()
    one.look("own reports")
    follow(page.get_by_role("button", name=re.compile("Buat kode baru")).first)
    page.wait_for_url("**/saya/kode/")
    one.look("a new code")


def test_something_shared_inside_another_program(audit):
    one = audit(user_agent="Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile [FB_IAB/FB4A]")
    page = one.page
    one.visit("/lapor/")
    page.get_by_label("Lampu jalan").check()
    page.fill("#id_story", STORY)
    press(page, "Lanjut")
    page.wait_for_url("**/lapor/lokasi/")
    answer = page.request.post("/lapor/bagikan/", multipart={"text": "Tiang nomor 12 juga mati."})
    assert answer.ok
    one.visit("/lapor/bagikan/")
    press(page, "Tambahkan ke draf itu")
    page.wait_for_url("**/lapor/")
    assert "Tiang nomor 12" in page.input_value("#id_story")


def test_who_enters_in_a_village(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "desa-seliu-pencatat"))
    page = one.page
    one.visit("/petugas/")
    one.visit("/petugas/entri/")
    press(page, "Simpan dan buat tanda terima")
    page.get_by_role("alert").wait_for()
    one.look("nothing filled in")
    one.visit("/petugas/poster/")
    page.select_option("#id_village", "")
    press(page, "Buka poster (PDF)")
    page.get_by_role("alert").wait_for()
    one.look("a poster of no place")
