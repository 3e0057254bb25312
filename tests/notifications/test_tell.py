"""One message to send by hand: the contact is opened by a recorded press."""

import pytest
from django.urls import reverse

from complaints.models import Event
from tests import factories
from tests.notifications.conftest import record


@pytest.fixture
def url(by_whatsapp):
    return reverse("notifications:tell", args=[record(by_whatsapp).get().pk])


def test_shows_receiver_and_text_and_records_who_looked(client, coordinator, url):
    page = client.post(url).content.decode()
    assert "0812-3456-7890" in page
    assert "https://wa.me/6281234567890?text=" in page
    assert page.count("Tidak mau dikabari lagi?") == 1  # the message stands in its box alone
    assert Event.objects.filter(kind=Event.Kind.CONTACT_OPENED, actor=coordinator).count() == 2


def test_looking_needs_a_press(client, coordinator, url):
    assert client.get(url).status_code == 405
    assert not Event.objects.filter(kind=Event.Kind.CONTACT_OPENED).exists()


def test_strangers_get_404(client, url):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.post(url).status_code == 404


def test_what_was_sent_meanwhile_is_not_opened(client, coordinator, url, by_whatsapp):
    by_whatsapp.messages.update(state="dropped")
    page = client.post(url, follow=True).content.decode()
    assert "Pesan ini sudah tidak perlu dikirim." in page
