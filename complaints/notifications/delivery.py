"""Sending one message: what it says, whom it goes to, and the channels that can do it by themselves."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints import identity, links, next_steps, phones
from complaints.deadlines.offices import calendar_of
from complaints.models import Complaint, LinkRequest, Message, Supporter, User

from . import chats, conversing, gateways, mailing, outbox, quiet, telegram, telling

logger = logging.getLogger("besadu.notifications")
_BESIDE = {kind: clock for clock, kind in telling.BESIDE.items()}
_SIGNER = signing.Signer(salt="stop messages")
_SUPPORTERS_SIGNER = signing.Signer(salt="stop messages to a supporter")


def deliver_next(now: datetime) -> bool:
    """Send the next message of the outbox; return whether there was one.

    A message goes out twice where a worker is killed between sending and noting it. By e-mail both carry the same
    Message-ID, through a gateway the same Idempotency-Key; WhatsApp and Telegram have nothing of the kind.
    """
    message = outbox.claim(now)
    if message is None:
        return False
    address = _address(message)
    if not address:
        outbox.dropped(message)
        return True
    rest_until = quiet.not_before(message, now)
    if rest_until is not None:
        outbox.postponed(message, rest_until)
        return True
    try:
        _send(message, address, now)
    except telegram.Lost:
        outbox.by_email_instead(message, now)
    except Exception as error:  # whatever a server does, the others must go out
        logger.warning("message not sent", extra={"fields": {"message": message.pk, "error": type(error).__name__}})
        outbox.failed(message, error, now)
    else:
        outbox.delivered(message, now)
    return True


def _send(message: Message, address: str, now: datetime) -> None:
    if message.inbox is not None and message.user is None:
        conversing.send(message, address)
        return
    if message.channel == Message.Channel.EMAIL:
        _email(message, address, now)
    elif message.channel == Message.Channel.TELEGRAM:
        by_telegram(message.user, text_of(message, now), now)
    else:
        stop = stop_address(_receiver(message))
        gateways.send(message.channel, f"besadu-{message.pk}", address, message.kind, facts(message, now), stop)


def send_trial(channel: str, to: str, user: User, name: str, now: datetime) -> None:
    """Send what a reporter would be told of a complaint that does not exist, to a number or to one of the staff.

    Raises what the channel raises.
    """
    told = telling.Facts(number=_("UJI COBA"), link=settings.BASE_URL)
    text = telling.message(Message.Kind.NEWS, told, stop=settings.BASE_URL)
    if channel == Message.Channel.EMAIL:
        mailing.send(telling.subject(Message.Kind.NEWS, told.number), text, user.email, name=name)
    elif channel == Message.Channel.TELEGRAM:
        by_telegram(user, text, now)
    else:
        gateways.send(channel, name, to, Message.Kind.NEWS, told, settings.BASE_URL)


def by_telegram(user: User, text: str, now: datetime) -> None:
    """Send a text to the chat linked with a person, the end of a long one left out.

    Raises telegram.Lost when there is no such chat (any more), after noting it; else as `telegram.send`.
    """
    chat_id = chats.of(user)
    if chat_id is None:
        raise telegram.Lost
    try:
        telegram.send(chat_id, text)
    except telegram.Lost:
        chats.lose(chat_id, now=now)
        raise


def _address(message: Message) -> str:
    """Return where a message goes; empty if its receiver left, took the contact back or asked for silence."""
    if message.user is not None:
        return message.user.email if message.user.is_active else ""
    if message.inbox is not None:
        return conversing.address(message)
    if message.kind != Message.Kind.LINK and outbox.is_stopped(_receiver(message)):
        return ""
    if message.supporter is None:
        reporter = identity.read(message.complaint)
        return reporter.contact if reporter else ""
    # What was shown when it was written may be hidden now, and the other way round.
    if (message.complaint.published_at is None) != (message.kind == Message.Kind.UNSHOWN):
        return ""
    supporter = identity.read_supporter(message.supporter)
    return supporter.contact if supporter else ""


def _receiver(message: Message) -> Complaint | Supporter:
    """Return whose contact a message to a citizen goes to."""
    return message.supporter or message.complaint


def text_of(message: Message, now: datetime) -> str:
    """Return the whole text of a message, by the complaint as it is now."""
    if message.inbox is not None:
        return conversing.for_staff(message)
    if message.user is None:
        return telling.message(message.kind, facts(message, now), stop=stop_address(_receiver(message)))
    link = settings.BASE_URL + reverse("followup:case", args=[message.complaint.tracking_number])
    return "\n\n".join([telling.for_staff(message.kind, facts(message, now)), link])


def by_hand_address(message: Message, contact: str, now: datetime) -> str:
    """Return the address that opens the telephone's own program with receiver and text filled in."""
    whatsapp = message.channel == Message.Channel.WHATSAPP_BY_HAND
    return phones.send_address(phones.WHATSAPP if whatsapp else phones.PHONE, contact, text_of(message, now))


def stop_address(receiver: Complaint | Supporter) -> str:
    """Return the absolute address of the page that stops messages to the contact of a complaint's reporter, or of a
    supporter. It opens nothing else."""
    of_supporter = isinstance(receiver, Supporter)
    token = _SUPPORTERS_SIGNER.sign(receiver.pk) if of_supporter else _SIGNER.sign(receiver.tracking_number)
    return settings.BASE_URL + reverse("notifications:stop", args=[token])


def stopped_by(token: str) -> Complaint | Supporter | None:
    """Return the complaint, or the supporter, whose stop link this is; None for what we did not sign."""
    with suppress(signing.BadSignature):
        return Supporter.objects.filter(pk=_SUPPORTERS_SIGNER.unsign(token)).first()
    try:
        number = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return Complaint.objects.filter(tracking_number=number).first()


def facts(message: Message, now: datetime) -> telling.Facts:
    """Return what a message may name, by the complaint as it is now."""
    complaint = message.complaint
    if message.supporter is not None:  # what everybody sees, and not more
        address = settings.BASE_URL + reverse("publication:detail", args=[complaint.tracking_number])
        return telling.Facts(number=complaint.tracking_number, link=address)
    closed = complaint.access_class in Complaint.CLOSED
    if message.kind == Message.Kind.LINK:
        lists = LinkRequest.objects.filter(message=message).exists()
        link = links.to_own(message.pk) if lists else links.link_to(complaint)
        return telling.Facts(number=complaint.tracking_number, link=link)
    due_at = _due(message)
    late = complaint.is_open and due_at is not None and due_at < now
    return telling.Facts(
        number=complaint.tracking_number,
        link=links.link_to(complaint),
        agency="" if closed else next_steps.who(complaint),
        due_at=due_at,
        days_late=calendar_of(complaint.owner_id).working_days_late(due_at, now) if late else 0,
    )


def _due(message: Message) -> datetime | None:
    """Return the date a message speaks of: that of the case, or of the clock beside it, while that one runs."""
    kind = _BESIDE.get(message.kind)
    if kind is None:
        return message.complaint.due_at
    clocks = message.complaint.clocks.filter(kind=kind, stopped_at__isnull=True)
    return clocks.values_list("due_at", flat=True).first()


def _email(message: Message, address: str, now: datetime) -> None:
    headers = {} if message.user else {"List-Unsubscribe": f"<{stop_address(_receiver(message))}>"}
    number = message.complaint.tracking_number if message.complaint else _("pesan masuk")
    subject = telling.subject(message.kind, number)
    mailing.send(subject, text_of(message, now), address, name=f"besadu-{message.pk}", headers=headers)
