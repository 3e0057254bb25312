"""The state chart of a complaint as one table (life.md 1 and 3). Pure: no database, no clock.

`TRANSITIONS` says which act leads from where to where and who may do it; `lifecycle.transition`
is its only user. What an act requires and causes stands in the operation of its stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a complaint stands. Words for people: `complaints.words`."""

    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    REFERRED = "referred"
    IN_PROGRESS = "in_progress"
    SCHEDULED = "scheduled"
    ANSWERED = "answered"
    FORWARDED_EXTERNAL = "forwarded_external"
    RESOLVED = "resolved"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


FINAL = frozenset({Status.RESOLVED, Status.ARCHIVED, Status.WITHDRAWN, Status.MERGED})
OPEN = frozenset(Status) - FINAL


class Because(StrEnum):
    """Why a complaint is `submitted`; set exactly then."""

    NEW = "new"
    RETURNED = "returned"
    BOUNCED = "bounced"
    OBJECTED = "objected"
    REOPENED = "reopened"
    ARBITRATION = "arbitration"


class WaitsFor(StrEnum):
    """Who must take the next step. It follows from the status alone."""

    OWNER = "owner"
    AGENCY = "agency"
    REPORTER = "reporter"
    OUTSIDE_BODY = "outside_body"


WAITS_FOR = {
    Status.SUBMITTED: WaitsFor.OWNER,
    Status.NEEDS_INFO: WaitsFor.REPORTER,
    Status.REFERRED: WaitsFor.AGENCY,
    Status.IN_PROGRESS: WaitsFor.AGENCY,
    Status.SCHEDULED: WaitsFor.AGENCY,
    Status.ANSWERED: WaitsFor.REPORTER,
    Status.FORWARDED_EXTERNAL: WaitsFor.OUTSIDE_BODY,
}


class ClockKind(StrEnum):
    """The clocks of life.md 2."""

    VERIFICATION = "verification"
    RE_REFERRAL = "re_referral"
    OBJECTION_CHECK = "objection_check"
    ARBITRATION = "arbitration"
    ACCEPTANCE = "acceptance"
    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"
    REWORK = "rework"
    STATUTORY = "statutory"
    COMPLETION = "completion"
    CONFIRMATION = "confirmation"
    PROMISE = "promise"
    CHECK_BACK = "check_back"
    MIRROR = "mirror"
    INSTRUCTION = "instruction"
    TARGET = "target"


# The clock that counts while a complaint is submitted, by the reason it is.
SUBMITTED_CLOCK = {
    Because.NEW: ClockKind.VERIFICATION,
    Because.BOUNCED: ClockKind.VERIFICATION,
    Because.REOPENED: ClockKind.VERIFICATION,
    Because.RETURNED: ClockKind.RE_REFERRAL,
    Because.OBJECTED: ClockKind.OBJECTION_CHECK,
    Because.ARBITRATION: ClockKind.ARBITRATION,
}


class Unit(StrEnum):
    """What a term is counted in. `DATE` counts nothing: the due time was named as such (a promise)."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    DATE = "date"


class Outcome(StrEnum):
    """What came of a complaint, apart from its status. Words for people: `complaints.words`."""

    REPAIRED = "repaired"
    EXPLAINED = "explained"
    PROMISED = "promised"
    AWAITING_BUDGET = "awaiting_budget"
    CANNOT_BE_DONE = "cannot_be_done"
    NOT_FOUND = "not_found"
    NOT_OURS = "not_ours"
    MERGED = "merged"
    PROVEN = "proven"
    NOT_PROVEN = "not_proven"
    HANDED_OVER = "handed_over"
    UNANSWERED_OUTSIDE = "unanswered_outside"


# With one of these an agency answers; a promise is never a closing (product.md 3).
CLOSING_OUTCOMES = (Outcome.REPAIRED, Outcome.EXPLAINED, Outcome.CANNOT_BE_DONE, Outcome.NOT_FOUND)
# With one of these the inspectorate answers what was said about the conduct of officials (product.md 3).
SUPERVISORY_OUTCOMES = (Outcome.PROVEN, Outcome.NOT_PROVEN, Outcome.HANDED_OVER)


class Who(StrEnum):
    """Who may do an act. In closed cases (protected, supervisory) the inspectorate does the coordinator's part."""

    REPORTER = "reporter"
    # The coordinator or a *petugas desa* (of this village), for a reporter who came by another way.
    ENTRY = "entry"
    # The coordinator, in closed cases the inspectorate.
    COORDINATOR = "coordinator"
    # The coordinator, never in closed cases.
    DESK = "desk"
    # The inspectorate for what it owns, the coordinator for everything else: also where an arbiter owns,
    # whose decision the coordinator records.
    VERIFIER = "verifier"
    # A liaison officer, case officer or head of the owning agency; the inspectorate for what it owns.
    AGENCY = "agency"
    # The head of the owning agency; the inspectorate for what it owns.
    HEAD = "head"
    # The Sekda's office, or the coordinator who records its decision.
    ARBITER = "arbiter"
    # Whoever owns: VERIFIER while submitted, AGENCY afterwards.
    OWNER = "owner"
    # Nobody: a due time that has passed.
    TIME = "time"


