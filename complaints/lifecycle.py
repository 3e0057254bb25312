"""Moving a complaint: the only writer of its status, owner and due time.

`lock` is the first query of every operation, `transition` applies one row of `states.TRANSITIONS`:
status, owner, the clocks of life.md 2, and the due time, in one UPDATE under the lock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.audit import REPORTER, SYSTEM, Actor
from complaints.deadlines import moves
from complaints.deadlines.clocks import Clocks, counted_by, term_for
from complaints.deadlines.offices import calendar_of
from complaints.errors import Refused
from complaints.models import Agency, Category, Clock, Complaint, Event, Position, Publication, User
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
        message = _("Laporan ini baru diubah oleh %(who)s pukul %(time)s.")
        raise Conflict(message % {"who": who, "time": f"{when:%H.%M}"}, event)
    return complaint


def file(
    complaint: Complaint, *, act: str = "submit", since: datetime | None = None, actor: Actor = REPORTER, now: datetime
) -> None:
    """Insert a new complaint with its verification clock running since it was received, also where that was earlier.

    `complaint` has owner, category, number and `received_at`. What was taken over from another register is our time
    `since` then only, and has no clock where it was closed there. Raises Refused when the actor may not do `act`.
    """
    held = _positions(actor, now)
    if not _may(actor, held, act, complaint):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    complaint.acting = _acting(actor, held, act, complaint) if held else None
    if complaint.closed_at is not None:
        complaint.status = Status.RESOLVED
        complaint.save(force_insert=True)
        return
    # What lay with us before it was typed in counts as our time.
    since = since or complaint.received_at
    clocks = Clocks(complaint, since)
    complaint.status, complaint.submitted_because = Status.SUBMITTED, TRANSITIONS[act].because
    complaint.waits_for = WAITS_FOR[Status.SUBMITTED]
    kind = SUBMITTED_CLOCK[complaint.submitted_because]
    # The row may not exist for a moment without its due time, so the date comes first, then the clock.
    _term, complaint.due_at = clocks.due(kind, since)
    complaint.next_effect_at = complaint.due_at
    complaint.save(force_insert=True)
    clocks.start(kind)
    complaint.next_effect_at = clocks.next_effect_at()
    complaint.save(update_fields=["next_effect_at"])


def verifying_agency(complaint: Complaint, access_class: str | None = None) -> Agency:
    """Return who owns a complaint that nobody works on (life.md 1): the coordinating agency, for a closed one the
    inspectorate, and the arbiter's office (Setda) where that one is complained about. `access_class` is the one that
    the complaint is about to have, where that is another."""
    if (access_class or complaint.access_class) in Complaint.CLOSED:
        return inspecting_agency(complaint)
    return _or_arbiter(Agency.Duty.COORDINATOR, complaint)


def objection_due(complaint: Complaint, now: datetime) -> datetime:
    """Return until when an objection raised now is checked: to an answer, or to what stands on its public page."""
    term = term_for(ClockKind.OBJECTION_CHECK, complaint.term_class, now)
    checked_by = counted_by(complaint, verifying_agency(complaint), term.unit)
    return calendar_of(checked_by.pk).end_of_term(now, term.amount, term.unit)


def inspecting_agency(complaint: Complaint) -> Agency:
    """Return who handles what is said about officials: the inspectorate, or the Sekda's office (the arbiter's) where
    the inspectorate itself is complained about (life.md 4)."""
    return _or_arbiter(Agency.Duty.INSPECTORATE, complaint)


def _or_arbiter(duty: Agency.Duty, complaint: Complaint) -> Agency:
    agency = Agency.objects.get(duty=duty)
    return Agency.objects.get(duty=Agency.Duty.ARBITER) if agency.pk == complaint.excluded_agency_id else agency


def may(actor: Actor, act: str, complaint: Complaint, now: datetime, *, held: list[Position] | None = None) -> bool:
    """Whether `actor` may do `act` on this complaint at all, whatever its status (life.md 3, column by).

    `held` are the positions the actor acts in, where the caller has them."""
    return _may(actor, _positions(actor, now) if held is None else held, act, complaint)


def possible_acts(actor: Actor, complaint: Complaint, now: datetime, *, held: list[Position] | None = None) -> set[str]:
    """Return the acts of TRANSITIONS that `actor` may do on this complaint as it stands; `held` as in `may`."""
    held = _positions(actor, now) if held is None else held
    return {
        act
        for act in TRANSITIONS
        if allows(act, complaint.status, complaint.submitted_because) and _may(actor, held, act, complaint)
    }


def _positions(actor: Actor, now: datetime) -> list[Position]:
    if not isinstance(actor, User):
        return []
    return Position.objects.acted_in(actor, timezone.localdate(now))


def _may(actor: Actor, held: list[Position], act: str, complaint: Complaint) -> bool:
    match TRANSITIONS[act].who:
        case Who.REPORTER:
            return actor == REPORTER
        case Who.TIME:
            return actor == SYSTEM
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
    return next((position for position in held if _fits(position, who, complaint)), None)


def _fits(position: Position, who: Who, complaint: Complaint) -> bool:
    """Whether a holder of `position` is the one whom life.md 3 calls `who` in this case."""
    closed = complaint.access_class in Complaint.CLOSED
    coordinates = position.coordinates(complaint) and not closed
    match who:
        case Who.ENTRY:
            return position.enters(complaint.village_id)
        case Who.DESK:
            return coordinates
        case Who.COORDINATOR:
            return coordinates or (closed and position.inspects(complaint))
        case Who.VERIFIER:
            if closed or complaint.owner.duty == Agency.Duty.INSPECTORATE:
                return position.inspects(complaint)
            return coordinates
        case Who.AGENCY:
            return _works_on(position, complaint)
        case Who.HEAD:
            heads = position.role == Position.Role.HEAD or position.inspects(complaint)
            return heads and _works_on(position, complaint)
        case Who.ARBITER:
            decides = position.role in (Position.Role.LEADER, Position.Role.HEAD) and not closed
            return coordinates or (decides and position.agency.duty == Agency.Duty.ARBITER)
    return False


def _works_on(position: Position, complaint: Complaint) -> bool:
    """Whether the position handles this case of its agency: what it may not read it cannot work on (life.md 4)."""
    owner = complaint.owner
    if position.agency_id != owner.pk:
        return False
    if complaint.access_class in Complaint.CLOSED:
        return position.inspects(complaint)
    if position.role not in Position.working_roles(owner):
        return False
    return complaint.access_class == Complaint.AccessClass.ORDINARY or position.handles_sensitive


def transition(
    complaint: Complaint,
    act: str,
    *,
    actor: Actor,
    now: datetime,
    owner: Agency | None = None,
    until: datetime | None = None,
    **changes,
) -> None:
    """Apply `act` to a locked complaint: status, owner, clocks, due time, and the named `changes`.

    `until` is the moment that a promise or an extension names. Raises Refused when the act does not fit the status or
    the actor may not do it.
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

    if act == "withdraw":
        hide(complaint, Publication.Hidden.WISH, now)
    if complaint.published_at is not None and not complaint.may_be_public:
        hide(complaint, Publication.Hidden.CLASS, now)
    if act == "unmerge":
        _restore(complaint)
    elif before not in row.stays:
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
        clocks.recount(*moves.BY_CLASS)
    moves.move(clocks, act, until, recategorised=complaint.category_id != classed[1])
    _show_next(complaint, clocks)
    try:
        complaint.save(update_fields=[*_STATE, "assignee", "published_at", *changes])
    except IntegrityError as error:
        if "owner_may_own" not in str(error):
            raise
        # Deactivated since the caller looked; the refusal undoes the whole operation.
        raise Refused(_("Instansi ini tidak bisa menerima laporan. Pilih instansi lain")) from error


