"""The outbox: written with the act, emptied by the worker with leases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from complaints import audit, identity, phones
from complaints.models import Complaint, ContactStop, Event, Identity, Message, Supporter, User

from . import chats, gateways, posting, receivers, telling

LEASE = timedelta(seconds=60)  # longer than the time-out of every channel
# After the n-th failure a message rests so long; after the last it is dead and shown to the coordinator.
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]

NEXT = 20  # how many of a channel are looked at: more than workers that want the same one

State, Channel = Message.State, Message.Channel
# How the reporter wants to be told -> by a server where there is one, else by hand.
_CHANNELS = {
    phones.EMAIL: (Channel.EMAIL, Channel.EMAIL),
    phones.WHATSAPP: (Channel.WHATSAPP, Channel.WHATSAPP_BY_HAND),
    phones.PHONE: (Channel.SMS, Channel.SMS_BY_HAND),
}


def record(complaint: Complaint, kind: Event.Kind, actor: audit.Actor, now: datetime, **data) -> Event:
    """Record an event of a locked complaint and write what its reporter, its supporters and the staff are to be told,
    in the same transaction."""
    event = audit.record(complaint, kind, actor, now, **data)
    _tell_reporter(event, complaint)
    _tell_supporters(event, complaint)
    for_staff = telling.kind_for_staff(kind)
    if for_staff:
        tell_staff(event, complaint, for_staff, receivers.workers(complaint, now), digest=False)
    return event


def tell_staff(event: Event, complaint: Complaint, kind: str, people: Iterable[User], *, digest: bool) -> None:
    """Write one message to each of `people`, in the morning's digest or at once. Who did it need not be told."""
    people = list(people)
    by_telegram = set() if digest else chats.linked(people)
    at_once = {person.pk: Channel.TELEGRAM if person.pk in by_telegram else Channel.EMAIL for person in people}
    Message.objects.bulk_create(
        Message(
            complaint=complaint,
            sequence=event.sequence,
            user=person,
            kind=kind,
            channel=Channel.DIGEST if digest else at_once[person.pk],
            created_at=event.at,
            next_try_at=event.at,
        )
        for person in people
        if person.email and person != event.actor
    )


def _tell_reporter(event: Event, complaint: Complaint) -> None:
    told = telling.kind_of(event.kind, event.data.get("clock"))
    reporter = identity.read(complaint) if told else None
    silent = reporter is None or reporter.contact_kind == phones.SILENT
    if not silent and not is_stopped(complaint):
        # What nobody has sent by hand yet is told by the newer one: its link shows everything.
        late = Message.objects.filter(complaint=complaint, channel__in=Message.BY_HAND, state=State.WAITING)
        late.filter(supporter=None).exclude(kind=Message.Kind.LINK).update(state=State.DROPPED)
        _write(event, complaint, told, reporter)


def write_link(event: Event, complaint: Complaint) -> Message:
    """Write the message with the link that somebody asked for, in the transaction of its event. It goes out also where
    other messages were stopped: it was asked for, and nobody is to be locked out."""
    return _write(event, complaint, Message.Kind.LINK, identity.read(complaint))


def goes_by_server(complaint: Complaint) -> bool:
    """Whether a message to its reporter is sent by a server, not by a person."""
    return _channel(identity.read(complaint)) in Message.BY_SERVER


def _write(event: Event, complaint: Complaint, kind: str, reporter: identity.Reporter) -> Message:
    return Message.objects.create(
        complaint=complaint,
        sequence=event.sequence,
        kind=kind,
        channel=_channel(reporter),
        created_at=event.at,
        next_try_at=event.at,
    )


def drop_waiting(complaint: Complaint) -> None:
    """Let nothing that was written for its reporter's former contact go out to the next one."""
    to_reporter = Message.objects.filter(complaint=complaint, user=None, supporter=None, state=State.WAITING)
    to_reporter.update(state=State.DROPPED)


def _channel(receiver: identity.Reporter) -> str:
    kind = receiver.contact_kind
    if kind == phones.SILENT:  # asked for this one message
        kind = phones.EMAIL if "@" in receiver.contact else phones.WHATSAPP
    by_server, by_hand = _CHANNELS[kind]
    return by_server if gateways.is_there(by_server) else by_hand


