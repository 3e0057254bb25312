"""Moving a complaint: the only writer of its status, owner and due time.

`lock` is the first query of every operation, `transition` applies one row of `states.TRANSITIONS`:
status, owner, the clocks of life.md 2, and the due time, in one UPDATE under the lock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.audit import REPORTER, Actor
from complaints.deadlines.clocks import Clocks
from complaints.errors import Refused
from complaints.models import Agency, Complaint, Event, Holding, Position, User
from complaints.states import FINAL, SUBMITTED_CLOCK, TRANSITIONS, WAITS_FOR, ClockKind, Status, Who, allows

# What a transition may change beside status, owner and dates, in the same UPDATE.
CHANGEABLE = frozenset(
    {
        "category",
        "term_class",
        "access_class",
        "report_class",
        "priority",
        "assignee",
        "excluded_agency",
        "excluded_person",
    }
)
_STATE = [
    "status",
    "submitted_because",
    "owner",
    "waits_for",
    "due_at",
    "next_effect_at",
    "closed_at",
    "resume_status",
    "resume_because",
    "resume_owner",
]
_WHILE_AN_AGENCY_WORKS = (
    ClockKind.ACCEPTANCE,
    ClockKind.FIRST_RESPONSE,
    ClockKind.RESOLUTION,
    ClockKind.REWORK,
    ClockKind.STATUTORY,
    ClockKind.PROMISE,
)
_PASSED_ON = (ClockKind.RESOLUTION, ClockKind.REWORK, ClockKind.STATUTORY)


class Conflict(Refused):
    """Somebody else changed the complaint since the person opened it. `event` is what they did last."""

    def __init__(self, message: str, event: Event):
        super().__init__(message)
        self.event = event


def lock(complaint_id: int, *, version: int | None = None) -> Complaint:
    """Return the complaint, locked until the transaction ends.

    `version` is the one the person saw; raises Conflict if something happened since.
    """
    # Without joins: PostgreSQL, after waiting for a lock, looks at the row anew but joins it with what it saw before,
    # and would find no complaint at all when its owner has changed meanwhile.
    complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
    if version is not None and version != complaint.version:
        event = complaint.events.select_related("actor").get(sequence=complaint.version)
        nobody = _("pelapor") if event.actor_kind == Event.ActorKind.REPORTER else _("sistem")
        who = event.actor.full_name if event.actor else nobody
        when = timezone.localtime(event.at)
        message = _("Laporan ini baru diubah oleh %(who)s pukul %(time)s. Baca dulu yang baru, lalu kirim lagi.")
        raise Conflict(message % {"who": who, "time": f"{when:%H.%M}"}, event)
    return complaint


def file(complaint: Complaint, *, now: datetime) -> None:
    """Insert a new complaint with its verification clock running. `complaint` has owner, category and number."""
    clocks = Clocks(complaint, now)
    complaint.status, complaint.submitted_because = Status.SUBMITTED, TRANSITIONS["submit"].because
    complaint.waits_for = WAITS_FOR[Status.SUBMITTED]
    kind = SUBMITTED_CLOCK[complaint.submitted_because]
    # The row may not exist for a moment without its due time, so the date comes first, then the clock.
    _term, complaint.due_at = clocks.due(kind, now)
    complaint.next_effect_at = complaint.due_at
    complaint.save(force_insert=True)
    clocks.start(kind)


def verifying_agency(complaint: Complaint) -> Agency:
    """Return who owns a complaint that nobody works on (life.md 1): the coordinating agency, for a protected one the
    inspectorate, and the arbiter's office (Setda) where that one is complained about."""
    protected = complaint.access_class == Complaint.AccessClass.PROTECTED
    duty = Agency.Duty.INSPECTORATE if protected else Agency.Duty.COORDINATOR
    agency = Agency.objects.get(duty=duty)
    if agency.pk == complaint.excluded_agency_id:
        agency = Agency.objects.get(duty=Agency.Duty.ARBITER)
    return agency


def may(actor: Actor, act: str, complaint: Complaint, now: datetime) -> bool:
    """Whether `actor` may do `act` on this complaint at all, whatever its status (life.md 3, column by)."""
    return _may(actor, _positions(actor, now), act, complaint)


def possible_acts(actor: Actor, complaint: Complaint, now: datetime, *, held: list[Position] | None = None) -> set[str]:
    """Return the acts of TRANSITIONS that `actor` may do on this complaint as it stands.

    One query; none where the caller has `held`, the actor's positions, already.
    """
    held = _positions(actor, now) if held is None else held
    return {
        act
        for act in TRANSITIONS
        if allows(act, complaint.status, complaint.submitted_because) and _may(actor, held, act, complaint)
    }


def _positions(actor: Actor, now: datetime) -> list[Position]:
    if not isinstance(actor, User):
        return []
    holdings = Holding.objects.current(timezone.localdate(now)).filter(user=actor).select_related("position")
    return [holding.position for holding in holdings.order_by("pk")]


def _may(actor: Actor, held: list[Position], act: str, complaint: Complaint) -> bool:
    if TRANSITIONS[act].who == Who.REPORTER:
        return actor == REPORTER
    return isinstance(actor, User) and _acting(actor, held, act, complaint) is not None


