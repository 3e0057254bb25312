"""Silence and its end for a confirmed contact: who holds the telephone decides for all of its reports."""

from complaints.models import ContactStop, Message

from .conftest import words
from .test_mine import owner
from .test_recover import filed

URL = "/saya/kabar/"


def test_stop_and_be_told_again(client, db):
    filed()
    filed()
    owner(client)
    assert client.post(URL).url == "/saya/"
    assert not Message.objects.filter(state="waiting", user=None).exists()
    assert "Kontak ini tidak kami kabari." in words(client.get("/saya/"))
    client.post(URL, {"resume": "1"})
    assert not ContactStop.objects.exists()
    assert "Anda dikabari lagi." in words(client.get("/saya/"))


def test_without_proof_nothing_changes(client, db):
    filed()
    assert client.post(URL).url == "/lacak/lupa/"
    assert client.get(URL).status_code == 405
    assert not ContactStop.objects.exists()
