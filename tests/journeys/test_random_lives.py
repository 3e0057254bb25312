"""Random lives: anybody tries anything at any time, and after each step the complaint is what a naive model says.

Acts come from `states.TRANSITIONS` and go through the real operations. Every row of the chart and every refusal
must have been reached in the end; what was reached is printed (`pytest -s`).
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from random import Random

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from complaints import audit, guarantee, history, lifecycle
from complaints.deadlines.offices import calendar_of
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Agency, Complaint, Event, Position
from complaints.routing import operations as routing
from complaints.states import TRANSITIONS, WAITS_FOR, Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW
from tests.journeys import model
from tests.worlds import ANSWER, REPORTER

REFUSALS = {
    "status": "Laporan ini sudah berubah. Tindakan itu",
    "not theirs": "Tindakan ini bukan tugas jabatan Anda",
    "overtaken": "Laporan ini baru diubah oleh",
    "no decision": "Tulis putusan penengah",
    "returned to itself": "bukan instansi Anda sendiri",
    "may not own": "Instansi ini tidak bisa menerima laporan",
    "about itself": "laporan tentang dirinya sendiri",
    "outside class": "Kelas ini untuk lembaga luar",
    "supervisory elsewhere": "hanya ditangani Inspektorat",
    "sensitive elsewhere": "Laporan peka hanya diteruskan",
    "nothing to examine": "tidak sedang menunggu pemeriksaan",
    "contact closed": "Kontak pelapor tidak bisa dibuka",
    "no contact": "Laporan ini tanpa nama",
    "not a colleague": "Pilih orang dari instansi Anda sendiri",
    "no outcome": "Pilih hasilnya",
    "short answer": "paling sedikit 40 huruf",
    "no photo": "Tambahkan foto sesudah dikerjakan",
    "older question": "Petugas sudah bertanya lagi",
    "older answer": "Instansi sudah menjawab lagi",
    "objection too late": "sudah ditutup lebih dari 30 hari",
}
STEPS = [timedelta(0), timedelta(hours=1), timedelta(hours=5), timedelta(days=1), timedelta(days=4), timedelta(days=33)]
STAFF_ACTS = [
    *("refer", "ask", "accept", "assign", "return_referral", "note_progress", "note_internal", "answer"),
    *("uphold", "not_uphold", "archive", "reopen", "examine", "open_contact"),
]
REPORTERS_ACTS = ["reply", "confirm", "raise_objection", "withdraw"]
VERSIONED = set(STAFF_ACTS) - {"examine", "open_contact"}
SEEING = ("reply", "confirm", "raise_objection")
# What closes a life is tried less often, so that lives grow long; what can rarely be tried at all, more often.
WEIGHTS = {
    **dict.fromkeys(("archive", "withdraw", "reopen", "note_internal", "examine", "open_contact"), 0.3),
    **dict.fromkeys(("return_referral", "answer", "raise_objection", "uphold", "not_uphold", "late"), 9),
    **dict.fromkeys(("undecided", "no photo", "short", "promise", "colleague", "itself"), 9),
    **dict.fromkeys(("stale", "unnamed", "not now", "not open"), 0.6),
}

# The kind of attempt that leads to a refusal.
LEADS_TO = {
    "overtaken": "stale",
    "no decision": "undecided",
    "returned to itself": "itself",
    "may not own": "office",
    "about itself": "office",
    "outside class": "outside",
    "supervisory elsewhere": "supervisory",
    "sensitive elsewhere": "sensitive",
    "nothing to examine": "not now",
    "contact closed": "not open",
    "no contact": "unnamed",
    "not a colleague": "colleague",
    "no outcome": "promise",
    "short answer": "short",
    "no photo": "no photo",
    "older question": "seen",
    "older answer": "seen",
    "objection too late": "late",
    "return_referral_again": "return_referral",
}

reached: Counter[str] = Counter()
refused: Counter[str] = Counter()
cast: Cast | None = None


class Cast:
    """The people and offices of the module, in the database and in the model."""

    def __init__(self, office):
        role = Position.Role
        satpol = factories.make_agency("Satpol")
        closed = factories.make_agency("Tutup", is_active=False)
        outside = factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL)
        self.offices = {
            model.Office("DISHUB"): office.dishub,
            model.Office("DLH"): office.dlh,
            model.Office("DSPPPA", helps=True): office.helper,
            model.Office("INSP"): office.inspectorate,
            model.Office("DISKOMINFO"): factories.coordination(),
            model.Office("SATPOL", excluded=True): satpol,
            model.Office("TUTUP", may_own=False): closed,
            model.Office("PLN", may_own=False): outside,
        }
        accused = factories.make_staff(factories.coordination(), role.COORDINATOR)
        self.people = {
            model.Person("reporter", None): audit.REPORTER,
            model.Person("coordinator", "DISKOMINFO", role.COORDINATOR): office.coordinator,
            model.Person("accused coordinator", "DISKOMINFO", role.COORDINATOR, excluded=True): accused,
            model.Person("liaison", "DISHUB", role.LIAISON): office.liaison,
            model.Person("officer", "DISHUB", role.CASE_OFFICER): office.officer,
            model.Person("head", "DISHUB", role.HEAD): office.head,
            model.Person("liaison of another", "DLH", role.LIAISON): office.dlh_liaison,
            model.Person("helper", "DSPPPA", role.LIAISON, marked=True): office.helper_liaison,
            model.Person("unmarked helper", "DSPPPA", role.LIAISON): office.helper_unmarked,
            model.Person("inspector", "INSP", role.INSPECTORATE): office.inspector,
            model.Person("web desk", "DISKOMINFO", role.LIAISON): factories.make_staff(factories.coordination()),
            model.Person("leader", "SETDA", role.LEADER): office.leader,
            model.Person("overseer", "SETDA", role.OVERSEER): office.overseer,
            model.Person("administrator", "DISKOMINFO", role.ADMINISTRATOR): office.administrator,
            model.Person("clerk", "DISHUB", role.ENTRY): office.clerk,
            model.Person("of the accused agency", "SATPOL", role.COORDINATOR, excluded=True): factories.make_staff(
                satpol, role.COORDINATOR
            ),
        }
        self.accused, self.satpol = accused, satpol
        self.categories = {
            (False, False): office.pju,
            (False, True): factories.make_category("jalan", office.dishub, physical=True),
            (True, False): office.violence,
        }
        self.calendar = calendar_of()
        self.codes = dict(Agency.objects.values_list("pk", "code"))


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
