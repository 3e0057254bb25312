"""Proof that the history is whole: checking every chain, every text and every seal (G5), and the daily seal.

`verify` names the first row that was altered, is missing, stands in the wrong place or was cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import Max

from complaints import audit, texts
from complaints.models import Attachment, Complaint, DataKey, Event, Seal, SealedChain, Text

_CHUNK = 2000


def verify() -> str | None:
    """Return a sentence that names the first fault of the history, or None when it is whole."""
    return next(faults(), None)


def faults() -> Iterator[str]:
    """Yield one sentence for every fault found, chain by chain, then the seals."""
    yield from _system_faults()
    yield from _complaint_faults()
    yield from _stray_faults()
    yield from _seal_faults()


@transaction.atomic
def seal_day(day: date, *, now: datetime) -> Seal:
    """Keep the end of every chain that grew since the last seal, under one root. Sealing a day twice changes nothing.

    `day` is the local date the seal is named after.
    """
    existing = Seal.objects.filter(day=day).first()
    if existing:
        return existing
    last = Seal.objects.order_by("-pk").first()
    sealed = dict(
        SealedChain.objects.values_list("complaint").annotate(Max("sequence")).values_list("complaint", "sequence__max")
    )
    audit.record(None, Event.Kind.SEALED, audit.SYSTEM, now, day=day.isoformat())
    ends = Event.objects.values_list("complaint").annotate(Max("sequence")).values_list("complaint", "sequence__max")
    grown = [(pk, sequence) for pk, sequence in ends if sealed.get(pk, 0) < sequence]
    chains = [
        SealedChain(complaint_id=pk, sequence=sequence, hash=Event.objects.get(complaint=pk, sequence=sequence).hash)
        for pk, sequence in grown
    ]
    previous = last.root if last else audit.NOTHING
    seal = Seal.objects.create(day=day, previous_root=previous, root=_root(day, previous, now, chains), sealed_at=now)
    for chain in chains:
        chain.seal = seal
    SealedChain.objects.bulk_create(chains)
    return seal


def _root(day: date, previous: str, sealed_at: datetime, chains: list[SealedChain]) -> str:
    rows = sorted((chain.complaint_id or 0, chain.sequence, chain.hash) for chain in chains)
    moment = sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    content = json.dumps([day.isoformat(), previous, moment, rows], separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _system_faults() -> Iterator[str]:
    events = Event.objects.filter(complaint__isnull=True).order_by("sequence")
    yield from _chain_faults("system", events.iterator(_CHUNK), {})


def _complaint_faults() -> Iterator[str]:
    last_pk = 0
    while True:
        batch = list(Complaint.objects.filter(pk__gt=last_pk).select_related("submission").order_by("pk")[:500])
        if not batch:
            return
        events: dict[int, list[Event]] = {complaint.pk: [] for complaint in batch}
        for event in Event.objects.filter(complaint__in=batch).order_by("complaint", "sequence"):
            events[event.complaint_id].append(event)
        rows = list(Text.objects.filter(complaint__in=batch))
        references = {row.pk: row for row in rows}
        for complaint in batch:
            yield from _faults_of(complaint, events[complaint.pk], references)
        last_pk = batch[-1].pk


def _faults_of(complaint: Complaint, events: list[Event], rows: dict[int, Text]) -> Iterator[str]:
    name = complaint.tracking_number
    yield from _chain_faults(name, events, rows)
    if len(events) != complaint.version:
        yield f"{name}: truncated, {complaint.version} events were recorded and {len(events)} are there"
    if not events or events[0].kind != Event.Kind.SUBMITTED:
        yield f"{name}: its first event is not the submission"
    if events and events[-1].data.get("state") != json.loads(json.dumps(audit.state_of(complaint))):
        yield f"{name}: altered, the complaint is not in the state its last event left it in"
    mentioned = {reference["text"] for event in events for reference in _references(event.data)}
    for row in rows.values():
        if row.complaint_id == complaint.pk and row.pk not in mentioned:
            yield f"{name}: text {row.pk} belongs to no event"


def _chain_faults(name: str, events, rows: dict[int, Text]) -> Iterator[str]:
    previous, expected, erased = audit.NOTHING, 1, set()
    checked: list[tuple[Event, dict]] = []
    for event in events:
        if event.sequence != expected:
            yield f"{name}: event {expected} is missing"
        elif event.previous != previous:
            yield f"{name}: event {event.sequence} does not follow the one before it"
        if event.hash != audit.digest(event):
            yield f"{name}: event {event.sequence} ({event.kind}) was altered"
        if event.kind == Event.Kind.ERASED:
            erased.update(event.data.get("texts", []))
        checked += [(event, reference) for reference in _references(event.data)]
        previous, expected = event.hash, event.sequence + 1
    for event, reference in checked:
        yield from _text_faults(name, event, reference, rows.get(reference["text"]), erased)


def _text_faults(name: str, event: Event, reference: dict, row: Text | None, erased: set[int]) -> Iterator[str]:
    pk = reference["text"]
    if row is None:
        yield f"{name}: text {pk} of event {event.sequence} is missing"
    elif row.erased_at is not None:
        if pk not in erased:
            yield f"{name}: text {pk} of event {event.sequence} was emptied without an ERASED event"
    else:
        try:
            whole = texts.fingerprint(row.salt, texts.read(row)) == reference["hash"]
        except (InvalidToken, DataKey.DoesNotExist, UnicodeDecodeError):
            whole = False
        if not whole:
            yield f"{name}: text {pk} of event {event.sequence} was altered"


def _references(data) -> Iterator[dict]:
    """Yield the text references anywhere in an event's data."""
    if isinstance(data, dict):
        if data.keys() == {"text", "hash"}:
            yield data
        else:
            for value in data.values():
                yield from _references(value)
    elif isinstance(data, list):
        for value in data:
            yield from _references(value)


