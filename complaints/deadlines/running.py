"""Of the clocks that run: the one whose date a complaint shows, and those of which somebody is told (life.md 1)."""

from __future__ import annotations

from collections.abc import Container, Mapping

from complaints.models import Clock, Complaint
from complaints.states import SUBMITTED_CLOCK, ClockKind, Status


def counting(complaint: Complaint, running: Container[str]) -> ClockKind:
    """Return the one clock whose date is the complaint's `due_at` (life.md 1), given the kinds that run.

    Raises ValueError when no clock counts: the case is closed.
    """
    match complaint.status:
        case Status.SUBMITTED:
            return SUBMITTED_CLOCK[complaint.submitted_because]
        case Status.NEEDS_INFO:
            return ClockKind.COMPLETION
        case Status.REFERRED:
            return ClockKind.FIRST_RESPONSE
        case Status.IN_PROGRESS:
            order = (ClockKind.FIRST_RESPONSE, ClockKind.REWORK, ClockKind.RESOLUTION)
            return next(kind for kind in order if kind in running)
        case Status.SCHEDULED:
            return ClockKind.PROMISE
        case Status.ANSWERED:
            return ClockKind.CONFIRMATION
        case Status.FORWARDED_EXTERNAL:
            return ClockKind.CHECK_BACK
    raise ValueError(f"No clock counts in {complaint.status}.")


def climbed(complaint: Complaint, running: Mapping[str, Clock]) -> list[Clock]:
    """Return the running clocks of an open case that have a ladder: the one that counts, then those beside it."""
    counts = running[counting(complaint, running)]
    kinds = [ClockKind.INSTRUCTION, ClockKind.TARGET]
    if not _warns_before_the_act(counts, running):
        kinds.append(ClockKind.STATUTORY)
    beside = (running[kind] for kind in kinds if kind in running)
    return [counts, *(clock for clock in beside if clock.paused_at is None)]


def _warns_before_the_act(counts: Clock, running: Mapping[str, Clock]) -> bool:
    """Whether the practice's date of the whole work counts and comes first: of the two the earlier one warns
    (product.md 3). A promise, or a first word that is still owed, says nothing of the end of the work."""
    statutory = running.get(ClockKind.STATUTORY)
    ends_the_work = counts.kind in (ClockKind.RESOLUTION, ClockKind.REWORK)
    return statutory is not None and ends_the_work and counts.due_at <= statutory.due_at
