"""The link to one's own reports: robots use nothing up, a person presses once, and half an hour later it is over."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from complaints import access, links
from complaints.models import LinkRequest, Message

from .conftest import counts, words
from .test_recover import EMAIL, ask, filed, send

OVER = "Tautan ini sudah dipakai atau lewat waktunya. Minta tautan baru di sini."


@pytest.fixture
def address(db):
    filed()
    ask(EMAIL)
    (text,) = send()
    return urlsplit(re.search(r"https?://\S+/saya/masuk/\S+", text)[0]).path


def test_a_press_opens_the_list_on_this_telephone(client, address):
    answer = client.post(address)
    assert answer.url == "/saya/"
    cookie = answer.cookies[access.OWNER_COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/saya/", True, "Lax")
    assert cookie["max-age"] == 30 * 86400
    assert EMAIL not in cookie.value
    assert client.get("/saya/").status_code == 200


def test_opening_it_uses_nothing_up(client, address):
    before = counts()
    for _ in range(3):
        page = client.get(address, HTTP_USER_AGENT="WhatsApp/2")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert "BLT-" not in page.content.decode()
    assert counts() == before
    assert client.post(address).url == "/saya/"


def test_it_is_used_once(client, address):
    client.post(address)
    other = Client()
    answer = other.post(address)
    assert answer.url == "/lacak/lupa/"
    assert access.OWNER_COOKIE not in answer.cookies
    assert OVER in words(other.get(answer.url))


def test_it_is_over_after_half_an_hour(client, address, clock):
    clock.shift(links.OWN_VALID)
    assert client.get(address).status_code == 200
    clock.shift(timedelta(seconds=2))
    for method in (client.get, client.post):
        assert method(address).url == "/lacak/lupa/"
    assert LinkRequest.objects.get().used_at is None


@pytest.mark.parametrize("token", ["1:abc:sig", "x", "%00", "🦀", "x" * 500])
def test_a_forged_one_is_over_too(client, db, token):
    for method in (client.get, client.post):
        assert method(f"/saya/masuk/{token}/").url == "/lacak/lupa/"


def test_a_link_of_another_message_proves_nothing(client, address):
    received = Message.objects.exclude(kind="link").first()
    path = urlsplit(links.to_own(received.pk)).path
    assert client.post(path).url == "/lacak/lupa/"


def test_a_press_needs_the_token_of_the_page(address):
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
