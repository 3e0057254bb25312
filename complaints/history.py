"""Proof that the history is whole: checking every chain, what it remembers, and every seal (G5), and the daily seal.

`verify` names the first row that was altered, is missing, stands in the wrong place or was cut off. What a row
outside the history must be like is told by the events (`complaints.fingerprints`): texts, photos, clocks,
misses, merges and shares, the state of a complaint, how it was filed and by whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Subquery

from complaints import audit, fingerprints, vault
from complaints.models import Attachment, Complaint, Event, Identity, Seal, SealedChain, Text

_BATCH = 500  # complaints looked at together
_CHUNK = 2000
# Tuples of columns, because making a model of each of a million events takes longer than hashing it.
_EVENT = ("sequence", "kind", "actor_kind", "actor_id", "position_id", "at_text", "data", "previous", "hash")
_TEXT = ("complaint_id", "kind", "plain", "cipher", "salt", "created_at_text", "erased_at")
_PHOTO = ("id", "sha256", "key", "purpose", "event_sequence")
_EVENTS = Event.objects.annotate(**fingerprints.as_text("at"))
_TEXTS = Text.objects.annotate(**fingerprints.as_text("created_at"))


def verify() -> str | None:
    """Return a sentence that names the first fault of the history, or None when it is whole."""
    with closing(faults()) as found:
        return next(found, None)


def faults() -> Iterator[str]:
    """Yield one sentence for every fault found, chain by chain, then the seals."""
    with snapshot():
        yield from _system_faults()
        yield from _complaint_faults()
        yield from _stray_faults()
        yield from _seal_faults()


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside as it was at one moment, while others go on writing."""
    if connection.in_atomic_block or _in_snapshot():
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): that takes the one right to write, which nobody would have until we are through.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _in_snapshot() -> bool:
    """Whether a snapshot around this one is open; Django knows nothing of a transaction that was begun by hand."""
    return connection.vendor == "sqlite" and connection.connection is not None and connection.connection.in_transaction


@transaction.atomic
def seal_day(day: date, *, now: datetime) -> Seal:
    """Keep the end of every chain that grew since the last seal, under one root. Sealing a day twice changes nothing.

    `day` is the local date the seal is named after. The root also stands in the system chain. Raises
    ValueError for a day before the last sealed one: seals follow each other.
    """
    audit.lock_system_chain()
    if existing := Seal.objects.filter(day=day).first():
        return existing
    last = Seal.objects.order_by("day").last()
    if last and day < last.day:
        raise ValueError(f"{last.day} is sealed already; {day} can no longer be.")
    chains = [SealedChain(complaint_id=pk, sequence=sequence, hash=hashed) for pk, sequence, hashed in _grown()]
    previous = last.root if last else audit.NOTHING
    root = _root(day, previous, now, [(chain.complaint_id, chain.sequence, chain.hash) for chain in chains])
    seal = Seal.objects.create(day=day, previous_root=previous, root=root, sealed_at=now)
    for chain in chains:
        chain.seal = seal
    SealedChain.objects.bulk_create(chains, batch_size=_CHUNK)
    audit.record(None, Event.Kind.SEALED, audit.SYSTEM, now, day=day.isoformat(), root=root)
    return seal


def _grown() -> Iterator[tuple[int | None, int, str]]:
    """Yield (complaint id, sequence, hash) of the last event of each chain that is longer than its last seal."""
    ends = SealedChain.objects.values_list("complaint_id").annotate(Max("sequence"))
    sealed = dict(ends.values_list("complaint_id", "sequence__max"))
    last = ("complaint_id", "sequence", "hash")
    system = Event.objects.filter(complaint__isnull=True).order_by("-sequence").values_list(*last)[:1]
    others = Event.objects.filter(sequence=F("complaint__version")).order_by().values_list(*last)
    for pk, sequence, hashed in [*system, *others]:
        if sealed.get(pk, 0) < sequence:
            yield pk, sequence, hashed


def _root(day: date, previous: str, sealed_at: datetime, chains: Iterable[tuple]) -> str:
    rows = sorted([pk or 0, sequence, hashed] for pk, sequence, hashed in chains)
    return fingerprints.digest([day.isoformat(), previous, sealed_at, rows])


# --- one chain --------------------------------------------------------------------------------------------------


