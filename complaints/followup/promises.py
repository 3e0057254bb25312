"""Promises of an agency: how many were made, for when, and which were broken. Pure: from clocks and timeline entries.

A promise is not an answer (product.md 3): what was promised is told until it is done, and so is what was not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints import dates
from complaints.models import Clock
from complaints.states import ClockKind, Outcome
from complaints.timeline import Entry


@dataclass(frozen=True)
class Promise:
    """One promise: until when, whether it waits for a budget, and whether its date passed without an answer."""

    until: datetime
    for_budget: bool
    broken: bool


def made(clocks: Iterable[Clock], entries: Iterable[Entry]) -> list[Promise]:
    """Return the promises, the oldest first; the clocks come with their misses.

    A clock that goes on after an un-merge is the same promise: both count from the moment it was made.
    """
    outcomes = {entry.at: entry.outcome for entry in entries if entry.kind == "promised"}
    found: dict[datetime, Promise] = {}
    for clock in clocks:
        if clock.kind == ClockKind.PROMISE:
            before = found.get(clock.counts_from)
            found[clock.counts_from] = Promise(
                until=clock.due_at,
                for_budget=outcomes.get(clock.counts_from) == Outcome.AWAITING_BUDGET,
                broken=hasattr(clock, "miss") or bool(before and before.broken),
            )
    return [found[moment] for moment in sorted(found)]


def told(promises: list[Promise]) -> list[str]:
    """Return the sentences about a promise made again, and about those that were broken; none for a first one."""
    sentences = []
    if len(promises) > 1:
        sentence = _("Janji ke-%(number)d. Sebelumnya dijanjikan %(dates)s.")
        earlier = "; ".join(_named(promise) for promise in promises[:-1])
        sentences.append(sentence % {"number": len(promises), "dates": earlier})
    broken = sum(promise.broken for promise in promises)
    if broken:
        sentence = ngettext("%(count)d janji tidak ditepati.", "%(count)d janji tidak ditepati.", broken)
        sentences.append(sentence % {"count": broken})
    return sentences


def _named(promise: Promise) -> str:
    day = dates.full_date(promise.until)
    if promise.for_budget:
        return _("menunggu anggaran, ditinjau %(date)s") % {"date": day}
    return day
