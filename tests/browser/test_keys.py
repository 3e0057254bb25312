"""The desk with a keyboard alone, and a queue that follows what others do (ux.md 4.2)."""

import pytest
from playwright.sync_api import expect

from complaints.models import User
from tests import factories
from tests.cases import Case
from tests.worlds import make_office

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def office(live_server):
    return make_office()


def test_from_the_queue_to_a_sent_note_without_a_mouse(office, signed_in):
    User.objects.update(uses_shortcuts=True)
    cases = [Case(office).do("refer") for _ in range(3)]
    page = signed_in(office.liaison, viewport=DESK)
    page.goto("/petugas/?v=semua")
    press = page.keyboard.press
    titles = page.locator("main .stack a.title")
    press("j")
    expect(titles.nth(0)).to_be_focused()
    press("x")
    press("j")
    press("j")
    press("Shift+X")
    expect(page.locator("#massal output")).to_have_text("3 dipilih")
    press("Escape")
    expect(page.locator("#massal output")).to_be_empty()
    press("k")
    expect(titles.nth(1)).to_be_focused()
    addresses = titles.evaluate_all("links => links.map(link => link.pathname)")
    press("o")
    page.wait_for_url(f"**{addresses[1]}")
    press("j")
    page.wait_for_url(f"**{addresses[2]}")
    press("n")
    page.wait_for_url(f"**{addresses[2]}catatan/")
    page.locator("#id_text").focus()
    page.keyboard.type("jkntv / sudah dicek")  # letters in a field are letters
    press("Control+Enter")
    page.wait_for_url(f"**{addresses[2]}")
    expect(page.get_by_text("jkntv / sudah dicek")).to_be_visible()
    press("g")
    press("t")
    page.wait_for_url("**/petugas/?v=terlambat")
    press("/")
    expect(page.locator("#cari")).to_be_focused()
    page.locator("h1").click()
    press("?")
    page.wait_for_url("**/petugas/pintasan/")
    assert len(cases) == 3


def test_who_did_not_ask_for_keys_has_none(office, signed_in, assert_accessible):
    Case(office).do("refer")
    page = signed_in(office.liaison, viewport=DESK)
    page.goto("/petugas/?v=semua")
    page.keyboard.press("j")
    expect(page.locator("main .stack a.title").first).not_to_be_focused()
    expect(page.locator("#pintasan")).to_be_visible()
    assert_accessible(page)
    page.goto("/petugas/pintasan/")
    assert_accessible(page)


def test_the_open_queue_follows_without_moving(office, signed_in):
    Case(office).do("refer")
    page = signed_in(office.liaison, viewport=DESK)
    page.clock.install()
    page.goto("/petugas/?v=semua")
    expect(page.locator("#berubah")).not_to_be_visible()
    factories.refer(factories.make_complaint(category=office.pju), office.dishub, actor=office.coordinator)
    page.clock.run_for(61_000)
    expect(page.locator("#berubah")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".views [aria-current]")).to_contain_text("2")
    page.get_by_role("link", name="Muat ulang").click()
    expect(page.locator("tbody tr")).to_have_count(2)
