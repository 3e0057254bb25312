"""A passkey's name is its owner's alone."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from complaints.accounts import passkeys
from tests.accounts import door, passkey

pytestmark = pytest.mark.usefixtures("at_localhost")


@pytest.fixture
def address(client, officer):
    door.sign_in(client, officer)
    passkey.add(client, officer, "HP lama")
    return reverse("accounts:rename_passkey", args=[passkeys.of(officer).get().pk])


def test_gives_another_name(client, officer, address):
    assert 'value="HP lama"' in client.get(address).content.decode()
    response = client.post(address, {"name": "HP baru"}, follow=True)
    text = door.words(response)
    assert "HP baru" in text
    assert "HP lama" not in text


def test_needs_one(client, officer, address):
    assert "Beri nama" in door.words(client.post(address, {"name": " "}))
    assert passkeys.of(officer).get().wrap().name == "HP lama"


def test_still_opens_the_door(client, officer, address):
    key = passkey.add(client, officer, "Laptop")
    renamed = reverse("accounts:rename_passkey", args=[passkeys.of(officer).last().pk])
    client.post(renamed, {"name": "Komputer"})
    other = Client()
    passkey.sign_in(other, key)
    assert door.is_in(other)


def test_asks_for_the_password_after_a_while(client, address):
    with time_machine.travel(door.later(minutes=6)):
        assert client.get(address).headers["Location"].startswith(reverse("account_reauthenticate"))


def test_nobody_elses(client, coordinator, officer, address):
    other = Client()
    other.force_login(coordinator)
    assert other.get(address).status_code == 404
    assert other.post(address, {"name": "Saya"}).status_code == 404
    assert passkeys.of(officer).get().wrap().name == "HP lama"
