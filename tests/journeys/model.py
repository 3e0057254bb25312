"""A naive second telling of life.md 1-4: what one complaint is after each act. Shares no rule with the application.

Only the arithmetic of working time is taken from `deadlines.calendar`, which has an oracle of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from complaints.deadlines.calendar import Calendar
from tests.journeys.rights import Rights

MISSABLE = {
    *("verification", "re_referral", "objection_check", "arbitration", "first_response", "resolution", "rework"),
    *("promise", "mirror", "instruction"),
}
PAUSED = {"verification", "first_response", "resolution", "rework", "statutory", "target"}
BY_CLASS = ("resolution", "rework", "statutory")
PASSED_ON = (*BY_CLASS, "target", "instruction")
SUBMITTED = {
    "new": "verification",
    "bounced": "verification",
    "reopened": "verification",
    "returned": "re_referral",
    "objected": "objection_check",
    "arbitration": "arbitration",
}
BY_TIME = {
    "needs_info": "completion_over",
    "scheduled": "promise_due",
    "answered": "confirmation_over",
    "forwarded_external": "check_back_over",
}
TERMS = {  # as tests.factories.make_regency enters them
    "verification": (3, "working_days"),
    "re_referral": (1, "working_days"),
    "objection_check": (1, "working_days"),
    "arbitration": (3, "working_days"),
    "acceptance": (1, "working_days"),
    "first_response": (5, "working_days"),
    "resolution": (14, "working_days"),
    "rework": (5, "working_days"),
    "statutory": (60, "calendar_days"),
    "completion": (30, "calendar_days"),
    "confirmation": (10, "working_days"),
    "check_back": (14, "working_days"),
    "mirror": (1, "working_days"),
    ("verification", "SENSITIVE"): (4, "hours"),
    ("first_response", "SENSITIVE"): (24, "hours"),
    ("resolution", "SUPERVISORY"): (60, "working_days"),
}


@dataclass
class Clock:
    agency: str
    started: datetime
    base: datetime
    due: datetime
    amount: int
    unit: str
    left: timedelta | None = None
    # What moved the date, in the order of time: (it stood still from, until), or (extended when, to).
    moved: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    since: datetime | None = None


class Complaint(Rights):
    """What the complaint must be. `may` says whether a person may try an act, `do` and `pass_time` do it."""

    def __init__(self, calendar: Calendar, now: datetime, *, sensitive: bool, named: bool, received=None):
        self.calendar = calendar
        self.status, self.because, self.owner = "submitted", "new", "DISKOMINFO"
        self.back: tuple[str, str | None] | None = None
        self.access = "sensitive" if sensitive else "ordinary"
        self.term_class = "SENSITIVE" if sensitive else "NORMAL"
        self.category_sensitive = sensitive
        self.named = named
        self.returned = False
        self.examined = False
        self.closed: datetime | None = None
        self.clocks: dict[str, Clock] = {}
        self.misses: set[tuple[str, str, datetime]] = set()
        self.upheld = False  # by the last referral
        self.extended = 0  # since work began, or began anew
        self.silent = False  # the last question was never replied to
        self.answered_at: datetime | None = None
        self.before_answer: dict[str, Clock] = {}
        self.asked_outside = False
        self.before_merge: tuple | None = None
        self.version = 1
        self.start("verification", received or now)

    # --- what

    def do(self, act: str, now: datetime, **inputs) -> None:
        getattr(self, f"_{act}")(now, **inputs)
        if act != "examine" or not self.examined:
            self.version += 1
        self.examined = self.examined or act == "examine"

    def _refer(self, now, to, term_class, sensitive):
        changed = (term_class, sensitive) != (self.term_class, self.category_sensitive)
        self.access, self.term_class = self.access_for(term_class, sensitive), term_class
        self.category_sensitive = sensitive
        self._go(now, to.code, recount=changed)
        self.upheld = False
        if not {"resolution", "rework"} & self.clocks.keys():
            self.start("resolution", now)
            self.start("statutory", now)

    def _uphold(self, now, to):
        self._go(now, to.code)
        self.extended, self.upheld = 0, True
        self.start("rework", now)

    def _go(self, now, owner, recount=False):
        self.stop(now, *SUBMITTED.values())
        self.owner, self.silent = owner, False
        for kind in PASSED_ON:
            if kind in self.clocks:
                self._pass_on(kind, now, recount)
        self.status, self.because = "referred", None
        self.start("acceptance", now)
        self.start("first_response", now)

    def _pass_on(self, kind, now, recount):
        old = self.clocks[kind]
        new = Clock(self.owner, now, old.base, old.due, old.amount, old.unit, old.left, list(old.moved), old.since)
        if recount and kind in BY_CLASS:
            new.amount, new.unit = self.term(kind)
            new.due = self.counted(new)
        if (new.agency, new.due, new.amount) != (old.agency, old.due, old.amount):
            self.stop(now, kind)
            self.clocks[kind] = new

    def _ask(self, now):
        self.back = ("in_progress" if self.status == "referred" else self.status), self.because
        self.status, self.because = "needs_info", None
        self.stop(now, "acceptance")
        for kind, clock in self.clocks.items():
            if kind in PAUSED and clock.due > now:
                clock.left, clock.since = self.days(clock).time_left(now, clock.due, clock.unit), now
        self.start("completion", now)

    def _reply(self, now):
        self.silent = False
        (self.status, self.because), self.back = self.back, None
        self.stop(now, "completion")
        for clock in self.clocks.values():
            if clock.since is not None:
                clock.due = self.days(clock).continue_term(now, clock.left, clock.unit)
                clock.moved.append(("stood still", clock.since, now))
                clock.left = clock.since = None

    def _accept(self, now):
        self.status = "in_progress"
        self.stop(now, "acceptance")

    def _assign(self, now):
        if self.status == "referred":
            self._accept(now)

    def _note_progress(self, now):
        if self.status != "scheduled":
            self.status = "in_progress"
        self.stop(now, "acceptance", "first_response")

    def _return_referral(self, now):
        proposed = self.only_proposed()
        again = self.returned and not proposed
        self.stop(now, "acceptance", "first_response")
        if proposed:  # product.md 3: then it is an ordinary one, and that is no return between agencies
            self.term_class = "SENSITIVE" if self.category_sensitive else "NORMAL"
            self.access = self.access_for(self.term_class, self.category_sensitive)
        else:
            self.returned = True
        self.status, self.because = "submitted", ("arbitration" if again else "returned")
        self.owner = "SETDA" if again else self.desk()
        for kind in PASSED_ON:
            if kind in self.clocks:
                self._pass_on(kind, now, recount=proposed)
        self.start(SUBMITTED[self.because], now)

    def _promise(self, now, until):
        self.status = "scheduled"
        self.stop(now, "acceptance", "first_response", "promise")
        self.clocks["promise"] = Clock(self.owner, now, now, until, 0, "date")

    def _extend(self, now, until):
        clock = self.clocks[self.work()]
        clock.due = until
        clock.moved.append(("extended", now, until))
        self.extended += 1

    def _answer(self, now):
        self.status, self.answered_at = "answered", now
        promised = self.clocks.get("promise")
        self.before_answer = {kind: clock for kind, clock in self.clocks.items() if kind in PASSED_ON}
        self.stop(now, "acceptance", "first_response", "promise", *PASSED_ON)
        self.start("confirmation", now)
        confirmation = self.clocks["confirmation"]
        if promised and promised.due > confirmation.due:  # silence closes nothing before the promised day
            confirmation.due = promised.due
            confirmation.moved.append(("extended", now, promised.due))

    _answer_on_behalf = _answer

    def _send_back(self, now):
        self.status = "in_progress"
        self.stop(now, "confirmation")
        for kind, clock in self.before_answer.items():
            if kind in self.clocks:
                continue  # a leader has said something else since
            self.clocks[kind] = replace(clock, moved=list(clock.moved))

    def _forward_external(self, now, sensitive):
        self.stop(now, *list(self.clocks))
        if sensitive is not None:
            self.category_sensitive = sensitive
        if sensitive:
            self.access = "sensitive"
        self.status, self.because, self.owner, self.asked_outside = "forwarded_external", None, self.desk(), False
        self.start("check_back", now)

    def _bounce(self, now):
        self.stop(now, "check_back")
        self.status, self.because = "submitted", "bounced"
        self.start("verification", now)

    def _record_outside_answer(self, now):
        self._close(now, "resolved")

    def _merge(self, now):
        self.before_merge = self.status, self.because, self.back, dict(self.clocks)
        self._close(now, "merged")

    def _unmerge(self, now):
        self.status, self.because, self.back, clocks = self.before_merge
        self.clocks = {kind: replace(clock, started=now, moved=list(clock.moved)) for kind, clock in clocks.items()}
        self.closed = None

    # --- time

    def pass_time(self, now: datetime) -> list[str]:
        """What the time that passed does by itself: each act by time in its order, then a word for each new miss."""
        happened = []
        while act := self._over(now):
            happened.append(act)
            getattr(self, f"_{act}")(now)
        known = len(self.misses)
        for kind, clock in self.clocks.items():
            self._miss(kind, clock, now)
        happened += ["deadline_passed"] * (len(self.misses) - known)
        self.version += len(happened)
        return happened

    def _over(self, now: datetime) -> str | None:
        if self.status not in BY_TIME or self.due() >= now:
            return None
        if self.status == "forwarded_external":
            return "check_back_over" if self.asked_outside else "checked_back"
        return BY_TIME[self.status]

    def _completion_over(self, now):
        self._reply(now)
        self.silent = True

    def _promise_due(self, now):
        self.status = "in_progress"
        self.stop(now, "promise")

    def _confirmation_over(self, now):
        self._close(now, "resolved")

    def _checked_back(self, now):
        self.asked_outside = True
        self.start("check_back", now)

    def _check_back_over(self, now):
        self._close(now, "resolved")

    def _raise_objection(self, now):
        self.stop(now, "confirmation")
        self.status, self.because, self.owner, self.closed = "submitted", "objected", self.desk(), None
        self.start("objection_check", now)

    def _reopen(self, now):
        self.status, self.because, self.owner, self.closed = "submitted", "reopened", self.desk(), None
        self.start("verification", now)

    def _confirm(self, now):
        self._close(now, "resolved")

    def _not_uphold(self, now):
        self._close(now, "resolved")

    def _archive(self, now):
        self._close(now, "archived")

    def _withdraw(self, now):
        self._close(now, "withdrawn")

    def _close(self, now, status):
        self.stop(now, *list(self.clocks))
        self.status, self.because, self.back, self.closed = status, None, None, now

    def _examine(self, now):
        pass

    _note_internal = _open_contact = _ask_outside = _examine

    # --- clocks

    def term(self, kind: str) -> tuple[int, str]:
        return TERMS.get((kind, self.term_class)) or TERMS[kind]

    def days(self, clock: Clock) -> Calendar:
        """The calendar that counts a clock: one for all here; tests/year has one for each agency."""
        return self.calendar

    def counted(self, clock: Clock) -> datetime:
        """The due time from the beginning, with all that moved it since."""
        days = self.days(clock)
        due = days.end_of_term(clock.base, clock.amount, clock.unit)
        for how, began, ended in clock.moved:
            if how == "extended":
                due = max(due, ended)
            elif due > began:
                due = days.continue_term(ended, days.time_left(began, due, clock.unit), clock.unit)
        return due

    def start(self, kind: str, now: datetime, agency: str | None = None) -> None:
        amount, unit = self.term(kind)
        clock = self.clocks[kind] = Clock(agency or self.owner, now, now, now, amount, unit)
        clock.due = self.counted(clock)

    def stop(self, now: datetime, *kinds: str) -> None:
        for kind in kinds:
            clock = self.clocks.pop(kind, None)
            if clock:
                self._miss(kind, clock, now)

    def _miss(self, kind: str, clock: Clock, now: datetime) -> None:
        if kind in MISSABLE and clock.since is None and clock.started <= clock.due < now:
            self.misses.add((kind, clock.agency, clock.due))

    def due(self) -> datetime | None:
        """life.md 1: the one clock named `due_at`."""
        match self.status:
            case "submitted":
                return self.clocks[SUBMITTED[self.because]].due
            case "needs_info":
                return self.clocks["completion"].due
            case "referred":
                return self.clocks["first_response"].due
            case "in_progress":
                return self.clocks["first_response" if "first_response" in self.clocks else self.work()].due
            case "scheduled":
                return self.clocks["promise"].due
            case "answered":
                return self.clocks["confirmation"].due
            case "forwarded_external":
                return self.clocks["check_back"].due
        return None
