"""The guarantee, counted in the data (product.md 2): zero violations, or something is wrong.

Most of it the database refuses by itself; counting shows what slipped past a dropped constraint, a
restored backup or a hand in the tables. G2, what every passed due time causes, is the work of `manage.py sweep`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import CheckConstraint, Count, Exists, F, Max, Min, Model, OuterRef, Q, Subquery, UniqueConstraint
from django.db.models.fields import PositiveIntegerRelDbTypeMixin

from complaints import history
from complaints.deadlines.clocks import ENDED_BY_TIME, MISSED_BY_AN_AGENCY
from complaints.models import (
    Agency,
    Agenda,
    Clock,
    Complaint,
    Conversation,
    DataKey,
    Event,
    Identity,
    Merge,
    Miss,
    Publication,
    Supporter,
    Text,
)
from complaints.states import FINAL, WAITS_FOR, Status

_GUARANTEE_OF = {
    "G3": {"clock", "clockpause", "clockextension", "miss"},
    "G4": {
        "submission",
        "agenda",
        "laporreference",
        "informationrequest",
        "place",
        "text",
        "datakey",
        "identity",
        "attachment",
    },
    "G5": {"event", "seal", "sealedchain"},
}
# Every due time that passes causes something within this (product.md 2, G2).
PROMPT = timedelta(minutes=15)


@dataclass(frozen=True)
class Violation:
    """How many rows break one promise, and which promise, in words for the operator."""

    guarantee: str
    count: int
    words: str


def violations(now: datetime | None = None) -> list[Violation]:
    """Return every broken promise with its count; an empty list when the guarantee holds.

    Without `now` only what must hold at every moment; with it also G2: what is overdue since more than PROMPT.
    """
    with history.snapshot():
        return [*beyond_constraints(now), *_told(_refused_by_the_database())]


def beyond_constraints(now: datetime | None = None) -> list[Violation]:
    """Return those of `violations` that no constraint can refuse: cheap enough to be asked after every step."""
    with history.snapshot():
        return _told(
            [
                ("G1", _without_owner(), "open complaints without an active agency that may own them"),
                ("G1", _without_next_step(), "complaints neither open with next step and due time nor closed"),
                ("G1", _without_clock(), "open complaints whose due time is not that of a running clock"),
                ("G1", _half_merged(), "complaints that rest as merged without being so, or the other way round"),
                *(overdue(now - PROMPT) if now else ()),
                ("G3", _unrecorded_misses(), "missed deadlines that are on no agency's record"),
                ("G3", _altered_misses(), "misses that do not say what their clock says"),
                ("G4", _deleted(), "complaints that were deleted"),
                ("G4", _without_story(), "complaints whose filed text is gone"),
                ("G4", _half_erased(), "erased identities whose key is still there"),
                ("G4", _miscounted_supporters(), "public pages that do not count each of their supporters once"),
                ("G7", _half_published(), "complaints shown without a public form, or the other way round"),
                ("G5", sum(1 for _ in history.faults()), "faults in the history (verify_history names them)"),
            ]
        )


def _told(counted: Iterable[tuple[str, int, str]]) -> list[Violation]:
    return [Violation(*row) for row in counted if row[1]]


# What is right is counted and taken from all, so that also a NULL where none can be is found.


def _without_owner() -> int:
    may_own = Agency.objects.filter(is_active=True, kind__in=Agency.OWNING_KINDS)
    rows = Complaint.objects.exclude(status__in=FINAL)
    owned = rows.filter(owner__in=may_own).exclude(owner=F("excluded_agency"))
    back = Q(resume_owner__in=may_own) & ~Q(resume_owner=F("excluded_agency"))
    return rows.count() - owned.filter(~Q(status=Status.NEEDS_INFO) | back).count()


def _without_next_step() -> int:
    dates = ("due_at", "next_effect_at")
    right = Q(status__in=FINAL, waits_for=None, closed_at__isnull=False, **dict.fromkeys(dates))
    for status, waits_for in WAITS_FOR.items():
        given = {f"{name}__isnull": False for name in dates}
        right |= Q(status=status, waits_for=waits_for, closed_at__isnull=True, **given)
    return Complaint.objects.count() - Complaint.objects.filter(right).count()


def _without_clock() -> int:
    """By the clocks, which are few that run; asked by complaints, SQLite looks through all that are due at once."""
    running = Clock.objects.filter(stopped_at__isnull=True, due_at=F("complaint__due_at"))
    right = running.exclude(complaint__status__in=FINAL).order_by().values("complaint_id").distinct()
    return Complaint.objects.exclude(status__in=FINAL).count() - right.count()


def _half_merged() -> int:
    """A complaint rests as merged exactly while a merge of it stands: what it was merged into leads on for it."""
    merges = Merge.objects.filter(undone_at__isnull=True)
    right = Complaint.objects.filter(status=Status.MERGED, pk__in=merges.values("complaint")).count()
    return Complaint.objects.filter(status=Status.MERGED).count() + merges.count() - 2 * right


def overdue(limit: datetime) -> Iterator[tuple[str, int, str]]:
    """What due times before `limit` should have caused, by the clocks themselves and by what the sweep reads."""
    passed = Clock.objects.filter(stopped_at__isnull=True, paused_at__isnull=True, due_at__lt=limit)
    yield "G2", passed.filter(kind__in=ENDED_BY_TIME).count(), "transitions by time that are not done"
    late = passed.filter(kind__in=MISSED_BY_AN_AGENCY, started_at__lte=F("due_at"))
    # Looked up one by one: joined with them, all misses there ever were would be read.
    recorded = Subquery(Miss.objects.filter(clock=OuterRef("pk")).values("pk")[:1])
    unrecorded = late.annotate(recorded=recorded).filter(recorded__isnull=True)
    yield "G2", unrecorded.count(), "missed deadlines of running clocks that are on no agency's record"
    unread = Complaint.objects.filter(closed_at__isnull=True, next_effect_at__lt=limit)
    yield "G2", unread.count(), "complaints whose next effect is overdue"
    waiting = Conversation.objects.filter(closed_at__isnull=True, next_effect_at__lt=limit)
    yield "G2", waiting.count(), "messages of the inbox that are late and nobody was told"


def _unrecorded_misses() -> int:
    """Late clocks by the rule of `deadlines.clocks.is_missed`, as a query."""
    return Clock.objects.filter(
        kind__in=MISSED_BY_AN_AGENCY,
        paused_at__isnull=True,
        started_at__lte=F("due_at"),
        stopped_at__gt=F("due_at"),
        miss__isnull=True,
    ).count()


def _altered_misses() -> int:
    same = Q(agency=F("clock__agency"), due_at=F("clock__due_at"))
    stopped = Q(stopped_at__isnull=True) | Q(stopped_at=F("clock__stopped_at"))
    return Miss.objects.count() - Miss.objects.filter(same & stopped).count()


def _deleted() -> int:
    """Gaps in the agenda numbers, complaints without one, and histories without their complaint."""
    series = Agenda.objects.values("series", "year").annotate(first=Min("number"), last=Max("number"), rows=Count("pk"))
    gaps = sum(max(row["last"] - row["rows"], 0) for row in series)
    unnumbered = Complaint.objects.filter(agenda__isnull=True).count()
    gone = ~Exists(Complaint.objects.filter(pk=OuterRef("complaint_id")))
    orphans = Event.objects.filter(gone, complaint__isnull=False).order_by().values("complaint_id").distinct()
    return gaps + unnumbered + orphans.count()


def _without_story() -> int:
    erased = Event.objects.filter(kind=Event.Kind.ERASED).values("complaint")
    with_story = Text.objects.filter(kind=Text.Kind.STORY, erased_at__isnull=True).values("complaint")
    return Complaint.objects.exclude(pk__in=with_story).exclude(pk__in=erased).count()


def _half_published() -> int:
    """A complaint is seen by everybody exactly while its public form is not hidden."""
    seen = Publication.objects.filter(hidden_at__isnull=True)
    right = seen.filter(complaint__published_at__isnull=False).count()
    return Complaint.objects.filter(published_at__isnull=False).count() + seen.count() - 2 * right


def _half_erased() -> int:
    key = DataKey.objects.filter(complaint=OuterRef("pk"), purpose=DataKey.Purpose.IDENTITY, wrapped__isnull=False)
    return Identity.objects.filter(Exists(key), erased_at__isnull=False).count()


def _miscounted_supporters() -> int:
    counted = Supporter.objects.order_by().values("complaint").annotate(n=Count("pk"))
    right = counted.filter(n=F("complaint__publication__supporters")).count()
    told = Publication.objects.filter(supporters__gt=0).count()
    return max(counted.count(), told) - right


def _refused_by_the_database() -> Iterator[tuple[str, int, str]]:
    for model in apps.get_app_config("complaints").get_models():
        yield from against_constraints(model)


def against_constraints(model: type[Model]) -> Iterator[tuple[str, int, str]]:
    """Count the rows that break a CHECK or a UNIQUE: there are some only where it was switched off or lost."""
    name = next((key for key, models in _GUARANTEE_OF.items() if model._meta.model_name in models), "G1")
    for count, words in (*_against_checks(model), *_against_uniques(model)):
        yield name, count, words


def _against_checks(model: type[Model]) -> Iterator[tuple[int, str]]:
    conditions = {
        f"rows against {constraint.name}": constraint.condition
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    } | {
        f"rows below zero in {model._meta.db_table}.{field.column}": Q(**{f"{field.attname}__gte": 0})
        | Q(**{f"{field.attname}__isnull": True})
        for field in model._meta.fields
        if isinstance(field, PositiveIntegerRelDbTypeMixin)
    }
    right = {f"right_{n}": Count("pk", filter=condition) for n, condition in enumerate(conditions.values())}
    counted = model._default_manager.aggregate(rows=Count("pk"), **right) if right else {}
    for number, words in enumerate(conditions):
        yield counted["rows"] - counted[f"right_{number}"], words


def _against_uniques(model: type[Model]) -> Iterator[tuple[int, str]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield (
                _twins(model, constraint.fields, constraint.condition or Q()),
                f"values twice against {constraint.name}",
            )
    for field in model._meta.fields:
        if field.unique:
            there = Q(**{f"{field.attname}__isnull": False})
            yield _twins(model, [field.attname], there), f"values twice in {model._meta.db_table}.{field.column}"


def _twins(model: type[Model], fields: list[str], condition: Q) -> int:
    rows = model._default_manager.filter(condition).order_by().values(*fields)
    return rows.annotate(rows=Count("*")).filter(rows__gt=1).count()
