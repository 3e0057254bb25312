"""What the history remembers of the rows outside it: hashes by which a change behind its back shows (G3, G4, G5).

Events carry them (`audit.record`), `history` compares them with the rows as they stand. They are made from
plain column values, so that they are the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from complaints.models import (
    CaseTag,
    Clock,
    ClockExtension,
    ClockPause,
    Complaint,
    Event,
    InformationRequest,
    LaporReference,
    Merge,
    PageReport,
    Publication,
    PublishedPhoto,
    PublishedText,
    Share,
    Text,
)

# What decides about a complaint: the name in an event's `state` and the column it stands for.
STATE = {
    "status": "status",
    "because": "submitted_because",
    "owner": "owner_id",
    "due": "due_at",
    "closed": "closed_at",
    "resume_status": "resume_status",
    "resume_because": "resume_because",
    "resume_owner": "resume_owner_id",
    "assignee": "assignee_id",
    "category": "category_id",
    "village": "village_id",
    "term_class": "term_class",
    "report_class": "report_class",
    "access_class": "access_class",
    "priority": "priority",
    "examined": "examined_at",
    "published": "published_at",
    "excluded_agency": "excluded_agency_id",
    "excluded_person": "excluded_person_id",
}
# Half a SHA-256 is enough to name one clock of a complaint; every event carries several.
_SHORT = 32

_CLOCK = ("kind", "agency_id", "amount", "unit", "remaining", "miss__agency_id", "source")
_CLOCK_MOMENTS = (
    *("started_at", "counts_from", "due_at", "paused_at", "stopped_at"),
    *("miss__due_at", "miss__stopped_at", "miss__recorded_at"),
)
_PAUSE_MOMENTS = ("paused_at", "resumed_at", "due_before")
_EXTENSION_MOMENTS = ("extended_at", "due_before", "due_after")
_FILED = (
    *("tracking_number", "received_at"),
    *("submission__channel", "submission__key_digest", "submission__body_digest"),
    *("submission__may_publish", "submission__since", "submission__entered_by_id", "submission__follows_id"),
    *("place__latitude", "place__longitude", "place__accuracy", "place__landmark_id"),
    *("agenda__series", "agenda__year", "agenda__number"),
)
# What hangs on a complaint beside its own rows, and the columns of it that are hashed: moments last.
_RELATED = {
    Merge: ("into_id", "merged_at", "undone_at"),
    Share: ("agency_id", "part_id", "shared_at", "ended_at", "done_at", "report_id"),
    CaseTag: ("tag_id", "tagged_at", "removed_at"),
    LaporReference: ("number", "direction"),
    InformationRequest: ("year", "number", "registered_at"),
    PageReport: ("reason", "text_id", "reported_at", "due_at", "decided_at", "decision", "decided_by_id"),
    Publication: ("title", "story_id", "landmark_id", "answer_id", "latitude", "longitude", "first_published_at"),
}
# What belongs to a publication and is hashed with it: photos go when they are shown no more.
_PUBLISHED = {
    PublishedText: ("sequence", "text_id"),
    PublishedPhoto: ("attachment_id", "key", "boxes", "width", "height"),
}
# The events after which one of these rows is new or another.
RELATING = frozenset(
    {
        Event.Kind.MERGED,
        Event.Kind.UNMERGED,
        Event.Kind.SHARED,
        Event.Kind.SHARE_ENDED,
        Event.Kind.PART_DONE,
        Event.Kind.TAGGED,
        Event.Kind.LAPOR_LINKED,
        Event.Kind.REGISTERED,
        Event.Kind.PUBLISHED,
        Event.Kind.HIDDEN,
        Event.Kind.PAGE_REPORTED,
        Event.Kind.PAGE_REPORT_DECIDED,
    }
)
_CODE = ("submission__key_version", "submission__code_digest", "submission__code_reissued_at")
_IDENTITY = ("identity__cipher", "identity__contact_digest")


def digest(content) -> str:
    """Return the SHA-256 (hex) of `content` as canonical JSON. Dates, lengths of time and bytes have one form each."""
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def as_text(*columns: str) -> dict[str, Cast]:
    """Return annotations `<column>_text` for `moment`: reading a date as the text it is takes a tenth of the time."""
    return {f"{column}_text": Cast(column, TextField()) for column in columns}


def moment(value: datetime | str | None) -> str | None:
    """Return the one form of a moment: UTC with microseconds. A text is one of UTC as either database writes it."""
    if value is None:
        return None
    if isinstance(value, str):
        if len(value) == 19:  # SQLite, a full second: nearly all
            return f"{value[:10]}T{value[11:]}.000000+00:00"
        seconds, _point, fraction = value[11:].removesuffix("+00").partition(".")
        return f"{value[:10]}T{seconds}.{fraction:0<6}+00:00"
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def of_event(complaint: int | None, row: Sequence) -> str:
    """Return the hash (hex) of an event.

    `row` is its sequence, kind, kind of actor, actor, position, moment, data and the hash of the one before.
    """
    *before, at, data, previous = row
    return digest([complaint, *before, moment(at), data, previous])


def of_text(salt: bytes, kind: str, created_at: datetime | str, content: str) -> str:
    """Return the salted hash (hex) of a text: what was written, as what and when."""
    return _packed(bytes(salt).hex(), kind, moment(created_at), content)


def state(values: Mapping[str, object]) -> dict:
    """Return the columns that decide about a complaint, as an event stores them: without those that are empty."""
    return {name: _state_value(values[column]) for name, column in STATE.items() if values[column] is not None}


def state_of(complaint: Complaint) -> dict:
    """Return `state` of a complaint as it is in memory, right before its event."""
    return state({column: getattr(complaint, column) for column in STATE.values()})


def clocks(complaints: Collection[int], *, changed_at: datetime | None = None) -> dict[int, dict[str, str]]:
    """Return {complaint id: {clock id: hash}} over clocks with pauses, extensions and misses (3 queries).

    With `changed_at` only the clocks that run or were stopped then: what an event at that moment carries. The
    others carry what an earlier event says of them.
    """
    wanted = Q(complaint__in=complaints)
    if changed_at is not None:
        wanted &= Q(stopped_at__isnull=True) | Q(stopped_at=changed_at)
    many = changed_at is None
    pauses: dict[int, list] = {}
    for model, columns in ((ClockPause, _PAUSE_MOMENTS), (ClockExtension, _EXTENSION_MOMENTS)):
        moved = model.objects.filter(clock__complaint__in=complaints).order_by("pk")
        for clock, *times in _read(moved, "clock_id", moments=columns, many=many):
            pauses.setdefault(clock, []).extend(moment(time) for time in times)
    rows = Clock.objects.filter(wanted).order_by("pk")
    found: dict[int, dict[str, str]] = {}
    for complaint, pk, *values in _read(rows, "complaint_id", "pk", *_CLOCK, moments=_CLOCK_MOMENTS, many=many):
        columns, times = values[: len(_CLOCK)], [moment(time) for time in values[len(_CLOCK) :]]
        hashed = _packed(*times, *pauses.get(pk, ()), *columns)
        found.setdefault(complaint, {})[str(pk)] = hashed[:_SHORT]
    return found


def _read(rows: QuerySet, *columns: str, moments: Sequence[str], many: bool) -> QuerySet:
    """Return `columns` and then `moments` of each row; moments as texts pay when there are many rows to read."""
    if not many:
        return rows.values_list(*columns, *moments)
    texts = as_text(*moments)
    return rows.annotate(**texts).values_list(*columns, *texts)


def relations(complaints: Collection[int]) -> dict[int, dict[str, str]]:
    """Return {complaint id: {"<table> <id>": hash}} of merges, shares, tags, publications, reports of
    their pages, and entries in other registers (9 queries)."""
    found: dict[int, dict[str, str]] = {}
    public: dict[int, list] = {}
    for model, columns in _PUBLISHED.items():
        rows = model.objects.filter(publication__in=complaints).values_list("publication_id", *columns)
        for complaint, name, *values in sorted(rows.order_by(), key=lambda row: (row[0], str(row[1]))):
            public.setdefault(complaint, []).append([str(name), *values])
    for model, columns in _RELATED.items():
        rows = model.objects.filter(complaint__in=complaints).values_list("complaint_id", "pk", *columns)
        for complaint, pk, *values in rows:
            values += public.get(complaint, []) if model is Publication else []
            found.setdefault(complaint, {})[f"{model._meta.model_name} {pk}"] = digest(values)[:_SHORT]
    return found


def filings(complaints: Collection[int]) -> dict[int, dict[str, str]]:
    """Return {complaint id: {"filed", "secret", "identity": hash}} of how complaints came in (2 queries).

    `filed` is salted with the story's salt, which goes when the story is erased: nobody can then guess the
    place from it. It is left out for such complaints, as `identity` is where there is no sealed identity.
    """
    salts = dict(Text.objects.filter(complaint__in=complaints, kind="story").values_list("complaint_id", "salt"))
    rows = Complaint.objects.filter(pk__in=complaints).values_list("pk", *_FILED, *_CODE, *_IDENTITY)
    return {row[0]: _filing(salts.get(row[0]), row[1:]) for row in rows}


def filing(complaint: Complaint) -> dict[str, str]:
    """Return `filings` of one complaint: what its SUBMITTED event carries."""
    return filings([complaint.pk])[complaint.pk]


def _packed(*values) -> str:
    """Return the SHA-256 (hex) of values in a row, of which only the last may be any text: quicker than JSON."""
    return hashlib.sha256("\0".join(["" if value is None else str(value) for value in values]).encode()).hexdigest()


def _filing(salt: bytes | None, row: tuple) -> dict[str, str]:
    filed, rest = row[: len(_FILED)], row[len(_FILED) :]
    code, identity = rest[: len(_CODE)], rest[len(_CODE) :]
    found = {"secret": digest(code)}
    if salt is not None:
        found["filed"] = digest([salt, *filed])
    if identity[0] is not None:
        found["identity"] = digest(identity)
    return found


def _state_value(value):
    if isinstance(value, datetime):
        return moment(value)
    return str(value) if isinstance(value, str) else value


def _plain(value):
    match value:
        case datetime():
            return moment(value)
        case timedelta():
            return value // timedelta(microseconds=1)
        case bytes() | memoryview():
            return bytes(value).hex()
    raise TypeError(f"No canonical form for {type(value).__name__}.")


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain).encode
