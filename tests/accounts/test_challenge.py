"""The question a passkey answers: of a signed-in person, asked anew each time."""

import pytest
from django.urls import reverse

from tests.accounts import door, passkey

pytestmark = pytest.mark.usefixtures("at_localhost")
URL = reverse("accounts:challenge")


def test_names_the_passkeys_of_the_person_and_demands_finger_or_pin(client, officer):
    door.sign_in(client, officer)
    passkey.add(client, officer)
    asked = client.post(URL).json()["request_options"]["publicKey"]
    assert len(asked["allowCredentials"]) == 1
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")


def test_to_make_one_it_names_the_account(client, officer):
    door.sign_in(client, officer)
    asked = client.post(f"{URL}?baru").json()["creation_options"]["publicKey"]
    assert asked["user"]["name"] == officer.username
    assert asked["authenticatorSelection"]["residentKey"] == "required"


def test_is_another_each_time(client, officer):
    door.sign_in(client, officer)
    questions = {client.post(URL).json()["request_options"]["publicKey"]["challenge"] for _time in range(3)}
    assert len(questions) == 3


def test_is_only_posted(client, officer):
    door.sign_in(client, officer)
    assert client.get(URL).status_code == 405
