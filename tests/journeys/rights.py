"""A naive telling of who may do what when (life.md 3 and 4). Shares no rule with the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

CLOSED = ("supervisory", "protected")
OPEN = {"submitted", "needs_info", "referred", "in_progress", "scheduled", "answered", "forwarded_external"}
DESK = {  # the coordinator's, never in closed cases
    *("answer_on_behalf", "send_back", "forward_external", "ask_outside", "record_outside_answer", "bounce"),
    *("merge", "unmerge"),
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


class Rights:
    """What a complaint, as `model.Complaint` tells it, lets people do."""

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
            if self.access in CLOSED:
                return person.role == "inspectorate"
            return person.role == "coordinator" and self.sees(person)
        if act == "ask":
            act = "refer" if "submitted" in (self.status, self.back and self.back[0]) else "accept"
        if act in ("refer", "archive", "examine"):
            return person.role == ("inspectorate" if "INSP" in (self.owner, self.desk()) else "coordinator")
        if act in DESK:
            return person.role == "coordinator" and self.access not in CLOSED
        if act == "extend":
            if self.extended == 0:
                return self.works(person) and person.role in ("head", "inspectorate")
            arbiter = person.agency == "SETDA" and person.role in ("leader", "head")
            return (person.role == "coordinator" or arbiter) and self.access not in CLOSED
        if act in ("uphold", "not_uphold", "reopen"):
            return person.role == ("inspectorate" if self.desk() == "INSP" else "coordinator")
        return self.works(person)

    def desk(self) -> str:
        """Who does the coordinator's part."""
        return "INSP" if self.access in CLOSED else "DISKOMINFO"

    def works(self, person: Person) -> bool:
        if person.agency != self.owner:
            return False
        worker = person.role in ("liaison_officer", "case_officer", "head")
        if self.access in CLOSED:
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
                return self.status == "submitted" or (self.works_on() and not self.silent)
            case "reply":
                return self.status == "needs_info"
            case "accept":
                return self.status == "referred"
            case "note_progress" | "assign" | "answer" | "answer_on_behalf" | "promise":
                silent = act == "promise" and self.silent
                return (self.works_on() or self.status == "scheduled") and not silent
            case "return_referral":
                if self.status not in ("referred", "in_progress") or self.silent:
                    return False
                return self.access not in CLOSED or self.only_proposed()
            case "extend":
                if not self.works_on() or self.silent or self.extended == 2:
                    return False
                return now < self.clocks[self.work()].due
            case "send_back":
                return self.status == "answered" and now <= self.calendar.end_of_term(
                    self.answered_at, 1, "working_days"
                )
            case "forward_external":
                return self.status == "submitted"
            case "ask_outside" | "record_outside_answer" | "bounce":
                return self.status == "forwarded_external"
            case "merge":
                return self.status in OPEN and self.access == "ordinary"
            case "unmerge":
                return self.status == "merged"
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

    def works_on(self) -> bool:
        """Whether an agency has it and may work on it."""
        return self.status in ("referred", "in_progress") and not self.only_proposed()

    def work(self) -> str:
        """The clock of the work at hand."""
        return "rework" if "rework" in self.clocks else "resolution"

    def only_proposed(self) -> bool:
        """Supervisory, and the inspectorate has not said so yet."""
        return (self.access, self.status) == ("supervisory", "referred") and not self.upheld

    # --- where to

    def may_go_to(self, office: Office, term_class: str, access: str) -> bool:
        if not office.may_own or office.excluded or term_class == "EXTERNAL":
            return False
        if (term_class == "SUPERVISORY" or access in CLOSED) and office.code != "INSP":
            return False
        return access != "sensitive" or office.helps

    def access_for(self, term_class: str, sensitive: bool) -> str:
        if self.access == "protected":
            return "protected"
        if term_class == "SUPERVISORY":
            return "supervisory"
        return "sensitive" if sensitive or term_class == "SENSITIVE" else "ordinary"
