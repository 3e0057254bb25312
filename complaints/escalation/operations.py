"""The sweep's one act on one complaint: do what the time that passed asks for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from complaints import audit, lifecycle
from complaints.audit import SYSTEM
from complaints.deadlines.running import counting
from complaints.models import Clock, Complaint, Event, Job
from complaints.notifications import outbox
from complaints.routing import queries as routing
from complaints.states import ClockKind, Outcome, Status

from . import climbing

FOLLOW = "follow"  # the worker's job of that name


@transaction.atomic
def pass_time(complaint_id: int, *, now: datetime) -> list[str]:
    """Do what the due times that passed before `now` cause, until nothing is due; return the kinds of the events.

    Transitions by time first (life.md 3), then the misses of clocks that run on: each is recorded once, with the
    clock and its agency; then the steps of the ladder. However late it comes, an event is at `now` and says which date
    had passed (`due`). Twice is once.
    """
    complaint = lifecycle.lock(complaint_id)
    events = []
    while complaint.is_open and complaint.status in _BY_TIME and complaint.due_at < now:
        events.append(_BY_TIME[complaint.status](complaint, now))
    clocks, missed = lifecycle.note_passing(complaint, now)
    with audit.clocks_stand(complaint):
        events += [_note_miss(complaint, clock, now) for clock in missed]
        if complaint.is_open:
            events += climbing.climb(complaint, clocks.running, now)
    if complaint.is_open:
        lifecycle.look_ahead(complaint, clocks)
    return [event.kind for event in events]


def _note_miss(complaint: Complaint, clock: Clock, now: datetime) -> Event:
    # What a leader asked for is between him and the office: its reporter is told nothing of it.
    internal = clock.kind == ClockKind.INSTRUCTION
    kind = Event.Kind.INSTRUCTION_PASSED if internal else Event.Kind.DEADLINE_PASSED
    return outbox.record(complaint, kind, SYSTEM, now, clock=clock.kind, by=clock.agency_id, due=clock.due_at)


@transaction.atomic
def follow_calendar(complaint_id: int, *, now: datetime) -> int:
    """Move the dates of one complaint after a day was declared free, or taken back, late; return how many moved.

    Each gets its line in the history, the one that counts is told to the reporter. Closed clocks and misses stay.
    """
    complaint = lifecycle.lock(complaint_id)
    moved = lifecycle.follow_calendar(complaint, now) if complaint.is_open else []
    # By its kind: another clock may have the same date, and the reporter is told once.
    running = complaint.clocks.filter(stopped_at__isnull=True).values_list("kind", flat=True) if moved else ()
    counts = counting(complaint, set(running)) if moved else None
    for clock, before in moved:
        kind = Event.Kind.DUE_MOVED if clock.kind == counts else Event.Kind.CLOCK_MOVED
        outbox.record(complaint, kind, SYSTEM, now, clock=clock.kind, before=before, until=clock.due_at)
    return len(moved)


@transaction.atomic
def deadlines_changed(now: datetime) -> None:
    """Ask the worker to let all running dates follow the calendar, at its next look."""
    Job.objects.update_or_create(name=FOLLOW, defaults={"next_run_at": now})


def _completion_over(complaint: Complaint, now: datetime) -> Event:
    """The reporter did not answer the question: whoever asked goes on without."""
    return _move(complaint, "completion_over", Event.Kind.COMPLETION_OVER, now)


def _promise_due(complaint: Complaint, now: datetime) -> Event:
    """The promised date is over without an answer: the stopped clock leaves a miss."""
    return _move(complaint, "promise_due", Event.Kind.PROMISE_DUE, now, by=complaint.owner)


def _confirmation_over(complaint: Complaint, now: datetime) -> Event:
    """The reporter did not judge the answer: silence is recorded as silence."""
    return _move(complaint, "confirmation_over", Event.Kind.CONFIRMATION_OVER, now)


def _check_back_over(complaint: Complaint, now: datetime) -> Event:
    """An outside body has not answered: it is asked once more, then the case ends with that said, counted apart."""
    forwarded = routing.last_forwarding(complaint)
    body = forwarded.data["body"]
    # Only the date asks by itself; whoever asked between its two times has changed nothing.
    asked = complaint.events.filter(
        kind=Event.Kind.CHECKED_BACK, actor_kind=SYSTEM, sequence__gt=forwarded.sequence
    ).exists()
    if asked:
        outcome = Outcome.UNANSWERED_OUTSIDE
        return _move(complaint, "check_back_over", Event.Kind.CHECK_BACK_OVER, now, body=body, outcome=outcome)
    return _move(complaint, "check_back", Event.Kind.CHECKED_BACK, now, body=body)


def _move(complaint: Complaint, act: str, kind: Event.Kind, now: datetime, **data) -> Event:
    due = complaint.due_at
    lifecycle.transition(complaint, act, actor=SYSTEM, now=now)
    return outbox.record(complaint, kind, SYSTEM, now, due=due, **data)


# The clock that counts in these ends with a transition; `due_at` is its date (life.md 1).
_BY_TIME = {
    Status.NEEDS_INFO: _completion_over,
    Status.SCHEDULED: _promise_due,
    Status.ANSWERED: _confirmation_over,
    Status.FORWARDED_EXTERNAL: _check_back_over,
}
