"""A7: the coordinator sees what everybody will, words and a covered photo, before it is shown to them."""

import re

from playwright.sync_api import expect

from tests.chromium import follow, press

NIK = "1902010101010001"


def test_a_report_is_shown_as_it_was_previewed(audit, visit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
    page = one.page
    page.goto("/petugas/?v=terbit")
    for address in page.locator("tbody a.title").evaluate_all("links => links.map(link => link.href)"):
        page.goto(f"{address}terbit/")
        if page.locator(".photo-choice").count():
            break
    expect(page.locator(".photo-choice").first).to_be_visible()
    one.look("what is to be shown")
    number = re.search("BLT-[0-9A-Z-]+", page.url)[0]
    # A photo, covered by numbers as the keyboard does it; words with what looks like personal data.
    photo = page.locator(".photo-choice").first
    photo.get_by_label("Tampilkan foto ini").check()
    photo.locator("summary").click()
    for side, value in {"left": "10", "top": "20", "width": "30", "height": "40"}.items():
        photo.locator(f"[data-side={side}]").first.fill(value)
    title = page.get_by_label("Judul")
    title.fill(f"Mohon diperiksa, NIK saya {NIK}")
    follow(page.get_by_role("button", name="Lihat dulu"))
    preview = page.locator("#pratinjau")
    expect(preview).to_contain_text(NIK)
    expect(page.locator(".box.warn")).to_contain_text(NIK)
    picture = preview.locator("img").first
    picture.scroll_into_view_if_needed()
    assert "kotak=100%2C200%2C300%2C400" in picture.get_attribute("src")
    one.look("personal data is marked")
    # Marked and not looked at it is not taken, changed and not seen it is not either.
    follow(page.get_by_role("button", name="Tampilkan untuk umum"))
    expect(page.get_by_role("alert")).to_contain_text("Ada yang mungkin data pribadi")
    title.fill("Mohon diperiksa lagi")
    follow(page.get_by_role("button", name="Tampilkan untuk umum"))
    expect(page.get_by_role("alert")).to_contain_text("Isinya berubah")
    expect(preview).to_contain_text("Mohon diperiksa lagi")
    if page.get_by_label("Yang ditandai sudah saya periksa").count():  # what the story itself holds
        page.get_by_label("Yang ditandai sudah saya periksa").check()
    follow(page.get_by_role("button", name="Tampilkan untuk umum"))
    expect(page.get_by_text("Laporan ini sekarang dilihat publik seperti yang Anda baca.")).to_be_visible()
    # Everybody reads it, without signing in.
    reader = visit()
    reader.goto(f"/laporan/{number}/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Mohon diperiksa lagi")
    assert NIK not in reader.content()
    assert reader.locator("main img").first.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


def test_similar_ones_before_sending(audit):
    one = audit()
    page = one.page
    page.goto("/laporan/?status=diteruskan&q=lampu")
    follow(page.locator(".report a").first)
    story = page.locator("main .story").inner_text()
    place = page.locator("main dl").get_by_text("Kecamatan").first.inner_text()
    page.goto("/lapor/?kategori=lampu-jalan")
    page.fill("#id_story", story)
    press(page, "Lanjut")
    page.wait_for_url("**/lapor/lokasi/")
    page.select_option("#id_village", label=re.sub("^(Desa|Kelurahan) |,.*", "", place))
    press(page, "Lanjut")
    page.wait_for_url("**/lapor/serupa/")
    one.look("similar ones before sending")
    follow(page.get_by_role("link", name="Ya, ini masalahnya").first)
    one.look("support one of them instead")