@dataclass
class _Chain:
    """What the events of one chain say, gathered while they are checked."""

    name: str
    length: int = 0
    end: str = audit.NOTHING
    broken: bool = False
    state: dict | None = None
    clocks: dict[str, str] = field(default_factory=dict)
    related: dict[str, str] = field(default_factory=dict)
    filing: dict[str, str | bool] = field(default_factory=dict)
    texts: list[tuple[int, int, str]] = field(default_factory=list)  # (sequence, text id, hash)
    photos: dict[str, tuple[int, dict]] = field(default_factory=dict)  # file -> (sequence, reference)
    erased: set[int] = field(default_factory=set)

    def check(self, complaint: int | None, rows: Iterable[tuple]) -> Iterator[str]:
        """Yield the faults of the chain itself and take in what its events say. `rows` are _EVENT, in order."""
        for row in rows:
            sequence, kind, *_middle, data, previous, hashed = row
            if sequence != self.length + 1:
                self.broken = True
                yield f"{self.name}: event {self.length + 1} is missing"
            elif previous != self.end:
                self.broken = True
                yield f"{self.name}: event {sequence} does not follow the one before it"
            if hashed != fingerprints.of_event(complaint, row[:-1]):
                self.broken = True
                yield f"{self.name}: event {sequence} ({kind}) was altered"
            else:
                self._take(sequence, kind, data)
            self.length, self.end = sequence, hashed

    def _take(self, sequence: int, kind: str, data: dict) -> None:
        self.state = data.get("state")
        self.clocks |= data.get("clocks", {})
        self.related |= data.get("related", {})
        self.filing |= {name: data[name] for name in ("filed", "secret", "identity") if name in data}
        self.texts += [(sequence, reference["text"], reference["hash"]) for reference in _references(data)]
        self.photos |= {reference["file"]: (sequence, reference) for reference in data.get("photos", [])}
        if kind == Event.Kind.ERASED:
            self.erased.update(data.get("texts", []))


def _references(data) -> Iterator[dict]:
    """Yield the references to texts in an event's data, as `audit.record` puts them there: bare or in a list."""
    for value in data.values():
        for reference in value if isinstance(value, list) else (value,):
            if isinstance(reference, dict) and reference.keys() == {"text", "hash"}:
                yield reference


def _text_faults(chain: _Chain, rows: dict[int, tuple], ring: vault.Ring) -> Iterator[str]:
    """Compare texts with what the events say. `rows`: id -> (complaint, kind, plain, cipher, salt, created, erased)."""
    for sequence, pk, hashed in chain.texts:
        if pk not in rows:
            yield f"{chain.name}: text {pk} of event {sequence} is missing"
            continue
        complaint, kind, plain, cipher, salt, created_at, erased_at = rows[pk]
        if erased_at is not None:
            if pk not in chain.erased or (plain, cipher, salt) != (None, None, None):
                yield f"{chain.name}: text {pk} of event {sequence} was emptied without an ERASED event"
            continue
        if cipher is not None:
            plain = ring.unseal(complaint, vault.Purpose.TEXT, cipher)
        if plain is None or salt is None or fingerprints.of_text(salt, kind, created_at, plain) != hashed:
            yield f"{chain.name}: text {pk} of event {sequence} was altered"
    if not chain.broken:
        for pk in rows.keys() - {pk for _sequence, pk, _hash in chain.texts}:
            yield f"{chain.name}: text {pk} belongs to no event"


# --- the system and the complaints ------------------------------------------------------------------------------


def _unreadable() -> tuple[type[Exception], ...]:
    """What a value raises while it is read that its column could not hold: SQLite stores anything anywhere."""
    errors = (ValueError, TypeError, AttributeError, KeyError, OverflowError)
    return (*errors, OperationalError) if connection.vendor == "sqlite" else errors


def _system_faults() -> Iterator[str]:
    chain = _Chain("system")
    try:
        events = _EVENTS.filter(complaint__isnull=True).order_by("sequence")
        yield from chain.check(None, events.values_list(*_EVENT).iterator(_CHUNK))
        rows = {row[0]: row[1:] for row in _TEXTS.filter(complaint__isnull=True).values_list("pk", *_TEXT)}
        yield from _text_faults(chain, rows, vault.Ring([]))
    except _unreadable() as error:
        yield f"system: event {chain.length + 1} or a later one cannot be read ({type(error).__name__})"


