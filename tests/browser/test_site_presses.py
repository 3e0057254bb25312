"""How many presses a day's work takes: a verification with its referral, and an answer from a telephone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import follow

ANSWER = "Kami sudah datang kemarin, memeriksa, dan membereskannya bersama warga sekitar."


class Hand:
    """Counts what a person does on a page, whatever it is; typing words into a field that has the focus is not."""

    def __init__(self, page: Page):
        self.page, self.presses = page, 0

    def follow(self, control: Locator) -> None:
        self.presses += 1
        follow(control)

    def choose(self, field: str, label: str) -> None:
        self.presses += 1
        self.page.get_by_label(field, exact=True).select_option(label=label)

    def check(self, label: str) -> None:
        self.presses += 1
        self.page.get_by_label(label, exact=True).check()

    def button(self, words: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=words, exact=True).last


@pytest.mark.parametrize(
    ("number", "category", "agency"),
    [(4, "Jalan kabupaten rusak", "Dinas Pekerjaan Umum"), (2, "Sampah", "Dinas Lingkungan Hidup")],
)
def test_verified_and_referred_in_three(visit, chromium, site, number, category, agency):
    """The category is chosen among those of the reporter's topic; agency, class and reason come with it."""
    case = site.cases_in("new")[number]
    page = visit(storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
    page.goto(f"/petugas/laporan/{case.number}/")
    hand = Hand(page)
    hand.follow(page.locator("main").get_by_role("link", name="Verifikasi dan teruskan").first)
    hand.choose("Kategori", category)
    hand.follow(hand.button("Verifikasi dan teruskan"))
    expect(page.get_by_text("Laporan sudah diteruskan.")).to_be_visible()
    expect(page.locator("main")).to_contain_text(agency)
    assert hand.presses <= 3


def test_answered_from_a_telephone_in_four(visit, chromium, site):
    case = site.cases_in("resolution_overdue")[-1]
    page = visit(storage_state=site.staff(chromium, f"{case.owner.lower()}-penghubung"))
    page.goto(f"/petugas/laporan/{case.number}/")
    hand = Hand(page)
    assert page.viewport_size["width"] == 360
    hand.follow(page.locator("main").get_by_role("link", name="Jawab pelapor").first)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
    hand.check("Sudah dijelaskan")
    hand.presses += 1  # into the field
    page.locator("#id_text").fill(ANSWER)
    if (reason := page.locator("#id_no_photo_reason")).count():
        reason.fill("Tidak ada pekerjaan fisik")
    hand.follow(hand.button("Kirim jawaban ke pelapor"))
    expect(page.get_by_text("Jawaban sudah dikirim.")).to_be_visible()
    assert hand.presses <= 4