def exclude(complaint: Complaint, *, agency: Agency | None, person: User | None, now: datetime) -> None:
    """Note who is complained about, or that nobody is. Under the complaint's lock.

    What waits for verification goes to who verifies in place of the accused, its clocks with it. Raises Refused when
    the accused agency has the case for any other reason: it must be handed on first.
    """
    clocks = Clocks(complaint, now)
    complaint.excluded_agency, complaint.excluded_person = agency, person
    if agency or person:
        hide(complaint, Publication.Hidden.CLASS, now)
    if complaint.is_open and agency is not None and agency.pk in (complaint.owner_id, complaint.resume_owner_id):
        owner = verifying_agency(complaint)
        if complaint.status != Status.SUBMITTED or owner.pk == agency.pk:
            raise Refused(_("Instansi itu sedang memegang laporan ini. Teruskan dulu ke instansi lain."))
        complaint.owner = owner
        clocks.hand_over(*clocks.running)
    if person is not None and complaint.assignee_id == person.pk:
        complaint.assignee = None
    if complaint.is_open:
        _show_next(complaint, clocks)
    complaint.save(update_fields=[*_STATE, "excluded_agency", "excluded_person", "assignee", "published_at"])


def hide(complaint: Complaint, because: str, now: datetime) -> bool:
    """Take a locked complaint from the public's sight; return whether it was there. The caller saves and records.

    `because` is one of `Publication.Hidden`.
    """
    if complaint.published_at is None:
        return False
    complaint.published_at, complaint.was_hidden = None, True
    Publication.objects.filter(complaint=complaint).update(hidden_at=now, hidden_because=because)
    return True


