"""Taking a passkey away: one's own, and never the last second factor of a role that demands one."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from complaints.accounts import passkeys
from tests.accounts import door, passkey

pytestmark = pytest.mark.usefixtures("at_localhost")


def address(user) -> str:
    return reverse("accounts:remove_passkey", args=[passkeys.of(user).first().pk])


def test_is_asked_first_and_opens_nothing_any_more(client, officer):
    door.sign_in(client, officer)
    key = passkey.add(client, officer, "HP lama")
    assert "Hapus kunci sandi “HP lama”?" in door.words(client.get(address(officer)))
    assert passkeys.of(officer).exists()
    assert client.post(address(officer)).headers["Location"] == reverse("accounts:profile")
    assert not Authenticator.objects.filter(user=officer).exists()  # nor recovery codes alone
    assert "dihapus" in mail.outbox[-1].body
    other = Client()
    passkey.sign_in(other, key)
    assert not door.is_in(other)


def test_the_last_second_factor_of_a_privileged_role_stays(client, coordinator):
    door.sign_in(client, coordinator)
    passkey.add(client, coordinator)
    assert "satu-satunya" in door.words(client.get(address(coordinator)))
    assert "satu-satunya" in door.words(client.post(address(coordinator)))
    assert passkeys.of(coordinator).exists()


def test_not_the_last_may_go_app_or_passkey(client, coordinator):
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator)
    passkey.add(client, coordinator)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=coordinator, type="totp").exists()
    client.post(address(coordinator))
    assert passkeys.of(coordinator).exists()
    door.give_second_factor(coordinator)
    client.post(address(coordinator))
    assert not passkeys.of(coordinator).exists()


def test_nobody_elses(client, officer, coordinator):
    door.sign_in(client, officer)
    passkey.add(client, officer)
    other = Client()
    other.force_login(coordinator)
    assert other.get(address(officer)).status_code == 404
    assert other.post(address(officer)).status_code == 404
    assert passkeys.of(officer).exists()
