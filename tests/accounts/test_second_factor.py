"""Codes: demanded of privileged roles, offered to all, used once."""

import re
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Event, Holding, Position
from tests import factories
from tests.accounts import door

ENROL = reverse("mfa_activate_totp")
CODES = reverse("mfa_view_recovery_codes")
QUEUE = reverse("followup:queue")


def shown_secret(response) -> str:
    return re.search(r'id="kunci-totp">([A-Z2-7 ]+)<', response.content.decode())[1].replace(" ", "")


def enrol(client) -> str:
    """Press through the enrolment; return the secret that the app would keep."""
    secret = shown_secret(client.get(ENROL))
    response = client.post(ENROL, {"code": door.code(secret)})
    assert response.headers["Location"] == CODES
    return secret


@pytest.mark.parametrize("role", Position.SECOND_FACTOR_ROLES)
def test_privileged_roles_do_nothing_without_it(client, regency, role):
    door.sign_in(client, factories.make_staff(factories.make_agency("Setda", code="SETDA"), role))
    for address in (QUEUE, reverse("accounts:profile"), reverse("admin:index"), "/petugas/laporan/BLT-AAAA-AAAA-A/"):
        assert client.get(address).headers.get("Location") == ENROL, address
        assert client.post(address).headers.get("Location") == ENROL, address


@pytest.mark.parametrize("role", sorted(set(Position.Role) - set(Position.SECOND_FACTOR_ROLES)))
def test_other_roles_get_in_without(client, regency, role):
    door.sign_in(client, factories.make_staff(factories.make_agency("Dishub"), role))
    assert client.get(QUEUE).status_code == 200


def test_public_pages_are_not_held_back(client, coordinator):
    door.sign_in(client, coordinator)
    assert client.get("/").status_code == 200


def test_enrolling_right_after_the_door_asks_for_no_password_again(client, coordinator):
    door.sign_in(client, coordinator)
    page = client.get(ENROL)
    assert '<svg role="img"' in page.content.decode()
    assert "data:" not in page.content.decode()
    client.post(ENROL, {"code": "000000"})
    assert not Authenticator.objects.filter(type="totp").exists()
    enrol(client)
    assert client.get(QUEUE).status_code == 200


def test_enrolling_later_asks_for_the_password(client, officer):
    door.sign_in(client, officer)
    with time_machine.travel(door.later(minutes=10)):
        response = client.get(ENROL)
        assert response.headers["Location"] == f"{reverse('account_reauthenticate')}?next={quote(ENROL, safe='')}"
        wrong = client.post(response.headers["Location"], {"password": "salah", "next": ENROL})
        assert "Kata sandi tidak cocok." in door.words(wrong)
        right = client.post(response.headers["Location"], {"password": factories.PASSWORD, "next": ENROL})
        assert right.headers["Location"] == ENROL
        enrol(client)


def test_the_next_sign_in_asks_for_the_code_and_only_the_right_one_opens(client, officer):
    door.give_second_factor(officer)
    assert door.type_password(client, officer).headers["Location"] == reverse("mfa_authenticate")
    assert not door.is_in(client)
    assert client.get(QUEUE).headers["Location"].startswith(reverse("account_login"))
    assert "tidak cocok" in door.words(door.type_code(client, "000000"))
    assert not door.is_in(client)
    spaced = f"{door.code()[:3]} {door.code()[3:]}"
    assert door.type_code(client, spaced).headers["Location"] == QUEUE
    assert door.is_in(client)


