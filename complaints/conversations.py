"""What stands in a conversation: the only reader and writer of its sealed words and of its sender.

Each has a key of its own, wrapped by the master key like those of complaints (`vault`), which goes with what it sealed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from complaints import vault
from complaints.identity import Reporter
from complaints.models import Conversation, InboxMessage


@dataclass(frozen=True)
class Words:
    """What one message says. `name` is its Message-ID, `pictures` the names of those still to be fetched."""

    text: str
    subject: str = ""
    name: str = ""
    pictures: tuple[str, ...] = ()


def begin(sender: Reporter | None, **columns) -> Conversation:
    """Store an open conversation with `sender` sealed (None: nobody who can be answered)."""
    wrapped = vault.new_key()
    content = json.dumps([sender.name, sender.contact_kind, sender.contact] if sender else None)
    sealed = vault.seal_with(wrapped, content)
    return Conversation.objects.create(wrapped=wrapped, sender=sealed, **columns)


def sender(conversation: Conversation) -> Reporter | None:
    """Return who wrote, None when that is not known or not kept any more."""
    if conversation.wrapped is None or conversation.sender is None:
        return None
    found = json.loads(vault.unseal_with(conversation.wrapped, conversation.sender))
    return Reporter(*found) if found else None


def seal(conversation: Conversation, words: Words) -> bytes:
    """Return the words of a message as `InboxMessage.cipher` holds them."""
    content = [words.text, words.subject, words.name, list(words.pictures)]
    return vault.seal_with(conversation.wrapped, json.dumps(content))


def read(conversation: Conversation, message: InboxMessage) -> Words | None:
    """Return what a message of `conversation` says, None when it is not kept any more."""
    if conversation.wrapped is None or message.cipher is None:
        return None
    text, subject, name, pictures = json.loads(vault.unseal_with(conversation.wrapped, message.cipher))
    return Words(text, subject, name, tuple(pictures))


def seal_reason(conversation: Conversation, reason: str) -> bytes:
    """Return why it is no complaint, as `Conversation.reason` holds it."""
    return vault.seal_with(conversation.wrapped, reason)


def reason(conversation: Conversation) -> str:
    """Return why it is no complaint; empty without a reason, or when it is not kept any more."""
    if conversation.wrapped is None or conversation.reason is None:
        return ""
    return vault.unseal_with(conversation.wrapped, conversation.reason)
