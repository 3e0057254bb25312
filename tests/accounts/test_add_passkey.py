"""Making a passkey: after a fresh proof, for oneself, with the finger or PIN; it counts as the second factor."""

import json
import tracemalloc

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts import door, passkey

pytestmark = pytest.mark.usefixtures("at_localhost")
URL = reverse("accounts:add_passkey")
QUEUE = reverse("followup:queue")
CODES = reverse("mfa_view_recovery_codes")


def test_the_first_is_the_second_factor_of_a_privileged_role(client, coordinator):
    door.sign_in(client, coordinator)
    assert client.get(QUEUE).headers["Location"] == reverse("mfa_activate_totp")
    page = client.get(URL)
    assert page.status_code == 200
    assert "data-passkey" in page.content.decode()
    passkey.add(client, coordinator)
    assert client.get(QUEUE).status_code == 200
    assert len(Authenticator.objects.get(user=coordinator, type="recovery_codes").wrap().get_unused_codes()) == 10
    assert "Kunci sandi baru" in mail.outbox[-1].body


def test_leads_to_the_recovery_codes_and_a_second_one_to_the_profile(client, officer):
    door.sign_in(client, officer)
    for name, leads_to in [("HP", CODES), ("Laptop", reverse("accounts:profile"))]:
        made = passkey.Passkey(officer)
        question = client.post(f"{passkey.CHALLENGE}?baru").json()
        response = client.post(URL, {"name": name, "credential": made.new(question)})
        assert response.headers["Location"] == leads_to
    text = door.words(client.get(reverse("accounts:profile")))
    assert "HP" in text
    assert "Laptop" in text


def test_asks_for_the_password_when_nothing_was_proved_lately(client, officer):
    door.sign_in(client, officer)
    with time_machine.travel(door.later(minutes=6)):
        assert client.get(URL).headers["Location"].startswith(reverse("account_reauthenticate"))
        assert client.post(f"{passkey.CHALLENGE}?baru").status_code == 403


def test_asks_for_the_second_factor_there_is(client, officer):
    """Else a session from before it would make itself a key to it."""
    door.sign_in(client, officer)
    door.give_second_factor(officer)
    made = passkey.Passkey(officer)
    question = client.post(f"{passkey.CHALLENGE}?baru").json()
    response = client.post(URL, {"name": "HP", "credential": made.new(question)})
    assert "Pastikan ini Anda" in door.words(response)
    assert not Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize("lies", [{"origin": "https://jahat.example"}, {"flags": passkey.PRESENT}], ids=str)
def test_refuses_another_site_and_a_touch_without_finger_or_pin(client, officer, lies):
    door.sign_in(client, officer)
    made = passkey.Passkey(officer, **lies)
    question = client.post(f"{passkey.CHALLENGE}?baru").json()
    response = client.post(URL, {"name": "HP", "credential": made.new(question)})
    assert "Kunci sandi ini tidak cocok." in door.words(response)
    assert not Authenticator.objects.exists()


def test_a_question_is_answered_once(client, officer):
    door.sign_in(client, officer)
    answer = passkey.Passkey(officer).new(client.post(f"{passkey.CHALLENGE}?baru").json())
    client.post(URL, {"name": "HP", "credential": answer})
    assert "tidak cocok" in door.words(client.post(URL, {"name": "HP", "credential": answer}))
    assert Authenticator.objects.filter(type="webauthn").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "1",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '"x"',
        '{"id": 1}',
        '{"id": "AA", "rawId": "AA", "response": []}',
    ],
)
def test_nonsense_is_told_in_words(client, officer, sent):
    door.sign_in(client, officer)
    client.post(f"{passkey.CHALLENGE}?baru")
    response = client.post(URL, {"name": "HP", "credential": sent})
    assert response.status_code == 200
    assert "Kunci sandi" in door.words(response)
    assert not Authenticator.objects.exists()


