"""Which act of a complaint moves which clock (life.md 2): the one table of it, for `lifecycle` alone."""

from __future__ import annotations

from datetime import datetime

from complaints.models import Agency, Event, LaporReference
from complaints.models.term import TermClass
from complaints.states import SUBMITTED_CLOCK, ClockKind

from .clocks import Clocks

_WHILE_AN_AGENCY_WORKS = (
    ClockKind.ACCEPTANCE,
    ClockKind.FIRST_RESPONSE,
    ClockKind.RESOLUTION,
    ClockKind.REWORK,
    ClockKind.STATUTORY,
    ClockKind.PROMISE,
    ClockKind.TARGET,
    # What a leader asked for is fulfilled by what its reporter was answered, never by a note or a promise.
    ClockKind.INSTRUCTION,
)
# Our answer, which SP4N-LAPOR! must be told where the case stands there too.
_ANSWERS = frozenset({"answer", "answer_on_behalf", "record_outside_answer", "archive", "not_uphold"})
# Counted by the class of a case, from its verification.
BY_CLASS = (ClockKind.RESOLUTION, ClockKind.REWORK, ClockKind.STATUTORY)
# Go on, to the same date, for whoever owns next.
PASSED_ON = (*BY_CLASS, ClockKind.TARGET, ClockKind.INSTRUCTION)


def move(clocks: Clocks, act: str, until: datetime | None, *, recategorised: bool = False) -> None:
    """Start, stop, pause and hand over the clocks as life.md 2 says, after status and owner have changed.

    `until` is the moment that a promise or an extension names; `recategorised` says that the act gave the case another
    category, and so another target.
    """
    if recategorised:
        clocks.stop(ClockKind.TARGET)
    _move(clocks, act, until, recategorised)
    if act in _ANSWERS and LaporReference.objects.filter(complaint=clocks.complaint).exists():
        mirror(clocks)


def retarget(clocks: Clocks) -> None:
    """Let the target of another category count, from the base of the time that the class allows, where that runs."""
    clocks.stop(ClockKind.TARGET)
    legal = clocks.running.get(ClockKind.RESOLUTION)
    if legal is not None:
        clocks.start_target(legal.counts_from)


def mirror(clocks: Clocks) -> None:
    """Start the mirror for the coordinating agency, unless an earlier answer still waits to be mirrored."""
    if ClockKind.MIRROR not in clocks.running:
        clocks.start(ClockKind.MIRROR, agency=Agency.objects.get(duty=Agency.Duty.COORDINATOR))


def _move(clocks: Clocks, act: str, until: datetime | None, recategorised: bool) -> None:
    complaint = clocks.complaint
    match act:
        case "ask":
            clocks.stop(ClockKind.ACCEPTANCE)
            clocks.pause()
            clocks.start(ClockKind.COMPLETION)
        case "reply" | "completion_over":
            clocks.stop(ClockKind.COMPLETION)
            clocks.resume()
        case "refer" | "uphold":
            clocks.stop(*SUBMITTED_CLOCK.values())
            clocks.start(ClockKind.ACCEPTANCE)
            # The Act on public information counts from the receipt of a request (UU 14/2008, 22 (7)).
            formal = act == "refer" and complaint.term_class == TermClass.KIP
            since = complaint.received_at if formal else None
            clocks.start(ClockKind.FIRST_RESPONSE, since)
            clocks.hand_over(*PASSED_ON)
            is_first = act == "refer" and not clocks.running.keys() & {ClockKind.RESOLUTION, ClockKind.REWORK}
            if act == "uphold":
                clocks.start(ClockKind.REWORK)
            elif is_first:
                clocks.start(ClockKind.RESOLUTION, since)
                clocks.start(ClockKind.STATUTORY)
            if is_first or recategorised:
                clocks.start_target()
        case "accept":
            clocks.stop(ClockKind.ACCEPTANCE)
        case "return_referral" | "return_referral_again":
            clocks.stop(ClockKind.ACCEPTANCE, ClockKind.FIRST_RESPONSE)
            clocks.hand_over(*PASSED_ON)
            clocks.start(SUBMITTED_CLOCK[complaint.submitted_because])
        case "note_progress":
            clocks.stop(ClockKind.ACCEPTANCE, ClockKind.FIRST_RESPONSE)
        case "promise":
            clocks.stop(ClockKind.ACCEPTANCE, ClockKind.FIRST_RESPONSE, ClockKind.PROMISE)
            clocks.start_until(ClockKind.PROMISE, until)
        case "promise_due":
            clocks.stop(ClockKind.PROMISE)
        case "extend" | "extend_again":
            clocks.extend(ClockKind.REWORK if ClockKind.REWORK in clocks.running else ClockKind.RESOLUTION, until)
        case "answer" | "answer_on_behalf":
            promised = clocks.running.get(ClockKind.PROMISE)
            clocks.stop(*_WHILE_AN_AGENCY_WORKS)
            clocks.start(ClockKind.CONFIRMATION)
            if promised and promised.due_at > clocks.running[ClockKind.CONFIRMATION].due_at:
                # Silence never closes a case while a promised date lies ahead.
                clocks.extend(ClockKind.CONFIRMATION, promised.due_at)
        case "send_back":
            # An answer that says nothing has not stopped the time of the agency.
            answered = complaint.events.filter(kind=Event.Kind.ANSWERED).latest("sequence")
            clocks.stop(ClockKind.CONFIRMATION)
            clocks.restart(*PASSED_ON, stopped_by=answered, ran_on=True)
        case "forward_external":
            clocks.stop_all()
            clocks.start(ClockKind.CHECK_BACK)
        case "check_back":
            clocks.stop(ClockKind.CHECK_BACK)
            clocks.start(ClockKind.CHECK_BACK)
        case "bounce":
            clocks.stop(ClockKind.CHECK_BACK)
            clocks.start(SUBMITTED_CLOCK[complaint.submitted_because])
        case "unmerge":
            merged = complaint.events.filter(kind=Event.Kind.MERGED).latest("sequence")
            clocks.restart(*ClockKind, stopped_by=merged, ran_on=False)
        case "raise_objection" | "reopen":
            clocks.stop(ClockKind.CONFIRMATION)
            clocks.start(SUBMITTED_CLOCK[complaint.submitted_because])
        case _:  # every act that ends the case
            clocks.stop_all()
