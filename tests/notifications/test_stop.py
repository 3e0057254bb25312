"""The way to stop messages: a page behind a signed link, and a press."""

from urllib.parse import urlsplit

from complaints.models import ContactStop
from complaints.notifications import delivery
from tests import factories


def path(complaint):
    return urlsplit(delivery.stop_address(complaint)).path


def test_a_robot_that_opens_the_link_stops_nothing(client, by_email):
    page = client.get(path(by_email)).content.decode()
    assert "Ya, berhenti" in page
    assert factories.STORY[:20] not in page
    assert not ContactStop.objects.exists()


def test_a_press_stops_and_says_so(client, by_email):
    assert "Anda tidak dikabari lagi" in client.post(path(by_email)).content.decode()
    assert "Anda tidak dikabari lagi" in client.get(path(by_email)).content.decode()


def test_a_forged_link_is_404(client, by_email):
    assert client.get(f"/berhenti/{by_email.tracking_number}:xxxx/").status_code == 404


def test_who_holds_the_link_is_told_again(client, by_email):
    client.post(path(by_email))
    assert "Kabari saya lagi" in client.get(path(by_email)).content.decode()
    client.post(path(by_email), {"resume": "1"})
    assert not ContactStop.objects.exists()
    assert "Ya, berhenti" in client.get(path(by_email)).content.decode()
