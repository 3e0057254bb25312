"""The door at /masuk/: one answer for everybody who may not in, and no other way."""

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.accounts import door

URL = reverse("account_login")


def test_is_a_page_of_ours_for_password_managers(client, db):
    page = client.get(URL).content.decode()
    assert '<html lang="id"' in page
    assert 'name="login"' in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'data-reveal="id_password"' in page
    assert "placeholder" not in page


@pytest.mark.parametrize("spelling", [str, str.upper])
@pytest.mark.parametrize("by", ["username", "email"])
def test_name_or_address_lead_to_the_queue(client, officer, by, spelling):
    typed = spelling(getattr(officer, by))
    response = client.post(URL, {"login": typed, "password": factories.PASSWORD})
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("followup:queue")
    assert door.is_in(client)


def test_unknown_wrong_and_inactive_are_told_the_same(officer, coordinator):
    coordinator.is_active = False
    coordinator.save(update_fields=["is_active"])
    answers = set()
    for typed in ("tidakada", officer.username, coordinator.username):
        response = Client().post(URL, {"login": typed, "password": "bukan sandinya"})
        answers.add((response.status_code, door.words(response)))
    assert len(answers) == 1
    assert "tidak cocok" in answers.pop()[1]


def test_known_and_unknown_cost_the_same_work(officer, monkeypatch):
    """One hash for every try: else the clock tells who has an account."""
    hashed, original = [], MD5PasswordHasher.encode

    def encode(self, password, salt):
        hashed.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    costs = {}
    for typed in (officer.username, officer.email, "tidakada", "tidak.ada@contoh.test"):
        hashed.clear()
        Client().post(URL, {"login": typed, "password": "bukan sandinya"})
        costs[typed] = len(hashed)
    assert set(costs.values()) == {1}, costs


def test_inactive_with_the_right_password_is_told_whom_to_ask(client, officer):
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    response = door.type_password(client, officer)
    assert response.headers["Location"] == reverse("account_inactive")
    assert not door.is_in(client)
    assert "administrator sistem" in door.words(client.get(response.headers["Location"]))


def test_empty_fields_are_named(client, db):
    text = door.words(client.post(URL, {"login": "", "password": ""}))
    assert "Isi nama pengguna atau email Anda." in text
    assert "Isi kata sandi Anda." in text


def test_goes_on_where_the_person_wanted_to(client, officer):
    wanted = reverse("accounts:profile")
    assert client.get(wanted).headers["Location"] == f"{URL}?next={wanted}"
    assert f'name="next" value="{wanted}"' in client.get(URL, {"next": wanted}).content.decode()
    assert door.type_password(client, officer, next=wanted).headers["Location"] == wanted


@pytest.mark.parametrize(
    "evil", ["https://jahat.example/", "//jahat.example", r"/\jahat.example", "javascript:alert(1)"]
)
def test_never_goes_to_another_host(client, officer, evil):
    assert door.type_password(client, officer, next=evil).headers["Location"] == reverse("followup:queue")


def test_a_planted_session_stays_anonymous(client, officer):
    client.get(URL)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sesi"] = planted
    door.sign_in(client, officer)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sesi"] = planted
    assert thief.get(reverse("accounts:profile")).status_code == 302


def test_five_wrong_tries_close_one_account_for_half_an_hour(officer, coordinator):
    for _try in range(5):
        door.type_password(Client(), officer, "bukan sandinya")
    client = Client()
    response = door.type_password(client, officer)
    assert "Coba lagi dalam 30 menit" in door.words(response)
    assert not door.is_in(client)
    other = Client()
    assert door.type_password(other, coordinator).status_code == 302  # only that account
    with time_machine.travel(door.later(minutes=31)):
        assert door.type_password(client, officer).status_code == 302


def test_many_names_from_one_address_are_stopped_whatever_headers_they_send(db):
    client = Client()
    for number in range(20):
        client.post(
            URL, {"login": f"nama{number}", "password": "tebakan"}, headers={"X-Forwarded-For": f"10.0.0.{number}"}
        )
    text = door.words(client.post(URL, {"login": "lain", "password": "tebakan"}, headers={"X-Real-IP": "10.9.9.9"}))
    assert "Terlalu banyak percobaan" in text


@pytest.mark.parametrize(
    "address",
    [
        "/masuk/signup/",
        "/masuk/daftar/",
        "/masuk/email/",
        "/masuk/login/",
        "/masuk/2fa/",
        "/daftar/",
        "/accounts/signup/",
    ],
)
def test_nobody_signs_up(client, db, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"username": "x", "email": "x@contoh.test"}).status_code == 404


def test_how_long_the_browser_keeps_the_cookie(officer, coordinator):
    door.give_second_factor(coordinator)
    ages = {}
    for name, user, ticked in [
        ("officer", officer, {}),
        ("officer remembered", officer, {"remember": "on"}),
        ("coordinator remembered", coordinator, {"remember": "on"}),
    ]:
        client = Client()
        door.sign_in(client, user, **ticked)
        assert door.is_in(client)
        seconds = client.cookies["sesi"]["max-age"]
        ages[name] = seconds and round(seconds, -2)
    assert ages == {"officer": "", "officer remembered": 30 * 86400, "coordinator remembered": 12 * 3600}


def test_asks_the_database_little(client, officer, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(URL)


@pytest.mark.parametrize("letters", [255, 60_000])
def test_a_name_longer_than_any_is_nobodys(client, officer, letters):
    officer.username = "x" * 150
    officer.email = "x" * 242 + "@contoh.test"
    officer.save(update_fields=["username", "email"])
    for start in (officer.username, officer.email):
        response = door.type_password(client, officer, login=start + "x" * (letters - len(start)))
        assert response.status_code == 200
        assert "Nama pengguna atau kata sandi tidak cocok." in door.words(response)
    assert door.type_password(client, officer, login=officer.email).status_code == 302
