"""Random lives: anybody tries anything at any time, and after each step the complaint is what a naive model says.

Acts come from `states.TRANSITIONS` and go through the real operations. Every row of the chart and every refusal
must have been reached in the end; what was reached is printed (`pytest -s`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from random import Random

import hypothesis.strategies as st
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from complaints import audit, guarantee, lifecycle
from complaints.errors import Refused
from complaints.escalation import operations as escalation
from complaints.figures import life
from complaints.figures import operations as figures
from complaints.followup import saved_views
from complaints.models import Complaint, Event
from complaints.states import TRANSITIONS, WAITS_FOR, Outcome
from tests import factories
from tests.factories import NOW
from tests.journeys import model, performing
from tests.journeys.cast import (
    LEADS_TO,
    REFUSALS,
    STEPS,
    WEIGHTS,
    Cast,
    reached,
    refused,
)
from tests.journeys.tries import Tries
from tests.worlds import ANSWER, REPORTER, all_kept


class Life(Tries, RuleBasedStateMachine):
    """One complaint from filing on; each step is one attempt of one person."""

    def __init__(self, missing=frozenset()):
        super().__init__()
        self.cast = cast
        self.missing = missing  # what a guided life looks for
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.filed = False

    def teardown(self):
        try:
            if self.filed:
                all_kept()
                assert figures.differences() == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # Seeds, not single draws: hypothesis likes small numbers, and lives would all begin alike.
    @rule(seed=st.randoms(use_true_random=True))
    def attempt(self, seed):
        if not self.filed:
            entered = seed.random() < (0.9 if "enter" in self.missing else 0.2)
            received = seed.choice([*STEPS[:2], timedelta(days=12)]) if entered else None
            self.file(sensitive=seed.random() < 0.3, named=seed.random() < 0.7, entered=received)
        wanted = self.wanted_by_time()
        self.now += STEPS[-1] if wanted else seed.choice(STEPS)
        if wanted or seed.random() < 0.3:
            self.sweep()
        mood = seed.random()
        expected = mood < 0.55
        plans = self.proper() if expected else self.mischief() if mood < 0.85 else self.anything()
        if self.missing and mood > 0.3:
            # What is looked for and could be had at once.
            sought = {LEADS_TO.get(name, (name,))[0] for name in self.missing} & self.mischief().keys()
            if sought:
                expected, plans = False, {kind: self.mischief()[kind] for kind in sorted(sought)}
        # First the kind of thing, each as often as its weight, then one of that kind.
        kind = seed.choices(list(plans), [self.weight(kind) for kind in plans])[0]
        person, act, inputs = seed.choice(plans[kind])
        self.carry_out(person, act, inputs, expected=expected)

    def wanted_by_time(self) -> bool:
        """Whether waiting leads to what is looked for."""
        acts = {
            "needs_info": {"completion_over", "silent"},
            "scheduled": {"promise_due"},
            "answered": {"confirmation_over"},
            "forwarded_external": {"check_back", "check_back_over"},
        }
        return bool(self.missing & acts.get(self.model.status, set()))

    def weight(self, kind) -> float:
        wanted = {leading for name in self.missing for leading in LEADS_TO.get(name, (name,))}
        return WEIGHTS.get(kind, 3) * (30 if kind in wanted else 1)

    def file(self, sensitive, named, entered):
        """File it, or enter what came before by another way. Beside it stands a main one to merge it into."""
        self.filed = True
        category, reporter = cast.categories[sensitive, False], REPORTER if named else None
        self.main = accuse(factories.make_complaint(category=cast.categories[False, False], now=self.now), self.now)
        if entered is None:
            complaint = factories.make_complaint(category=category, reporter=reporter, now=self.now)
        else:
            complaint = performing.enter(cast, category, reporter, self.now - entered, self.now)
        self.pk = complaint.pk
        received = None if entered is None else self.now - entered
        self.model = model.Complaint(cast.calendar, self.now, sensitive=sensitive, named=named, received=received)
        self.model.pass_time(self.now)  # an entry may be late from its first moment
        accuse(complaint, self.now)
        self.model.version += 1
        self.physical = False
        reached["submit" if entered is None else "enter"] += 1
        self.check()

    def sweep(self):
        happened = self.model.pass_time(self.now)
        assert [str(kind) for kind in escalation.pass_time(self.pk, now=self.now)] == happened
        reached.update("check_back" if kind == "checked_back" else kind for kind in happened)
        self.check()
        ordinary = Complaint.objects.filter(pk=self.pk, access_class="ordinary")
        assert self.counts("open") == ordinary.filter(closed_at=None).count()
        assert self.counts("overdue") == saved_views.late(ordinary, self.now).count()

    def counts(self, kind) -> int:
        """How often the complaint counts in the figures of the whole regency."""
        events = [
            life.Happened(*row) for row in Event.objects.filter(complaint=self.pk).values_list(*life.Happened._fields)
        ]
        found = life.cells(events, {})
        return sum(n for cell, n in found.items() if cell.kind == kind and not any(cell[:4]))

    # --- trying it

    def carry_out(self, person, act, inputs, *, expected):
        complaint = self.model
        inputs = dict(inputs)
        until = self.until(act, inputs)
        allowed = complaint.may(person, act) and complaint.fits(act, self.now) and self.fine(act, inputs, until)
        assert allowed or not expected
        row = "extend_again" if act == "extend" and complaint.extended else act
        if act == "return_referral" and complaint.returned and not complaint.only_proposed():
            row = "return_referral_again"
        try:
            with transaction.atomic():
                performing.perform(self, cast, act, cast.people[person], dict(inputs))
        except Refused as refusal:
            if allowed:
                raise AssertionError(f"{person.name} may {act} in {complaint.status} {complaint.because}") from refusal
            refused[next(name for name, words in REFUSALS.items() if re.search(words, str(refusal)))] += 1
        else:
            assert allowed, f"{person.name} may not {act} {inputs} in {complaint.status} {complaint.because}"
            told = {"to": inputs["to"]} if act in ("refer", "uphold") else {}
            if act == "refer":
                sensitive, self.physical = inputs.get("category", (False, False))
                told |= {"term_class": inputs.get("term_class", "NORMAL"), "sensitive": sensitive}
            if act in ("promise", "extend"):
                told["until"] = until
            if act == "forward_external":
                told["sensitive"] = inputs.get("sensitive")
                self.physical = self.physical and not told["sensitive"]
            complaint.do(act, self.now, **told)
            reached[row] += 1
        self.check()

    def until(self, act, inputs) -> datetime | None:
        """The moment that a promise or an extension names; None if it is none of them, or names no day to come."""
        if act not in ("promise", "extend"):
            return None
        today = timezone.localdate(self.now)
        day = performing.named_day(self.model, act, inputs, self.now)
        if day <= today:
            return None
        return cast.calendar.end_of_day(
            day if cast.calendar.is_working_day(day) else cast.calendar.next_working_day(day)
        )

    def fine(self, act, inputs, until) -> bool:
        """Whether the inputs are right."""
        complaint = self.model
        if inputs.get("stale") or inputs.get("suggested") or inputs.get("seen"):
            return False
        match act:
            case "refer":
                if complaint.because == "arbitration" and not inputs.get("reason"):
                    return False
                term_class, category = inputs.get("term_class", "NORMAL"), inputs.get("category", (False, False))
                access = complaint.access_for(term_class, category[0])
                return complaint.may_go_to(inputs["to"], term_class, access)
            case "uphold":
                return complaint.may_go_to(inputs["to"], complaint.term_class, complaint.access)
            case "assign":
                return self.colleague(inputs["to"])
            case "promise":
                return until is not None and inputs.get("outcome", Outcome.PROMISED) == Outcome.PROMISED
            case "extend":
                decided = complaint.extended == 0 or inputs.get("decision", "12")
                return bool(decided) and until is not None and until > complaint.clocks[complaint.work()].due
            case "forward_external":
                return inputs["to"].code == "PLN"
            case "record_outside_answer":
                return not inputs.get("tomorrow")
            case "merge":
                return not inputs.get("itself")
            case "answer" | "answer_on_behalf":
                if inputs.get("tomorrow"):
                    return False
                supervisory = complaint.access == "supervisory"
                photo = bool(inputs.get("no_photo_reason", "Malam.")) or not self.physical or supervisory
                good = inputs.get("outcome", Outcome.REPAIRED) == (Outcome.PROVEN if supervisory else Outcome.REPAIRED)
                return good and len(inputs.get("text", ANSWER)) >= 40 and photo
        return True

    def colleague(self, person) -> bool:
        roles = {"liaison_officer", "case_officer", "head"} | (
            {"inspectorate"} if self.model.owner == "INSP" else set()
        )
        marked = self.model.access != "sensitive" or person.marked
        return person.agency == self.model.owner and person.role in roles and marked and not person.excluded

    # --- what must hold

    def check(self):
        complaint, expected = Complaint.objects.get(pk=self.pk), self.model
        back = expected.back or (None, None)
        found = {
            "status": complaint.status,
            "because": complaint.submitted_because,
            "owner": cast.codes[complaint.owner_id],
            "back": (complaint.resume_status, complaint.resume_because),
            "access": complaint.access_class,
            "due": complaint.due_at,
            "closed": complaint.closed_at,
            "waits for": complaint.waits_for,
            "version": complaint.version,
            "examined": complaint.examined_at is not None,
        }
        assert found == {
            "status": expected.status,
            "because": expected.because,
            "owner": expected.owner,
            "back": back,
            "access": expected.access,
            "due": expected.due(),
            "closed": expected.closed,
            "waits for": WAITS_FOR.get(expected.status),
            "version": expected.version,
            "examined": expected.examined,
        }
        running = complaint.clocks.filter(stopped_at=None).values_list("kind", "agency", "due_at", "remaining")
        assert {kind: (cast.codes[agency], left or due) for kind, agency, due, left in running} == {
            kind: (clock.agency, clock.left if clock.since else clock.due) for kind, clock in expected.clocks.items()
        }
        missed = complaint.clocks.filter(miss__isnull=False)
        misses = missed.values_list("kind", "miss__agency", "miss__due_at")
        assert {(kind, cast.codes[agency], due) for kind, agency, due in misses} == expected.misses
        assert missed.count() == len(expected.misses)
        for count in CHEAP:
            assert count() == 0, count.__name__
        figures.tally(self.now)
        if complaint.version % 5 == 0:
            assert figures.differences() == []


CHEAP = [
    guarantee._without_owner,
    guarantee._without_next_step,
    guarantee._without_clock,
    guarantee._unrecorded_misses,
    guarantee._altered_misses,
]


def accuse(complaint: Complaint, now: datetime) -> Complaint:
    """Let it be about somebody, and seal that."""
    complaint = lifecycle.lock(complaint.pk)
    complaint.excluded_person, complaint.excluded_agency = cast.accused, cast.satpol
    complaint.save(update_fields=["excluded_person", "excluded_agency"])
    audit.record(complaint, Event.Kind.INTERNAL_NOTED, audit.SYSTEM, now)
    return complaint


@pytest.mark.django_db
def test_random_lives(lasting_office):
    global cast
    cast = Cast(lasting_office)
    reached.clear()
    refused.clear()
    # Not shrunk: a life is made of seeds, and each shorter one is another.
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    chosen = settings(max_examples=16, stateful_step_count=40, phases=phases, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=chosen)
    print("\nreached:", dict(reached.most_common()), "\nrefused:", dict(refused.most_common()))
    # What chance left out is looked for by lives that prefer it.
    for number in range(40):
        missing = (TRANSITIONS.keys() - reached.keys()) | (REFUSALS.keys() - refused.keys())
        if not missing:
            break
        print("looking for", missing)
        guided(missing, Random(number))
    assert TRANSITIONS.keys() == reached.keys() & TRANSITIONS.keys()
    assert REFUSALS.keys() == refused.keys()


def guided(missing, seed):
    lived = Life(missing)
    try:
        for _ in range(40):
            lived.attempt(seed=seed)
    finally:
        lived.teardown()
