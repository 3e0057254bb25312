"""The history: the only writer of `Event` rows, each chained to the one before by its hash.

An operation records its event in its own transaction, so that neither stands without the other.
Checking the chains is `complaints.history`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils import timezone

from complaints import fingerprints, texts
from complaints.models import Agency, Attachment, Complaint, Event, Position, Text, User

# What comes before the first event of a chain.
NOTHING = "0" * 64
# The name of the system chain's lock on PostgreSQL; SQLite writes one at a time anyway.
_SYSTEM_LOCK = 0x42455341  # "BESA"

Actor = User | Event.ActorKind
REPORTER = Event.ActorKind.REPORTER
SYSTEM = Event.ActorKind.SYSTEM


def record(complaint: Complaint | None, kind: Event.Kind, actor: Actor, now: datetime, **data) -> Event:
    """Append one event to the complaint's chain, or to the system's when `complaint` is None.

    The complaint must be locked by the caller, and its clocks moved before. Values of `data` may be ids,
    numbers, strings from fixed lists, moments, agencies, texts and lists of attachments; never free text.
    Every event of a complaint carries the state and the clocks it left behind, so that a row changed behind
    our back shows; one that relates it to something (`fingerprints.RELATING`), which rows say so. An ERASED
    event names the emptied `texts` by id and says `identity=True` for an identity.
    """
    stored = {name: _plain(value) for name, value in data.items() if value is not None}
    if complaint is None:
        sequence, previous = _end_of_system_chain()
    else:
        stored["state"] = fingerprints.state_of(complaint)
        stored["clocks"] = _clocks(complaint, now)
        # Somebody who enters a report for another may note its number in SP4N-LAPOR! with it.
        if kind in fingerprints.RELATING or (kind == Event.Kind.SUBMITTED and "lapor" in stored):
            stored["related"] = fingerprints.relations([complaint.pk]).get(complaint.pk, {})
        sequence, previous = complaint.version + 1, _last_hash(complaint)
    is_person = isinstance(actor, User)
    event = Event(
        complaint=complaint,
        sequence=sequence,
        kind=kind,
        actor_kind=Event.ActorKind.STAFF if is_person else actor,
        actor=actor if is_person else None,
        position=_position(actor, complaint, now) if is_person else None,
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


@contextmanager
def clocks_stand(complaint: Complaint) -> Iterator[None]:
    """Inside, no clock of the complaint changes: its events at one moment share what is read of them."""
    complaint.hashed_clocks = {}
    try:
        yield
    finally:
        complaint.hashed_clocks = None


def _clocks(complaint: Complaint, now: datetime) -> dict[str, str]:
    kept = complaint.hashed_clocks
    if kept is None or now not in kept:
        found = fingerprints.clocks([complaint.pk], changed_at=now).get(complaint.pk, {})
        if kept is None:
            return found
        kept[now] = found
    return kept[now]


def digest(event: Event) -> str:
    """Return the SHA-256 (hex) over everything an event says and the hash of the one before it."""
    who = event.actor_kind, event.actor_id, event.position_id
    return fingerprints.of_event(
        event.complaint_id, (event.sequence, event.kind, *who, event.at, event.data, event.previous)
    )


def lock_system_chain() -> None:
    """Let nobody else append to the system chain until the transaction ends. SQLite writes one at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SYSTEM_LOCK])


def _position(user: User, complaint: Complaint | None, now: datetime) -> Position | None:
    """Return the position in which `user` acts.

    It is the one that gave the right to the act (`lifecycle`), else one of the owning agency, else any.
    """
    acting = complaint and complaint.acting
    if acting is not None:
        return acting
    positions = Position.objects.acted_in(user, timezone.localdate(now))
    of_owner = [p for p in positions if complaint is not None and p.agency_id == complaint.owner_id]
    return next(iter(of_owner or positions), None)


def _plain(value):
    match value:
        case datetime():
            return fingerprints.moment(value)
        case Text():
            return texts.reference(value)
        case Agency() | User() | Position():
            return value.pk
        case Attachment():
            return {"file": str(value.pk), "sha256": value.sha256, "key": value.key, "purpose": str(value.purpose)}
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
    lock_system_chain()
    last = Event.objects.filter(complaint__isnull=True).order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = last or (0, NOTHING)
    return sequence + 1, previous
