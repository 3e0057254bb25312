"""The year itself: what the portal does, step by step, beside what the naive model says that it must do."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from random import Random
from types import SimpleNamespace

from complaints import guarantee, history
from complaints.deadlines.once import read_once
from complaints.escalation import operations as escalation
from complaints.escalation import queries
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.masterdata import operations_calendar
from complaints.models import Clock, Complaint, Event, Holiday, Message
from complaints.triage import operations as triage
from tests import factories
from tests.journeys import performing
from tests.journeys.rights import Person
from tests.worlds import REPORTER
from tests.year import habits, tables
from tests.year.days import WIB
from tests.year.life import NEVER, Happened, Life
from tests.year.office import Cast
from tests.year.post import Post

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT, NOON = 0, 12
COUNTED = 6  # hours between two looks at what no passing of time can break
# To keep the year cheap: one with days declared free, fasting, and its end; one without, one with the empty post.
DIGESTED = (3, 7, 10)
_COUNTS = (
    guarantee._without_owner,
    guarantee._without_next_step,
    guarantee._without_clock,
    guarantee._half_merged,
    guarantee._unrecorded_misses,
    guarantee._altered_misses,
)
_MESSAGE = {"reminded": Message.Kind.REMINDER, "escalated": Message.Kind.OVERDUE}
_BESIDE = {
    "instruction": Message.Kind.INSTRUCTION,
    "target": Message.Kind.TARGET,
    "statutory": Message.Kind.STATUTORY,
}
_MISSED = (Event.Kind.DEADLINE_PASSED, Event.Kind.INSTRUCTION_PASSED)


class Year:
    """Everything that lives. `now` goes on with `live`; what was seen is counted in `seen`."""

    def __init__(self, cast: Cast, random: Random):
        self.cast, self.random = cast, random
        self.free, self.local = set(tables.HOLIDAYS), set()
        self.offices = tables.offices(self.free, self.local)
        self.people = list(cast.people)
        self.names = {user.pk: name for name, user in cast.users.items()}
        self.lives: dict[int, Life] = {}
        self.ahead: dict[int, datetime] = {}  # when time does something, by the model
        self.plans: dict[int, int] = {}  # the newest plan of each case
        self.agenda: list[tuple] = []
        self.number = itertools.count()
        self.touched: set[int] = set()
        self.post = Post(cast, self.offices)
        self.seen: Counter[str] = Counter()

    # --- the clock

    def plan(self, at: datetime, do, *inputs) -> None:
        heapq.heappush(self.agenda, (at, next(self.number), do, inputs))

    def live(self, begin: datetime, end: datetime) -> None:
        """Go from hour to hour; within one, to everything somebody does and a minute past everything that is due.

        An hour in which nothing was done and for which the model has nothing is passed over, but noon and midnight:
        then the portal too must find nothing. After each step nothing is overdue (G2) by what `check_guarantee`
        counts, and the rest of what it counts is looked at four times a day.
        """
        hour = self.now = begin
        while hour < end:
            busy = self._do_all_before(hour)
            self.now = hour
            if busy or hour.hour in (MIDNIGHT, NOON):
                self.sweep()
                assert self._overdue() == [], f"G2 at {self.now}"
            if hour.hour % COUNTED == 0 and self.touched:
                assert [count.__name__ for count in _COUNTS if count()] == [], f"{self.now}"
            if hour.hour == MIDNIGHT:
                self._day_ends()
            hour += HOUR

    def go_on_until(self, end: datetime) -> None:
        """Do all that is before `end` and look, then, whether everything is as it must be."""
        self._do_all_before(end)
        self.now = end
        self.sweep()
        assert self._overdue() == []
        self._look(sorted(self.touched))

    def _do_all_before(self, hour: datetime) -> bool:
        """Do all that is before `hour`, in the order of time; return whether there was anything."""
        busy = False
        while True:
            due = min(self.ahead.values(), default=NEVER)
            sweep_at = max(due, self.now).replace(microsecond=0) + MINUTE if due < hour else NEVER
            next_at = self.agenda[0][0] if self.agenda else NEVER
            if min(sweep_at, next_at) >= hour:
                return busy
            busy = True
            if next_at < sweep_at:
                self.now, _number, do, inputs = heapq.heappop(self.agenda)
                do(*inputs)
            else:
                self.now = sweep_at
                self.sweep()

    def _overdue(self) -> list[str]:
        """G2, as `check_guarantee` counts it: what should have happened a quarter of an hour ago."""
        return [words for _name, count, words in guarantee.overdue(self.now - guarantee.PROMPT) if count]

    def _day_ends(self) -> None:
        """What was touched is what the model says and has a whole history.

        The hashes and constraints of what was not touched, nearly all of what `check_guarantee` costs, are looked at
        every Sunday, by the whole of it.
        """
        touched = sorted(self.touched)
        self._look(touched)
        assert list(history._faults_of(touched)) == []
        self.touched.clear()
        if self.now.weekday() == 6:
            assert guarantee.beyond_constraints(self.now) == []
        if self.now.month in DIGESTED:
            for moment in self.post.mornings(self.now.date()):
                self.plan(moment, self.send_digests)
        else:
            self.post.throw_away()

    def _look(self, touched: list[int]) -> None:
        """The cases are what the model says."""
        codes, lives = self.cast.codes, self.lives
        running, misses = defaultdict(dict), defaultdict(set)
        clocks = Clock.objects.filter(complaint__in=touched)
        for pk, kind, agency, due, left in clocks.filter(stopped_at=None).values_list(
            "complaint_id", "kind", "agency", "due_at", "remaining"
        ):
            running[pk][kind] = codes[agency], left or due
        for pk, kind, agency, due in clocks.filter(miss__isnull=False).values_list(
            "complaint_id", "kind", "miss__agency", "miss__due_at"
        ):
            misses[pk].add((kind, codes[agency], due))
        for complaint in Complaint.objects.filter(pk__in=touched):
            pk, life = complaint.pk, lives[complaint.pk]
            found = complaint.status, complaint.submitted_because, codes[complaint.owner_id]
            assert found == (life.status, life.because, life.owner), self._about(pk)
            found = complaint.due_at, complaint.closed_at, complaint.version
            assert found == (life.due(), life.closed, life.version), self._about(pk)
            assert running[pk] == {
                kind: (clock.agency, clock.left if clock.since else clock.due) for kind, clock in life.clocks.items()
            }, self._about(pk)
            assert misses[pk] == life.misses, self._about(pk)

    # --- what time does

    def sweep(self) -> None:
        """What the worker does every minute, and nothing else than the model says."""
        named = list(queries.due(self.now))
        due = {pk for pk, at in self.ahead.items() if at < self.now}
        assert due <= set(named), f"{self.now}: not read: {[self._about(pk) for pk in due - set(named)]}"
        with read_once():  # as `manage.py sweep`
            for pk in named:
                before = self.lives[pk].status
                self.expect(pk, self.lives[pk].pass_time(self.now), lambda pk=pk: self._pass_time(pk))
                assert self.ahead[pk] > self.now, f"the model leaves something undone: {self._about(pk)}"
                if pk in self.plans and self.lives[pk].status != before:
                    self.intend(pk)

    def _pass_time(self, pk: int) -> None:
        escalation.pass_time(pk, now=self.now)

    def send_digests(self) -> None:
        self.seen["digests"] += self.post.morning(self.now)

    def expect(self, pk: int, expected: list[Happened], act) -> None:
        """`act` must cause exactly that: the events, who is told by them, and the case as it stands then."""
        last = self.lives[pk].version - len(expected)
        act()
        found = self._happened(pk, last)
        assert Counter(found) == Counter(expected), self._differ(pk, found, expected)
        for happened in expected:
            self.seen[happened.what] += 1
            self.post.written(happened.staff, self.now)
        self._touch(pk)

    def _happened(self, pk: int, last: int) -> list[Happened]:
        events = list(Event.objects.filter(complaint=pk, sequence__gt=last).order_by("sequence"))
        told: dict[int, list[Message]] = {}
        for message in Message.objects.filter(complaint=pk, sequence__gt=last) if events else ():
            told.setdefault(message.sequence, []).append(message)
        return [self._read(event, told.get(event.sequence, [])) for event in events]

    def _read(self, event: Event, messages: list[Message]) -> Happened:
        data = event.data
        assert event.at == self.now
        staff = [message for message in messages if message.user_id]
        clock = data.get("clock") or self._climbed(data)
        assert {(m.channel, m.kind) for m in staff} <= {("digest", _BESIDE.get(clock, _MESSAGE.get(event.kind)))}
        due = data.get("until") or data.get("due")
        return Happened(
            str(event.kind),
            clock,
            self.cast.codes.get(data["by"]) if event.kind in _MISSED else None,
            due and datetime.fromisoformat(due),
            self.cast.rungs.get(data.get("rung")),
            data.get("round"),
            frozenset(self.names[message.user_id] for message in staff),
            next((str(message.kind) for message in messages if not message.user_id), None),
        )

    def _climbed(self, data: dict) -> str | None:
        """Which clock's ladder an event tells of."""
        return Clock.objects.get(pk=data["clock_id"]).kind if "clock_id" in data else None

    def _touch(self, pk: int) -> None:
        self.ahead[pk] = self.lives[pk].next_at(self.now)
        self.touched.add(pk)

    # --- what people do

    def file(self, category: str, *, named: bool, received: datetime | None = None, protected: bool = False) -> int:
        """Somebody files a complaint, perhaps through the secret door, or staff enter one received earlier."""
        topic, reporter = self.cast.categories[category], REPORTER if named else None
        if protected:
            report = intake.ProtectedReport(story=factories.STORY, accused="", when="", where="", agency=None)
            key = drafts.new_key()
            complaint = intake.protected(key, report=report, photos=(), reporter=reporter, now=self.now).complaint
        elif received is None:
            complaint = factories.make_complaint(category=topic, reporter=reporter, now=self.now)
        else:
            complaint = performing.enter(self.cast, topic, reporter, received, self.now)
        life = Life(self.offices, self.now, category=category, named=named, received=received, protected=protected)
        life.pk = complaint.pk
        self.lives[complaint.pk] = life
        # An entry may be late from its first moment.
        self.expect(complaint.pk, life.pass_time(self.now), lambda: None)
        return complaint.pk

    def file_and_live_on(self, category: str, **how) -> None:
        self.intend(self.file(category, **how))

    def file_protected(self, named: bool) -> None:
        self.file_and_live_on("pju", named=named, protected=True)

    def intend(self, pk: int) -> None:
        """Somebody means to act, at some time; the intention before is forgotten."""
        self.plans[pk] = plan = next(self.number)
        life = self.lives[pk]
        after = habits.wait(life, self.random)
        if after is None:
            return
        at = self.now + after
        if life.status not in ("needs_info", "answered", "resolved"):  # staff keep office hours
            office = life.office("DISKOMINFO" if life.status == "submitted" else life.owner)
            if not office.is_open(at):
                at = office.next_open(at) + timedelta(minutes=self.random.randint(0, 180))
        self.plan(at, self.try_something, pk, plan)

    def try_something(self, pk: int, plan: int) -> None:
        if self.plans[pk] != plan:
            return
        chosen = habits.choose(self.lives[pk], self.people, self.now, self.random)
        if chosen:
            self.act(pk, *chosen)
        self.intend(pk)

    def act(self, pk: int, person: Person, act: str, inputs: dict) -> None:
        """`person` does it, in the portal and in the model."""
        life, told, main = self.lives[pk], {}, None
        if act == "merge":
            mains = [main for main in self.lives.values() if habits.may_be_joined_to(life, main)]
            if not mains:
                return
            main = self.random.choice(mains)
            told = {"into": main}
        elif act == "unmerge":
            main = life.into
        elif act == "instruct":
            inputs = inputs | {"day": self.now.astimezone(WIB).date() + inputs["days"] * DAY}
            told = {"by": person.name, "day": tables.at(inputs["day"], 0)}
        elif act in ("refer", "uphold"):
            told = {name: inputs[name] for name in ("to", "term_class", "category") if name in inputs}
        elif act == "assign":
            told = {"to": inputs["to"].name}
        elif act == "forward_external":
            told = {"sensitive": None}
        elif act in ("promise", "extend"):
            day = performing.named_day(life, act, inputs, self.now)
            told = {"until": life.office(life.owner).closing(day)}
        self._perform(life, act, self.cast.people.get(person), inputs, main)
        life.do(act, self.now, **told)
        self.seen[act] += 1
        self._touch(pk)
        if main is not None:
            self._touch(main.pk)

    def _perform(self, life: Life, act: str, actor, inputs: dict, main: Life | None) -> None:
        match act:
            case "instruct":
                day = inputs["day"]
                return triage.instruct(life.pk, text="Selesaikan.", finish_by=day, actor=actor, now=self.now)
            case "link_lapor":
                return triage.link_lapor(life.pk, number=f"1{life.pk:06}", actor=actor, now=self.now)
            case "answer_lapor":
                return triage.answer_lapor(life.pk, actor=actor, now=self.now)
        return performing.perform(
            SimpleNamespace(pk=life.pk, model=life, now=self.now, main=main and Complaint.objects.get(pk=main.pk)),
            self.cast,
            act,
            actor,
            dict(inputs),
        )

    # --- the calendar

    def declare(self, day: date, *, local: bool) -> None:
        """Somebody hears of a free day, perhaps late; all dates follow."""
        if Holiday.objects.filter(day=day).exists():
            return
        kind = Holiday.Kind.LOCAL if local else Holiday.Kind.NATIONAL
        values = {"day": day, "name": f"Libur {day}", "kind": kind}
        operations_calendar.save_holiday(None, values=values, actor=self.cast.administrator, now=self.now)
        self.free.add(day)
        if local:
            self.local.add(day)
        self.seen["declared"] += 1
        self._follow()

    def withdraw(self, day: date) -> None:
        holiday = Holiday.objects.filter(day=day, withdrawn_on=None).first()
        if holiday is None:
            return
        values = {"withdrawn_on": self.now.astimezone(WIB).date()}
        operations_calendar.save_holiday(holiday.pk, values=values, actor=self.cast.administrator, now=self.now)
        self.free.discard(day)
        self.local.discard(day)
        self.seen["withdrawn"] += 1
        self._follow()

    def _follow(self) -> None:
        """As the worker does at its next look."""
        named = set(queries.counted())
        assert named == {pk for pk, life in self.lives.items() if life.closed is None}
        for pk in sorted(named):
            expected = self.lives[pk].follow(self.now)
            self.expect_moved(pk, expected)

    def expect_moved(self, pk: int, expected: list[Happened]) -> None:
        self.ahead[pk] = self.lives[pk].next_at(self.now)
        if expected:
            self.expect(pk, expected, lambda: escalation.follow_calendar(pk, now=self.now))
        else:
            assert escalation.follow_calendar(pk, now=self.now) == 0, self._about(pk)

    # --- words

    def _about(self, pk: int) -> str:
        life = self.lives[pk]
        clocks = {kind: (clock.agency, clock.due, clock.since) for kind, clock in life.clocks.items()}
        kinds = list(Event.objects.filter(complaint=pk).order_by("sequence").values_list("kind", flat=True))
        return f"case {pk} at {self.now}: {life.status} {life.because} of {life.owner}, {clocks}, {kinds}"

    def _differ(self, pk: int, found: list[Happened], expected: list[Happened]) -> str:
        more, less = Counter(found) - Counter(expected), Counter(expected) - Counter(found)
        return f"{self._about(pk)}\nhappened, must not: {list(more)}\nmust, did not happen: {list(less)}"
