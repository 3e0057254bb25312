"""Random lives: anybody tries anything at any time, and after each step the complaint is what a naive model says.

Acts come from `states.TRANSITIONS` and go through the real operations. Every row of the chart and every refusal
must have been reached in the end; what was reached is printed (`pytest -s`).
"""

from __future__ import annotations

import re
from random import Random

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from complaints import audit, guarantee, history, lifecycle
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Agency, Complaint, Event
from complaints.routing import operations as routing
from complaints.states import TRANSITIONS, WAITS_FOR, Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW
from tests.journeys import model
from tests.journeys.cast import (
    LEADS_TO,
    REFUSALS,
    REPORTERS_ACTS,
    SEEING,
    STAFF_ACTS,
    STEPS,
    VERSIONED,
    WEIGHTS,
    Cast,
    reached,
    refused,
)
from tests.worlds import ANSWER, REPORTER


class Life(RuleBasedStateMachine):
    """One complaint from filing on; each step is one attempt of one person."""

    def __init__(self, missing=frozenset()):
        super().__init__()
        self.missing = missing  # what a guided life looks for
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.filed = False

    def teardown(self):
        try:
            if self.filed:
                assert guarantee.violations() == []
                assert list(history.faults()) == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # Seeds, not single draws: hypothesis likes small numbers, and lives would all begin alike.
    @rule(seed=st.randoms(use_true_random=True))
    def attempt(self, seed):
        if not self.filed:
            self.file(sensitive=seed.random() < 0.3, named=seed.random() < 0.7)
        self.now += seed.choice(STEPS)
        mood = seed.random()
        plans = self.proper() if mood < 0.55 else self.mischief() if mood < 0.85 else self.anything()
        # First the kind of thing, each as often as its weight, then one of that kind.
        kind = seed.choices(list(plans), [self.weight(kind) for kind in plans])[0]
        person, act, inputs = seed.choice(plans[kind])
        self.carry_out(person, act, inputs, expected=mood < 0.55)

    def weight(self, kind) -> float:
        wanted = {LEADS_TO.get(name, name) for name in self.missing}
        return WEIGHTS.get(kind, 3) * (30 if kind in wanted else 1)

    def file(self, sensitive, named):
        self.filed = True
        category = cast.categories[sensitive, False]
        self.pk = factories.make_complaint(category=category, reporter=REPORTER if named else None, now=self.now).pk
        complaint = lifecycle.lock(self.pk)
        complaint.excluded_person, complaint.excluded_agency = cast.accused, cast.satpol
        complaint.save(update_fields=["excluded_person", "excluded_agency"])
        audit.record(complaint, Event.Kind.INTERNAL_NOTED, audit.SYSTEM, self.now)
        self.model = model.Complaint(cast.calendar, self.now, sensitive=sensitive, named=named)
        self.model.version = 2
        self.physical = False
        reached["submit"] += 1
        self.check()

    # --- what may be tried

    def proper(self) -> dict[str, list[tuple]]:
        """All that is right now, by act, with inputs that are right."""
        found = {}
        for act in STAFF_ACTS + REPORTERS_ACTS:
            for person in cast.people:
                if self.model.may(person, act) and self.model.fits(act, self.now):
                    found.setdefault(act, []).extend((person, act, inputs) for inputs in self.good_inputs(act))
        return {act: plans for act, plans in found.items() if plans}

    def good_inputs(self, act) -> list[dict]:
        complaint = self.model
        match act:
            case "refer":
                return [
                    {"to": to, "term_class": term_class, "category": category, "reason": "Sesuai tugas."}
                    for to in cast.offices
                    for term_class in ("NORMAL", "SENSITIVE", "SUPERVISORY")
                    for category in cast.categories
                    if complaint.may_go_to(to, term_class, complaint.access_for(term_class, category[0]))
                ]
            case "uphold":
                term_class, access = complaint.term_class, complaint.access
                return [{"to": to} for to in cast.offices if complaint.may_go_to(to, term_class, access)]
            case "assign":
                return [{"to": person} for person in cast.people if complaint.works(person) and not person.excluded]
            case "answer":
                return [{"outcome": Outcome.REPAIRED, "text": ANSWER, "no_photo_reason": "Pekerjaan di malam hari."}]
        return [{}]

    def mischief(self) -> dict[str, list[tuple]]:
        """Right acts of the right person with wrong inputs, and some that only the time or a name makes wrong."""
        proper = self.proper()
        reporter, *staff = cast.people
        found = {"stale": [plan(p, stale=True) for act in proper if act in VERSIONED for p in proper[act][:3]]}
        wrong_offices = [office for office in cast.offices if not office.may_own or office.excluded]
        for act in ("refer", "uphold"):
            found["office"] = [plan(p, to=to) for p in proper.get(act, [])[:1] for to in wrong_offices]
            if found["office"]:
                break
        for p in proper.get("refer", [])[:1]:
            found["outside"] = [plan(p, term_class="EXTERNAL")]
            found["supervisory"] = [plan(p, term_class="SUPERVISORY", to=first("DLH"))]
            found["sensitive"] = [plan(p, term_class="SENSITIVE", to=first("DLH"))]
            if self.model.because == "arbitration":
                found["undecided"] = [plan(p, reason="")]
        for p in proper.get("uphold", [])[:1]:
            found["sensitive"] = [plan(p, to=first("DLH"))]
        found["itself"] = [plan(p, suggested=True) for p in proper.get("return_referral", [])[:1]]
        found["colleague"] = [plan(p, to=other) for p in proper.get("assign", [])[:1] for other in staff]
        for p in proper.get("answer", [])[:1]:
            found["promise"] = [plan(p, outcome=Outcome.PROMISED)]
            found["short"] = [plan(p, text="Sudah.")]
            found["no photo"] = [plan(p, no_photo_reason="")]
        found["seen"] = [plan(p, seen=1) for act in SEEING for p in proper.get(act, [])]
        found["not open"] = [
            (person, "open_contact", {}) for person in staff if not self.model.may(person, "open_contact")
        ]
        if self.model.status != "submitted":
            found["not now"] = [(staff[0], "examine", {})]
        if not self.model.named:
            found["unnamed"] = [(staff[0], "open_contact", {})]
        if self.model.status == "resolved" and "raise_objection" not in proper:
            found["late"] = [(reporter, "raise_objection", {})]
        return {kind: plans for kind, plans in found.items() if plans} or self.anything()

    def anything(self) -> dict[str, list[tuple]]:
        reporter, *staff = cast.people
        inputs = {"assign": {"to": staff[0]}, "refer": {"to": first("DLH")}, "uphold": {"to": first("DLH")}}
        found = {act: [(person, act, inputs.get(act, {})) for person in staff] for act in STAFF_ACTS}
        return found | {act: [(reporter, act, {})] for act in REPORTERS_ACTS}

    # --- trying it

    def carry_out(self, person, act, inputs, *, expected):
        complaint = self.model
        inputs = dict(inputs)
        allowed = complaint.may(person, act) and complaint.fits(act, self.now) and self.fine(act, inputs)
        assert allowed or not expected
        row = "return_referral_again" if act == "return_referral" and complaint.returned else act
        try:
            with transaction.atomic():
                self.call(act, cast.people[person], dict(inputs))
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
            complaint.do(act, self.now, **told)
            reached[row] += 1
        self.check()

    def fine(self, act, inputs) -> bool:
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
            case "answer":
                photo = bool(inputs.get("no_photo_reason", "Malam.")) or not self.physical
                good = inputs.get("outcome", Outcome.REPAIRED) == Outcome.REPAIRED
                return good and len(inputs.get("text", ANSWER)) >= 40 and photo
        return True

    def colleague(self, person) -> bool:
        roles = {"liaison_officer", "case_officer", "head"} | (
            {"inspectorate"} if self.model.owner == "INSP" else set()
        )
        marked = self.model.access != "sensitive" or person.marked
        return person.agency == self.model.owner and person.role in roles and marked and not person.excluded

    def call(self, act, actor, inputs):
        now = {"now": self.now}
        if act in REPORTERS_ACTS:
            seen = {"seen": inputs["seen"]} if "seen" in inputs else {}
            match act:
                case "reply":
                    return tracking.reply(self.pk, text="Di depan pasar.", **seen, **now)
                case "confirm":
                    return tracking.confirm(self.pk, reasons=["fast"], comment="Terima kasih.", **seen, **now)
                case "raise_objection":
                    return tracking.raise_objection(self.pk, partly=False, comment="Masih mati.", **seen, **now)
                case "withdraw":
                    return tracking.withdraw(self.pk, reason="Sudah beres.", **now)
        version = self.model.version - 1 if inputs.pop("stale", False) else self.model.version
        staff = {"actor": actor, "version": version, **now}
        match act:
            case "refer":
                return routing.refer(
                    self.pk,
                    category=cast.categories[inputs["category"]]
                    if "category" in inputs
                    else cast.categories[False, False],
                    term_class=inputs.get("term_class", "NORMAL"),
                    priority="normal",
                    to=cast.offices[inputs["to"]],
                    reason=inputs.get("reason", ""),
                    **staff,
                )
            case "return_referral":
                own = Agency.objects.get(code=self.model.owner) if inputs.get("suggested") else None
                return routing.return_referral(self.pk, reason="Bukan kami.", suggested=own, **staff)
            case "uphold":
                return triage.uphold(self.pk, to=cast.offices[inputs["to"]], reason="Benar.", **staff)
            case "not_uphold":
                return triage.not_uphold(self.pk, reason="Sudah sesuai.", **staff)
            case "archive":
                return triage.archive(self.pk, code="unclear", text="Tidak jelas.", **staff)
            case "reopen":
                return triage.reopen(self.pk, reason="Pelapor menelepon.", **staff)
            case "examine":
                return triage.examine(self.pk, actor=actor, **now)
            case "open_contact":
                return triage.open_contact(self.pk, reason="ask_details", actor=actor, **now)
            case "accept":
                return followup.accept(self.pk, **staff)
            case "assign":
                return followup.assign(self.pk, to=cast.people[inputs["to"]], **staff)
            case "ask":
                return followup.ask(self.pk, question="Di mana?", **staff)
            case "note_progress":
                return followup.note_progress(self.pk, text="Sedang dikerjakan.", **staff)
            case "note_internal":
                return followup.note_internal(self.pk, text="Stok habis.", **staff)
            case "answer":
                answer = {"outcome": Outcome.REPAIRED, "text": ANSWER, "no_photo_reason": "Malam."} | inputs
                return followup.answer(self.pk, **answer, **staff)
        raise ValueError(act)

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


