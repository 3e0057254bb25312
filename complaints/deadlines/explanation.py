"""Why a due time is what it is ("Mengapa tanggal ini?"): pure lines that add up to the date.

`explain` is also how a due time is computed, so that the date and its explanation cannot differ.
The words are the templates' business.

The lines add up, each checked by a property test:

- days from receipt to day 0 = skipped days before `CountedFrom` (+ 1 if received after closing);
- days from day 0 to the day of the end = `Ends.number` + `days` of each pause and extension + skipped
  days after `CountedFrom`;
- for a term in hours instead: working time from start to end = `Ends.number` hours + the working time
  that passed in its pauses and by its extensions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from complaints.deadlines.calendar import ONE_DAY, Calendar, SkippedDay
from complaints.states import Unit


@dataclass(frozen=True)
class Pause:
    """The clock stood still from `began` to `ended`; None while it still does."""

    began: datetime
    ended: datetime | None


@dataclass(frozen=True)
class Extension:
    """At `granted` the due time was moved to `until`."""

    granted: datetime
    until: datetime


@dataclass(frozen=True)
class Started:
    """What started the clock happened at this moment."""

    at: datetime


@dataclass(frozen=True)
class CountedFrom:
    """The working moment from which time counts; its day is day 0."""

    at: datetime
    after_closing: bool  # received on a working day, but too late on it

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Paused:
    """The clock stood still with `left` to go; the due date moved by `days` (of the term's kind)."""

    began: datetime
    ended: datetime | None
    left: timedelta
    days: int = 0


@dataclass(frozen=True)
class Extended:
    """The due time was moved from `before` to `until`, by `days` (of the term's kind)."""

    granted: datetime
    before: datetime
    until: datetime
    days: int


@dataclass(frozen=True)
class Ends:
    """The term of `number` `unit` is over at this moment, pauses and extensions counted in."""

    at: datetime
    number: int
    unit: Unit


Line = Started | SkippedDay | CountedFrom | Paused | Extended | Ends


@dataclass(frozen=True)
class Explanation:
    """The lines in the order of time and the due time they lead to; None while a pause lasts."""

    lines: tuple[Line, ...]
    due: datetime | None


def explain(
    calendar: Calendar,
    started: datetime,
    number: int,
    unit: str,
    changes: Sequence[Pause | Extension] = (),
) -> Explanation:
    """Explain the due time of a term of `number` `unit` that `started` then.

    `changes` are its pauses and extensions in the order of time. A pause that began when the term was
    already over moves nothing, nor does an extension that holidays declared later have overtaken; one that
    they made end at a free time ends with the next working day. Raises ValueError for an unknown unit, or
    changes that cannot have followed each other.
    """
    unit = Unit(unit)
    due = calendar.end_of_term(started, number, unit)
    first = calendar.next_open(started)
    begin = started.astimezone(first.tzinfo)

    moves = []
    reached = None  # no change may begin before the one before it ended
    for change in changes:
        if due is None or (reached and _began(change) < reached):
            raise ValueError("Pauses and extensions must follow each other in time.")
        if isinstance(change, Extension):
            move = _extended(calendar, due, change, unit)
            due = reached = move.until
            reached = change.granted
        else:
            move, due = _paused(calendar, due, change, unit)
            reached = change.ended
        moves.append(move)

    after_closing = first.date() > begin.date() and calendar.is_working_day(begin.date())
    lines: list[Line] = [Started(begin)]
    lines += calendar.skipped_days(begin.date() - ONE_DAY, first.date() - ONE_DAY)
    lines.append(CountedFrom(first, after_closing))
    until = due or moves[-1].began  # while a pause lasts: what was skipped before it began
    skipped = [] if unit is Unit.CALENDAR_DAYS else calendar.skipped_days(first.date(), until.date())
    lines += sorted([*skipped, *moves], key=_when)
    if due:
        lines.append(Ends(due, number, unit))
    return Explanation(tuple(lines), due)


def _paused(calendar, due, pause, unit) -> tuple[Paused, datetime | None]:
    zone = due.tzinfo
    began = pause.began.astimezone(zone)
    left = calendar.time_left(began, due, unit)
    if pause.ended is None:
        return Paused(began, None, left), (None if left else due)
    ended = pause.ended.astimezone(zone)
    if ended < began:
        raise ValueError("A pause cannot end before it began.")
    new = calendar.continue_term(ended, left, unit) if left else due
    return Paused(began, ended, left, _moved(calendar, due, new, unit)), new


def _extended(calendar, due, extension, unit) -> Extended:
    granted = extension.granted.astimezone(due.tzinfo)
    until = max(due, extension.until.astimezone(due.tzinfo))
    if unit is not Unit.CALENDAR_DAYS:
        gained = calendar.working_time_between(due, until)
        if calendar.add_working_time(due, gained) != until:  # at a free time, when nobody could work
            until = calendar.end_of_day(calendar.next_working_day(until.date()))
    return Extended(granted, due, until, _moved(calendar, due, until, unit))


def _moved(calendar, old, new, unit) -> int:
    if unit is Unit.CALENDAR_DAYS:
        return (new.date() - old.date()).days
    return calendar.working_days(old.date(), new.date())


def _began(change) -> datetime:
    return change.began if isinstance(change, Pause) else change.granted


def _when(line) -> tuple[date, bool]:
    if isinstance(line, SkippedDay):
        return line.day, False
    moment = line.began if isinstance(line, Paused) else line.granted
    return moment.date(), True