def _tell_supporters(event: Event, complaint: Complaint) -> None:
    """Write one message to each contact that supports the case in public, or one that was joined to it.

    Nothing is told while it cannot be seen; that it was taken from sight is told once, the reason stands there.
    """
    was_hidden, complaint.was_hidden = complaint.was_hidden, False
    if complaint.published_at is not None:
        told = telling.kind_for_supporters(event.kind, event.data)
    else:
        told = telling.Kind.UNSHOWN if was_hidden else None
    if told is None:
        return
    joined = Q(complaint__merges__into=complaint, complaint__merges__undone_at__isnull=True)
    rows = Supporter.objects.filter(Q(complaint=complaint) | joined, cipher__isnull=False).order_by("pk")
    stopped = ContactStop.objects.filter(contact_digest=OuterRef("contact_digest"))
    # A contact is told once, also where it supports several.
    supporters = {bytes(row.contact_digest): row for row in rows.filter(~Exists(stopped))}.values()
    if not supporters:
        return
    late = Message.objects.filter(complaint=complaint, channel__in=Message.BY_HAND, state=State.WAITING)
    late.filter(supporter__in=list(supporters)).update(state=State.DROPPED)
    Message.objects.bulk_create(
        Message(
            complaint=complaint,
            sequence=event.sequence,
            supporter=row,
            kind=told,
            channel=_channel(identity.read_supporter(row)),
            created_at=event.at,
            next_try_at=event.at,
        )
        for row in supporters
    )


def to_be_sent() -> QuerySet[Message]:
    """Return the waiting messages that a server is to take next, of each receiver and complaint the first."""
    earlier = Message.objects.annotate(to=Coalesce("user_id", 0), beside=Coalesce("supporter_id", 0)).filter(
        complaint=OuterRef("complaint"),
        to=Coalesce(OuterRef("user_id"), 0),
        beside=Coalesce(OuterRef("supporter_id"), 0),
        channel__in=Message.BY_SERVER,
        state=State.WAITING,
        pk__lt=OuterRef("pk"),
    )
    return Message.objects.filter(~Exists(earlier), state=State.WAITING)


def claim(now: datetime) -> Message | None:
    """Take the next message that a channel can deliver by itself, for as long as LEASE; None when there is none.

    A message waits for the earlier ones of its complaint to the same receiver. Whoever dies with it loses it when the
    lease ends.
    """
    due = to_be_sent().filter(next_try_at__lte=now)
    due = due.order_by("next_try_at", "pk").values_list("next_try_at", "pk", "attempts")
    # One by one, so that each is read in the order of its index: of all that wait only the next ones.
    first = sorted(row for channel in Message.BY_SERVER for row in due.filter(channel=channel)[:NEXT])
    for _moment, pk, attempts in first:
        mine = Message.objects.filter(pk=pk, attempts=attempts, state=State.WAITING)
        if mine.update(attempts=F("attempts") + 1, next_try_at=now + LEASE):
            return Message.objects.select_related("complaint__owner", "user", "supporter", "inbox__conversation").get(
                pk=pk
            )
    return None


def delivered(message: Message, now: datetime) -> None:
    """Note that a claimed message has gone out."""
    _of_the_claim(message).update(state=State.SENT, sent_at=now, error="")


def postponed(message: Message, until: datetime) -> None:
    """Give a claimed message back until its receiver may be told: that was no attempt."""
    _of_the_claim(message).update(attempts=F("attempts") - 1, next_try_at=until)


def by_email_instead(message: Message, now: datetime) -> None:
    """Let a claimed message to one of the staff go out by e-mail: there is no chat with them any more."""
    _of_the_claim(message).update(channel=Channel.EMAIL, attempts=0, next_try_at=now)


def dropped(message: Message) -> None:
    """Note that a claimed message has no receiver any more."""
    _of_the_claim(message).update(state=State.DROPPED)


def failed(message: Message, error: Exception, now: datetime) -> None:
    """Note that a claimed message did not go out: it is tried again later, after the last time never by itself.

    What its server will never take is dead at once. A server that asks for patience gets it, for everything that waits
    for it: asking once more for each message would be the opposite.
    """
    name, tried = type(error).__name__[:60], message.attempts
    asked = error.rest if isinstance(error, posting.TryLater) else None
    if asked:
        same = Message.objects.filter(channel=message.channel, state=State.WAITING, next_try_at__lt=now + asked)
        same.update(next_try_at=now + asked)
    if tried <= len(BACKOFF) and not isinstance(error, posting.Undeliverable):
        rest = max(asked or BACKOFF[tried - 1], BACKOFF[tried - 1])
        _of_the_claim(message).update(next_try_at=now + rest, error=name)
    elif message.channel == Channel.TELEGRAM:
        by_email_instead(message, now)
    else:
        _of_the_claim(message).update(state=State.DEAD, error=name)


def _of_the_claim(message: Message):
    """The row, as long as nobody else has claimed it since."""
    return Message.objects.filter(pk=message.pk, attempts=message.attempts, state=State.WAITING)


def is_stopped(receiver: Complaint | Supporter) -> bool:
    """Whether the contact of a complaint's reporter, or of a supporter, asked not to be told any more."""
    if isinstance(receiver, Supporter):
        return is_silent(receiver.contact_digest)
    digest = Identity.objects.filter(complaint=receiver).values("contact_digest")
    return ContactStop.objects.filter(contact_digest__in=digest).exists()


def is_silent(digest: bytes) -> bool:
    """As `is_stopped`, by the HMAC of the contact."""
    return ContactStop.objects.filter(contact_digest=digest).exists()
