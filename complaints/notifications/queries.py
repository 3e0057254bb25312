"""What the pages of the outbox read. No row shows a contact: that is opened one by one, and recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from complaints import access
from complaints.deadlines.offices import calendar_of
from complaints.models import Complaint, Message, Position, User
from complaints.states import WaitsFor


def messages(user: User, held: list[Position]) -> QuerySet[Message]:
    """Return the messages whose receiver `user` may be shown (life.md 4: contact by act)."""
    rows = Message.objects.filter(complaint__in=access.told_cases(user, held))
    return rows.select_related("complaint__owner", "supporter").order_by("created_at", "pk")


def by_hand(user: User, held: list[Position]) -> QuerySet[Message]:
    """Return what waits to be sent by a person, the oldest first."""
    return messages(user, held).filter(state=Message.State.WAITING, channel__in=Message.BY_HAND)


@dataclass(frozen=True)
class Load:
    """How many cases of one agency are late, and how many end with the next working day."""

    agency: str
    late: int
    soon: int


def loads(now: datetime) -> list[Load]:
    """Return the agencies that must act by the next working day's closing, those with most late cases first.

    Ordinary cases alone are counted: of the others nobody speaks in a group.
    """
    soon = calendar_of().end_of_working_days(now, 1)
    waiting = Complaint.objects.filter(
        closed_at__isnull=True,
        access_class=Complaint.AccessClass.ORDINARY,
        waits_for=WaitsFor.AGENCY,
        due_at__lte=soon,
    )
    counted = waiting.values("owner__short_name").annotate(late=Count("pk", filter=Q(due_at__lt=now)), all=Count("pk"))
    rows = counted.order_by("-late", "-all", "owner__short_name")
    return [Load(row["owner__short_name"], row["late"], row["all"] - row["late"]) for row in rows]


def dead(user: User, held: list[Position]) -> QuerySet[Message]:
    """Return what could not be delivered after the last try, the oldest first."""
    return messages(user, held).filter(state=Message.State.DEAD)