def _acting(user: User, held: list[Position], act: str, complaint: Complaint) -> Position | None:
    """Return the position among `held` that gives `user` the right to an act of staff, None if there is none."""
    if user.pk == complaint.excluded_person_id:
        return None
    if complaint.excluded_agency_id in {position.agency_id for position in held}:
        return None
    who = TRANSITIONS[act].who
    if who == Who.OWNER:
        # While the reporter is asked, the owner is who asked.
        submitted = Status.SUBMITTED in (complaint.status, complaint.resume_status)
        who = Who.VERIFIER if submitted else Who.AGENCY
    if who == Who.AGENCY:
        return next((position for position in held if _works_on(position, complaint)), None)
    protected = complaint.access_class == Complaint.AccessClass.PROTECTED
    inspected = who == Who.VERIFIER and complaint.owner.duty == Agency.Duty.INSPECTORATE
    role = Position.Role.INSPECTORATE if protected or inspected else Position.Role.COORDINATOR
    return next((position for position in held if position.role == role), None)


def _works_on(position: Position, complaint: Complaint) -> bool:
    """Whether the position handles this case of its agency: what it may not read it cannot work on (life.md 4)."""
    owner = complaint.owner
    if position.agency_id != owner.pk or position.role not in Position.working_roles(owner):
        return False
    match complaint.access_class:
        case Complaint.AccessClass.ORDINARY:
            return True
        case Complaint.AccessClass.SENSITIVE:
            return position.handles_sensitive
    return position.role == Position.Role.INSPECTORATE


def transition(
    complaint: Complaint, act: str, *, actor: Actor, now: datetime, owner: Agency | None = None, **changes
) -> None:
    """Apply `act` to a locked complaint: status, owner, clocks, due time, and the named `changes`.

    Raises Refused when the act does not fit the status or the actor may not do it.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"transition cannot change {sorted(unknown)}")
    if not allows(act, complaint.status, complaint.submitted_because):
        raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
    held = _positions(actor, now)
    if not _may(actor, held, act, complaint):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    # Under the owner before the act: afterwards the case may be another's.
    complaint.acting = _acting(actor, held, act, complaint) if held else None

    row = TRANSITIONS[act]
    clocks = Clocks(complaint, now)
    before, because_before = complaint.status, complaint.submitted_because
    classed = complaint.term_class, complaint.category_id
    for name, value in changes.items():
        setattr(complaint, name, value)
    if owner is not None and owner.pk != complaint.owner_id:
        complaint.owner = owner
        complaint.assignee = None  # a transfer empties the person, never the agency

    if row.to is None:
        complaint.status, complaint.submitted_because = complaint.resume_status, complaint.resume_because
    else:
        complaint.status, complaint.submitted_because = row.to, row.because
    asked = complaint.status == Status.NEEDS_INFO
    # An agency that asks has accepted (life.md 3).
    accepted = Status.IN_PROGRESS if before == Status.REFERRED else before
    complaint.resume_status = accepted if asked else None
    complaint.resume_owner = complaint.owner if asked else None
    complaint.resume_because = because_before if asked else None

    if (complaint.term_class, complaint.category_id) != classed:
        clocks.recount(*_PASSED_ON)
    _move_clocks(clocks, act)
    if complaint.status in FINAL:
        complaint.waits_for = complaint.due_at = complaint.next_effect_at = None
        complaint.closed_at = now
    else:
        complaint.waits_for = WAITS_FOR[complaint.status]
        complaint.due_at, complaint.next_effect_at = clocks.due_at(), clocks.next_effect_at()
        complaint.closed_at = None
    try:
        complaint.save(update_fields=[*_STATE, "assignee", *changes])
    except IntegrityError as error:
        if "owner_may_own" not in str(error):
            raise
        # Deactivated since the caller looked; the refusal undoes the whole operation.
        raise Refused(_("Instansi ini tidak bisa menerima laporan. Pilih instansi lain")) from error


def _move_clocks(clocks: Clocks, act: str) -> None:
    """Start, stop, pause and hand over the clocks as life.md 2 says, after status and owner have changed."""
    complaint = clocks.complaint
    match act:
        case "ask":
            clocks.stop(ClockKind.ACCEPTANCE)
            clocks.pause()
            clocks.start(ClockKind.COMPLETION)
        case "reply":
            clocks.stop(ClockKind.COMPLETION)
            clocks.resume()
        case "refer" | "uphold":
            clocks.stop(*SUBMITTED_CLOCK.values())
            clocks.start(ClockKind.ACCEPTANCE)
            clocks.start(ClockKind.FIRST_RESPONSE)
            clocks.hand_over(*_PASSED_ON)
            if act == "uphold":
                clocks.start(ClockKind.REWORK)
            elif not clocks.running.keys() & {ClockKind.RESOLUTION, ClockKind.REWORK}:
                clocks.start(ClockKind.RESOLUTION)
                clocks.start(ClockKind.STATUTORY)
        case "accept":
            clocks.stop(ClockKind.ACCEPTANCE)
        case "return_referral" | "return_referral_again":
            clocks.stop(ClockKind.ACCEPTANCE, ClockKind.FIRST_RESPONSE)
            clocks.hand_over(*_PASSED_ON)
            clocks.start(SUBMITTED_CLOCK[complaint.submitted_because])
        case "note_progress":
            clocks.stop(ClockKind.ACCEPTANCE, ClockKind.FIRST_RESPONSE)
        case "answer":
            clocks.stop(*_WHILE_AN_AGENCY_WORKS)
            clocks.start(ClockKind.CONFIRMATION)
        case "raise_objection" | "reopen":
            clocks.stop(ClockKind.CONFIRMATION)
            clocks.start(SUBMITTED_CLOCK[complaint.submitted_because])
        case _:  # every act that ends the case
            clocks.stop_all()
