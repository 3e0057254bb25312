"""Which chat is whose: linked by a one-time code from the profile page, let go by either side."""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.models import TelegramChat, User

from . import posting, telegram

logger = logging.getLogger("besadu.notifications")
CODE_AGE = timedelta(minutes=15)
ROUNDS = 20  # of a hundred messages to the bot each; the rest next time
# Letters and digits that are not mistaken for each other: the code may be typed. 59 bits.
_READABLE = "abcdefghjkmnpqrstvwxyz23456789"


def of(user: User) -> int | None:
    """Return the chat linked with a person; None without one, or without a bot."""
    if not telegram.is_there():
        return None
    return TelegramChat.objects.filter(user=user).values_list("chat_id", flat=True).first()


def linked(people: list[User]) -> set[int]:
    """Return the ids of those who are told by Telegram."""
    if not telegram.is_there():
        return set()
    return set(TelegramChat.objects.filter(user__in=people, chat_id__isnull=False).values_list("user_id", flat=True))


@transaction.atomic
def new_code(user: User, *, now: datetime) -> str:
    """Return a code that links the chat from which the bot gets it first, within CODE_AGE. An older one ends."""
    code = "-".join("".join(secrets.choice(_READABLE) for _letter in range(4)) for _group in range(3))
    fresh = {"code_digest": _digest(code), "code_until": now + CODE_AGE}
    TelegramChat.objects.update_or_create(user=user, defaults=fresh)
    return code


@transaction.atomic
def take(code: str, chat_id: int, *, now: datetime) -> bool:
    """Link a chat with whose code this is; return whether it is linked. A chat is one person's: who comes last."""
    row = TelegramChat.objects.select_for_update().filter(code_digest=_digest(code), code_until__gt=now).first()
    if row is None or not row.user.is_active:
        return False
    lose(chat_id, now=now)
    row.chat_id, row.linked_at, row.lost_at, row.code_digest, row.code_until = chat_id, now, None, None, None
    row.save(update_fields=["chat_id", "linked_at", "lost_at", "code_digest", "code_until"])
    return True


def unlink(user: User) -> None:
    """Tell a person by e-mail again, as they wish; a code that is on its way ends too."""
    TelegramChat.objects.filter(user=user).update(
        chat_id=None, linked_at=None, lost_at=None, code_digest=None, code_until=None
    )


def lose(chat_id: int, *, now: datetime) -> None:
    """Note that a chat is gone: its person is told by e-mail again, and their profile page says since when."""
    TelegramChat.objects.filter(chat_id=chat_id).update(chat_id=None, linked_at=None, lost_at=now)


def listen(now: datetime) -> None:
    """Take what people have written to the bot: a code links, /stop lets go, anything else is left unanswered.

    Each is confirmed with the next question. Who dies between takes it again: a code works once, and the chat that it
    has linked stays so. Raises as `telegram.said`.
    """
    last = None
    for _round in range(ROUNDS if telegram.is_there() else 0):
        news = telegram.said(last)
        if not news:
            return
        for one in news:
            last = one.number
            answer = _answer(one, now)
            if answer:
                _say(one.chat_id, answer)


def _answer(one: telegram.Said, now: datetime) -> str:
    command, _space, code = one.text.partition(" ")
    if command == "/stop":
        lose(one.chat_id, now=now)
        return _("Telegram ini tidak tersambung lagi. Kabar dikirim lewat e-mail.")
    if command != "/start":
        return ""
    if take(code.strip(), one.chat_id, now=now) or TelegramChat.objects.filter(chat_id=one.chat_id).exists():
        return _("Tersambung. Kabar tugas Anda datang di sini pada jam kerja. Tulis /stop untuk berhenti.")
    return _("Kode ini tidak berlaku. Buat kode baru di halaman profil BESADU.")


def _say(chat_id: int, text: str) -> None:
    try:
        telegram.send(chat_id, text)
    except (OSError, posting.TryLater, posting.Undeliverable) as error:  # the link stands without it
        logger.warning("bot not heard", extra={"fields": {"error": type(error).__name__}})


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.lower().encode()).digest()
