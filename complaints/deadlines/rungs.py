"""Which rungs of which ladder a case has before it, and when each is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints.models import Agency, Clock, Complaint, Event, Rung
from complaints.states import ClockKind, Status, WaitsFor

from . import ladder
from .calendar import Calendar
from .once import once

_KINDS = (Event.Kind.REMINDED, Event.Kind.ESCALATED, Event.Kind.ASKED_TO_RATE)


@dataclass(frozen=True)
class Step:
    """One rung, the how-manieth time, and when."""

    rung: Rung
    round: int
    at: datetime


def steps(complaint: Complaint, clock: Clock, calendar: Calendar, until: datetime) -> list[Step]:
    """Return the steps for one clock in the order of time, up to `until`, and the next ones (one query).

    `clock` is the one that counts, a leader's instruction or the date of the Act, which have ladders of their own, or
    the regency's target, of which its agency is reminded and nobody above. While an answer is not judged, the reporter
    is reminded; while a question is not answered, nobody is told. A reminder that a short term has no room for is left
    out. `calendar` is that of the owner.
    """
    found = []
    for rung in _rungs(complaint, clock):
        if rung.repeats_weekly:
            moments = list(ladder.rounds(calendar, clock.due_at, rung.after, until))
        else:
            moments = [(0, ladder.reached_at(calendar, clock.due_at, rung.after))]
        found += [Step(rung, number, at) for number, at in moments if at > clock.started_at]
    return sorted(found, key=lambda step: (step.at, step.rung.after, step.rung.pk))


def next_at(complaint: Complaint, clock: Clock, calendar: Calendar, now: datetime) -> datetime | None:
    """Return when the next step is; None when there is none.

    A date that moved, or that counts only now, may have left steps behind it: what is reached and was not told is to
    be told at once.
    """
    found = steps(complaint, clock, calendar, now)
    if not_told(clock, found, now):
        return now
    return next((step.at for step in found if step.at > now), None)


def not_told(clock: Clock, found: list[Step], now: datetime) -> list[Step]:
    """Return those of `found` that are reached and were not told yet (no query, or 2). Of a rung that comes back every
    week the newest round alone: those missed before it collapse into it."""
    newest = {step.rung.pk: step for step in found if step.at <= now}
    done = told(clock) if newest else ()
    return [step for step in found if newest.get(step.rung.pk) is step and (step.rung.pk, step.round) not in done]


def told(clock: Clock) -> set[tuple[int, int]]:
    """Return the (rung, round) that were told for this clock, or for one that it goes on from (2 queries).

    That is: the same time of the same agency. An answer sent back, or a merge undone, tells nobody a second time.
    """
    same = ("complaint_id", "kind", "agency_id", "counts_from", "amount", "unit")
    clocks = set(Clock.objects.filter(**{name: getattr(clock, name) for name in same}).values_list("pk", flat=True))
    events = Event.objects.filter(complaint_id=clock.complaint_id, kind__in=_KINDS)
    rows = events.values_list("data__clock_id", "data__rung", "data__round")
    return {(rung, number) for pk, rung, number in rows if pk in clocks}


def _rungs(complaint: Complaint, clock: Clock) -> list[Rung]:
    which = _ladder(complaint, clock)
    rows = _active(which) if which else []
    return [rung for rung in rows if rung.after < 0] if clock.kind == ClockKind.TARGET else rows


@once
def _active(which: str) -> list[Rung]:
    return list(Rung.objects.filter(ladder=which, is_active=True).select_related("position"))


def _ladder(complaint: Complaint, clock: Clock) -> str | None:
    if clock.kind == ClockKind.INSTRUCTION:
        return Rung.Ladder.INSTRUCTION
    if clock.kind == ClockKind.STATUTORY:
        return Rung.Ladder.STATUTORY
    if clock.kind == ClockKind.TARGET:
        return Rung.Ladder.AGENCY if complaint.waits_for == WaitsFor.AGENCY else None
    match complaint.waits_for:
        case WaitsFor.REPORTER if complaint.status == Status.ANSWERED:
            return Rung.Ladder.REPORTER
        case WaitsFor.OUTSIDE_BODY:
            return Rung.Ladder.OUTSIDE
        case WaitsFor.OWNER if complaint.owner.duty != Agency.Duty.INSPECTORATE:
            return Rung.Ladder.DESK
        case WaitsFor.OWNER | WaitsFor.AGENCY:
            return Rung.Ladder.AGENCY
    return None
