"""The clocks of one complaint: start, pause, stop, hand over, and the miss that stays (life.md 2).

Used by `lifecycle` alone, under the complaint's lock. Which act moves which clock is said there; here
is how a clock moves.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from complaints.models import Agency, Clock, ClockPause, Complaint, Miss, Term
from complaints.states import SUBMITTED_CLOCK, ClockKind, Status, Unit

from .calendar import Calendar
from .explanation import Pause, explain
from .offices import calendar_of

# Stand still while the reporter is asked.
PAUSED_BY_A_QUESTION = (
    ClockKind.VERIFICATION,
    ClockKind.FIRST_RESPONSE,
    ClockKind.RESOLUTION,
    ClockKind.REWORK,
    ClockKind.STATUTORY,
)
# Their lateness is on an agency's record; the others only remind, warn or end something.
MISSED_BY_AN_AGENCY = frozenset(
    {
        ClockKind.VERIFICATION,
        ClockKind.RE_REFERRAL,
        ClockKind.OBJECTION_CHECK,
        ClockKind.ARBITRATION,
        ClockKind.FIRST_RESPONSE,
        ClockKind.RESOLUTION,
        ClockKind.REWORK,
        ClockKind.PROMISE,
        ClockKind.MIRROR,
    }
)


class NoTerm(Exception):
    """No term is entered for a clock that must start: nothing may run without a due time."""


def term_for(kind: ClockKind, term_class: str, now: datetime) -> Term:
    """Return the term in force: the class's own row before the one for every class, the newest first.

    Raises NoTerm when there is none.
    """
    terms = Term.objects.filter(clock=kind, term_class__in=[term_class, ""], valid_from__lte=timezone.localdate(now))
    term = terms.order_by("-term_class", "-valid_from").first()  # "" sorts last
    if term is None:
        raise NoTerm(f"{kind} {term_class}")
    return term


class Clocks:
    """The running clocks of `complaint`, as they stand at `now`."""

    def __init__(self, complaint: Complaint, now: datetime):
        self.complaint = complaint
        self.now = now
        self._calendars: dict[int, Calendar] = {}

    @cached_property
    def running(self) -> dict[str, Clock]:
        return {clock.kind: clock for clock in self.complaint.clocks.filter(stopped_at__isnull=True)}

    def due(self, kind: ClockKind, counts_from: datetime) -> tuple[Term, datetime]:
        """Return the term of a clock that would start for the present owner, and the due time it gives."""
        term = term_for(kind, self.complaint.term_class, self.now)
        return term, self._calendar(self.complaint.owner, term.unit).end_of_term(counts_from, term.amount, term.unit)

    def start(self, kind: ClockKind, counts_from: datetime | None = None) -> None:
        """Start a clock for the present owner, counting from `counts_from` or now."""
        counts_from = counts_from or self.now
        term, due_at = self.due(kind, counts_from)
        self.running[kind] = Clock.objects.create(
            complaint=self.complaint,
            kind=kind,
            agency=self.complaint.owner,
            started_at=self.now,
            counts_from=counts_from,
            amount=term.amount,
            unit=term.unit,
            source=term.source,
            due_at=due_at,
        )

    def stop(self, *kinds: ClockKind) -> None:
        """Stop those of `kinds` that run; a late one is a miss of the agency it ran for."""
        for kind in kinds:
            clock = self.running.pop(kind, None)
            if clock is not None:
                self._stop(clock)

    def stop_all(self) -> None:
        self.stop(*list(self.running))

    def pause(self) -> None:
        """Stand still while the reporter is asked. A clock already overdue stays so: asking does not undo a miss."""
        for kind in PAUSED_BY_A_QUESTION:
            clock = self.running.get(kind)
            if clock is not None and clock.paused_at is None and clock.due_at > self.now:
                calendar = self._calendar(clock.agency, clock.unit)
                clock.paused_at = self.now
                clock.remaining = calendar.time_left(self.now, clock.due_at, clock.unit)
                clock.save(update_fields=["paused_at", "remaining"])

    def resume(self) -> None:
        """Go on with what was left; the pause is kept for the explanation of the new date."""
        for clock in self.running.values():
            if clock.paused_at is not None:
                calendar = self._calendar(clock.agency, clock.unit)
                ClockPause.objects.create(
                    clock=clock, paused_at=clock.paused_at, resumed_at=self.now, due_before=clock.due_at
                )
                clock.due_at = calendar.continue_term(self.now, clock.remaining, clock.unit)
                clock.paused_at = clock.remaining = None
                clock.save(update_fields=["due_at", "paused_at", "remaining"])

    def hand_over(self, *kinds: ClockKind) -> None:
        """Close the old owner's clocks, with a miss if one is late, and go on for the new owner to the same date."""
        for kind in kinds:
            old = self.running.get(kind)
            if old is not None and old.agency_id != self.complaint.owner_id:
                self._succeed(old)

    def recount(self, *kinds: ClockKind) -> None:
        """Count those of `kinds` that run anew by the present class and category, from the same base and with the
        same pauses. The old date stays with the stopped clock; a term changed meanwhile does not count (life.md 2)."""
        for kind in kinds:
            old = self.running.get(kind)
            if old is None or old.paused_at is not None:
                continue
            term = term_for(kind, self.complaint.term_class, old.counts_from)
            pauses = ClockPause.objects.filter(
                clock__complaint=self.complaint, clock__kind=kind, clock__counts_from=old.counts_from
            ).order_by("paused_at")
            changes = [Pause(pause.paused_at, pause.resumed_at) for pause in pauses]
            calendar = self._calendar(self.complaint.owner, term.unit)
            due_at = explain(calendar, old.counts_from, term.amount, term.unit, changes).due
            if (due_at, term.amount, term.unit) != (old.due_at, old.amount, old.unit):
                self._succeed(old, amount=term.amount, unit=term.unit, source=term.source, due_at=due_at)

    def _succeed(self, old: Clock, **changed) -> None:
        """Stop `old` and let a clock of the present owner go on with what it has, except what is `changed`."""
        self.stop(old.kind)
        kept = ("kind", "counts_from", "amount", "unit", "source", "due_at", "paused_at", "remaining")
        values = {name: getattr(old, name) for name in kept} | changed
        self.running[old.kind] = Clock.objects.create(
            complaint=self.complaint, agency=self.complaint.owner, started_at=self.now, **values
        )

    def due_at(self) -> datetime:
        """Return the due time of the one clock that counts in the present status (life.md 1)."""
        return self.running[counting(self.complaint, self.running)].due_at

    def next_effect_at(self) -> datetime:
        """Return the earliest moment at which a running clock causes something: its due time, if still ahead."""
        ahead = [c.due_at for c in self.running.values() if c.paused_at is None and c.due_at > self.now]
        return min(ahead, default=self.due_at())

    def _calendar(self, agency: Agency, unit: str) -> Calendar:
        agency = counted_by(self.complaint, agency, unit)
        if agency.pk not in self._calendars:
            self._calendars[agency.pk] = calendar_of(agency.pk)
        return self._calendars[agency.pk]

    def _stop(self, clock: Clock) -> None:
        clock.stopped_at = self.now
        clock.save(update_fields=["stopped_at"])
        if is_missed(clock) and not Miss.objects.filter(clock=clock).exists():
            Miss.objects.create(
                clock=clock, agency=clock.agency, due_at=clock.due_at, stopped_at=self.now, recorded_at=self.now
            )


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


def counted_by(complaint: Complaint, agency: Agency, unit: str) -> Agency:
    """Return whose calendar counts a clock of `agency`: for a term in hours, the agency that helps (life.md 2)."""
    if unit != Unit.HOURS:
        return agency
    helper = complaint.category.agency
    return helper if helper is not None and helper.may_own else agency


def is_missed(clock: Clock) -> bool:
    """Whether a stopped clock is a miss of its agency: it ran out while the agency had it.

    A clock that was already overdue when it was handed over is the miss of the one who had it before, once.
    """
    return (
        clock.kind in MISSED_BY_AN_AGENCY
        and clock.paused_at is None
        and clock.stopped_at is not None
        and clock.started_at <= clock.due_at < clock.stopped_at
    )
