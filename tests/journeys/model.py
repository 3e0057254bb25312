"""A naive second telling of life.md 1-4: what one complaint is after each act. Shares no rule with the application.

Only the arithmetic of working time is taken from `deadlines.calendar`, which has an oracle of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from complaints.deadlines.calendar import Calendar

OPEN = {"submitted", "needs_info", "referred", "in_progress", "answered"}
MISSABLE = {
    *("verification", "re_referral", "objection_check", "arbitration", "first_response", "resolution", "rework"),
}
PAUSED = {"verification", "first_response", "resolution", "rework", "statutory"}
PASSED_ON = ("resolution", "rework", "statutory")
SUBMITTED = {
    "new": "verification",
    "reopened": "verification",
    "returned": "re_referral",
    "objected": "objection_check",
    "arbitration": "arbitration",
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
    ("verification", "SENSITIVE"): (4, "hours"),
    ("first_response", "SENSITIVE"): (24, "hours"),
    ("resolution", "SUPERVISORY"): (60, "working_days"),
}


@dataclass(frozen=True)
class Person:
    """Somebody who tries: the agency and role of the only position held. `agency` None: the reporter."""

    name: str
    agency: str | None
    role: str = ""
    marked: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Office:
    """An agency as far as it matters here."""

    code: str
    may_own: bool = True
    helps: bool = False
    excluded: bool = False


@dataclass
class Clock:
    agency: str
    started: datetime
    base: datetime
    due: datetime
    amount: int
    unit: str
    left: timedelta | None = None
    stood_still: list[tuple[datetime, datetime]] = field(default_factory=list)
    since: datetime | None = None


class Complaint:
    """What the complaint must be. `may` says whether a person may try an act, `do` does it."""

    def __init__(self, calendar: Calendar, now: datetime, *, sensitive: bool, named: bool):
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
        self.version = 1
        self.start("verification", now)

    # --- who

    def may(self, person: Person, act: str) -> bool:
        """Whether this is theirs to do, whatever the status."""
        if act in ("reply", "confirm", "raise_objection", "withdraw"):
            return person.agency is None
        if person.agency is None or person.excluded:
            return False
        if act == "note_internal":
            roles = {"coordinator", "inspectorate", "liaison_officer", "case_officer", "head"}
            return self.sees(person) and person.role in roles
        if act == "open_contact":
            if self.access == "supervisory":
                return person.role == "inspectorate"
            return person.role == "coordinator" and self.sees(person)
        if act == "ask":
            act = "refer" if "submitted" in (self.status, self.back and self.back[0]) else "accept"
        if act in ("refer", "archive", "examine"):
            return person.role == ("inspectorate" if self.owner == "INSP" else "coordinator")
        if act in ("uphold", "not_uphold", "reopen"):
            return person.role == "coordinator"
        return self.works(person)

    def works(self, person: Person) -> bool:
        if person.agency != self.owner:
            return False
        worker = person.role in ("liaison_officer", "case_officer", "head")
        if self.access == "supervisory":
            return person.role == "inspectorate"
        if self.access == "sensitive":
            return worker and person.marked
        return worker or (self.owner == "INSP" and person.role == "inspectorate")

    def sees(self, person: Person) -> bool:
        if person.excluded:
            return False
        worker = person.role in ("liaison_officer", "case_officer", "head") and person.agency == self.owner
        unreferred = self.owner == "DISKOMINFO" or "arbitration" in (self.because, self.back and self.back[1])
        if self.access == "ordinary":
            return worker or person.role in ("coordinator", "inspectorate", "leader")
        if person.role == "coordinator" and unreferred:
            return True
        if self.access == "sensitive":
            return worker and person.marked
        return person.role == "inspectorate"

    # --- when

    def fits(self, act: str, now: datetime) -> bool:
        """Whether the status allows it."""
        match act:
            case "refer":
                return self.status == "submitted" and self.because != "objected"
            case "ask":
                return self.status in ("submitted", "referred", "in_progress")
            case "reply":
                return self.status == "needs_info"
            case "accept":
                return self.status == "referred"
            case "assign" | "return_referral" | "note_progress" | "answer":
                return self.status in ("referred", "in_progress")
            case "confirm":
                return self.status == "answered"
            case "raise_objection":
                young = self.closed is not None and now <= self.closed + timedelta(days=30)
                return self.status == "answered" or (self.status == "resolved" and young)
            case "uphold" | "not_uphold":
                return (self.status, self.because) == ("submitted", "objected")
            case "archive" | "withdraw":
                return self.status in OPEN
            case "reopen":
                return self.status in ("resolved", "archived", "withdrawn")
            case "examine":
                return self.status == "submitted"
            case "note_internal":
                return True
            case "open_contact":
                return self.named
        raise ValueError(act)

    # --- what

    def may_go_to(self, office: Office, term_class: str, access: str) -> bool:
        if not office.may_own or office.excluded or term_class == "EXTERNAL":
            return False
        if term_class == "SUPERVISORY" and office.code != "INSP":
            return False
        return access != "sensitive" or office.helps

    def access_for(self, term_class: str, sensitive: bool) -> str:
        if term_class == "SUPERVISORY":
            return "supervisory"
        return "sensitive" if sensitive or term_class == "SENSITIVE" else "ordinary"

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
        if not {"resolution", "rework"} & self.clocks.keys():
            self.start("resolution", now)
            self.start("statutory", now)

    def _uphold(self, now, to):
        self._go(now, to.code)
        self.start("rework", now)

    def _go(self, now, owner, recount=False):
        self.stop(now, *SUBMITTED.values())
        self.owner = owner
        for kind in PASSED_ON:
            if kind in self.clocks:
                self._pass_on(kind, now, recount)
        self.status, self.because = "referred", None
        self.start("acceptance", now)
        self.start("first_response", now)

    def _pass_on(self, kind, now, recount):
        old = self.clocks[kind]
        new = Clock(
            self.owner, now, old.base, old.due, old.amount, old.unit, old.left, list(old.stood_still), old.since
        )
        if recount:
            new.amount, new.unit = self.term(kind)
            new.due = self.calendar.end_of_term(new.base, new.amount, new.unit)
            for began, ended in new.stood_still:
                if new.due > began:
                    left = self.calendar.time_left(began, new.due, new.unit)
                    new.due = self.calendar.continue_term(ended, left, new.unit)
        if new.agency != old.agency or new.due != old.due:
            self.stop(now, kind)
            self.clocks[kind] = new

    def _ask(self, now):
        self.back = ("in_progress" if self.status == "referred" else self.status), self.because
        self.status, self.because = "needs_info", None
        self.stop(now, "acceptance")
        for kind, clock in self.clocks.items():
            if kind in PAUSED and clock.due > now:
                clock.left, clock.since = self.calendar.time_left(now, clock.due, clock.unit), now
        self.start("completion", now)

    def _reply(self, now):
        (self.status, self.because), self.back = self.back, None
        self.stop(now, "completion")
        for clock in self.clocks.values():
            if clock.since is not None:
                clock.due = self.calendar.continue_term(now, clock.left, clock.unit)
                clock.stood_still.append((clock.since, now))
                clock.left = clock.since = None

    def _accept(self, now):
        self.status = "in_progress"
        self.stop(now, "acceptance")

    def _assign(self, now):
        if self.status == "referred":
            self._accept(now)

    def _note_progress(self, now):
        self.status = "in_progress"
        self.stop(now, "acceptance", "first_response")

    def _return_referral(self, now):
        self.stop(now, "acceptance", "first_response")
        self.status, self.because = "submitted", ("arbitration" if self.returned else "returned")
        self.owner = "SETDA" if self.returned else "DISKOMINFO"
        self.returned = True
        for kind in PASSED_ON:
            if kind in self.clocks:
                self._pass_on(kind, now, recount=False)
        self.start(SUBMITTED[self.because], now)

    def _answer(self, now):
        self.status = "answered"
        self.stop(now, "acceptance", "first_response", *PASSED_ON)
        self.start("confirmation", now)

    def _raise_objection(self, now):
        self.stop(now, "confirmation")
        self.status, self.because, self.owner, self.closed = "submitted", "objected", "DISKOMINFO", None
        self.start("objection_check", now)

    def _reopen(self, now):
        self.status, self.because, self.owner, self.closed = "submitted", "reopened", "DISKOMINFO", None
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

    _note_internal = _open_contact = _examine

    # --- clocks

    def term(self, kind: str) -> tuple[int, str]:
        return TERMS.get((kind, self.term_class)) or TERMS[kind]

    def start(self, kind: str, now: datetime) -> None:
        amount, unit = self.term(kind)
        self.clocks[kind] = Clock(self.owner, now, now, self.calendar.end_of_term(now, amount, unit), amount, unit)

    def stop(self, now: datetime, *kinds: str) -> None:
        for kind in kinds:
            clock = self.clocks.pop(kind, None)
            late = clock and clock.since is None and clock.started <= clock.due < now
            if late and kind in MISSABLE:
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
                kinds = [kind for kind in ("first_response", "rework", "resolution") if kind in self.clocks]
                return self.clocks[kinds[0]].due
            case "answered":
                return self.clocks["confirmation"].due
        return None
