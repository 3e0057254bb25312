"""Through whose hands a closed case went, and who looked into it: from its events alone. For those who read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from complaints.models import Agency, Complaint, Event

OPENINGS = (Event.Kind.CASE_OPENED, Event.Kind.CONTACT_OPENED)


@dataclass(frozen=True)
class Holder:
    """An agency that had the case, from when until when; it still has it without `until`."""

    agency: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Opening:
    """Somebody looked: at the content, or at the reporter's contact."""

    at: datetime
    who: str
    position: str
    contact: bool


def holders(complaint: Complaint) -> list[Holder]:
    """Return the agencies that owned the case, in order (2 queries)."""
    events = complaint.events.order_by("sequence").values_list("at", "data__state__owner")
    changes = list(_changes(events))
    names = Agency.objects.in_bulk([owner for _at, owner in changes])
    ends = [at for at, _owner in changes[1:]] + [complaint.closed_at]
    return [Holder(names[owner].name, at, end) for (at, owner), end in zip(changes, ends, strict=True)]


def openings(complaint: Complaint) -> list[Opening]:
    """Return who looked into the case and the contact, the newest first (1 query)."""
    events = complaint.events.filter(kind__in=OPENINGS).select_related("actor", "position").order_by("-sequence")
    return [
        Opening(
            at=event.at,
            who=event.actor.full_name,
            position=event.position.title if event.position else "",
            contact=event.kind == Event.Kind.CONTACT_OPENED,
        )
        for event in events
    ]


def _changes(events: Iterable[tuple[datetime, int]]) -> Iterator[tuple[datetime, int]]:
    before = None
    for at, owner in events:
        if owner != before:
            yield at, owner
        before = owner