def note_passing(complaint: Complaint, now: datetime) -> tuple[Clocks, list[Clock]]:
    """Put misses of clocks that ran out on record while they still run; return all clocks, and those now missed.

    Then the caller records events, and at last calls `look_ahead`. Of a closed case the mirror alone may run.
    """
    clocks = Clocks(complaint, now)
    return clocks, clocks.record_misses()


def look_ahead(complaint: Complaint, clocks: Clocks) -> None:
    """Look for what comes next, after everything that was due is done and recorded. Under the complaint's lock."""
    if complaint.is_open:
        _show_next(complaint, clocks)
        complaint.save(update_fields=["due_at", "next_effect_at"])


def follow_calendar(complaint: Complaint, now: datetime) -> list[tuple[Clock, datetime]]:
    """Let the dates of a locked, open complaint follow a calendar that was changed late; return the clocks that moved,
    each with its old date: then the caller records events."""
    clocks = Clocks(complaint, now)
    moved = clocks.follow_calendar()
    # Also where no date moved: a rung of the ladder may have come or gone.
    look_ahead(complaint, clocks)
    return moved


def reclass(complaint: Complaint, term_class: str, now: datetime, *, category: Category | None = None) -> None:
    """Let the terms of another class, and the target of another `category`, count from the same base (life.md 2)."""
    clocks = Clocks(complaint, now)
    complaint.term_class, complaint.category = term_class, category or complaint.category
    clocks.recount(ClockKind.VERIFICATION, ClockKind.FIRST_RESPONSE, *moves.BY_CLASS)
    if category is not None:
        moves.retarget(clocks)
    complaint.save(update_fields=["term_class", "category"])
    look_ahead(complaint, clocks)


def start_mirror(complaint: Complaint, now: datetime) -> None:
    """Let the mirror run from now where our answer is there already (life.md 2). Under the complaint's lock."""
    clocks = Clocks(complaint, now)
    moves.mirror(clocks)
    look_ahead(complaint, clocks)


def stop_mirror(complaint: Complaint, now: datetime) -> None:
    """Stop the mirror: our answer stands in SP4N-LAPOR! too. Raises Refused when nothing is to be mirrored."""
    clocks = Clocks(complaint, now)
    if ClockKind.MIRROR not in clocks.running:
        raise Refused(_("Balasan di SP4N-LAPOR! sudah dicatat, atau belum ada yang perlu dibalas."))
    clocks.stop(ClockKind.MIRROR)
    look_ahead(complaint, clocks)


def start_instruction(complaint: Complaint, day: datetime, now: datetime) -> None:
    """Let what a leader asked for run until the closing of the day that `day` begins (life.md 2), in the place of an
    earlier instruction, whose miss, if it was late, stays. Under the complaint's lock."""
    clocks = Clocks(complaint, now)
    clocks.stop(ClockKind.INSTRUCTION)
    clocks.start_day(ClockKind.INSTRUCTION, day)
    look_ahead(complaint, clocks)


def _restore(complaint: Complaint) -> None:
    """Put a merged complaint back to where it stood, by what the event before the merge says of it."""
    merged = complaint.events.filter(kind=Event.Kind.MERGED).latest("sequence")
    state = complaint.events.get(sequence=merged.sequence - 1).data["state"]
    complaint.status, complaint.submitted_because = state["status"], state.get("because")
    complaint.resume_status, complaint.resume_because = state.get("resume_status"), state.get("resume_because")
    complaint.resume_owner_id = state.get("resume_owner")


def _show_next(complaint: Complaint, clocks: Clocks) -> None:
    """Write who the case waits for and by when, from status and clocks."""
    if complaint.status in FINAL:
        complaint.waits_for = complaint.due_at = complaint.next_effect_at = None
        complaint.closed_at = clocks.now
    else:
        complaint.waits_for = WAITS_FOR[complaint.status]
        clocks.end_late_target()
        complaint.due_at, complaint.next_effect_at = clocks.due_at(), clocks.next_effect_at()
        complaint.closed_at = None
