"""One complaint and every act on it by name, with sensible inputs, through the real operations."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from complaints import audit, lifecycle
from complaints.escalation import operations as escalation
from complaints.followup import operations as followup
from complaints.models import Agency, Clock, Complaint, Event, User
from complaints.routing import operations as routing
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW
from tests.worlds import ANSWER, Office


class Case:
    """`do("refer", at=…)` does the act as who does it ordinarily; `by`, `to` and inputs can be others."""

    def __init__(self, office: Office, complaint: Complaint | None = None, *, now: datetime = NOW, **answers):
        self.office = office
        if complaint is None:
            complaint = factories.make_complaint(now=now, **{"category": office.pju, **answers})
        self.complaint = complaint
        self.pk = complaint.pk

    def do(self, act: str, *, by: User | None = None, at: datetime = NOW, **inputs) -> Case:
        getattr(self, act)(by, at, **inputs)
        self.complaint.refresh_from_db()
        return self

    def all(self, *acts: str, at: datetime = NOW) -> Case:
        for act in acts:
            self.do(act, at=at)
        return self

    # What holds now

    def running(self) -> dict[str, Clock]:
        return {clock.kind: clock for clock in self.complaint.clocks.filter(stopped_at__isnull=True)}

    def clock(self, kind: str) -> Clock:
        """The newest clock of a kind, running or not."""
        return self.complaint.clocks.filter(kind=kind).latest("pk")

    def misses(self) -> set[tuple[str, str]]:
        found = self.complaint.clocks.filter(miss__isnull=False).values_list("kind", "miss__agency__code")
        assert len(found) == len(set(found))
        return set(found)

    # The acts

    def worker(self) -> User:
        """Who works on it in the agency that owns it."""
        office = self.office
        return {
            office.dishub.pk: office.liaison,
            office.dlh.pk: office.dlh_liaison,
            office.helper.pk: office.helper_liaison,
            office.inspectorate.pk: office.inspector,
        }.get(self.complaint.owner_id, office.coordinator)

    def verifier(self) -> User:
        inspected = self.complaint.owner.duty == Agency.Duty.INSPECTORATE
        return self.office.inspector if inspected else self.office.coordinator

    def examine(self, by, at):
        triage.examine(self.pk, actor=by or self.verifier(), now=at)

    def refer(self, by, at, *, to=None, category=None, term_class=None, reason="Sesuai tugasnya."):
        category = category or self.complaint.category
        routing.refer(
            self.pk,
            to=to or self.office.dishub,
            category=category,
            term_class=term_class or self.complaint.term_class,
            priority=self.complaint.priority,
            reason=reason,
            decided_on=at.date(),  # in arbitration
            actor=by or self.verifier(),
            now=at,
        )

    def ask(self, by, at, *, question="Di mana tepatnya?"):
        submitted = self.complaint.status == "submitted"
        followup.ask(self.pk, question=question, actor=by or (self.verifier() if submitted else self.worker()), now=at)

    def reply(self, by, at):
        self._only_the_reporter(by)
        tracking.reply(self.pk, text="Di depan pasar.", now=at)

    def accept(self, by, at):
        followup.accept(self.pk, actor=by or self.worker(), now=at)

    def assign(self, by, at, *, to=None):
        followup.assign(self.pk, to=to or by or self.worker(), actor=by or self.worker(), now=at)

    def return_referral(self, by, at):
        routing.return_referral(self.pk, reason="Bukan tugas kami.", actor=by or self.worker(), now=at)

    return_referral_again = return_referral

    def note_progress(self, by, at):
        followup.note_progress(self.pk, text="Sedang kami kerjakan.", actor=by or self.worker(), now=at)

    def note_internal(self, by, at):
        followup.note_internal(self.pk, text="Suku cadang dipesan.", actor=by or self.worker(), now=at)

    def answer(self, by, at, *, outcome=Outcome.REPAIRED):
        followup.answer(self.pk, outcome=outcome, text=ANSWER, actor=by or self.worker(), now=at)

    def confirm(self, by, at):
        self._only_the_reporter(by)
        tracking.confirm(self.pk, reasons=["fast"], now=at)

    def raise_objection(self, by, at):
        self._only_the_reporter(by)
        tracking.raise_objection(self.pk, partly=False, reasons=["not_fixed"], comment="Masih mati.", now=at)

    def uphold(self, by, at, *, to=None):
        triage.uphold(self.pk, to=to or self.office.dishub, reason="Benar.", actor=by or self.verifier(), now=at)

    def not_uphold(self, by, at):
        triage.not_uphold(self.pk, reason="Sudah sesuai.", actor=by or self.verifier(), now=at)

    def archive(self, by, at):
        triage.archive(self.pk, code="unclear", text="Tidak jelas.", actor=by or self.verifier(), now=at)

    def withdraw(self, by, at):
        self._only_the_reporter(by)
        tracking.withdraw(self.pk, reason="Sudah beres.", now=at)

    def reopen(self, by, at):
        triage.reopen(self.pk, reason="Pelapor menelepon.", actor=by or self.office.coordinator, now=at)

    def open_contact(self, by, at):
        return triage.open_contact(self.pk, reason="ask_details", actor=by or self.verifier(), now=at)

    # Outside bodies and merging

    def forward_external(self, by, at, *, body=None):
        body = body or factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL)
        routing.forward_external(
            self.pk, body=body, reason="Jaringan milik PLN.", actor=by or self.office.coordinator, now=at
        )

    def bounce(self, by, at):
        routing.bounce(self.pk, reason="Bukan jaringan kami.", actor=by or self.office.coordinator, now=at)

    def record_outside_answer(self, by, at):
        day = timezone.localdate(at)
        actor = by or self.office.coordinator
        routing.record_outside_answer(self.pk, text="Sudah kami ganti.", answered_on=day, actor=actor, now=at)

    def merge(self, by, at, *, into=None):
        into = into or factories.make_complaint(category=self.office.pju, now=at)
        triage.merge(self.pk, into=into, actor=by or self.office.coordinator, now=at)

    def unmerge(self, by, at):
        triage.unmerge(self.pk, reason="Ternyata tiang lain.", actor=by or self.office.coordinator, now=at)

    # The kernel's part: the transition and its event. What the operation demands beside it is tested there.

    def promise(self, by, at, *, until=None):
        self._act("promise", Event.Kind.PROMISED, by or self.worker(), at, until or at + timedelta(days=30))

    def extend(self, by, at, *, until=None, again=False):
        actor = by or (self.office.coordinator if again else self.head())
        act = "extend_again" if again else "extend"
        self._act(act, Event.Kind.EXTENDED, actor, at, until or self.clock("resolution").due_at + timedelta(days=14))

    def extend_again(self, by, at, *, until=None):
        self.extend(by, at, until=until, again=True)

    def answer_on_behalf(self, by, at):
        told = {"outcome": Outcome.REPAIRED, "took": 0}
        self._act("answer_on_behalf", Event.Kind.ANSWERED, by or self.office.coordinator, at, **told)

    def send_back(self, by, at):
        self._act("send_back", Event.Kind.SENT_BACK, by or self.office.coordinator, at)

    def pass_time(self, by, at):
        escalation.pass_time(self.pk, now=at)

    def head(self) -> User:
        return self.office.head if self.complaint.owner_id == self.office.dishub.pk else self.worker()

    @transaction.atomic
    def _act(self, act, kind, actor, at, until=None, **told):
        complaint = lifecycle.lock(self.pk)
        before = complaint.due_at if until else None
        lifecycle.transition(complaint, act, actor=actor, now=at, until=until)
        audit.record(complaint, kind, actor, at, before=before, until=until, **told)

    def _only_the_reporter(self, by):
        if by not in (None, audit.REPORTER):
            raise TypeError("These operations have no actor: only the reporter gets to them.")


# Acts that lead from a new complaint to each state, all at one moment.
WAYS = {
    "new": (),
    "asked": ("ask",),
    "referred": ("refer",),
    "asked_by_agency": ("refer", "ask"),
    "in_progress": ("refer", "accept"),
    "answered": ("refer", "answer"),
    "resolved": ("refer", "answer", "confirm"),
    "objected": ("refer", "answer", "raise_objection"),
    "upheld": ("refer", "answer", "raise_objection", "uphold"),
    "returned": ("refer", "return_referral"),
    "arbitration": ("refer", "return_referral", "refer", "return_referral"),
    "archived": ("archive",),
    "withdrawn": ("withdraw",),
    "reopened": ("archive", "reopen"),
    "promised": ("refer", "promise"),
    "forwarded": ("forward_external",),
    "bounced": ("forward_external", "bounce"),
    "merged": ("merge",),
}
