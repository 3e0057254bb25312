"""An answer from a telephone, begun with a template; the coordinator's answers of the day; templates. All judged."""

import re

from playwright.sync_api import expect

from tests.chromium import follow, press

SENTENCE = "Gorong-gorong sudah bersih dan air mengalir lagi."


def test_an_answer_takes_four_taps_and_a_text(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "dpupr-penghubung"))
    page = one.page
    page.goto("/petugas/?v=jawaban")
    page.goto(page.locator("tbody a.title").last.get_attribute("href"))
    one.look("the case")
    # First tap: the answer; second: a template, which brings its outcome along.
    follow(page.get_by_role("link", name="Jawab pelapor").first)
    one.look("an answer")
    page.get_by_label("Mulai dari templat").select_option(label="Penjelasan")
    text = page.get_by_label("Jawaban untuk pelapor")
    expect(page.get_by_label("Sudah dijelaskan")).to_be_checked()
    expect(page.locator("[data-preview] mark")).to_have_text(["{hari pemeriksaan}", "{penjelasan}"])
    one.look("a template with gaps")
    press(page, "Kirim jawaban ke pelapor")
    expect(page.get_by_role("alert").first).to_contain_text("Isi dulu bagian ini: {hari pemeriksaan}, {penjelasan}")
    one.look("gaps hold it back")
    text.fill(SENTENCE)
    if page.get_by_label("Tidak ada foto?").count():
        page.get_by_label("Tidak ada foto?").fill("Tidak perlu foto")
    press(page, "Simpan draf")
    expect(page.get_by_text("Draf jawaban Anda tersimpan")).to_be_visible()
    follow(page.get_by_role("link", name="Jawab pelapor").first)
    expect(text).to_have_value(SENTENCE)
    press(page, "Kirim jawaban ke pelapor")
    expect(page.get_by_text("Jawaban sudah dikirim.")).to_be_visible()
    number = re.search("BLT-[0-9A-Z-]+", page.url)[0]

    # The coordinator finds it on top of those that nobody has read.
    other = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
    other.visit("/petugas/jawaban/", "answers of the day")
    first = other.page.locator("section.card").first
    expect(first).to_contain_text(number)
    expect(first).to_contain_text(SENTENCE)
    follow(first.get_by_role("button", name="Cukup, sudah dibaca"))
    expect(other.page.locator("section.card", has_text=number)).to_have_count(0)
    other.visit("/petugas/jawaban/?v=semua", "all answers")


def test_an_answer_that_waits_for_the_head(audit, chromium, site):
    number = site.case("proposed").number
    one = audit(staff=True, storage_state=site.staff(chromium, "dpk-kepala"))
    one.visit("/petugas/", "a queue with an answer to approve")
    expect(one.page.locator("h1")).to_have_text("Menunggu persetujuan")
    one.visit(f"/petugas/laporan/{number}/", "the case before the head")
    follow(one.page.get_by_role("link", name="Periksa dan kirim jawaban").first)
    one.look("an answer that was proposed")
    follow(one.page.get_by_role("link", name="Kembalikan ke petugas"))
    one.look("giving it back")
    other = audit(staff=True, storage_state=site.staff(chromium, "dpk-pelaksana"))
    other.visit(f"/petugas/laporan/{number}/", "the case beside the head")
    expect(other.page.get_by_text("Kepala DPK memeriksa jawaban sebelum dikirim.")).to_be_visible()
    other.visit(f"/petugas/laporan/{number}/jawab/", "proposing again")


def test_templates_are_kept(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "dpupr-penghubung"))
    one.visit("/petugas/templat/", "templates")
    one.visit("/petugas/templat/tambah/", "a new template")
    press(one.page, "Simpan templat")
    one.page.get_by_role("alert").first.wait_for()
    one.look("a template, nothing filled in")