def _stray_faults() -> Iterator[str]:
    """Name histories whose complaint is gone, and photos that are not the ones their events name."""
    known = Complaint.objects.values("pk")
    for pk in (
        Event.objects.exclude(complaint__in=known).filter(complaint__isnull=False).values_list("complaint").distinct()
    ):
        yield f"complaint {pk[0]}: deleted, its history is still there"
    for attachment in Attachment.objects.filter(complaint__isnull=False).select_related("complaint").iterator(_CHUNK):
        event = Event.objects.filter(complaint=attachment.complaint_id, sequence=attachment.event_sequence).first()
        filed = {item["file"]: item["sha256"] for item in (event.data.get("photos", []) if event else [])}
        if filed.get(str(attachment.pk)) != attachment.sha256:
            yield f"{attachment.complaint}: photo {attachment.pk} is not the one its event names"


def _seal_faults() -> Iterator[str]:
    previous, last_day = audit.NOTHING, None
    numbers = dict(Complaint.objects.values_list("pk", "tracking_number"))
    days = {seal.day.isoformat() for seal in Seal.objects.all()}
    for event in Event.objects.filter(complaint__isnull=True, kind=Event.Kind.SEALED):
        if event.data["day"] not in days:
            yield f"seal {event.data['day']}: missing"
    for seal in Seal.objects.order_by("day").prefetch_related("chains"):
        chains = list(seal.chains.all())
        if seal.previous_root != previous or (last_day and seal.day <= last_day):
            yield f"seal {seal.day}: does not follow the seal before it"
        if seal.root != _root(seal.day, seal.previous_root, seal.sealed_at, chains):
            yield f"seal {seal.day}: altered"
        for chain in chains:
            event = Event.objects.filter(complaint=chain.complaint_id, sequence=chain.sequence).first()
            name = (
                numbers.get(chain.complaint_id, f"complaint {chain.complaint_id}") if chain.complaint_id else "system"
            )
            if event is None:
                yield f"{name}: truncated, event {chain.sequence} was sealed on {seal.day} and is gone"
            elif event.hash != chain.hash:
                yield f"{name}: event {chain.sequence} is not the one sealed on {seal.day}"
        previous, last_day = seal.root, seal.day
