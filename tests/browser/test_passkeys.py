"""Passkeys with the virtual authenticator of Chromium: made, used at the door, on the lock and before a contact."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from complaints.accounts import sessions
from complaints.models import Position
from tests import factories
from tests.accounts import door
from tests.chromium import follow


@pytest.fixture
def person(live_server, settings):
    """An administrator with the app for codes."""
    settings.BASE_URL = live_server.url.replace("127.0.0.1", "localhost")
    factories.make_regency()
    person = factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)
    door.give_second_factor(person)
    return person


@pytest.fixture
def device(page):
    """A phone with a fingerprint reader that always says yes."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    has = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True, **has}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in_by_code(page, person):
    page.goto("/masuk/")
    page.fill("#id_login", person.username)
    page.fill("#id_password", factories.PASSWORD)
    follow(page.get_by_role("button", name="Masuk", exact=True))
    page.fill("#id_code", door.code())
    follow(page.get_by_role("button", name="Masuk", exact=True))
    page.wait_for_url("**/petugas/")


def make_passkey(page, name="HP saya"):
    page.goto(reverse("accounts:add_passkey"))
    page.fill("#id_name", name)
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url("**/kode-cadangan/")


def leave(page):
    follow(page.get_by_role("button", name="Keluar"))
    page.wait_for_url("**/masuk/")


def test_made_and_used_everywhere(device, person, monkeypatch, assert_accessible):
    page = device
    sign_in_by_code(page, person)
    page.goto(reverse("accounts:add_passkey"))
    assert_accessible(page)
    make_passkey(page)
    page.goto("/petugas/profil/")
    assert page.get_by_role("link", name="Hapus HP saya").is_visible()
    assert_accessible(page)

    leave(page)
    page.get_by_label("Ingat perangkat ini").check()
    assert_accessible(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/petugas/")

    leave(page)
    page.fill("#id_login", person.username)
    page.fill("#id_password", factories.PASSWORD)
    follow(page.get_by_role("button", name="Masuk", exact=True))
    page.wait_for_url("**/masuk/kode/")
    assert_accessible(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/petugas/")

    monkeypatch.setattr(sessions, "has_fresh_second_factor", lambda request: False)
    page.goto(reverse("admin:complaints_user_add"))
    assert_accessible(page)
    monkeypatch.undo()
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.locator("#id_username").wait_for()


def test_unlocks_and_sends_on_what_was_typed(device, person, monkeypatch, assert_accessible):
    page = device
    sign_in_by_code(page, person)
    make_passkey(page)
    page.goto(reverse("accounts:rename_passkey", args=[Authenticator.objects.get(type="webauthn").pk]))
    page.fill("#id_name", "Nama yang diketik")
    monkeypatch.setattr(sessions, "is_idle", lambda request, now: True)
    follow(page.get_by_role("button", name="Simpan nama"))
    page.get_by_role("heading", name="Layar Anda terkunci").wait_for()
    assert_accessible(page)
    monkeypatch.undo()
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/petugas/profil/")
    assert page.get_by_role("link", name="Hapus Nama yang diketik").is_visible()


def test_says_when_nothing_came_of_it(page, person, assert_accessible):
    """The person presses Cancel: the page says so, and the code still works."""
    page.add_init_script("navigator.credentials.get = async () => { throw new DOMException('', 'NotAllowedError') }")
    page.goto("/masuk/")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.get_by_text("Dibatalkan atau waktunya habis.").wait_for()
    assert_accessible(page)
    sign_in_by_code(page, person)


def test_without_a_script_there_is_no_button_and_codes_do_all(open_page, person):
    page = open_page(java_script_enabled=False)
    sign_in_by_code(page, person)
    page.goto(reverse("accounts:add_passkey"))
    assert not page.get_by_role("button", name="Buat kunci sandi").is_visible()
    assert page.get_by_text("JavaScript dimatikan").is_visible()
