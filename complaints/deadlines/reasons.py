"""Why the date of a case is what it is ("Mengapa tanggal ini?"), from its clocks: for staff and for the reporter.

One module tells both, so that nobody is given another reason than the one the date was computed by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from complaints import dates
from complaints.models import Clock, ClockExtension, ClockPause, Complaint
from complaints.states import FINAL, ClockKind, Unit

from . import explanation, telling
from .calendar import Calendar
from .clocks import changes_of, counted_by, in_order
from .offices import calendar_of
from .running import counting


@dataclass(frozen=True)
class Reason:
    """One running clock and its explanation, one sentence a line."""

    clock: Clock
    counts: bool  # its date is the one that the case shows
    late: bool
    days: int  # working days left, or passed since when it is late
    sentences: list[str]


def of(complaint: Complaint, clocks: Iterable[Clock], now: datetime, *, to_reporter: bool = False) -> list[Reason]:
    """Return the reasons of the running clocks, the one that counts first, then by date.

    `clocks` are all of the complaint, stopped ones too, with their agencies. Queries: one for pauses if the reporter
    was ever asked, one for extensions, two for each calendar that counts.
    """
    rows = list(clocks)
    asked = any(clock.kind == ClockKind.COMPLETION for clock in rows)
    changes: list[tuple[int, explanation.Pause | explanation.Extension]] = []
    if asked:
        pauses = ClockPause.objects.filter(clock__in=rows)
        changes += [(row.clock_id, explanation.Pause(row.paused_at, row.resumed_at)) for row in pauses]
    extensions = ClockExtension.objects.filter(clock__in=rows)
    changes += [(row.clock_id, explanation.Extension(row.extended_at, row.due_after)) for row in extensions]
    running = [clock for clock in rows if clock.stopped_at is None]
    first = counting(complaint, {clock.kind for clock in running}) if complaint.status not in FINAL else None
    calendars: dict[int, Calendar] = {}
    told = []
    for clock in running:
        agency = counted_by(complaint, clock.agency, clock.unit)
        if agency.pk not in calendars:
            calendars[agency.pk] = calendar_of(agency.pk)
        calendar, late = calendars[agency.pk], clock.due_at < now
        days = calendar.working_days_late(clock.due_at, now) if late else calendar.working_days_left(now, clock.due_at)
        sentences = _sentences(clock, rows, changes, calendar, to_reporter)
        told.append(Reason(clock, clock.kind == first, late, days, sentences))
    return sorted(told, key=lambda reason: (not reason.counts, reason.clock.due_at))


def counting_one(
    complaint: Complaint, clocks: Iterable[Clock], now: datetime, *, to_reporter: bool = True
) -> Reason | None:
    """Return, for the reporter, the reason of the clock whose date the case shows; None when it is closed, or where
    that clock was stopped after `complaint` was read."""
    rows = list(clocks)
    if complaint.status in FINAL:
        return None
    first = counting(complaint, {clock.kind for clock in rows if clock.stopped_at is None})
    wanted = [clock for clock in rows if clock.stopped_at is not None or clock.kind == first]
    return next(iter(of(complaint, wanted, now, to_reporter=to_reporter)), None)


def of_clock(clock: Clock) -> list[str]:
    """Return, for the reporter, why a date once promised is what it is, also after its clock stopped (4 queries)."""
    calendar = calendar_of(counted_by(clock.complaint, clock.agency, clock.unit).pk)
    return _sentences(clock, [clock], [(clock.pk, change) for change in changes_of(clock)], calendar, True)


def _sentences(clock: Clock, rows: list[Clock], all_changes: list, calendar: Calendar, to_reporter: bool) -> list[str]:
    if clock.unit == Unit.DATE:
        return [
            _("Dijanjikan {began}, untuk {moment}.").format(
                began=dates.full_moment(clock.started_at), moment=dates.full_moment(clock.due_at)
            )
        ]
    # A clock that was handed over goes on from the same start: the pauses before belong to it too.
    same = {row.pk for row in rows if row.kind == clock.kind and row.counts_from == clock.counts_from}
    changes = in_order([change for pk, change in all_changes if pk in same])
    if clock.paused_at:
        changes.append(explanation.Pause(clock.paused_at, None))
    why = explanation.explain(calendar, clock.counts_from, clock.amount, clock.unit, changes)
    if clock.kind == ClockKind.INSTRUCTION:
        sentences = telling.named_day(why)
    else:
        sentences = telling.sentences(why, clock.unit, to_reporter=to_reporter)
    if why.due is not None and why.due != clock.due_at:
        sentences.append(_("Tanggal ini dihitung dengan kalender yang berlaku waktu itu."))
    return sentences
