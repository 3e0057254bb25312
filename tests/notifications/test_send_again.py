"""A dead message is tried anew by a press."""

import pytest
from django.urls import reverse

from tests import factories
from tests.notifications.conftest import record


@pytest.fixture
def message(by_email):
    message = record(by_email).get()
    by_email.messages.update(state="dead", attempts=8, error="TimeoutError")
    return message


def test_waits_again(client, coordinator, message):
    page = client.post(reverse("notifications:send_again", args=[message.pk]), follow=True).content.decode()
    assert "Pesan dicoba lagi." in page
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == ("waiting", 0, "")


def test_what_is_not_dead_is_told(client, coordinator, message):
    message.complaint.messages.update(state="waiting")
    page = client.post(reverse("notifications:send_again", args=[message.pk]), follow=True).content.decode()
    assert "Pesan ini tidak gagal" in page


def test_strangers_get_404(client, message):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.post(reverse("notifications:send_again", args=[message.pk])).status_code == 404
