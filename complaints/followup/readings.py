"""What somebody has not read yet, and who has a case open just now (ux.md 4.3, collision)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from complaints.models import AnswerReading, Complaint, Event, Reading, User

KEPT = timedelta(days=30)
# An open page says so twice a minute (static/followup/case.js); one that was closed is gone after this.
STILL_OPEN = timedelta(seconds=90)
# An answer can be sent back within a working day; what no coordinator has read after this is not asked for any more.
ANSWERS_ASKED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Mark:
    """`unread`: somebody else did something that this person has not seen; `open_by` names who else has it open."""

    unread: bool
    open_by: str


def with_mark(cases: QuerySet[Complaint], user: User, now: datetime) -> QuerySet[Complaint]:
    """Return `cases` with what `mark` reads of one of them, without a query more."""
    others = Reading.objects.filter(complaint=OuterRef("pk"), read_at__gt=now - STILL_OPEN).exclude(user=user)
    mine = Reading.objects.filter(complaint=OuterRef("pk"), user=user)
    return cases.annotate(
        read_version=Subquery(mine.values("version")[:1]),
        open_by=Subquery(others.order_by("-read_at", "-pk").values("user__full_name")[:1]),
    )


def mark(case: Complaint, user: User, now: datetime) -> Mark:
    """Return the mark of a case that was fetched `with_mark` and its `last` event.

    What happened longer ago than KEPT is not marked: by then it is not known any more who has read it.
    """
    is_news = case.last.actor_id != user.pk and case.last.at > now - KEPT
    return Mark(is_news and (case.read_version or 0) < case.version, case.open_by or "")


def open_by(complaint: Complaint, user: User, now: datetime) -> str:
    """Return the name of who else has the case open just now, empty if nobody has (one query)."""
    rows = with_mark(Complaint.objects.filter(pk=complaint.pk), user, now)
    return rows.values_list("open_by", flat=True).get() or ""


def unread_answers(now: datetime) -> QuerySet[Event]:
    """Return the answers that no coordinator has read yet (product.md 3), whoever may, not those of long ago."""
    read = AnswerReading.objects.filter(event=OuterRef("pk"))
    return Event.objects.filter(~Exists(read), kind=Event.Kind.ANSWERED, at__gt=now - ANSWERS_ASKED_FOR)
