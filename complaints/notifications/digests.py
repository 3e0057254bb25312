"""The morning digest: once a working day and person, by Telegram or e-mail, what needs no message of its own."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Message, User

from . import chats, delivery, mailing, outbox, quiet, telegram, telling

logger = logging.getLogger("besadu.notifications")
# After opening, so that what falls due with the opening is in it.
AFTER_OPENING = timedelta(minutes=30)
State = Message.State


def send_due(now: datetime) -> int:
    """Send to everybody in working time what their digest of today holds; return how many went out."""
    waiting = _waiting().filter(next_try_at__lte=now).order_by().values("user").distinct()
    return sum(_send(user, now) for user in User.objects.filter(pk__in=waiting))


def _send(user: User, now: datetime) -> bool:
    closes = _closes(user, now)
    if closes is None:
        return False
    rows = _waiting().filter(user=user, created_at__lt=closes, next_try_at__lte=now)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    mine = Message.objects.filter(pk__in=ids, state=State.WAITING, next_try_at__lte=now)
    if not ids or mine.update(attempts=F("attempts") + 1, next_try_at=now + outbox.LEASE) != len(ids):
        return False  # nothing, or another worker has begun with it
    messages = list(Message.objects.filter(pk__in=ids).select_related("complaint__owner").order_by("pk"))
    if not (user.is_active and user.email):
        Message.objects.filter(pk__in=ids).update(state=State.DROPPED)
        return False
    lines = [telling.for_staff(message.kind, delivery.facts(message, now)) for message in messages]
    try:
        _tell(user, lines, f"besadu-digest-{ids[0]}", now)
    except Exception as error:  # the others get theirs
        logger.warning("digest not sent", extra={"fields": {"user": user.pk, "error": type(error).__name__}})
        for message in messages:
            outbox.failed(message, error, now)
        return False
    Message.objects.filter(pk__in=ids, state=State.WAITING).update(state=State.SENT, sent_at=now)
    return True


def _tell(user: User, lines: list[str], name: str, now: datetime) -> None:
    """By Telegram to who has linked a chat. Whatever keeps it from going, the e-mail goes the same morning."""
    queue = settings.BASE_URL + reverse("followup:queue")
    if chats.of(user) is not None:
        try:
            delivery.by_telegram(user, telling.digest(lines, queue, most=telegram.LONGEST), now)
        except Exception as error:
            logger.warning("digest not by Telegram", extra={"fields": {"user": user.pk, "error": type(error).__name__}})
        else:
            return
    mailing.send(_("[BESADU] Ringkasan pagi"), telling.digest(lines, queue), user.email, name=name)


def _closes(user: User, now: datetime) -> datetime | None:
    """Return until when a message must be written to be in today's digest; None while it is not yet the time."""
    day = timezone.localdate(now)
    calendar = quiet.calendar_for(user, now)
    opens = calendar.next_open(datetime.combine(day, time.min, calendar.zone))
    ready = opens + AFTER_OPENING
    return ready if now >= ready and calendar.next_open(now) == now else None


def _waiting():
    return Message.objects.filter(channel=Message.Channel.DIGEST, state=State.WAITING)
