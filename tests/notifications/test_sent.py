"""*Sudah dikirim*."""

import pytest
from django.urls import reverse

from tests import factories
from tests.notifications.conftest import record


@pytest.fixture
def message(by_whatsapp):
    return record(by_whatsapp).get()


def test_takes_the_message_off_the_list(client, coordinator, message):
    page = client.post(reverse("notifications:sent", args=[message.pk]), follow=True).content.decode()
    assert "Dicatat: sudah dikirim." in page
    assert message.complaint.tracking_number not in page
    message.refresh_from_db()
    assert message.sent_by == coordinator


def test_what_was_dropped_is_told(client, coordinator, message):
    message.complaint.messages.update(state="dropped")
    page = client.post(reverse("notifications:sent", args=[message.pk]), follow=True).content.decode()
    assert "Pesan ini sudah tidak perlu dikirim." in page


def test_strangers_get_404(client, message):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.post(reverse("notifications:sent", args=[message.pk])).status_code == 404
