"""One complaint of the year, told naively: what `tests.journeys.model` tells, with calendars of each agency, days that
are declared free late, the mirror of SP4N-LAPOR!, and who is told what when a date nears or passes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from tests.journeys import model
from tests.year import ladder, tables
from tests.year.days import Days

NEVER = datetime.max.replace(tzinfo=tables.WIB)
# What a reporter who left a contact is told when time does something.
TOLD = {
    "completion_over": "news",
    "promise_due": "news",
    "confirmation_over": "closed",
    "checked_back": "news",
    "check_back_over": "closed",
    "deadline_passed": "late",
    "due_moved": "news",
    "asked_to_rate": "rate",
}
ANSWERS = ("answer", "answer_on_behalf", "record_outside_answer", "archive", "not_uphold")


class Happened(NamedTuple):
    """One thing that time does: what, to which clock of whom and due when, or which rung of it for the how-manieth
    time; the staff who are told, and the kind of message to the reporter."""

    what: str
    clock: str | None = None
    agency: str | None = None
    due: datetime | None = None
    rung: tables.Rung | None = None
    round: int | None = None
    staff: frozenset[str] = frozenset()
    reporter: str | None = None


class Life(model.Complaint):
    """What a complaint must be, and what time must do to it."""

    def __init__(
        self,
        offices: dict[str | None, Days],
        now: datetime,
        *,
        category: str,
        named: bool,
        received: datetime | None = None,
        protected: bool = False,
    ):
        self.offices, self.category = offices, category
        self.assignee: str | None = None
        self.instructor: str | None = None  # the leader who asked for something last
        self.into: Life | None = None  # what it was joined to
        self.joined = 0  # how many were joined to it
        self.in_lapor = False
        self.done: set[tuple] = set()  # rungs that were told
        super().__init__(offices[None], now, sensitive=category in tables.SENSITIVE, named=named, received=received)
        self.version = 1
        if protected:
            self.access, self.term_class, self.owner = "protected", "SUPERVISORY", "INSP"
            self.start("verification", now)

    # --- calendars

    def office(self, agency: str) -> Days:
        return self.offices.get(agency) or self.offices[None]

    def days(self, clock: model.Clock) -> Days:
        """That of who has the clock; hours are those of the agency that helps."""
        return self.office(tables.CATEGORIES[self.category] if clock.unit == "hours" else clock.agency)

    def counted(self, clock: model.Clock) -> datetime:
        days = self.days(clock)
        due = days.end_of_term(clock.base, clock.amount, clock.unit)
        for how, began, ended in clock.moved:
            if how == "extended":
                due = days.put_off(due, ended, clock.unit)
            elif due > began:
                due = days.continue_term(ended, days.time_left(began, due, clock.unit), clock.unit)
        return due

    def follow(self, now: datetime) -> list[Happened]:
        """The calendar was changed: what still lies ahead is counted again; nobody is made late by a decree."""
        happened = []
        for kind, clock in self.clocks.items():
            if clock.unit == "date" or clock.since is not None or clock.due <= now:
                continue
            due = self.counted(clock)
            if due == clock.due:
                continue
            if due <= now:
                clock.moved.append(("extended", now, self.days(clock).end_of_term(now, 1, "working_days")))
                due = self.counted(clock)
            clock.due = due
            what = "due_moved" if kind == self.counting() else "clock_moved"
            happened.append(Happened(what, kind, due=due, reporter=self.told(what)))
        self.version += len(happened)
        self._end_late_target()
        return happened

    # --- acts that the random lives have not, or that do more here

    def _refer(self, now, to, term_class, category):
        changed = (term_class, category) != (self.term_class, self.category)
        sensitive = category in tables.SENSITIVE
        first = not {"resolution", "rework"} & self.clocks.keys()
        aim = first or category != self.category
        if category != self.category:
            self.clocks.pop("target", None)
        self.access, self.term_class = self.access_for(term_class, sensitive), term_class
        self.category, self.category_sensitive = category, sensitive
        self._go(now, to.code, recount=changed)
        self.upheld = False
        if first:
            self.start("resolution", now)
            self.start("statutory", now)
        if aim and self.category in tables.TARGETS:
            self._aim(now, tables.TARGETS[self.category])

    def _aim(self, now, number):
        """The regency's own date of the category, where it is before the legal one."""
        due = self.office(self.owner).end_of_term(now, number, "working_days")
        self.clocks["target"] = model.Clock(self.owner, now, now, due, number, "working_days")
        self._end_late_target()

    def _end_late_target(self):
        legal = self.clocks.get("rework") or self.clocks.get("resolution")
        target = self.clocks.get("target")
        if target and not (legal and target.due < legal.due):
            del self.clocks["target"]

    def _instruct(self, now, by, day):
        """A leader wants it done by the end of that day."""
        self.stop(now, "instruction")
        self.instructor, base = by, max(day, now)
        due = self.office(self.owner).end_of_term(base, 0, "working_days")
        self.clocks["instruction"] = model.Clock(self.owner, now, base, due, 0, "working_days")

    def _merge(self, now, into):
        super()._merge(now)
        self.into = into
        into.joined += 1
        into.version += 1

    def _unmerge(self, now):
        """What SP4N-LAPOR! waits for was not undone."""
        mirror = self.clocks.get("mirror")
        super()._unmerge(now)
        self.clocks.pop("mirror", None)
        if mirror:
            self.clocks["mirror"] = mirror
        self.into.joined -= 1
        self.into.version += 1
        self.into = None

    def _assign(self, now, to):
        super()._assign(now)
        self.assignee = to

    def _send_back(self, now):
        """What was missed by then is not missed again, nor is anybody told again of what lies behind."""
        super()._send_back(now)
        for kind, clock in self.clocks.items():
            if (kind, clock.agency, clock.due) in self.misses:
                clock.started = now

    def _link_lapor(self, now):
        self.in_lapor = True
        if self.status == "answered":
            self._mirror(now)

    def _answer_lapor(self, now):
        self._miss("mirror", self.clocks.pop("mirror"), now)

    def _mirror(self, now):
        if self.in_lapor and "mirror" not in self.clocks:
            self.start("mirror", now, "DISKOMINFO")

    def do(self, act, now, **inputs):
        owner = self.owner
        super().do(act, now, **inputs)
        if self.owner != owner:
            self.assignee = None
        if act in ANSWERS:
            self._mirror(now)
        self._end_late_target()

    def stop(self, now, *kinds):
        """The mirror runs on whatever becomes of the case."""
        super().stop(now, *(kind for kind in kinds if kind != "mirror"))

    # --- time

    def counting(self) -> str | None:
        """The clock whose date is the case's; None when it is closed."""
        match self.status:
            case "submitted":
                return model.SUBMITTED[self.because]
            case "in_progress" if "first_response" not in self.clocks:
                return self.work()
        return {
            "needs_info": "completion",
            "referred": "first_response",
            "in_progress": "first_response",
            "scheduled": "promise",
            "answered": "confirmation",
            "forwarded_external": "check_back",
        }.get(self.status)

    def told(self, what: str, clock: str | None = None) -> str | None:
        """What the reporter is told of it: nothing of what we owe to SP4N-LAPOR! only."""
        return TOLD.get(what) if self.named and clock != "mirror" else None

    def pass_time(self, now: datetime) -> list[Happened]:
        """All that time does up to `now`: acts by time, new misses, then the rungs reached."""
        happened = []
        while act := self._over(now):
            happened.append(Happened(act, due=self.due(), reporter=self.told(act)))
            getattr(self, f"_{act}")(now)
        for kind, clock in self.clocks.items():
            known = len(self.misses)
            self._miss(kind, clock, now)
            if len(self.misses) > known:
                # What a leader wants is nothing to the reporter.
                what = "instruction_passed" if kind == "instruction" else "deadline_passed"
                happened.append(Happened(what, kind, clock.agency, clock.due, reporter=self.told(what, kind)))
        for step in self.untold(now):
            self.done.add(step.key)
            happened.append(self._tell(step, now))
        self.version += len(happened)
        if self.closed is None:
            self._end_late_target()
        return happened

    def steps(self, until: datetime) -> list[ladder.Step]:
        days, found = self.office(self.owner), []
        for kind, rungs in self.climbed().items():
            found += ladder.steps(rungs, self.clocks[kind], kind, days, until)
        return sorted(found, key=lambda step: (step.at, step.rung.after))

    def climbed(self) -> dict[str, list[tables.Rung]]:
        """The clocks of which somebody is told, each with its rungs: the one that counts, and those beside it."""
        counts = self.counting()
        if counts is None:
            return {}
        found = {counts: tables.ladder(self.which_ladder())}
        if self.runs("instruction"):
            found["instruction"] = tables.ladder("instruction")
        if self.runs("target") and self.status in ("referred", "in_progress", "scheduled"):
            found["target"] = [rung for rung in tables.ladder("agency") if rung.after < 0]
        if self.runs("statutory") and not self.warns_earlier(counts):
            found["statutory"] = tables.ladder("statutory")
        return found

    def runs(self, kind: str) -> bool:
        return kind in self.clocks and self.clocks[kind].since is None

    def warns_earlier(self, counts: str) -> bool:
        """Our own date of the whole work counts, and it is before that of the Act."""
        return counts in ("resolution", "rework") and self.clocks[counts].due <= self.clocks["statutory"].due

    def untold(self, now: datetime) -> list[ladder.Step]:
        """The rungs that are reached and were not told; of those that were missed for weeks, the last week alone."""
        reached = [step for step in self.steps(now) if step.at <= now]
        last = {(step.clock, step.rung): step.round for step in reached}
        return [step for step in reached if last[step.clock, step.rung] == step.round and step.key not in self.done]

    def which_ladder(self) -> str | None:
        match self.status:
            case "submitted":
                return "agency" if self.owner == "INSP" else "desk"
            case "answered":
                return "reporter"
            case "forwarded_external":
                return "outside"
            case "needs_info":
                return None
        return "agency"

    def _tell(self, step: ladder.Step, now: datetime) -> Happened:
        rung, which = step.rung, {"clock": step.clock, "rung": step.rung, "round": step.round}
        if rung.to == "reporter":
            return Happened("asked_to_rate", **which, reporter=self.told("asked_to_rate"))
        what = "reminded" if rung.after < 0 else "escalated"
        return Happened(what, **which, staff=ladder.receivers(self, rung, self.climbed()[step.clock], now))

    def next_at(self, now: datetime) -> datetime:
        """When time does something next, NEVER if nothing; `now` or before where it should have by now."""
        ahead = [NEVER]
        for kind, clock in self.clocks.items():
            ends = kind == self.counting() and self.status in model.BY_TIME
            missed = (kind, clock.agency, clock.due) in self.misses
            miss = kind in model.MISSABLE and not missed and clock.started <= clock.due
            if clock.since is None and (ends or miss):
                ahead.append(clock.due + timedelta(microseconds=1))  # past it, not at it
        ahead += [step.at for step in self.untold(now)]
        ahead += [step.at for step in self.steps(now) if step.at > now]
        return min(ahead)