def _complaint_faults() -> Iterator[str]:
    ids = Complaint.objects.order_by("pk").values_list("pk", flat=True).iterator(_CHUNK)
    while batch := list(islice(ids, _BATCH)):
        try:
            found = list(_faults_of(batch))
        except _unreadable():
            found = [fault for pk in batch for fault in _faults_of_one(pk)]
        yield from found


def _faults_of_one(pk: int) -> list[str]:
    try:
        return list(_faults_of([pk]))
    except _unreadable() as error:
        number = Complaint.objects.filter(pk=pk).values_list("tracking_number", flat=True).first()
        return [f"{number}: a row of it cannot be read ({type(error).__name__}: {error})"]


def _faults_of(batch: Collection[int]) -> Iterator[str]:
    complaints = Complaint.objects.filter(pk__in=batch).order_by("pk")
    events = _grouped(_EVENTS.order_by("complaint_id", "sequence"), batch, _EVENT)
    texts = _grouped(_TEXTS.order_by("pk"), batch, ("pk", *_TEXT))
    photos = _grouped(Attachment.objects.order_by("pk"), batch, _PHOTO)
    clocks = fingerprints.clocks(batch)
    relations = fingerprints.relations(batch)
    filings = fingerprints.filings(batch)
    identities = dict(Identity.objects.filter(pk__in=batch).values_list("pk", "cipher"))
    ring = vault.Ring(batch)
    columns = ("pk", "version", "tracking_number", *fingerprints.STATE.values())
    for values in complaints.values(*dict.fromkeys(columns)):
        pk, chain = values["pk"], _Chain(values["tracking_number"])
        yield from chain.check(pk, events[pk])
        yield from _end_faults(chain, values, len(events[pk]), events[pk][0][1] if events[pk] else None)
        yield from _text_faults(chain, {row[0]: row[1:] for row in texts[pk]}, ring)
        yield from _photo_faults(chain, photos[pk])
        if chain.broken:
            continue  # what its events say is not to be relied on
        yield from _clock_faults(chain, clocks.get(pk, {}))
        yield from _relation_faults(chain, relations.get(pk, {}))
        readable = pk not in identities or _opens(ring, pk, identities[pk])
        yield from _filing_faults(chain, filings[pk], pk in identities, readable)


def _grouped(rows, batch: Collection[int], columns: tuple[str, ...]) -> defaultdict[int, list[tuple]]:
    grouped = defaultdict(list)
    for complaint, *values in rows.filter(complaint__in=batch).values_list("complaint_id", *columns):
        grouped[complaint].append(tuple(values))
    return grouped


def _end_faults(chain: _Chain, values: dict, length: int, first: str | None) -> Iterator[str]:
    if length != values["version"]:
        yield f"{chain.name}: truncated, {values['version']} events were recorded and {length} are there"
    if first != Event.Kind.SUBMITTED:
        yield f"{chain.name}: its first event is not the submission"
    if not chain.broken and chain.state != fingerprints.state(values):
        said, there = chain.state or {}, fingerprints.state(values)
        names = [name for name in fingerprints.STATE if said.get(name) != there.get(name)]
        yield f"{chain.name}: altered, not as its last event left it: {', '.join(names)}"


def _photo_faults(chain: _Chain, rows: Iterable[tuple]) -> Iterator[str]:
    there = {}
    for pk, sha256, key, purpose, sequence in rows:
        there[str(pk)] = (sequence, {"file": str(pk), "sha256": sha256, "key": key, "purpose": purpose})
    for file, (sequence, reference) in chain.photos.items():
        if file not in there:
            yield f"{chain.name}: photo {file} of event {sequence} is missing"
        elif there[file] != (sequence, reference):
            yield f"{chain.name}: photo {file} of event {sequence} was altered"
    if not chain.broken:
        for file in there.keys() - chain.photos.keys():
            yield f"{chain.name}: photo {file} belongs to no event"


def _clock_faults(chain: _Chain, there: dict[str, str]) -> Iterator[str]:
    for pk, hashed in chain.clocks.items():
        if pk not in there:
            yield f"{chain.name}: clock {pk} is missing"
        elif there[pk] != hashed:
            yield f"{chain.name}: clock {pk}, a pause, an extension or the miss of it was altered"
    for pk in there.keys() - chain.clocks.keys():
        yield f"{chain.name}: clock {pk} belongs to no event"