@pytest.mark.parametrize("later", [0, 29, 31, 59])
def test_a_used_code_is_refused_as_long_as_it_would_be_valid(officer, later):
    door.give_second_factor(officer)
    # On the edge of a step, so that the code of the next step is already accepted and stays so the longest.
    with time_machine.travel(1_770_000_000 // 30 * 30, tick=False) as clock:
        code = door.code(step=1)
        door.type_password(first := Client(), officer)
        assert door.type_code(first, code).status_code == 302
        clock.shift(later)
        door.type_password(second := Client(), officer)
        assert "sudah terpakai" in door.words(door.type_code(second, code))
        assert not door.is_in(second)


def test_the_code_of_the_enrolment_signs_nobody_in(client, coordinator):
    door.sign_in(client, coordinator)
    secret = shown_secret(client.get(ENROL))
    code = door.code(secret)
    client.post(ENROL, {"code": code})
    other = Client()
    door.type_password(other, coordinator)
    door.type_code(other, code)
    assert not door.is_in(other)


def test_five_wrong_codes_close_the_second_step(client, officer):
    door.give_second_factor(officer)
    door.type_password(client, officer)
    for _try in range(5):
        door.type_code(client, "000000")
    assert "Coba lagi dalam 30 menit" in door.words(door.type_code(client, door.code()))
    assert not door.is_in(client)


def test_recovery_codes_work_once_each(client, coordinator):
    door.sign_in(client, coordinator)
    enrol(client)
    codes = re.findall(r'class="ticket">(\d{8})<', client.get(CODES).content.decode())
    assert len(codes) == 10
    for number, outcome in [(0, True), (0, False), (1, True)]:
        other = Client()
        door.type_password(other, coordinator)
        door.type_code(other, codes[number])
        assert door.is_in(other) is outcome
    assert "8 dari 10" in door.words(client.get(CODES))
    download = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert codes[2] in download
    assert codes[0] not in download


def test_new_recovery_codes_replace_the_old_ones(client, coordinator):
    door.sign_in(client, coordinator)
    enrol(client)
    old = re.findall(r'class="ticket">(\d{8})<', client.get(CODES).content.decode())
    client.post(reverse("mfa_generate_recovery_codes"))
    new = re.findall(r'class="ticket">(\d{8})<', client.get(CODES).content.decode())
    assert len(new) == 10
    assert not set(old) & set(new)


def test_a_role_that_demands_it_cannot_take_it_off(client, coordinator):
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator)
    off = reverse("mfa_deactivate_totp")
    assert "mewajibkan" in door.words(client.get(off))
    client.post(off)
    assert Authenticator.objects.filter(user=coordinator, type="totp").exists()


def test_others_can(client, officer):
    door.give_second_factor(officer)
    door.sign_in(client, officer)
    off = reverse("mfa_deactivate_totp")
    assert "Masuk tanpa kode" in door.words(client.get(off))
    assert client.post(off).status_code == 302
    assert not Authenticator.objects.filter(user=officer).exists()
    assert door.type_password(Client(), officer).headers["Location"] == QUEUE


def test_a_role_given_while_signed_in_demands_it_at_the_next_request(client, officer):
    door.sign_in(client, officer)
    give_role(officer)
    assert client.get(QUEUE).headers["Location"] == ENROL


def test_a_session_without_proof_is_asked_for_a_code_when_the_app_was_set_up_in_another(client, officer):
    """Else whoever stole that session would gain the new role with it."""
    door.sign_in(client, officer)
    door.give_second_factor(officer)
    give_role(officer)
    response = client.get(QUEUE)
    assert "Pastikan ini Anda" in door.words(response)
    sent = {"bukti-next": QUEUE, "bukti-code": door.code()}
    assert client.post(reverse("accounts:prove"), sent).headers["Location"] == QUEUE
    assert "Pastikan ini Anda" not in door.words(client.get(QUEUE))
    assert client.get(QUEUE).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["view_recovery_codes", "generate_recovery_codes", "download_recovery_codes", "deactivate_totp", "activate_totp"],
)
def test_a_session_from_before_it_was_set_up_learns_and_changes_nothing(client, officer, name):
    """Whoever stole that session, even with the password, would else read a recovery code and prove with it."""
    door.sign_in(client, officer)
    other = Client()
    door.sign_in(other, officer)
    enrol(other)
    address = reverse(f"mfa_{name}")
    assert "Pastikan ini Anda" in door.words(client.get(address))
    assert "Pastikan ini Anda" in door.words(client.post(address, {"code": "000000"}))
    assert Authenticator.objects.filter(user=officer, type="totp").exists()
    assert "Pastikan ini Anda" not in door.words(other.get(address))


def test_secrets_are_not_in_the_database(client, coordinator):
    door.sign_in(client, coordinator)
    secret = enrol(client)
    for row in Authenticator.objects.all():
        assert secret not in str(row.data)
        assert "gAAAA" in str(row.data)  # Fernet


def test_only_privileged_sign_ins_are_in_the_system_chain(client, officer, coordinator):
    door.sign_in(Client(), officer)
    assert not Event.objects.filter(kind=Event.Kind.SIGNED_IN).exists()
    door.give_second_factor(coordinator)
    door.type_password(client, coordinator)
    assert not Event.objects.filter(kind=Event.Kind.SIGNED_IN).exists()  # not in yet
    door.type_code(client, door.code())
    event = Event.objects.get(kind=Event.Kind.SIGNED_IN)
    assert (event.complaint, event.actor, event.position.role) == (None, coordinator, Position.Role.COORDINATOR)
    assert event.data == {}


def give_role(user):
    position = Position.objects.create(
        code="koordinator-baru", title="Koordinator", agency=factories.coordination(), role=Position.Role.COORDINATOR
    )
    today = timezone.localdate()
    Holding.objects.create(position=position, user=user, starts_on=today, decree_number="SK 1", decree_date=today)