def test_needs_a_name_and_ends_at_ten(client, officer):
    door.sign_in(client, officer)
    assert "Beri nama" in door.words(client.post(URL, {"name": "", "credential": ""}))
    for number in range(10):
        passkey.add(client, officer, f"Kunci {number}")
    question = client.post(f"{passkey.CHALLENGE}?baru").json()
    response = client.post(URL, {"name": "HP", "credential": passkey.Passkey(officer).new(question)})
    assert "Paling banyak 10 kunci sandi." in door.words(response)


def test_opens_the_door_alone_and_remembers_the_device(client, coordinator):
    door.sign_in(client, coordinator)
    key = passkey.add(client, coordinator)
    other = Client()
    assert passkey.sign_in(other, key, remember="on").headers["Location"] == QUEUE
    assert other.get(QUEUE).status_code == 200
    assert other.cookies["sesi"]["max-age"] > 11 * 3600


def test_goes_on_where_the_person_wanted_to(client, officer):
    door.sign_in(client, officer)
    key = passkey.add(client, officer)
    other = Client()
    wanted = reverse("accounts:profile")
    assert passkey.sign_in(other, key, next=wanted, remember="on").headers["Location"] == wanted
    assert other.cookies["sesi"]["max-age"] > 29 * 86400


def test_does_not_open_a_closed_account_nor_anybody_elses(client, officer, coordinator):
    door.sign_in(client, officer)
    key = passkey.add(client, officer)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    closed = Client()
    assert passkey.sign_in(closed, key).headers["Location"] == reverse("account_inactive")
    key.handle = passkey.Passkey(coordinator).handle
    other = Client()
    assert passkey.sign_in(other, key).headers["Location"] == reverse("account_login")
    assert not door.is_in(other)
    assert "Kunci sandi ini tidak cocok." in door.words(other.get(reverse("account_login")))


@pytest.mark.parametrize(
    "sent",
    [
        "1",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '{"response": 1}',
        '{"response": {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}}',
    ],
)
def test_the_door_answers_nonsense_with_a_sentence(client, db, sent):
    address = reverse("mfa_login_webauthn")
    client.get(address, headers={"Accept": "application/json"})
    assert client.post(address, {"credential": sent}).status_code == 302
    assert not door.is_in(client)


@pytest.mark.parametrize("name", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_a_number_takes_no_memory(client, officer, name):
    """fido2 turns a number into a buffer of so many bytes."""
    door.sign_in(client, officer)
    key = passkey.add(client, officer)
    other = Client()
    address = reverse("mfa_login_webauthn")
    answer = json.loads(key.proof(other.get(address, headers={"Accept": "application/json"}).json()))
    answer["response"][name] = 200_000_000
    tracemalloc.start()
    assert other.post(address, {"credential": json.dumps(answer)}).headers["Location"] == reverse("account_login")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 50_000_000
    assert not door.is_in(other)


def test_answers_the_second_step(client, coordinator):
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator)
    key = passkey.add(client, coordinator)
    other = Client()
    door.type_password(other, coordinator)
    page = other.get(reverse("mfa_authenticate"))
    question = json.loads(page.content.decode().split('type="application/json">')[1].split("</script>")[0])
    response = other.post(reverse("mfa_authenticate"), {"credential": key.proof(question)})
    assert response.headers["Location"] == QUEUE
    assert door.is_in(other)


def test_no_passkey_no_question_at_the_second_step(client, coordinator):
    door.give_second_factor(coordinator)
    door.type_password(client, coordinator)
    assert "pertanyaan" not in client.get(reverse("mfa_authenticate")).content.decode()


def test_a_reset_by_the_administrator_takes_it_too(client, officer):
    from complaints.accounts import operations

    door.sign_in(client, officer)
    key = passkey.add(client, officer)
    operations.reset_access(officer)
    assert passkey.sign_in(Client(), key).headers["Location"] == reverse("account_login")


def test_strangers_are_sent_to_the_door(client, db):
    assert client.get(URL).headers["Location"].startswith(reverse("account_login"))
