"""Answers that wait for the head of the agency (product.md 1): whose must wait, which one waits, and for whom."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from complaints import access
from complaints.models import Complaint, Event, Position, ProposedAnswer, User
from complaints.notifications import receivers
from complaints.states import Status

_ANSWERABLE = (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)
# After one of these the work is another one, and so will its answer be.
_ENDS = (Event.Kind.RETURNED, Event.Kind.REFERRED, Event.Kind.UPHELD, Event.Kind.ANSWERED)


def open_ones() -> QuerySet[ProposedAnswer]:
    """Return the answers that wait for the head of the agency which still has the case."""
    ended = Event.objects.filter(complaint=OuterRef("complaint"), kind__in=_ENDS, sequence__gt=OuterRef("sequence"))
    return ProposedAnswer.objects.filter(
        ~Exists(ended), complaint__status__in=_ANSWERABLE, complaint__owner=F("agency"), agency__heads_approve=True
    )


def event_of(complaint: Complaint) -> Event | None:
    """Return the event with the answer that waits for the head in this case, None where none does (2 queries at most).

    Without a query where its agency lets everybody answer.
    """
    if not complaint.owner.heads_approve:
        return None
    sequence = open_ones().filter(complaint=complaint).values_list("sequence", flat=True).first()
    if sequence is None:
        return None
    return complaint.events.select_related("actor").get(sequence=sequence)


def last(complaint: Complaint) -> Event | None:
    """Return the event of the answer that was proposed last in the work at hand, also one that was given back: what
    the next one begins with (1 query, none where its agency lets everybody answer)."""
    if not complaint.owner.heads_approve:
        return None
    kinds = (*_ENDS, Event.Kind.ANSWER_PROPOSED)
    event = complaint.events.filter(kind__in=kinds).select_related("actor").order_by("-sequence").first()
    return event if event and event.kind == Event.Kind.ANSWER_PROPOSED else None


def is_answerable(complaint: Complaint) -> bool:
    """Whether its agency may answer it as it stands."""
    return complaint.status in _ANSWERABLE


def must_wait(complaint: Complaint, user: User, now: datetime, *, held: list[Position] | None = None) -> bool:
    """Whether an answer of `user` waits for the head of the agency: where the agency wants it so and somebody heads it
    today. What is said about officials the inspectorate answers by itself."""
    if not complaint.owner.heads_approve or complaint.access_class in Complaint.CLOSED:
        return False
    held = access.positions(user, now) if held is None else held
    return not heads(complaint, held) and bool(receivers.heads(complaint, now))


def heads(complaint: Complaint, held: list[Position]) -> bool:
    """Whether one of these positions heads the agency that has the case."""
    return any(p.agency_id == complaint.owner_id and p.role == Position.Role.HEAD for p in held)
