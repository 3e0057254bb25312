"""Messages of conversations that are no complaint yet: our answer to who wrote, and staff told that one waits."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints import conversations
from complaints.models import Message

from . import gateways, mailing, posting


def address(message: Message) -> str:
    """Return where an answer goes; empty when it is not known any more who wrote."""
    sender = conversations.sender(message.inbox.conversation)
    return sender.contact if sender else ""


def send(message: Message, to: str) -> None:
    """Send an answer: by e-mail into the thread it answers, by WhatsApp freely. Raises what the channel raises."""
    conversation = message.inbox.conversation
    words = conversations.read(conversation, message.inbox)
    if words is None:
        raise posting.Undeliverable
    name = f"besadu-{message.pk}"
    if message.channel == Message.Channel.WHATSAPP:
        gateways.answer_freely(name, to, words.text)
        return
    # A person wrote it. What it answers is named, so that it stands in the reader's thread.
    thread = {"In-Reply-To": words.name, "References": words.name} if words.name else {}
    mailing.send(words.subject, words.text, to, name=name, headers={"Auto-Submitted": "no", **thread})


def for_staff(message: Message) -> str:
    """Return what staff are told of a conversation that waits too long: where it is, nothing of it."""
    link = settings.BASE_URL + reverse("inbox:conversation", args=[message.inbox.conversation_id])
    return "\n\n".join([_("Satu pesan masuk belum ditangani dan batas waktunya sudah lewat."), link])
