"""A message of no case, sent to see whether a channel takes it."""

import pytest
from django.core import mail
from django.urls import reverse

from complaints import history
from complaints.models import Event, Position, TelegramChat
from tests import factories
from tests.factories import NOW
from tests.notifications.bot import BLOCKED, speak
from tests.notifications.web import serve

URL = reverse("monitoring:try_channel")


@pytest.fixture
def administrator(client, db):
    factories.make_regency()
    user = factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def send(client, channel, to=""):
    return client.post(URL, {"channel": channel, "to": to}, follow=True).content.decode()


def test_by_e_mail_to_oneself_and_on_record(client, administrator):
    assert "Server menerima pesan coba." in send(client, "email", to="lain@contoh.test")
    (sent,) = mail.outbox
    assert sent.to == [administrator.email]
    assert "UJI COBA" in sent.subject
    event = Event.objects.get(kind=Event.Kind.CHANNEL_TRIED)
    assert (event.actor, event.data) == (administrator, {"channel": "email"})
    assert list(history.faults()) == []


def test_by_a_gateway_to_a_number_and_what_it_answers_is_said(client, administrator, settings):
    settings.GATEWAY_FOR = ["sms"]
    with serve((200, {}, {})) as server:
        settings.GATEWAY_URL = server.url
        assert "Server menerima pesan coba." in send(client, "sms", "0812 3456 7890")
        assert server.got[0][2]["to"] == "+6281234567890"
        server.answer = (401, {}, {})
        page = send(client, "sms", "0812 3456 7890")
        assert "Periksa kunci akses dan kuota" in page
        assert "0812 3456 7890" in page  # what was typed stays
        server.answer = (400, {}, {})
        assert "Server menolak pesan ini." in send(client, "sms", "0812 3456 7890")
    settings.GATEWAY_URL = "http://127.0.0.1:1/"
    assert "Server tidak menjawab: URLError." in send(client, "sms", "0812 3456 7890")
    assert "81234567890" not in str(list(Event.objects.values_list("data", flat=True)))


def test_by_telegram_to_oneself(client, administrator, settings):
    with speak(settings) as bot:
        assert "Sambungkan dulu Telegram Anda" in send(client, "telegram")
        TelegramChat.objects.create(user=administrator, chat_id=7, linked_at=NOW)
        send(client, "telegram")
        assert bot.sent[0][0] == 7
        bot.refuse["sendMessage"] = BLOCKED
        assert "Server menolak pesan ini." in send(client, "telegram")


def test_wrong_input_gets_words(client, administrator, settings):
    settings.GATEWAY_URL, settings.GATEWAY_FOR = "http://127.0.0.1:1/", ["sms"]
    assert "Pilih lewat apa pesan dikirim" in send(client, "")
    assert "Tulis nomor" in send(client, "sms", "")
    assert "Tulis nomor HP" in send(client, "sms", "siti@contoh.test")
    assert not Event.objects.filter(kind=Event.Kind.CHANNEL_TRIED).exists()


def test_only_what_is_there_is_offered(client, administrator):
    page = client.get(URL).content.decode()
    assert 'value="email"' in page
    assert 'value="sms"' not in page
    assert 'value="telegram"' not in page


def test_others_get_404(client, office):
    client.force_login(office.coordinator)
    assert client.post(URL, {"channel": "email"}).status_code == 404
    assert mail.outbox == []
