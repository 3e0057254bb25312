"""The guarantee, counted in the data (product.md 2): zero violations, or something is wrong.

Most of it the database refuses by itself; counting shows what slipped past a dropped constraint, a
restored backup or a hand in the tables. G2 (what every passed due time causes) joins with the escalation.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q

from complaints import history
from complaints.deadlines.clocks import MISSED_BY_AN_AGENCY
from complaints.models import Agency, Agenda, Clock, Complaint, Event, Miss, Text
from complaints.states import FINAL, WAITS_FOR


@dataclass(frozen=True)
class Violation:
    """How many rows break one promise, and which promise, in words for the operator."""

    guarantee: str
    count: int
    words: str


def violations() -> list[Violation]:
    """Return every broken promise with its count; an empty list when the guarantee holds."""
    counted = [
        ("G1", _without_owner(), "open complaints without an active agency that may own them"),
        ("G1", _without_next_step(), "open complaints without next step or due time"),
        ("G3", _unrecorded_misses(), "missed deadlines that are on no agency's record"),
        ("G3", _altered_misses(), "misses that do not say what their clock says"),
        ("G4", _deleted(), "complaints that were deleted"),
        ("G4", _without_story(), "complaints whose filed text is gone"),
        ("G5", sum(1 for _ in history.faults()), "faults in the history (verify_history names them)"),
    ]
    return [Violation(*row) for row in counted if row[1]]


def _open():
    return Complaint.objects.exclude(status__in=FINAL)


def _without_owner() -> int:
    may_own = Agency.objects.filter(is_active=True, kind__in=Agency.OWNING_KINDS)
    return _open().exclude(owner__in=may_own).count() + _open().filter(owner=F("excluded_agency")).count()


def _without_next_step() -> int:
    right = Q(pk__in=[])
    for status, waits_for in WAITS_FOR.items():
        right |= Q(status=status, waits_for=waits_for, due_at__isnull=False, next_effect_at__isnull=False)
    return _open().exclude(right).count()


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
    return Miss.objects.exclude(same).count()


def _deleted() -> int:
    """Gaps in the agenda numbers, and histories without their complaint."""
    gaps = 0
    series = Agenda.objects.values("series", "year").annotate(first=Min("number"), last=Max("number"), rows=Count("pk"))
    for row in series:
        gaps += row["last"] - row["rows"]
    known = Complaint.objects.values("pk")
    return (
        gaps
        + Event.objects.filter(complaint__isnull=False)
        .exclude(complaint__in=known)
        .values("complaint")
        .distinct()
        .count()
    )


def _without_story() -> int:
    erased = Event.objects.filter(kind=Event.Kind.ERASED).values("complaint")
    with_story = Text.objects.filter(kind=Text.Kind.STORY, erased_at__isnull=True).values("complaint")
    return Complaint.objects.exclude(pk__in=with_story).exclude(pk__in=erased).count()
