"""What may be tried in a random life: what is right, what is nearly right, and anything at all."""

from __future__ import annotations

from complaints.states import Outcome
from tests.journeys.cast import REPORTERS_ACTS, SEEING, STAFF_ACTS, VERSIONED
from tests.journeys.rights import OPEN, Office
from tests.worlds import ANSWER


class Tries:
    """Plans (person, act, inputs) by what they are called, for the complaint as `self.model` has it now."""

    def proper(self) -> dict[str, list[tuple]]:
        """All that is right now, by act, with inputs that are right."""
        found = {}
        for act in STAFF_ACTS + REPORTERS_ACTS:
            for person in self.cast.people:
                if self.model.may(person, act) and self.model.fits(act, self.now):
                    found.setdefault(act, []).extend((person, act, inputs) for inputs in self.good_inputs(act))
        return {act: plans for act, plans in found.items() if plans}

    def good_inputs(self, act) -> list[dict]:
        complaint = self.model
        match act:
            case "refer":
                return [
                    {"to": to, "term_class": term_class, "category": category, "reason": "Sesuai tugas."}
                    for to in self.cast.offices
                    for term_class in ("NORMAL", "SENSITIVE", "SUPERVISORY")
                    for category in self.cast.categories
                    if complaint.may_go_to(to, term_class, complaint.access_for(term_class, category[0]))
                ]
            case "uphold":
                term_class, access = complaint.term_class, complaint.access
                return [{"to": to} for to in self.cast.offices if complaint.may_go_to(to, term_class, access)]
            case "assign":
                return [
                    {"to": person} for person in self.cast.people if complaint.works(person) and not person.excluded
                ]
            case "answer" | "answer_on_behalf":
                outcome = Outcome.PROVEN if complaint.access == "supervisory" else Outcome.REPAIRED
                return [{"outcome": outcome, "text": ANSWER, "no_photo_reason": "Pekerjaan di malam hari."}]
            case "promise":
                return [{"days": days} for days in (1, 7, 60)]
            case "extend":
                return [{"days": days} for days in (10, 20)]
            case "forward_external":
                return [{"to": self.first("PLN"), "sensitive": sensitive} for sensitive in (None, True)]
        return [{}]

    def mischief(self) -> dict[str, list[tuple]]:
        """Right acts of the right person with wrong inputs, and some that only the time or a name makes wrong."""
        proper = self.proper()
        reporter, *staff = self.cast.people
        found = {"stale": [plan(p, stale=True) for act in proper if act in VERSIONED for p in proper[act][:3]]}
        wrong_offices = [office for office in self.cast.offices if not office.may_own or office.excluded]
        for act in ("refer", "uphold"):
            found["office"] = [plan(p, to=to) for p in proper.get(act, [])[:1] for to in wrong_offices]
            if found["office"]:
                break
        for p in proper.get("refer", [])[:1]:
            found["outside"] = [plan(p, term_class="EXTERNAL")]
            found["supervisory"] = [plan(p, term_class="SUPERVISORY", to=self.first("DLH"))]
            found["sensitive"] = [plan(p, term_class="SENSITIVE", to=self.first("DLH"))]
            if self.model.because == "arbitration":
                found["undecided"] = [plan(p, reason="")]
        for p in proper.get("uphold", [])[:1]:
            found["sensitive"] = [plan(p, to=self.first("DLH"))]
        found["itself"] = [plan(p, suggested=True) for p in proper.get("return_referral", [])[:1]]
        found["colleague"] = [plan(p, to=other) for p in proper.get("assign", [])[:1] for other in staff]
        for p in proper.get("answer", [])[:1]:
            found["promised"] = [plan(p, outcome=Outcome.PROMISED)]
            found["short"] = [plan(p, text="Sudah.")]
            found["no photo"] = [plan(p, no_photo_reason="")]
        workers = [p for p in staff if self.model.works(p)]
        if self.model.only_proposed():
            found["not confirmed"] = [(p, "assign", {"to": p}) for p in workers]
            acts = ("ask", "note_progress", "promise", "answer", "extend")
            found["not confirmed"] += [(p, act, {}) for p in workers for act in acts]
        elif self.model.works_on() and self.model.access == "supervisory":
            found["confirmed"] = [(p, "return_referral", {}) for p in workers]
        elif self.model.works_on() and self.model.silent:
            found["silent"] = [(p, act, {}) for p in workers for act in ("ask", "promise", "return_referral")]
        for p in proper.get("promise", [])[:1]:
            found["today"] = [plan(p, days=0)]
            found["no promise"] = [plan(p, outcome=Outcome.REPAIRED)]
        for p in proper.get("extend", [])[:1]:
            found["no later"] = [plan(p, days=-300)]
            if self.model.extended == 1:
                found["no number"] = [plan(p, decision="")]
        if self.model.works_on() and not self.model.silent and "extend" not in proper:
            over = self.model.clocks[self.model.work()].due <= self.now
            late = "extended late" if over else "extended twice" if self.model.extended == 2 else None
            if late:
                found[late] = [(staff[0], "extend", {})]
        if self.model.status == "answered" and "send_back" not in proper:
            found["judged by now"] = [(staff[0], "send_back", {})]
        for p in proper.get("forward_external", [])[:1]:
            found["not outside"] = [plan(p, to=self.first("DLH"))]
        for p in proper.get("record_outside_answer", [])[:1]:
            found["before its time"] = [plan(p, tomorrow=True)]
        for p in proper.get("answer_on_behalf", [])[:1]:
            found["before it is given"] = [plan(p, tomorrow=True)]
        for p in proper.get("merge", [])[:1]:
            found["into itself"] = [plan(p, itself=True)]
        if self.model.status in OPEN and self.model.access != "ordinary":
            found["not ordinary"] = [(staff[0], "merge", {})]
            found["main unseen"] = [(staff[5], "merge", {})]
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
        reporter, *staff = self.cast.people
        inputs = {act: {"to": self.first("DLH")} for act in ("refer", "uphold")}
        inputs |= {"assign": {"to": staff[0]}, "forward_external": {"to": self.first("PLN")}}
        found = {act: [(person, act, inputs.get(act, {})) for person in staff] for act in STAFF_ACTS}
        return found | {act: [(reporter, act, {})] for act in REPORTERS_ACTS}

    def first(self, code: str) -> Office:
        return next(office for office in self.cast.offices if office.code == code)


def plan(proper: tuple, **changed) -> tuple:
    """Return a proper plan with inputs changed to wrong ones."""
    person, act, inputs = proper
    return person, act, inputs | changed
