"""The second factor again: for opening a contact and changing accounts, every ten minutes; nothing typed is lost."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from complaints.identity import Reporter
from complaints.models import Event
from tests import factories
from tests.accounts import door, passkey

pytestmark = pytest.mark.usefixtures("at_localhost")
URL = reverse("accounts:prove")
QUEUE = reverse("followup:queue")


@pytest.fixture
def clock():
    with time_machine.travel(time.time(), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(client, coordinator, clock):
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator)
    return client


@pytest.fixture
def contact(desk) -> str:
    complaint = factories.make_complaint(now=timezone.now(), reporter=Reporter("Siti", "whatsapp", "+6281234567890"))
    return reverse("triage:open_contact", args=[complaint.tracking_number])


def hidden(response) -> dict:
    page = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page))


def reason(page) -> dict:
    return {"reason": re.search(r'name="reason" value="([^"]+)"', page.content.decode())[1]}


def test_ten_minutes_count(desk, contact, clock):
    sent = reason(desk.get(contact))
    clock.shift(timedelta(minutes=9))
    assert "sudah dicatat" in door.words(desk.post(contact, sent))
    clock.shift(timedelta(minutes=2))
    assert "Pastikan ini Anda" in door.words(desk.post(contact, sent))
    assert Event.objects.filter(kind=Event.Kind.CONTACT_OPENED, complaint__isnull=False).count() == 1


def test_what_was_being_sent_is_sent_on(desk, contact, clock):
    clock.shift(timedelta(minutes=11))
    sent = reason(desk.get(contact))  # reading the form asks nothing
    asked = desk.post(contact, sent)
    assert sent.items() <= hidden(asked).items()
    assert not Event.objects.filter(kind=Event.Kind.CONTACT_OPENED).exists()
    wrong = desk.post(URL, hidden(asked) | {"bukti-code": "000000"})
    assert "tidak cocok" in door.words(wrong)
    assert sent.items() <= hidden(wrong).items()
    right = desk.post(URL, hidden(wrong) | {"bukti-code": door.code()})
    assert (right.status_code, right.headers["Location"]) == (307, contact)  # the browser sends the same again
    assert "sudah dicatat" in door.words(desk.post(contact, hidden(wrong)))


def test_a_password_is_no_second_factor(desk, contact, clock):
    clock.shift(timedelta(minutes=61))
    locked = desk.post(contact, {"reason": "x"})
    desk.post(reverse("accounts:unlock"), hidden(locked) | {"kunci-password": factories.PASSWORD})
    assert "Pastikan ini Anda" in door.words(desk.post(contact, {"reason": "x"}))


def test_a_passkey_answers(desk, coordinator, contact, clock):
    key = passkey.add(desk, coordinator)
    clock.shift(timedelta(minutes=11))
    asked = desk.post(contact, reason(desk.get(contact)))
    assert "Pakai kunci sandi" in door.words(asked)
    right = desk.post(URL, hidden(asked) | {"bukti-credential": passkey.prove(desk, key)})
    assert right.status_code == 307
    assert "sudah dicatat" in door.words(desk.post(contact, hidden(asked)))


def test_a_passkey_that_is_anothers_does_not(desk, coordinator, contact, clock):
    passkey.add(desk, coordinator)
    clock.shift(timedelta(minutes=11))
    stranger = passkey.Passkey(coordinator)
    asked = hidden(desk.get(f"{URL}?next={QUEUE}"))
    response = desk.post(URL, asked | {"bukti-credential": passkey.prove(desk, stranger)})
    assert "Kunci sandi ini tidak cocok." in door.words(response)
    assert "Pastikan" in door.words(desk.post(contact, {"reason": "x"}))


@pytest.mark.parametrize("page", ["user_add", "holding_add", "position_add"])
def test_accounts_and_positions_ask_before_anything_is_typed(client, administrator, clock, page):
    door.give_second_factor(administrator)
    door.sign_in(client, administrator)
    address = reverse(f"admin:complaints_{page}")
    assert "Pastikan" not in door.words(client.get(address))
    clock.shift(timedelta(minutes=11))
    assert "Pastikan ini Anda" in door.words(client.get(address))
    assert "Pastikan ini Anda" in door.words(client.post(address, {"username": "x"}))
    assert "Pastikan" not in door.words(client.get(reverse("admin:complaints_agency_add")))


def test_who_has_none_is_led_to_set_one_up(client, officer):
    door.sign_in(client, officer)
    assert client.get(URL).headers["Location"] == reverse("mfa_activate_totp")
    assert client.post(URL, {"bukti-code": "1"}).headers["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("evil", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)"])
def test_never_leads_to_another_host(desk, evil, clock):
    clock.shift(timedelta(minutes=2))
    response = desk.post(URL, {"bukti-next": evil, "bukti-code": door.code()})
    assert response.headers["Location"] == QUEUE


def test_five_wrong_answers_close_it_for_half_an_hour(desk, clock):
    clock.shift(timedelta(minutes=2))
    for _try in range(5):
        desk.post(URL, {"bukti-code": "000000"})
    assert "Coba lagi dalam 30 menit" in door.words(desk.post(URL, {"bukti-code": door.code()}))
