"""Receive a message once; make a case of a conversation, add it to one, close it, answer it; tell who is late."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, attachments, audit, conversations, identity, lifecycle, numbers, photos, texts
from complaints.deadlines.clocks import term_for
from complaints.deadlines.offices import calendar_of
from complaints.errors import NotNow, Refused
from complaints.intake import operations as intake
from complaints.models import (
    Agency,
    Attachment,
    Complaint,
    Conversation,
    Event,
    Holding,
    InboxMessage,
    Message,
    Position,
    Submission,
    Text,
    User,
)
from complaints.notifications import gateways, outbox, posting
from complaints.states import ClockKind

from . import whatsapp
from .arrival import MOST_PICTURES, Arrival

FREE_ANSWER = timedelta(hours=24)  # WhatsApp lets us write freely so long after the sender's last word
KEPT = timedelta(days=30)  # what is no complaint can still be read so long
MOST_FILES = 12  # pictures of one conversation
AGAIN = timedelta(days=1)  # who is late is told again
TRIES = 6  # to fetch a picture
Sort, Outcome = InboxMessage.Sort, Conversation.Outcome


def receive(arrival: Arrival, *, now: datetime) -> bool:
    """Keep a message, durable when this returns; return whether it was new. What no person wrote becomes no
    conversation, and nothing is answered by itself. Raises NotNow when the disk does not take its pictures."""
    digest = numbers.digest("inbox message", f"{arrival.channel} {arrival.name} {arrival.beside}")
    if InboxMessage.objects.filter(source_digest=digest).exists():
        return False
    if arrival.sort != Sort.WRITTEN:
        return _note(arrival, digest, now)
    decoded, refused = _decoded(arrival.pictures)
    rows = attachments.store(decoded, Attachment.Purpose.INCOMING, now)
    try:
        with transaction.atomic():
            conversation = _conversation(arrival, digest)
            room = MOST_FILES - Attachment.objects.filter(inbox__conversation=conversation).count()
            words = conversations.Words(arrival.text, arrival.subject, arrival.name, arrival.awaited)
            message = InboxMessage.objects.create(
                conversation=conversation,
                sort=Sort.WRITTEN,
                source_digest=digest,
                received_at=arrival.received_at,
                cipher=conversations.seal(conversation, words),
                awaited=len(arrival.awaited),
                left_out=arrival.left_out + refused + max(0, len(rows) - room),
            )
            _hang(message, rows[: max(0, room)])
            Conversation.objects.filter(pk=conversation.pk, last_at__lt=arrival.received_at).update(
                last_at=arrival.received_at
            )
    except IntegrityError:  # the same message, or the first two of one sender, at the same moment
        if InboxMessage.objects.filter(source_digest=digest).exists():
            return False
        raise
    return True


def _note(arrival: Arrival, digest: bytes, now: datetime) -> bool:
    """Remember that a message was seen; one of ours that came back is marked as not delivered."""
    with transaction.atomic():
        columns = {"sort": arrival.sort, "received_at": arrival.received_at}
        _row, is_new = InboxMessage.objects.get_or_create(source_digest=digest, defaults=columns)
        number = arrival.bounced.removeprefix("besadu-")
        if is_new and number.isdigit():
            sent = Message.objects.filter(pk=int(number), channel=Message.Channel.EMAIL, state=Message.State.SENT)
            sent.update(state=Message.State.DEAD, sent_at=None, error="Bounced")
    return is_new


def _decoded(pictures: Iterable[bytes]) -> tuple[list[photos.Photo], int]:
    """Return the pictures that are some, and how many are none."""
    decoded, refused = [], 0
    for data in pictures:
        try:
            decoded.append(photos.decode(io.BytesIO(data)))
        except NotNow:
            raise
        except Refused:
            refused += 1
    return decoded, refused


def _conversation(arrival: Arrival, digest: bytes) -> Conversation:
    """Return the open conversation with the sender, locked, or begin one: it is late when a complaint received then
    would be."""
    contact = identity.digest_of(arrival.sender.contact) if arrival.sender else digest
    same = Conversation.objects.select_for_update()
    found = same.filter(channel=arrival.channel, contact_digest=contact, closed_at__isnull=True).first()
    if found:
        return found
    owner = Agency.objects.get(duty=Agency.Duty.COORDINATOR)
    term = term_for(ClockKind.VERIFICATION, "", arrival.received_at)
    due_at = calendar_of(owner.pk).end_of_term(arrival.received_at, term.amount, term.unit)
    return conversations.begin(
        arrival.sender,
        channel=arrival.channel,
        contact_digest=contact,
        owner=owner,
        begun_at=arrival.received_at,
        last_at=arrival.received_at,
        due_at=due_at,
        next_effect_at=due_at,
    )


def _hang(message: InboxMessage, rows: Iterable[Attachment]) -> None:
    for row in rows:
        row.inbox = message
        row.save(force_insert=True)


def fetch_pictures(now: datetime) -> int:
    """Fetch what WhatsApp keeps for us; return how many messages had some. One that fails is tried again, TRIES times,
    then its pictures count as left out."""
    waiting = list(InboxMessage.objects.filter(awaited__gt=0).select_related("conversation").order_by("pk")[:20])
    for message in waiting:
        words = conversations.read(message.conversation, message)
        try:
            found = [whatsapp.picture(name) for name in words.pictures] if words else []
        except (OSError, ValueError, posting.TryLater):
            InboxMessage.objects.filter(pk=message.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
            InboxMessage.objects.filter(pk=message.pk, tries=TRIES).update(awaited=0, left_out=F("left_out") + 1)
            continue
        except posting.Undeliverable:
            found = [b""]
        _keep_pictures(message.pk, found, now)
    return len(waiting)


def _keep_pictures(message_id: int, found: list[bytes], now: datetime) -> None:
    decoded, refused = _decoded(found[:MOST_PICTURES])
    rows = attachments.store(decoded, Attachment.Purpose.INCOMING, now)
    with transaction.atomic():
        message = InboxMessage.objects.select_for_update().get(pk=message_id)
        conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
        if not message.awaited:
            return
        room = MOST_FILES - Attachment.objects.filter(inbox__conversation=conversation).count()
        kept = rows[: max(0, room)] if conversation.closed_at is None else []
        _hang(message, kept)
        message.awaited, message.left_out = 0, message.left_out + refused + len(rows) - len(kept)
        message.save(update_fields=["awaited", "left_out"])


def make_case(conversation_id: int, *, key: str, entry: intake.Entry, actor: User, now: datetime) -> intake.Receipt:
    """File a complaint out of a conversation, as any that staff enter: owned, with its clock from when it was received.
    Its pictures go with it; where `entry` tells it in other words, the sender's own are kept as an internal note.

    `key` stands in the form: sent twice it is one complaint. Raises Refused, also when the conversation is closed.
    """
    if (filed := intake.receipt(key, now=now)) and filed.complaint.conversations.filter(pk=conversation_id).exists():
        return filed
    with transaction.atomic():
        conversation = _whole(conversation_id, actor, now)
        original = thread(conversation)

        def bring(complaint: Complaint) -> list[Attachment]:
            return attachments.take_over(complaint, _files(conversation), purpose=Attachment.Purpose.REPORT)

        receipt = intake.enter(key, entry=entry, bring=bring, actor=actor, now=now)
        if original and original not in entry.content.story:
            kept = texts.keep(receipt.complaint, Text.Kind.NOTE, original, now)
            outbox.record(receipt.complaint, Event.Kind.INTERNAL_NOTED, actor, now, note=kept)
        _close(conversation, Outcome.CASE, actor, now, complaint=receipt.complaint)
    return receipt


@transaction.atomic
def add_to_case(conversation_id: int, *, complaint: Complaint, reason: str = "", actor: User, now: datetime) -> None:
    """Add what a conversation says to an open case, as its reporter's addition that nobody has proved.

    Where the sender's contact is not the reporter's, `reason` says why it belongs there; staff alone read that. Raises
    Refused.
    """
    conversation = _whole(conversation_id, actor, now)
    complaint = lifecycle.lock(complaint.pk)
    if not access.staff_cases(actor, access.positions(actor, now)).filter(pk=complaint.pk).exists():
        raise Refused(_("Laporan ini tidak bisa dibuka dari jabatan Anda."))
    if not complaint.is_open:
        raise Refused(_("Laporan ini sudah ditutup. Jadikan pesan ini laporan baru."))
    own = identity.filed_by(bytes(conversation.contact_digest)).filter(pk=complaint.pk).exists()
    if not own and not reason.strip():
        raise Refused(_("Kontak pengirim bukan kontak pelapor. Tulis mengapa pesan ini milik laporan itu"))
    words, files = thread(conversation), _files(conversation)
    outbox.record(
        complaint,
        Event.Kind.EVIDENCE_ADDED,
        actor,
        now,
        channel=conversation.channel,
        text=texts.keep(complaint, Text.Kind.EVIDENCE, words, now) if words else None,
        photos=attachments.take_over(complaint, files, purpose=Attachment.Purpose.EVIDENCE),
        unmatched=None if own else texts.keep(complaint, Text.Kind.REASON, reason, now),
    )
    _close(conversation, Outcome.ADDED, actor, now, complaint=complaint)


@transaction.atomic
def dismiss(conversation_id: int, *, reason: str, actor: User, now: datetime) -> None:
    """*Bukan pengaduan*, with the reason. It can still be read for KEPT, then it is gone. Raises Refused."""
    conversation = _open(conversation_id, actor, now)
    conversation.reason = conversations.seal_reason(conversation, reason)
    _close(conversation, Outcome.NOT_A_COMPLAINT, actor, now)


@transaction.atomic
def reply(conversation_id: int, *, text: str, actor: User, now: datetime) -> None:
    """Answer who wrote, by the way they came, through the outbox. The same again is once. Raises Refused."""
    conversation = _open(conversation_id, actor, now)
    if why := no_answer(conversation, now):
        raise Refused(why)
    last = conversation.messages.order_by("-pk").first()
    before = conversations.read(conversation, last) if last else None
    if last and last.sort == Sort.REPLY and before and before.text == text:
        return
    asked = conversation.messages.filter(sort=Sort.WRITTEN).order_by("-pk").first()
    asked = conversations.read(conversation, asked)
    subject = asked.subject if asked.subject.lower().startswith("re:") else f"Re: {asked.subject}".strip()
    words = conversations.Words(text, subject, asked.name)
    sent = InboxMessage.objects.create(
        conversation=conversation,
        sort=Sort.REPLY,
        source_digest=secrets.token_bytes(32),
        received_at=now,
        cipher=conversations.seal(conversation, words),
        author=actor,
    )
    by_mail = conversation.channel == Submission.Channel.EMAIL
    Message.objects.create(
        inbox=sent,
        sequence=0,
        kind=Message.Kind.INBOX_REPLY,
        channel=Message.Channel.EMAIL if by_mail else Message.Channel.WHATSAPP,
        created_at=now,
        next_try_at=now,
    )


def no_answer(conversation: Conversation, now: datetime) -> str:
    """Return why the sender cannot be answered from here now, empty if they can."""
    if conversations.sender(conversation) is None:
        return _("Alamat pengirim tidak bisa dibalas.")
    if conversation.channel == Submission.Channel.EMAIL:
        return ""
    if not gateways.is_there(Message.Channel.WHATSAPP):
        return _("WhatsApp belum tersambung untuk mengirim.")
    if now >= conversation.last_at + FREE_ANSWER:
        return _("Waktu balas bebas WhatsApp (24 jam) sudah lewat.")
    return ""


def thread(conversation: Conversation) -> str:
    """Return everything the sender wrote, in order."""
    said = [
        conversations.read(conversation, row) for row in conversation.messages.filter(sort=Sort.WRITTEN).order_by("pk")
    ]
    parts = [line for words in said if words for line in (words.subject, words.text) if line]
    return "\n\n".join(dict.fromkeys(parts))


def tell_late(now: datetime) -> int:
    """Tell the coordinators of what waits longer than it may, once a day, on record; return of how many."""
    late = Conversation.objects.filter(closed_at__isnull=True, next_effect_at__lte=now).order_by("next_effect_at")
    return sum(_tell(pk, now) for pk in late.values_list("pk", flat=True)[:200])


@transaction.atomic
def _tell(conversation_id: int, now: datetime) -> bool:
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    if conversation.closed_at is not None or conversation.next_effect_at > now:
        return False
    conversation.next_effect_at = now + AGAIN
    conversation.save(update_fields=["next_effect_at"])
    first = conversation.messages.order_by("pk").first()
    told = {"inbox": first, "sequence": 0, "kind": Message.Kind.INBOX_LATE, "channel": Message.Channel.EMAIL}
    roles = (Position.Role.COORDINATOR, Position.Role.HEAD)
    held = Holding.objects.current(timezone.localdate(now)).filter(
        position__agency=conversation.owner_id, position__role__in=roles
    )
    people = User.objects.filter(holdings__in=held, is_active=True).exclude(email="").distinct()
    Message.objects.bulk_create(Message(user=person, created_at=now, next_try_at=now, **told) for person in people)
    late = {"conversation": conversation.pk, "due": conversation.due_at, "agency": conversation.owner_id}
    audit.record(None, Event.Kind.INBOX_LATE, audit.SYSTEM, now, **late)
    return True


def purge(now: datetime) -> int:
    """Forget what is closed since KEPT, with its pictures, and what stands in a case once its last answer has gone out;
    return how many conversations. What no person wrote is remembered longer than a mailbox is looked through anew."""
    with transaction.atomic():
        closed = Conversation.objects.filter(closed_at__isnull=False, wrapped__isnull=False)
        old = closed.filter(
            Q(closed_at__lt=now - KEPT) | Q(complaint__isnull=False) & ~Exists(_on_their_way(OuterRef("pk")))
        )
        gone = list(old.values_list("pk", flat=True))
        Attachment.objects.filter(inbox__conversation__in=gone).delete()  # the files are swept
        _forget(gone)
        InboxMessage.objects.filter(conversation__isnull=True, received_at__lt=now - 2 * KEPT).delete()
    return len(gone)


def _open(conversation_id: int, actor: User, now: datetime) -> Conversation:
    """Lock a conversation for who decides about it. Raises Refused when that was done."""
    mine = access.conversations(access.positions(actor, now))
    conversation = mine.select_for_update().filter(pk=conversation_id).first()
    if conversation is None:
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    if conversation.closed_at is not None:
        raise Refused(_("Percakapan ini sudah ditangani."))
    return conversation


def _whole(conversation_id: int, actor: User, now: datetime) -> Conversation:
    """As `_open`, when everything that came with it is here. Raises Refused."""
    conversation = _open(conversation_id, actor, now)
    if conversation.messages.filter(awaited__gt=0).exists():
        raise Refused(_("Foto masih diambil dari WhatsApp. Coba lagi beberapa menit lagi."))
    return conversation


def _files(conversation: Conversation) -> list[Attachment]:
    return list(Attachment.objects.filter(inbox__conversation=conversation))


def _close(
    conversation: Conversation, outcome: str, actor: User, now: datetime, complaint: Complaint | None = None
) -> None:
    """Decide about it, on record. What became of a case stands there from now on, and here no more."""
    conversation.closed_at, conversation.closed_by, conversation.outcome = now, actor, outcome
    conversation.next_effect_at, conversation.complaint = None, complaint
    columns = ["closed_at", "closed_by", "outcome", "next_effect_at", "complaint", "reason"]
    conversation.save(update_fields=columns)
    if complaint and not _on_their_way(conversation).exists():
        _forget([conversation.pk])
    decided = {"conversation": conversation.pk, "outcome": outcome, "case": complaint and complaint.pk}
    audit.record(None, Event.Kind.INBOX_DECIDED, actor, now, **decided)


def _on_their_way(conversation: Conversation | OuterRef) -> QuerySet[Message]:
    """Return the answers in it that are still to be sent."""
    return Message.objects.filter(inbox__conversation=conversation, user__isnull=True, state=Message.State.WAITING)


def _forget(conversation_ids: list[int]) -> None:
    """Destroy the keys: what they sealed can never be read again. That the messages were seen is remembered."""
    Conversation.objects.filter(pk__in=conversation_ids).update(wrapped=None, sender=None, reason=None)
    InboxMessage.objects.filter(conversation__in=conversation_ids).update(cipher=None, awaited=0)
