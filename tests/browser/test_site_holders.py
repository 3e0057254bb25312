"""Positions and their holders on a phone, as the administrator sees them: nothing typed is lost, nothing moves."""

import re

from tests.chromium import follow, press


def test_positions_and_the_screen_that_changes_a_holder(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-administrator"))
    page = one.page
    one.visit("/kelola/jabatan/")
    follow(page.get_by_role("link", name=re.compile("Kepala")).first)
    page.wait_for_url("**/pemegang/")
    one.look("change of holder")
    page.get_by_text("Orang baru, belum punya akun").click()
    page.fill("#id_starts_on", "")
    press(page, "Simpan pemegang baru")
    page.get_by_role("alert").wait_for()
    one.look("change of holder, nothing filled in")


def test_somebody_is_away(audit, chromium, site):
    """Far ahead, so that nobody deputises while other tests look."""
    one = audit(staff=True, storage_state=site.staff(chromium, "perkim-penghubung"))
    page = one.page
    one.visit("/petugas/profil/tidak-masuk/")
    press(page, "Catat tidak masuk")
    page.get_by_role("alert").wait_for()
    one.look("away, nothing filled in")
    page.fill("#id_starts_on", "2027-11-01")
    page.fill("#id_ends_on", "2027-11-05")
    press(page, "Catat tidak masuk")
    page.get_by_text("Tidak masuk sudah dicatat.").wait_for()
    one.look("away, noted")
    one.visit("/petugas/profil/", "profile with an absence")
    follow(page.get_by_role("button", name="Batalkan").first)
    page.get_by_text("Catatan tidak masuk sudah diakhiri.").wait_for()


def test_by_keyboard_and_without_a_script(phones, chromium, site):
    state = site.staff(chromium, "diskominfo-administrator")
    page = phones(site.url, storage_state=state, java_script_enabled=False)
    page.goto("/kelola/jabatan/")
    link = page.get_by_role("link", name=re.compile("Kepala")).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/pemegang/")
    summary = page.locator("summary", has_text="Orang baru")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Siti Aminah")
    assert page.locator("#id_full_name").input_value() == "Siti Aminah"
    follow(page.locator("#id_full_name"), "press", "Enter")
    page.get_by_role("alert").wait_for()
    assert page.locator("#id_full_name").input_value() == "Siti Aminah"
