"""A privileged session left alone for an hour is locked, and nothing of what was typed is lost."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Event
from tests import factories
from tests.accounts import door, passkey

QUEUE = reverse("followup:queue")
URL = reverse("accounts:unlock")


@pytest.fixture
def clock():
    with time_machine.travel(time.time(), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(client, coordinator, clock):
    """The coordinator's browser, signed in."""
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator)
    return client


def hidden(response) -> dict:
    """Return what the page's form would send again."""
    page = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page))


def test_an_hour_of_silence_locks(desk, clock):
    clock.shift(timedelta(minutes=61))
    response = desk.get(QUEUE)
    assert "Layar Anda terkunci" in door.words(response)
    assert "Antrean</h1>" not in response.content.decode()
    assert door.is_in(desk)


def test_every_request_starts_the_hour_anew(desk, clock):
    for _time in range(3):
        clock.shift(timedelta(minutes=50))
        assert "terkunci" not in door.words(desk.get(QUEUE))


def test_what_a_page_asks_by_itself_is_not_being_at_the_desk(desk, clock):
    clock.shift(timedelta(minutes=50))
    desk.get(QUEUE, headers={"X-By-Itself": "1"})
    clock.shift(timedelta(minutes=20))
    assert "terkunci" in door.words(desk.get(QUEUE))


def test_looking_at_public_pages_is_not_being_at_the_desk(desk, clock):
    clock.shift(timedelta(minutes=50))
    desk.get("/")
    clock.shift(timedelta(minutes=20))
    assert "terkunci" in door.words(desk.get(QUEUE))


def test_agency_roles_are_not_locked(client, clock, officer):
    door.sign_in(client, officer)
    clock.shift(timedelta(hours=5))
    assert "terkunci" not in door.words(client.get(QUEUE))


def test_the_password_leads_back_to_the_page(desk, clock):
    clock.shift(timedelta(minutes=61))
    page = desk.get(f"{QUEUE}?tampilan=semua")
    response = desk.post(URL, hidden(page) | {"kunci-password": factories.PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, f"{QUEUE}?tampilan=semua")
    assert "terkunci" not in door.words(desk.get(QUEUE))
    clock.shift(timedelta(minutes=50))
    assert "terkunci" not in door.words(desk.get(QUEUE))


def test_a_passkey_opens_too_and_leads_back(desk, coordinator, clock, at_localhost):
    key = passkey.add(desk, coordinator)
    clock.shift(timedelta(minutes=61))
    page = desk.get(f"{QUEUE}?tampilan=semua")
    assert "Pakai kunci sandi" in door.words(page)
    response = desk.post(URL, hidden(page) | {"kunci-credential": passkey.prove(desk, key)})
    assert (response.status_code, response.headers["Location"]) == (302, f"{QUEUE}?tampilan=semua")
    assert "terkunci" not in door.words(desk.get(QUEUE))


@pytest.mark.parametrize("answer", ["1", "null", "{}", "x", '{"response": {}}'])
def test_a_wrong_passkey_opens_nothing(desk, coordinator, clock, at_localhost, answer):
    passkey.add(desk, coordinator)
    clock.shift(timedelta(minutes=61))
    desk.post(reverse("accounts:challenge"))
    response = desk.post(URL, {"kunci-credential": answer})
    assert "Kunci sandi ini tidak cocok." in door.words(response)
    assert "terkunci" in door.words(desk.get(QUEUE))


def test_a_wrong_password_opens_nothing(desk, clock):
    clock.shift(timedelta(minutes=61))
    response = desk.post(URL, hidden(desk.get(QUEUE)) | {"kunci-password": "bukan sandinya"})
    assert "Kata sandi tidak cocok." in door.words(response)
    assert hidden(response)["kunci-next"] == QUEUE
    assert "terkunci" in door.words(desk.get(QUEUE))


def test_trying_is_limited(desk, clock):
    clock.shift(timedelta(minutes=61))
    page = hidden(desk.get(QUEUE))
    for _try in range(5):
        desk.post(URL, page | {"kunci-password": "bukan sandinya"})
    desk.post(URL, page | {"kunci-password": factories.PASSWORD})
    assert "terkunci" in door.words(desk.get(QUEUE))


def test_what_was_being_sent_is_sent_on_and_nothing_of_it_is_stored(desk, clock):
    complaint = factories.make_complaint(now=timezone.now())
    clock.shift(timedelta(minutes=61))
    address = reverse("triage:archive", args=[complaint.tracking_number])
    typed = {"reason": "not_public_service", "text": 'Kalimat <penting> yang "lama" diketik.', "version": "1"}
    locked = desk.post(address, typed)
    assert "Yang baru Anda tulis tidak hilang" in door.words(locked)
    assert not Event.objects.filter(complaint=complaint, kind=Event.Kind.ARCHIVED).exists()
    assert "Kalimat" not in str(dict(desk.session))
    carried = {
        name: value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        for name, value in hidden(locked).items()
    }
    assert typed.items() <= carried.items()
    response = desk.post(URL, carried | {"kunci-password": factories.PASSWORD})
    # 307: the browser sends the same form again, there.
    assert (response.status_code, response.headers["Location"]) == (307, address)
    again = desk.post(address, carried)
    assert "terkunci" not in door.words(again)


def test_photos_must_be_chosen_again_and_are_not_promised(desk, clock):
    from django.core.files.uploadedfile import SimpleUploadedFile

    clock.shift(timedelta(minutes=61))
    response = desk.post(QUEUE, {"text": "x", "photos": SimpleUploadedFile("a.jpg", b"...", "image/jpeg")})
    assert "Foto atau berkas perlu dipilih lagi." in door.words(response)
    page = response.content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert '<input type="file" name="photos"' in page


@pytest.mark.parametrize("evil", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "\\\\jahat"])
def test_never_leads_to_another_host(desk, evil):
    response = desk.post(URL, {"kunci-next": evil, "kunci-password": factories.PASSWORD})
    assert response.headers["Location"] == QUEUE


def test_a_stolen_presence_of_another_session_does_not_count(desk, coordinator, clock):
    """The cookie that says "was here" belongs to one session of one person."""
    clock.shift(timedelta(minutes=55))
    other = Client()
    door.sign_in(other, coordinator)
    other.get(QUEUE)
    clock.shift(timedelta(minutes=10))
    desk.cookies["aktif"] = other.cookies["aktif"].value
    assert "terkunci" in door.words(desk.get(QUEUE))


def test_one_can_always_leave(desk, clock):
    clock.shift(timedelta(minutes=61))
    desk.post(reverse("account_logout"))
    assert not door.is_in(desk)


def test_strangers_are_sent_to_the_door(client, db):
    assert client.get(URL).headers["Location"].startswith(reverse("account_login"))
    assert client.post(URL, {"kunci-password": "x"}).headers["Location"].startswith(reverse("account_login"))
