"""WhatsApp's server: proved by the app's secret over the bytes, heard once, and nothing fetched from elsewhere."""

import hashlib
import hmac
import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from complaints import conversations
from complaints.errors import Refused
from complaints.inbox import operations, whatsapp
from complaints.models import Attachment, Conversation, InboxMessage
from complaints.notifications import posting
from tests.factories import NOW

from .conftest import SAID, webhook

pytestmark = pytest.mark.django_db
URL = reverse("inbox:whatsapp")
APP = b"rahasia-app"
TEXT = {"id": "wamid.1", "from": "6281234567890", "type": "text", "timestamp": "1764000000", "text": {"body": SAID}}
PICTURE = {"id": "wamid.2", "from": "6281234567890", "type": "image", "image": {"id": "77", "caption": "Ini"}}


@pytest.fixture(autouse=True)
def known(settings, inbox):
    settings.WHATSAPP_VERIFY, settings.WHATSAPP_SECRET = "kata-jabat", "rahasia-app"
    settings.WHATSAPP_URL = "https://graph.facebook.com/v20.0/1/messages"


def send(body: bytes, key: bytes = APP, **more):
    signature = "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": signature} | more
    return Client(enforce_csrf_checks=True).post(URL, body, content_type="application/json", headers=headers)


def test_the_hand_shake(settings):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "kata-jabat", "hub.challenge": "<b>1158"}
    answer = Client().get(URL, asked)
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"<b>1158", "text/plain")
    for wrong in ({"hub.verify_token": "lain"}, {"hub.mode": ""}, {"hub.verify_token": "é"}):
        assert Client().get(URL, asked | wrong).status_code == 403
    settings.WHATSAPP_SECRET = ""
    assert Client().get(URL, asked).status_code == 404


def test_a_message_becomes_a_conversation_once():
    for _twice in range(2):
        assert send(webhook(TEXT)).status_code == 200
    conversation = Conversation.objects.get()
    sender = conversations.sender(conversation)
    assert (conversation.channel, sender.name, sender.contact) == ("whatsapp", "Budi", "+6281234567890")
    assert conversations.read(conversation, InboxMessage.objects.get()).text == SAID


@pytest.mark.parametrize(
    "more", [{"key": b"lain"}, {"X-Hub-Signature-256": ""}, {"X-Hub-Signature-256": "sha256=é"}, {"settings": ""}]
)
def test_who_does_not_know_the_secret_is_not_heard(settings, more):
    if "settings" in more:
        settings.WHATSAPP_SECRET = more.pop("settings")
    key = more.pop("key", APP)
    assert send(webhook(TEXT), key, **more).status_code in (403, 404)
    assert not InboxMessage.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"entry": 5}', b'{"entry": [{"changes": [{"value": []}]}]}', b"{"]
)
def test_odd_bodies_do_no_harm(body):
    assert send(body).status_code in (200, 400)


def test_odd_messages_do_no_harm():
    odd = [{"id": "a"}, {"id": 7, "type": "text"}, {"id": "b", "type": "audio", "from": "1", "timestamp": "x" * 50}]
    odd += [
        {"id": "c", "type": "text", "text": {"body": "a\0b"}, "from": "6281234567890"},
        {"type": "reaction", "id": "d"},
    ]
    assert send(webhook(*odd)).status_code == 200
    assert InboxMessage.objects.filter(sort="written").count() == 4


def test_a_picture_is_fetched_by_the_worker_and_drawn_anew(monkeypatch, inbox):
    file = io.BytesIO()
    Image.new("RGB", (9, 9)).save(file, "PNG")
    monkeypatch.setattr(operations.whatsapp, "picture", lambda _name: file.getvalue())
    send(webhook(PICTURE))
    assert InboxMessage.objects.get().awaited == 1
    with pytest.raises(Refused, match="Foto masih diambil"):
        operations.make_case(Conversation.objects.get().pk, key="k", entry=None, actor=inbox.coordinator, now=NOW)
    operations.fetch_pictures(NOW)
    operations.fetch_pictures(NOW)
    assert Attachment.objects.get().inbox == InboxMessage.objects.get()
    assert InboxMessage.objects.get().awaited == 0


def test_one_that_cannot_be_fetched_is_left_out_in_the_end(monkeypatch):
    monkeypatch.setattr(operations.whatsapp, "picture", lambda _name: (_ for _ in ()).throw(OSError))
    send(webhook(PICTURE))
    for _try in range(operations.TRIES + 1):
        operations.fetch_pictures(NOW)
    message = InboxMessage.objects.get()
    assert (message.awaited, message.left_out) == (0, 1)


@pytest.mark.parametrize(
    "address", ["https://169.254.169.254/", "http://x.fbsbx.com/", "https://fbsbx.com.jahat.id/", "file:///etc"]
)
def test_an_answer_that_points_elsewhere_is_not_followed(monkeypatch, address):
    monkeypatch.setattr(posting, "get", lambda *_: posting.Answer(200, {"url": address}))
    monkeypatch.setattr(whatsapp._OPENER, "open", lambda *_a, **_k: pytest.fail("asked"))
    with pytest.raises(posting.Undeliverable):
        whatsapp.picture("77")
