"""What people do with the outbox: tell by hand, try again, stop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import audit, identity, lifecycle
from complaints.errors import Refused
from complaints.models import Complaint, ContactStop, Event, Identity, Message, Supporter, User

from . import chats, delivery, posting

State = Message.State


@transaction.atomic
def open_to_tell(message_id: int, *, actor: User, now: datetime) -> identity.Reporter:
    """Return whom to send a waiting message to, after recording who looked: telling is the reason (product.md 4).

    The caller has fetched the message through `queries.messages`. Raises Refused when there is nobody to tell any more.
    """
    message = Message.objects.get(pk=message_id)
    complaint = lifecycle.lock(message.complaint_id)
    message.refresh_from_db()
    supporter = message.supporter
    reporter = identity.read_supporter(supporter) if supporter else identity.read(complaint)
    if message.state != State.WAITING or reporter is None:
        raise Refused(_("Pesan ini sudah tidak perlu dikirim."))
    if supporter:  # the reporter reads the case's own history, and no contact of theirs was opened
        opened = {"case": complaint.pk, "supporter": supporter.pk, "reason": "tell_the_supporter"}
        audit.record(None, Event.Kind.CONTACT_OPENED, actor, now, **opened)
        return reporter
    audit.record(complaint, Event.Kind.CONTACT_OPENED, actor, now, reason="tell_the_reporter")
    audit.record(None, Event.Kind.CONTACT_OPENED, actor, now, case=complaint.pk, reason="tell_the_reporter")
    return reporter


@transaction.atomic
def tell_by_hand(message_id: int, *, actor: User, now: datetime) -> None:
    """*Sudah dikirim*: a person has sent it. Twice is once. Raises Refused for what is not sent by hand."""
    waiting = Message.objects.filter(pk=message_id, state=State.WAITING, channel__in=Message.BY_HAND)
    if waiting.update(state=State.SENT, sent_at=now, sent_by=actor):
        return
    if not Message.objects.filter(pk=message_id, state=State.SENT).exists():
        raise Refused(_("Pesan ini sudah tidak perlu dikirim."))


@transaction.atomic
def send_again(message_id: int, *, now: datetime) -> None:
    """Let a dead message be tried anew from the beginning. Raises Refused when it is not dead."""
    dead = Message.objects.filter(pk=message_id, state=State.DEAD)
    if not dead.update(state=State.WAITING, attempts=0, next_try_at=now, error=""):
        raise Refused(_("Pesan ini tidak gagal, jadi tidak perlu dikirim ulang."))


def try_channel(channel: str, to: str, *, actor: User, now: datetime) -> None:
    """Send a message that tells of no case by one channel, in the form of a real one; put on record before it goes.

    `to` is a number in E.164; by e-mail and Telegram it goes to `actor`, whatever it says. Raises Refused, in words
    for who tries it, when the message was not taken.
    """
    if channel == Message.Channel.TELEGRAM and chats.of(actor) is None:
        raise Refused(_("Sambungkan dulu Telegram Anda di halaman profil."))
    with transaction.atomic():
        event = audit.record(None, Event.Kind.CHANNEL_TRIED, actor, now, channel=channel)
    try:
        delivery.send_trial(channel, to, actor, f"besadu-trial-{event.sequence}", now)
    except posting.TryLater as error:
        raise Refused(_("Server menjawab: belum bisa. Periksa kunci akses dan kuota, lalu coba lagi.")) from error
    except posting.Undeliverable as error:
        raise Refused(_("Server menolak pesan ini. Periksa nomor, alamat server, dan bentuk pesan.")) from error
    except Exception as error:
        raise Refused(_("Server tidak menjawab: %(error)s.") % {"error": type(error).__name__}) from error


def stop(receiver: Complaint | Supporter, *, now: datetime) -> None:
    """Tell the contact of a complaint's reporter, or of a supporter, nothing more, of any complaint. Twice is once."""
    digest = _digest_of(receiver)
    if digest is not None:
        stop_contact(digest, now=now)


def resume(receiver: Complaint | Supporter) -> None:
    """Tell that contact again. Only for who has proved to hold it: by the link in a message that went there."""
    digest = _digest_of(receiver)
    if digest is not None:
        resume_contact(digest)


def resume_contact(digest: bytes) -> None:
    """As `resume`, by the HMAC of the contact. What was dropped meanwhile stays so: the pages show it."""
    ContactStop.objects.filter(contact_digest=digest).delete()


def _digest_of(receiver: Complaint | Supporter) -> bytes | None:
    if isinstance(receiver, Supporter):
        digest = receiver.contact_digest
    else:
        digest = Identity.objects.filter(complaint=receiver).values_list("contact_digest", flat=True).first()
    return None if digest is None else bytes(digest)


@transaction.atomic
def stop_contact(digest: bytes, *, now: datetime) -> None:
    """As `stop`, by the HMAC of the contact. What waits for it is dropped."""
    ContactStop.objects.get_or_create(contact_digest=digest, defaults={"stopped_at": now})
    same = Identity.objects.filter(contact_digest=digest).values("complaint")
    waiting = Message.objects.filter(state=State.WAITING, user=None)
    waiting.filter(supporter=None, complaint__in=same).update(state=State.DROPPED)
    waiting.filter(supporter__in=Supporter.objects.filter(contact_digest=digest)).update(state=State.DROPPED)