CHEAP = [
    guarantee._without_owner,
    guarantee._without_next_step,
    guarantee._without_clock,
    guarantee._unrecorded_misses,
    guarantee._altered_misses,
]


def plan(proper: tuple, **changed) -> tuple:
    """Return a proper plan with inputs changed to wrong ones."""
    person, act, inputs = proper
    return person, act, inputs | changed


def first(code: str) -> model.Office:
    return next(office for office in cast.offices if office.code == code)


@pytest.mark.django_db
def test_random_lives(lasting_office):
    global cast
    cast = Cast(lasting_office)
    reached.clear()
    refused.clear()
    chosen = settings(max_examples=20, stateful_step_count=40, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=chosen)
    print("\nreached:", dict(reached.most_common()), "\nrefused:", dict(refused.most_common()))
    # What chance left out is looked for by lives that prefer it.
    for number in range(40):
        missing = (TRANSITIONS.keys() - reached.keys()) | (REFUSALS.keys() - refused.keys())
        if not missing:
            break
        print("looking for", missing)
        guided(missing, Random(number))
    assert TRANSITIONS.keys() <= reached.keys()
    assert REFUSALS.keys() == refused.keys()


def guided(missing, seed):
    life = Life(missing)
    try:
        for _ in range(40):
            life.attempt(seed=seed)
    finally:
        life.teardown()