@dataclass(frozen=True)
class Transition:
    """One row of life.md 3. `to` None means: back to where it stood, `resume_status` or that before a merge."""

    act: str
    sources: frozenset[Status]
    to: Status | None
    who: Who
    because: Because | None = None  # the reason given when `to` is submitted
    only_because: frozenset[Because] | None = None  # the reasons it may start from
    stays: frozenset[Status] = frozenset()  # the sources in which the status stays what it is


def _row(act, sources, to, who, **more):
    return Transition(act, frozenset(sources), to, who, **more)


_AGENCY_HAS_IT = (Status.REFERRED, Status.IN_PROGRESS)
_AGENCY_MAY_ANSWER = (*_AGENCY_HAS_IT, Status.SCHEDULED)
_OBJECTED = frozenset({Because.OBJECTED})

TRANSITIONS = {
    row.act: row
    for row in (
        _row("submit", (), Status.SUBMITTED, Who.REPORTER, because=Because.NEW),
        _row("enter", (), Status.SUBMITTED, Who.ENTRY, because=Because.NEW),
        _row(
            "refer",
            (Status.SUBMITTED,),
            Status.REFERRED,
            Who.VERIFIER,
            only_because=frozenset(Because) - _OBJECTED,
        ),
        _row("ask", (Status.SUBMITTED, *_AGENCY_HAS_IT), Status.NEEDS_INFO, Who.OWNER),
        _row("reply", (Status.NEEDS_INFO,), None, Who.REPORTER),
        _row("completion_over", (Status.NEEDS_INFO,), None, Who.TIME),
        _row("forward_external", (Status.SUBMITTED,), Status.FORWARDED_EXTERNAL, Who.DESK),
        _row("accept", (Status.REFERRED,), Status.IN_PROGRESS, Who.AGENCY),
        _row("return_referral", _AGENCY_HAS_IT, Status.SUBMITTED, Who.AGENCY, because=Because.RETURNED),
        _row("return_referral_again", _AGENCY_HAS_IT, Status.SUBMITTED, Who.AGENCY, because=Because.ARBITRATION),
        _row(
            "note_progress",
            _AGENCY_MAY_ANSWER,
            Status.IN_PROGRESS,
            Who.AGENCY,
            stays=frozenset({Status.SCHEDULED}),
        ),
        _row("promise", _AGENCY_MAY_ANSWER, Status.SCHEDULED, Who.AGENCY),
        _row("promise_due", (Status.SCHEDULED,), Status.IN_PROGRESS, Who.TIME),
        _row("extend", _AGENCY_HAS_IT, Status.IN_PROGRESS, Who.HEAD, stays=frozenset(_AGENCY_HAS_IT)),
        _row("extend_again", _AGENCY_HAS_IT, Status.IN_PROGRESS, Who.ARBITER, stays=frozenset(_AGENCY_HAS_IT)),
        _row("answer", _AGENCY_MAY_ANSWER, Status.ANSWERED, Who.AGENCY),
        _row("answer_on_behalf", _AGENCY_MAY_ANSWER, Status.ANSWERED, Who.DESK),
        _row("send_back", (Status.ANSWERED,), Status.IN_PROGRESS, Who.DESK),
        _row("confirm", (Status.ANSWERED,), Status.RESOLVED, Who.REPORTER),
        _row("confirmation_over", (Status.ANSWERED,), Status.RESOLVED, Who.TIME),
        _row(
            "raise_objection",
            (Status.ANSWERED, Status.RESOLVED),
            Status.SUBMITTED,
            Who.REPORTER,
            because=Because.OBJECTED,
        ),
        _row("uphold", (Status.SUBMITTED,), Status.REFERRED, Who.COORDINATOR, only_because=_OBJECTED),
        _row("not_uphold", (Status.SUBMITTED,), Status.RESOLVED, Who.COORDINATOR, only_because=_OBJECTED),
        _row("record_outside_answer", (Status.FORWARDED_EXTERNAL,), Status.RESOLVED, Who.DESK),
        _row("bounce", (Status.FORWARDED_EXTERNAL,), Status.SUBMITTED, Who.DESK, because=Because.BOUNCED),
        _row("check_back", (Status.FORWARDED_EXTERNAL,), Status.FORWARDED_EXTERNAL, Who.TIME),
        _row("check_back_over", (Status.FORWARDED_EXTERNAL,), Status.RESOLVED, Who.TIME),
        _row("archive", OPEN, Status.ARCHIVED, Who.VERIFIER),
        _row("withdraw", OPEN, Status.WITHDRAWN, Who.REPORTER),
        _row("merge", OPEN, Status.MERGED, Who.DESK),
        _row("unmerge", (Status.MERGED,), None, Who.DESK),
        _row(
            "reopen",
            (Status.ARCHIVED, Status.WITHDRAWN, Status.RESOLVED),
            Status.SUBMITTED,
            Who.COORDINATOR,
            because=Because.REOPENED,
        ),
    )
}


def allows(act: str, status: Status | None, because: Because | None = None) -> bool:
    """Whether `act` may be done in `status` (None: nothing is filed yet). Raises KeyError for an unknown act."""
    row = TRANSITIONS[act]
    if status is None:
        return not row.sources
    if status not in row.sources:
        return False
    return status != Status.SUBMITTED or row.only_because is None or because in row.only_because
