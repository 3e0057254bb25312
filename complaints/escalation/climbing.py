"""The ladder: who is reminded before a due time and told after it. It never moves owner or due time (product.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from complaints.audit import SYSTEM
from complaints.deadlines import rungs
from complaints.deadlines.calendar import Calendar
from complaints.deadlines.offices import calendar_of
from complaints.deadlines.running import climbed
from complaints.models import Clock, Complaint, Event, Message, Rung, User
from complaints.notifications import outbox, receivers, telling


def climb(complaint: Complaint, running: Mapping[str, Clock], now: datetime) -> list[Event]:
    """Tell whoever the steps reached by `now` name, each step once, however late we come; return their events.

    Of a rung that comes back every week only the newest round is told: those missed before it collapse into it, so that
    nobody reads of one case twice in one morning. An empty or inactive rung is skipped: the next one up is told in its
    place, and the coordinators hear of the gap. `running` are the complaint's clocks, by kind.
    """
    calendar = calendar_of(complaint.owner_id)
    return [event for clock in climbed(complaint, running) for event in _climb(complaint, clock, calendar, now)]


def _climb(complaint: Complaint, clock: Clock, calendar: Calendar, now: datetime) -> list[Event]:
    there = rungs.steps(complaint, clock, calendar, now)
    return [_tell(complaint, clock, step, there, now) for step in rungs.not_told(clock, there, now)]


def _tell(complaint: Complaint, clock: Clock, step: rungs.Step, there: list[rungs.Step], now: datetime) -> Event:
    step_told = {"clock_id": clock.pk, "rung": step.rung.pk, "round": step.round}
    if step.rung.to == Rung.To.REPORTER:
        return outbox.record(complaint, Event.Kind.ASKED_TO_RATE, SYSTEM, now, **step_told)
    above = [other.rung for other in there if other.rung.after > step.rung.after]
    people, instead = receivers.of_rung(step.rung, complaint, now), None
    while not people and above:
        instead = above.pop(0)
        people = receivers.of_rung(instead, complaint, now)
    early = step.rung.after < 0
    event = outbox.record(
        complaint,
        Event.Kind.REMINDED if early else Event.Kind.ESCALATED,
        SYSTEM,
        now,
        **step_told,
        instead=instead and instead.pk,
    )
    _write(event, complaint, clock, step, people, gap=instead is not None or not people, now=now)
    return event


def _write(
    event: Event,
    complaint: Complaint,
    clock: Clock,
    step: rungs.Step,
    people: list[User],
    *,
    gap: bool,
    now: datetime,
) -> None:
    told = {person.pk: person for person in people}
    if step.rung.copies_inspectorate:
        told |= {person.pk: person for person in receivers.inspectorate(complaint, now)}
    if gap:
        told |= {person.pk: person for person in receivers.coordinators(complaint, now)}
    of_the_ladder = Message.Kind.REMINDER if event.kind == Event.Kind.REMINDED else Message.Kind.OVERDUE
    outbox.tell_staff(event, complaint, telling.BESIDE.get(clock.kind, of_the_ladder), told.values(), digest=True)
