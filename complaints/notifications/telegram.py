"""Telegram's Bot API: a text to one chat, and what people have written to the bot (core.telegram.org/bots/api).

It knows no key by which a message is known again: one whose sender died before the answer goes out twice. No address
of ours is told to Telegram: the worker asks for what is new (getUpdates), so the portal needs no door for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from . import posting

LONGEST = 4096  # characters of one message
_LOST = ("chat not found", "user is deactivated", "bot can't initiate conversation")


class Lost(posting.Undeliverable):
    """The chat is gone: its person blocked the bot, or the account."""


@dataclass(frozen=True)
class Said:
    """What one person wrote to the bot in a chat of the two; `number` grows from one to the next."""

    number: int
    chat_id: int = 0
    text: str = ""


def is_there() -> bool:
    """Whether the regency has a bot."""
    return bool(settings.TELEGRAM_TOKEN)


def link(code: str) -> str:
    """Return the address that opens the bot and hands it a code of letters, digits and hyphens."""
    return f"https://t.me/{settings.TELEGRAM_BOT}?start={code}"


def send(chat_id: int, text: str) -> None:
    """Send a text, without a preview of its link. Raises Lost, posting.TryLater, posting.Undeliverable, or what
    `posting.post` raises."""
    _call("sendMessage", {"chat_id": chat_id, "text": text, "link_preview_options": {"is_disabled": True}})


def said(after: int | None) -> list[Said]:
    """Return what was written to the bot after the one with that number, which is herewith confirmed as read.

    What is no text of one person is there with its number alone. Raises as `send`.
    """
    asked = {"timeout": 0, "allowed_updates": ["message"]} | ({"offset": after + 1} if after is not None else {})
    updates = _call("getUpdates", asked)
    return [_said(update) for update in updates] if isinstance(updates, list) else []


def _said(update: dict) -> Said:
    number, message = update["update_id"], update.get("message") or {}
    chat = message.get("chat") or {}
    if chat.get("type") != "private" or not isinstance(message.get("text"), str):
        return Said(number)
    return Said(number, chat["id"], message["text"].strip())


def _call(method: str, asked: dict) -> object:
    """Return the result of one method. How long to rest stands in the body, not in a header."""
    answer = posting.post(f"{settings.TELEGRAM_API}/bot{settings.TELEGRAM_TOKEN}/{method}", asked, {})
    if answer.field("ok") is True:
        return answer.field("result")
    told = str(answer.field("description") or "").lower()
    if answer.field("error_code") == 403 or any(words in told for words in _LOST):
        raise Lost
    if answer.status == 429:
        raise posting.TryLater(posting.seconds(answer.field("parameters", "retry_after")))
    posting.judge(answer)
    raise posting.TryLater  # a good status without Telegram's own word for it: something in between has answered
