"""Who is told when, by the plain table of rungs. Shares no rule with the application."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from tests.journeys.rights import CLOSED
from tests.year import tables
from tests.year.days import DAY, WIB, Days


class Step(NamedTuple):
    """A rung of which clock, for the how-manieth time, when, and by what one knows that it was told already."""

    clock: str
    rung: tables.Rung
    round: int
    at: datetime
    key: tuple


def steps(rungs: list[tables.Rung], clock, kind: str, days: Days, until: datetime) -> list[Step]:
    """These rungs of a ladder for a clock, up to `until` and the next after it, in the order of time.

    What lies before the clock began is left out. Told once for one time that one agency is given, whatever happens to
    the case between.
    """
    found = []
    for rung in rungs:
        number, first = 0, reached(days, clock.due, rung.after)
        while True:
            moment = days.next_open(first + number * timedelta(days=7)) if number else first
            if moment > clock.started:
                key = kind, clock.agency, clock.base, clock.amount, clock.unit, rung, number
                found.append(Step(kind, rung, number, moment, key))
            if not rung.weekly or moment > until:
                break
            number += 1
    return sorted(found, key=lambda step: (step.at, step.rung.after))


def reached(days: Days, due: datetime, after: int) -> datetime:
    """At the opening of the day so many working days after or before; at the date itself as soon as it is open."""
    if after == 0:
        return days.next_open(due)
    day = due.astimezone(WIB).date()
    for _number in range(abs(after)):
        day = days.next_day(day, DAY if after > 0 else -DAY)
    return days.span(day)[0]


def receivers(life, rung: tables.Rung, rungs: list[tables.Rung], now: datetime) -> frozenset[str]:
    """Who is told: whom the rung names, the next one up of `rungs` where nobody is there, and who reads copies."""
    above = [other for other in rungs if other.after > rung.after]
    people = named(life, rung, now)
    gap = not people
    while not people and above:
        people = named(life, above.pop(0), now)
    if rung.copies:
        people |= _holding(now, role="inspectorate")
    if gap and life.access not in CLOSED:
        people |= _holding(now, role="coordinator")
    return frozenset(people)


def named(life, rung: tables.Rung, now: datetime) -> set[str]:
    """Whom one rung names in this case today. A protected one climbs nowhere."""
    if life.access == "protected":
        return {life.assignee} if life.assignee else _holding(now, agency=life.owner, role="inspectorate")
    if rung.to == "leader":
        return {life.instructor}
    if rung.to not in ("workers", "head"):
        return {holder.name for holder in _there(now) if holder.name == rung.to}
    if rung.to == "workers" and life.assignee:
        return {life.assignee}
    if life.access == "supervisory":
        return _holding(now, agency=life.owner, role="inspectorate")
    roles = {"liaison_officer"} if rung.to == "workers" else {"head"}
    if rung.to == "workers" and life.owner == "DISKOMINFO":
        roles.add("coordinator")
    marked = life.access == "sensitive" and life.owner != "DISKOMINFO"
    return {
        holder.name
        for holder in _there(now)
        if holder.agency == life.owner and holder.role in roles and (holder.marked or not marked)
    }


def _there(now: datetime) -> list[tables.Holder]:
    day = now.astimezone(WIB).date()
    return [holder for holder in tables.HOLDERS if holder.since <= day <= holder.until]


def _holding(now: datetime, *, role: str, agency: str | None = None) -> set[str]:
    return {h.name for h in _there(now) if h.role == role and agency in (None, h.agency)}