def _relation_faults(chain: _Chain, there: dict[str, str]) -> Iterator[str]:
    for name, hashed in chain.related.items():
        if name not in there:
            yield f"{chain.name}: {name} is missing"
        elif there[name] != hashed:
            yield f"{chain.name}: {name} was altered"
    for name in there.keys() - chain.related.keys():
        yield f"{chain.name}: {name} belongs to no event"


def _filing_faults(chain: _Chain, there: dict[str, str], has_identity: bool, readable: bool) -> Iterator[str]:
    said = chain.filing
    if "filed" in there and said.get("filed") != there["filed"]:
        yield f"{chain.name}: its number, place, agenda number or submission was altered"
    if said.get("secret") != there["secret"]:
        yield f"{chain.name}: the digest of its secret code was altered"
    if said.get("identity") is True:  # erased
        if "identity" in there:
            yield f"{chain.name}: the identity is back after it was erased"
    elif said.get("identity") != there.get("identity"):
        what = "altered" if "identity" in there else "emptied without an ERASED event" if has_identity else "removed"
        yield f"{chain.name}: the identity was {what}"
    elif not readable:
        yield f"{chain.name}: the key of the identity was destroyed or altered without an ERASED event"


def _opens(ring: vault.Ring, pk: int, cipher: bytes | None) -> bool:
    return cipher is None or ring.unseal(pk, vault.Purpose.IDENTITY, cipher) is not None


def _stray_faults() -> Iterator[str]:
    """Name what belongs to a complaint that is gone."""
    for what, rows in {"history": Event.objects, "texts": Text.objects}.items():
        orphans = rows.filter(~Exists(Complaint.objects.filter(pk=OuterRef("complaint_id"))), complaint__isnull=False)
        for pk in orphans.order_by("complaint_id").values_list("complaint_id", flat=True).distinct():
            yield f"complaint {pk}: deleted, its {what} is still there"


# --- the seals --------------------------------------------------------------------------------------------------


def _seal_faults() -> Iterator[str]:
    try:
        yield from _faults_of_seals()
    except _unreadable() as error:
        yield f"seals: one cannot be read ({type(error).__name__})"


def _faults_of_seals() -> Iterator[str]:
    said = _sealed_days()
    there = {day.isoformat() for day in Seal.objects.values_list("day", flat=True)}
    for day in said.keys() - there:
        yield f"seal {day}: missing"
    previous = audit.NOTHING
    for seal in Seal.objects.order_by("day"):
        day = seal.day.isoformat()
        chains = list(_sealed_chains(seal))
        if seal.previous_root != previous:
            yield f"seal {day}: does not follow the seal before it"
        if seal.root != _root(seal.day, seal.previous_root, seal.sealed_at, [chain[:3] for chain in chains]):
            yield f"seal {day}: altered"
        elif said.get(day) != seal.root:
            yield f"seal {day}: its root is not the one the system chain tells"
        for pk, sequence, hashed, number, now_there in chains:
            if hashed != now_there:
                name = "system" if pk is None else number or f"complaint {pk}"
                how = "truncated, it is gone" if now_there is None else "it is another now"
                yield f"{name}: event {sequence} was sealed on {day}: {how}"
        previous = seal.root


def _sealed_days() -> dict[str, str]:
    sealed = Event.objects.filter(complaint__isnull=True, kind=Event.Kind.SEALED).order_by("sequence")
    said = {}
    for data in sealed.values_list("data", flat=True):
        if isinstance(data, dict) and isinstance(data.get("day"), str):
            said[data["day"]] = data.get("root")
    return said


def _sealed_chains(seal: Seal) -> Iterator[tuple]:
    """Yield (complaint id, sequence, hash, tracking number, hash of the event as it stands) of what a seal covers."""
    same = Event.objects.filter(sequence=OuterRef("sequence")).order_by().values("hash")
    # Not by a join: what is sealed of a complaint that is gone must come too.
    number = Complaint.objects.filter(pk=OuterRef("complaint_id")).values("tracking_number")
    for rows, events in (
        (seal.chains.filter(complaint__isnull=True), same.filter(complaint__isnull=True)),
        (seal.chains.filter(complaint__isnull=False), same.filter(complaint=OuterRef("complaint"))),
    ):
        found = rows.annotate(number=Subquery(number[:1]), now=Subquery(events[:1]))
        yield from found.values_list("complaint_id", "sequence", "hash", "number", "now").iterator(_CHUNK)
