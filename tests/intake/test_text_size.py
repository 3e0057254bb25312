"""Letters as usual or bigger: a cookie, set by a button, without JavaScript."""

import pytest
from django.test import Client

from tests.intake.citizen import Citizen

URL = "/tampilan/huruf/"


def test_is_kept_and_leads_back(portal):
    citizen = Citizen()
    page = citizen.open("/bantuan/cara-melapor/")
    form = page.form(URL)
    button = next(words for name, value, words in form.buttons if value == "besar")
    page = citizen.send(citizen.filled(form, button), to=URL)
    assert citizen.path == "/bantuan/cara-melapor/"
    assert 'class=" besar"' in page.html
    cookie = citizen.client.cookies["huruf"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("besar", True, "Lax")
    assert cookie["max-age"] == 365 * 24 * 3600


@pytest.mark.parametrize("value", ["", "merah", "<script>", "besar\r\nSet-Cookie: a=b"])
def test_other_words_are_not_kept(db, value):
    response = Client().post(URL, {"huruf": value, "kembali": "/"})
    assert response.status_code == 302
    assert "huruf" not in response.cookies


@pytest.mark.parametrize(
    "back", ["https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)", "", "\x00/"]
)
def test_never_leads_to_another_site(db, back):
    response = Client().post(URL, {"huruf": "besar", "kembali": back})
    assert response["Location"] == "/"


def test_a_link_cannot_change_it(db):
    assert Client().get(URL, {"huruf": "besar"}).status_code == 405


def test_needs_a_token(db):
    assert Client(enforce_csrf_checks=True).post(URL, {"huruf": "besar"}).status_code == 403
