"""The history: the only writer of `Event` rows, each chained to the one before by its hash.

An operation records its event in its own transaction, so that neither stands without the other.
Checking the chains is `complaints.history`.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

from complaints import texts
from complaints.models import Agency, Attachment, Complaint, Event, Holding, Position, Text, User

# What comes before the first event of a chain.
NOTHING = "0" * 64
# The name of the system chain's lock on PostgreSQL; SQLite writes one at a time anyway.
_SYSTEM_LOCK = 0x42455341  # "BESA"

Actor = User | Event.ActorKind
REPORTER = Event.ActorKind.REPORTER
SYSTEM = Event.ActorKind.SYSTEM


def record(complaint: Complaint | None, kind: Event.Kind, actor: Actor, now: datetime, **data) -> Event:
    """Append one event to the complaint's chain, or to the system's when `complaint` is None.

    The complaint must be locked by the caller. Values of `data` may be ids, numbers, strings from fixed
    lists, dates, agencies, texts and lists of attachments; never free text. Every event of a complaint
    carries the state it left the complaint in, so that a row changed behind our back shows.
    """
    stored = {name: _plain(value) for name, value in data.items() if value is not None}
    if complaint is None:
        sequence, previous = _end_of_system_chain()
    else:
        stored["state"] = state_of(complaint)
        sequence, previous = complaint.version + 1, _last_hash(complaint)
    is_person = isinstance(actor, User)
    event = Event(
        complaint=complaint,
        sequence=sequence,
        kind=kind,
        actor_kind=Event.ActorKind.STAFF if is_person else actor,
        actor=actor if is_person else None,
        position=acting_position(actor, complaint, now) if is_person else None,
        at=now,
        data=stored,
        previous=previous,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    if complaint is not None:
        complaint.version = sequence
        complaint.save(update_fields=["version"])
    return event


def digest(event: Event) -> str:
    """Return the SHA-256 (hex) over everything an event says and the hash of the one before it."""
    content = [
        event.complaint_id,
        event.sequence,
        str(event.kind),
        str(event.actor_kind),
        event.actor_id,
        event.position_id,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.data,
        event.previous,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def state_of(complaint: Complaint) -> dict:
    """Return the fields that decide about a complaint, as an event stores them."""
    return {
        "status": str(complaint.status),
        "because": complaint.submitted_because and str(complaint.submitted_because),
        "owner": complaint.owner_id,
        "due": _plain(complaint.due_at),
        "closed": _plain(complaint.closed_at),
        "assignee": complaint.assignee_id,
        "category": complaint.category_id,
        "term_class": str(complaint.term_class),
        "access_class": str(complaint.access_class),
        "excluded": [complaint.excluded_agency_id, complaint.excluded_person_id],
    }


def acting_position(user: User, complaint: Complaint | None, now: datetime) -> Position | None:
    """Return the position in which `user` acts: one of the owning agency if there is one, else any other."""
    holdings = Holding.objects.current(timezone.localdate(now)).filter(user=user).select_related("position")
    positions = [holding.position for holding in holdings.order_by("pk")]
    of_owner = [p for p in positions if complaint is not None and p.agency_id == complaint.owner_id]
    return next(iter(of_owner or positions), None)


def _plain(value):
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case Text():
            return texts.reference(value)
        case Agency() | User() | Position():
            return value.pk
        case Attachment():
            return {"file": str(value.pk), "sha256": value.sha256}
        case list() | tuple():
            return [_plain(item) for item in value]
        case str():
            return str(value)
        case None | bool() | int():
            return value
    raise TypeError(f"An event cannot hold {type(value).__name__}.")


def _last_hash(complaint: Complaint) -> str:
    last = Event.objects.filter(complaint=complaint, sequence=complaint.version).values_list("hash", flat=True).first()
    return last or NOTHING


def _end_of_system_chain() -> tuple[int, str]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SYSTEM_LOCK])
    last = Event.objects.filter(complaint__isnull=True).order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = last or (0, NOTHING)
    return sequence + 1, previous
