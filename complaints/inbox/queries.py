"""What the pages of the inbox read: conversations, with the sender's contact never in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from complaints import access, conversations, cursors, identity
from complaints.deadlines.offices import calendar_of
from complaints.followup.saved_views import days_to
from complaints.identity import Reporter
from complaints.models import Attachment, Complaint, Conversation, InboxMessage, Message, Position, User

ROWS = 30
SHOWN = 100  # messages of one conversation: the newest


@dataclass(frozen=True)
class Row:
    """A conversation as the list shows it."""

    conversation: Conversation
    who: str
    first: str
    pictures: int
    days: int | None  # working days left or late


@dataclass(frozen=True)
class Said:
    """One message of a conversation."""

    text: str
    subject: str
    at: datetime
    by: str  # who of us wrote it; empty when the sender did
    state: str  # of our answer, in words
    left_out: int
    awaited: int
    photos: list[Attachment]


def page(
    held: list[Position], *, closed: bool, after: str | None, before: str | None, now: datetime
) -> tuple[cursors.Page, list[Row]]:
    """Return one page of the conversations: the open ones by due time, the closed ones the newest first (3 queries,
    and two for the calendar)."""
    rows = access.conversations(held).filter(closed_at__isnull=not closed).select_related("complaint")
    by = "closed_at" if closed else "due_at"
    found = cursors.page(rows, by=by, descending=closed, size=ROWS, after=after, before=before)
    firsts: dict[int, InboxMessage] = {}
    for message in InboxMessage.objects.filter(conversation__in=found.rows, sort="written").order_by("-pk"):
        firsts[message.conversation_id] = message
    counted = Attachment.objects.filter(inbox__conversation__in=found.rows).values("inbox__conversation")
    pictures = dict(counted.annotate(n=Count("pk")).values_list("inbox__conversation", "n"))
    calendars = {pk: calendar_of(pk) for pk in {row.owner_id for row in found.rows}}
    return found, [
        _row(row, firsts.get(row.pk), pictures.get(row.pk, 0), days_to(row.due_at, calendars[row.owner_id], now))
        for row in found.rows
    ]


def said(conversation: Conversation) -> list[Said]:
    """Return what was said in it, in order (3 queries)."""
    messages = InboxMessage.objects.filter(conversation=conversation).select_related("author").order_by("-pk")
    rows = list(messages.prefetch_related(Prefetch("attachments"))[:SHOWN])
    ours = [row.pk for row in rows if row.author_id]
    sent = {row.inbox_id: row for row in Message.objects.filter(inbox__in=ours, user__isnull=True)} if ours else {}
    return [_said(conversation, row, sent.get(row.pk)) for row in reversed(rows)]


def candidates(user: User, held: list[Position], conversation: Conversation) -> list[Complaint]:
    """Return the open cases that the same contact filed, as far as this person may read them, the newest first."""
    mine = access.staff_cases(user, held).filter(closed_at__isnull=True)
    rows = identity.filed_by(bytes(conversation.contact_digest), mine).select_related("category", "village")
    return list(rows.order_by("-received_at")[:10])


def automatic(held: list[Position], since: datetime) -> dict[str, int]:
    """Return how many messages since then no person wrote, by sort; to who reads the inbox."""
    if not reads(held):
        return {}
    rows = InboxMessage.objects.filter(received_at__gte=since)
    return rows.aggregate(
        bounces=Count("pk", filter=Q(sort="bounce")), automatic=Count("pk", filter=Q(sort__in=["automatic", "own"]))
    )


def days_left(conversation: Conversation, now: datetime) -> int | None:
    """Return how many working days are left for it, or have passed since its due time (2 queries)."""
    return days_to(conversation.due_at, calendar_of(conversation.owner_id), now)


def photo(conversation: Conversation, photo_id) -> QuerySet[Attachment]:
    """Return the picture of a conversation with this id, as a query of at most one."""
    return Attachment.objects.filter(inbox__conversation=conversation, pk=photo_id)


def who(conversation: Conversation) -> str:
    """Return who wrote, in one line: the name they gave themselves, and a contact that nobody can use."""
    sender = conversations.sender(conversation)
    if sender is None:
        return ""
    return f"{sender.name} ({masked(sender)})" if sender.name else masked(sender)


def masked(sender: Reporter) -> str:
    """Return a contact so that who knows it recognises it, and nobody else can write to it."""
    if "@" in sender.contact:
        name, _at, host = sender.contact.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"{sender.contact[:5]}•••{sender.contact[-3:]}"


def reads(held: list[Position]) -> bool:
    """Whether one of these positions reads the inbox."""
    return any(position.role == Position.Role.COORDINATOR for position in held)


def _row(conversation: Conversation, first: InboxMessage | None, pictures: int, days: int | None) -> Row:
    words = conversations.read(conversation, first) if first else None
    told = " ".join(filter(None, [words.subject, words.text])) if words else ""
    return Row(conversation, who(conversation), told, pictures, days)


def _said(conversation: Conversation, row: InboxMessage, sent: Message | None) -> Said:
    words = conversations.read(conversation, row)
    return Said(
        text=words.text if words else "",
        subject=words.subject if words else "",
        at=row.received_at,
        by=row.author.full_name if row.author else "",
        state=str(sent.get_state_display()) if sent else "",
        left_out=row.left_out,
        awaited=row.awaited,
        photos=list(row.attachments.all()),
    )
