"""The clocks of one complaint: start, pause, stop, hand over, and the miss that stays (life.md 2).

Used by `lifecycle` alone, under the complaint's lock. Which act moves which clock is said there; here
is how a clock moves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Agency, Clock, ClockExtension, ClockPause, Complaint, Event, Miss, Term
from complaints.states import ClockKind, Unit

from . import rungs
from .calendar import Calendar
from .explanation import Extension, Pause, explain
from .offices import calendar_of
from .running import climbed, counting

# Stand still while the reporter is asked.
PAUSED_BY_A_QUESTION = (
    ClockKind.VERIFICATION,
    ClockKind.FIRST_RESPONSE,
    ClockKind.RESOLUTION,
    ClockKind.REWORK,
    ClockKind.STATUTORY,
    ClockKind.TARGET,
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
        ClockKind.INSTRUCTION,
    }
)
# When one of these runs out, the case moves by itself (life.md 3, by: time).
ENDED_BY_TIME = frozenset({ClockKind.COMPLETION, ClockKind.PROMISE, ClockKind.CONFIRMATION, ClockKind.CHECK_BACK})
# Where no date lies ahead any more, the case is looked at again after this long (product.md 2, G2).
LOOK_AGAIN = timedelta(days=7)


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
        self._on_record: set[int] = set()  # clocks whose miss is known to be there

    @cached_property
    def running(self) -> dict[str, Clock]:
        return {clock.kind: clock for clock in self.complaint.clocks.filter(stopped_at__isnull=True)}

    def due(self, kind: ClockKind, counts_from: datetime, agency: Agency | None = None) -> tuple[Term, datetime]:
        """Return the term of a clock that would start for `agency` (the present owner), and the due time it gives."""
        term = term_for(kind, self.complaint.term_class, self.now)
        calendar = self._calendar(agency or self.complaint.owner, term.unit)
        return term, calendar.end_of_term(counts_from, term.amount, term.unit)

    def start(self, kind: ClockKind, counts_from: datetime | None = None, agency: Agency | None = None) -> None:
        """Start a clock for `agency` or the present owner, counting from `counts_from` or now."""
        counts_from = counts_from or self.now
        term, due_at = self.due(kind, counts_from, agency)
        self.running[kind] = Clock.objects.create(
            complaint=self.complaint,
            kind=kind,
            agency=agency or self.complaint.owner,
            started_at=self.now,
            counts_from=counts_from,
            amount=term.amount,
            unit=term.unit,
            source=term.source,
            due_at=due_at,
        )

    def start_until(self, kind: ClockKind, due_at: datetime) -> None:
        """Start a clock for the present owner that ends at a moment that was named, not counted."""
        self._run(kind, self.now, 0, Unit.DATE, "", due_at)

    def start_day(self, kind: ClockKind, day: datetime) -> None:
        """Start a clock for the present owner that ends with the closing of the day that `day` begins.

        It is a term of no working days from that day on, so that it moves and is explained as the counted ones are:
        where the day is free, or over already, it ends with the next working day.
        """
        counts_from = max(day, self.now)
        due_at = self._calendar(self.complaint.owner, Unit.WORKING_DAYS).end_of_working_days(counts_from, 0)
        self._run(kind, counts_from, 0, Unit.WORKING_DAYS, "", due_at)

    def start_target(self, counts_from: datetime | None = None) -> None:
        """Start the regency's own target of the category, where it ends before what the class allows."""
        category, counts_from = self.complaint.category, counts_from or self.now
        if not category.target_days:
            return
        calendar = self._calendar(self.complaint.owner, Unit.WORKING_DAYS)
        due_at = calendar.end_of_working_days(counts_from, category.target_days)
        source = _("Target daerah untuk kategori {category}").format(category=category.name)
        if self._is_before_the_legal(due_at):
            self._run(ClockKind.TARGET, counts_from, category.target_days, Unit.WORKING_DAYS, source, due_at)

    def end_late_target(self) -> None:
        """Stop a target that is not before the legal date any more: it never stands instead of that one."""
        target = self.running.get(ClockKind.TARGET)
        if target is not None and not self._is_before_the_legal(target.due_at):
            self.stop(ClockKind.TARGET)

    def _is_before_the_legal(self, due_at: datetime) -> bool:
        legal = self.running.get(ClockKind.REWORK) or self.running.get(ClockKind.RESOLUTION)
        return legal is not None and due_at < legal.due_at

    def _run(self, kind: str, counts_from: datetime, amount: int, unit: str, source: str, due_at: datetime) -> None:
        self.running[kind] = Clock.objects.create(
            complaint=self.complaint,
            kind=kind,
            agency=self.complaint.owner,
            started_at=self.now,
            counts_from=counts_from,
            amount=amount,
            unit=unit,
            source=source,
            due_at=due_at,
        )

    def extend(self, kind: ClockKind, until: datetime) -> None:
        """Move the due time of a running clock to `until`; the old date stays for the explanation of the new one."""
        clock = self.running[kind]
        before = clock.due_at
        extension = Extension(self.now, until)
        why = explain(
            self._calendar(clock.agency, clock.unit),
            clock.counts_from,
            clock.amount,
            clock.unit,
            [*changes_of(clock), extension],
        )
        clock.due_at = why.due
        clock.save(update_fields=["due_at"])
        ClockExtension.objects.create(clock=clock, extended_at=self.now, due_before=before, due_after=clock.due_at)

    def follow_calendar(self) -> list[tuple[Clock, datetime]]:
        """Count the clocks that run by the calendar as it is now; return those that moved, each with its old date.

        What is over stays over: a date that has passed does not move, nor does one that stands still. A date that
        would move to before now ends with the next working day instead, so that nobody is late by a decree.
        """
        moved = []
        for clock in self.running.values():
            if clock.unit == Unit.DATE or clock.paused_at is not None or clock.due_at <= self.now:
                continue
            calendar, before = self._calendar(clock.agency, clock.unit), clock.due_at
            changes = changes_of(clock)
            due = explain(calendar, clock.counts_from, clock.amount, clock.unit, changes).due
            if due == before:
                continue
            if due <= self.now:
                until = calendar.end_of_working_days(self.now, 1)
                extended = explain(
                    calendar, clock.counts_from, clock.amount, clock.unit, [*changes, Extension(self.now, until)]
                )
                ClockExtension.objects.create(clock=clock, extended_at=self.now, due_before=due, due_after=extended.due)
                due = extended.due
            clock.due_at = due
            clock.save(update_fields=["due_at"])
            moved.append((clock, before))
        return moved

    def restart(self, *kinds: ClockKind, stopped_by: Event, ran_on: bool) -> None:
        """Let those of `kinds` that were stopped by that event run again, as they were, to the same date.

        `ran_on`: the time between counts as theirs, so that a date that passed meanwhile can be missed. What is on
        record as missed already is not missed again.
        """
        kept = ("kind", "agency_id", "counts_from", "amount", "unit", "source", "due_at", "paused_at", "remaining")
        ran = self.complaint.events.get(sequence=stopped_by.sequence - 1).data["clocks"]
        stopped = [pk for pk, hashed in stopped_by.data["clocks"].items() if ran.get(pk, hashed) != hashed]
        kinds = [kind for kind in kinds if kind not in self.running]  # a newer instruction counts
        rows = self.complaint.clocks.filter(pk__in=stopped, kind__in=kinds, stopped_at=stopped_by.at)
        for old in rows.select_related("miss"):
            values = {name: getattr(old, name) for name in kept}
            started_at = old.started_at if ran_on and not hasattr(old, "miss") else self.now
            self.running[old.kind] = Clock.objects.create(complaint=self.complaint, started_at=started_at, **values)

    def record_misses(self) -> list[Clock]:
        """Put a miss on record for every running clock that has run out; return those for which it is new."""
        new = self._unrecorded()
        for clock in new:
            Miss.objects.create(clock=clock, agency_id=clock.agency_id, due_at=clock.due_at, recorded_at=self.now)
            self._on_record.add(clock.pk)
        return new

    def _unrecorded(self) -> list[Clock]:
        """Return the running clocks that are missed already without a miss on record, the longest overdue first; no
        query when none is late."""
        late = [
            clock
            for clock in self.running.values()
            if clock.kind in MISSED_BY_AN_AGENCY
            and clock.paused_at is None
            and clock.started_at <= clock.due_at < self.now
            and clock.pk not in self._on_record
        ]
        if late:
            self._on_record |= set(Miss.objects.filter(clock__in=late).values_list("clock_id", flat=True))
        return sorted((clock for clock in late if clock.pk not in self._on_record), key=lambda clock: clock.due_at)

    def stop(self, *kinds: ClockKind) -> None:
        """Stop those of `kinds` that run; a late one is a miss of the agency it ran for."""
        for kind in kinds:
            clock = self.running.pop(kind, None)
            if clock is not None:
                self._stop(clock)

    def stop_all(self) -> None:
        """Stop what asks for something in the case itself. The mirror runs on: SP4N-LAPOR! still waits for us."""
        self.stop(*(kind for kind in list(self.running) if kind != ClockKind.MIRROR))

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
            calendar = self._calendar(self.complaint.owner, term.unit)
            due_at = explain(calendar, old.counts_from, term.amount, term.unit, changes_of(old)).due
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
        """Return the earliest moment at which a running clock causes something.

        That is its due time: one still ahead, or one that has passed and whose effect is not done yet; or the next
        rung of the ladder. Where there is neither, the case is looked at again in a week, so that the sweep does not
        read it every time.
        """
        waiting = [clock.due_at for clock in self._unrecorded()]
        for clock in self.running.values():
            if clock.paused_at is None and (clock.due_at >= self.now or clock.kind in ENDED_BY_TIME):
                waiting.append(clock.due_at)
        calendar = self._calendar(self.complaint.owner, Unit.WORKING_DAYS)
        for clock in climbed(self.complaint, self.running):
            step = rungs.next_at(self.complaint, clock, calendar, self.now)
            waiting += [step] if step else []
        return min(waiting, default=self.now + LOOK_AGAIN)

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


def changes_of(clock: Clock) -> list[Pause | Extension]:
    """Return the pauses and extensions of a clock, and of those it went on from, in the order of time (2 queries)."""
    same = {
        "clock__complaint": clock.complaint_id,
        "clock__kind": clock.kind,
        "clock__counts_from": clock.counts_from,
    }
    pauses = [Pause(row.paused_at, row.resumed_at) for row in ClockPause.objects.filter(**same)]
    extensions = [Extension(row.extended_at, row.due_after) for row in ClockExtension.objects.filter(**same)]
    return in_order([*pauses, *extensions])


def in_order(changes: list[Pause | Extension]) -> list[Pause | Extension]:
    """Return pauses and extensions in the order of time."""
    return sorted(changes, key=lambda change: change.began if isinstance(change, Pause) else change.granted)


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
