"""The plain data of the year: weeks, holidays, who works where from when until when, and the ladder."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from tests.year.days import WIB, Days

START, END = date(2026, 1, 5), date(2027, 1, 4)
_EVER, _NEVER = date(2025, 1, 1), date(2030, 1, 1)

_PLAIN = {weekday: (time(7, 30), time(16, 30) if weekday == 4 else time(16)) for weekday in range(5)}
_FASTING = {weekday: (time(8), time(15, 30) if weekday == 4 else time(15)) for weekday in range(5)}
FASTING = date(2026, 2, 18), date(2026, 3, 19)
# Rubbish is collected every day, whatever day it is.
_SHIFTS = {weekday: (time(6), time(18)) for weekday in range(7)}
WEEKS = {None: [(*FASTING, _FASTING), (_EVER, _NEVER, _PLAIN)], "DLH": [(_EVER, _NEVER, _SHIFTS)]}

HOLIDAYS = [
    *(date(2026, 1, 16), date(2026, 2, 16), date(2026, 2, 17), date(2026, 3, 18), date(2026, 3, 19)),
    *(date(2026, 3, 20), date(2026, 3, 23), date(2026, 3, 24), date(2026, 4, 3), date(2026, 5, 1)),
    *(date(2026, 5, 14), date(2026, 5, 15), date(2026, 5, 27), date(2026, 5, 28), date(2026, 6, 1)),
    *(date(2026, 6, 16), date(2026, 8, 17), date(2026, 8, 25), date(2026, 12, 24), date(2026, 12, 25)),
]


class Holder(NamedTuple):
    """One person in one post, on all days from `since` to `until`."""

    name: str
    agency: str
    role: str
    marked: bool = False
    since: date = _EVER
    until: date = _NEVER


HOLDERS = [
    Holder("coordinator", "DISKOMINFO", "coordinator"),
    Holder("liaison", "DISHUB", "liaison_officer"),
    Holder("second liaison", "DISHUB", "liaison_officer", until=date(2026, 5, 20)),
    Holder("officer", "DISHUB", "case_officer"),
    Holder("transport head", "DISHUB", "head"),
    Holder("rubbish liaison", "DLH", "liaison_officer"),
    # The shifts had no head until July: that rung is empty.
    Holder("rubbish head", "DLH", "head", since=date(2026, 7, 1)),
    Holder("helper", "DSPPPA", "liaison_officer", marked=True),
    Holder("unmarked helper", "DSPPPA", "liaison_officer"),
    Holder("unmarked head", "DSPPPA", "head"),
    Holder("inspector", "INSP", "inspectorate"),
    # The Asisten retires and nobody follows.
    Holder("asisten", "SETDA", "head", until=date(2026, 9, 30)),
    Holder("sekda", "SETDA", "leader"),
    Holder("bupati", "SETDA", "leader"),
]

# Which agency a category belongs to; for a term in hours, its calendar counts.
CATEGORIES = {"pju": "DISHUB", "sampah": "DLH", "kdrt": "DSPPPA"}
SENSITIVE = {"kdrt"}
# So many working days the regency wants it done in.
TARGETS = {"pju": 9, "sampah": 6}


class Rung(NamedTuple):
    """So many working days after a date (or before it) `to` is told: workers, head, reporter, the leader who
    asked for it, or a holder by name."""

    ladder: str
    after: int
    to: str
    copies: bool = False
    weekly: bool = False


RUNGS = [
    Rung("agency", -1, "workers"),
    Rung("agency", 0, "head"),
    Rung("agency", 2, "asisten", copies=True),
    Rung("agency", 5, "sekda", copies=True),
    Rung("agency", 10, "bupati", copies=True, weekly=True),
    Rung("desk", -1, "workers"),
    Rung("desk", 0, "sekda", copies=True),
    Rung("desk", 5, "bupati", copies=True, weekly=True),
    Rung("reporter", -7, "reporter"),
    Rung("reporter", -2, "reporter"),
    Rung("outside", -9, "workers", weekly=True),
    Rung("instruction", -1, "workers"),
    Rung("instruction", 0, "head"),
    Rung("instruction", 0, "leader", copies=True, weekly=True),
    Rung("statutory", -1, "workers"),
    Rung("statutory", 0, "head"),
]


def ladder(name: str | None) -> list[Rung]:
    return [rung for rung in RUNGS if rung.ladder == name]


def offices(free: set[date], local: set[date]) -> dict[str | None, Days]:
    """The calendar of each agency with hours of its own, and under None that of all others.

    `free` are all free days, `local` those on which even the shifts rest.
    """
    return {agency: Days(weeks, local if agency == "DLH" else free) for agency, weeks in WEEKS.items()}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), WIB)
