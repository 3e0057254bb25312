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
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


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


# With one of these an agency answers; a promise is never a closing (product.md 3).
CLOSING_OUTCOMES = (Outcome.REPAIRED, Outcome.EXPLAINED, Outcome.CANNOT_BE_DONE, Outcome.NOT_FOUND)


class Who(StrEnum):
    """Who may do an act."""

    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    # The inspectorate for what it owns, the coordinator for everything else: also where an arbiter owns,
    # whose decision the coordinator records.
    VERIFIER = "verifier"
    # A liaison officer, case officer or head of the owning agency; the inspectorate for what it owns.
    AGENCY = "agency"
    # Whoever owns: VERIFIER while submitted, AGENCY afterwards.
    OWNER = "owner"


@dataclass(frozen=True)
class Transition:
    """One row of life.md 3. `to` None means: back to `resume_status`."""

    act: str
    sources: frozenset[Status]
    to: Status | None
    who: Who
    because: Because | None = None  # the reason given when `to` is submitted
    only_because: frozenset[Because] | None = None  # the reasons it may start from


def _row(act, sources, to, who, **more):
    return Transition(act, frozenset(sources), to, who, **more)


_AGENCY_HAS_IT = (Status.REFERRED, Status.IN_PROGRESS)
_AGENCY_MAY_ANSWER = (*_AGENCY_HAS_IT, Status.SCHEDULED)
_OBJECTED = frozenset({Because.OBJECTED})

TRANSITIONS = {
    row.act: row
    for row in (
        _row("submit", (), Status.SUBMITTED, Who.REPORTER, because=Because.NEW),
        _row(
            "refer",
            (Status.SUBMITTED,),
            Status.REFERRED,
            Who.VERIFIER,
            only_because=frozenset(Because) - _OBJECTED,
        ),
        _row("ask", (Status.SUBMITTED, *_AGENCY_HAS_IT), Status.NEEDS_INFO, Who.OWNER),
        _row("reply", (Status.NEEDS_INFO,), None, Who.REPORTER),
        _row("accept", (Status.REFERRED,), Status.IN_PROGRESS, Who.AGENCY),
        _row("return_referral", _AGENCY_HAS_IT, Status.SUBMITTED, Who.AGENCY, because=Because.RETURNED),
        _row("return_referral_again", _AGENCY_HAS_IT, Status.SUBMITTED, Who.AGENCY, because=Because.ARBITRATION),
        _row("note_progress", _AGENCY_HAS_IT, Status.IN_PROGRESS, Who.AGENCY),
        _row("answer", _AGENCY_MAY_ANSWER, Status.ANSWERED, Who.AGENCY),
        _row("confirm", (Status.ANSWERED,), Status.RESOLVED, Who.REPORTER),
        _row(
            "raise_objection",
            (Status.ANSWERED, Status.RESOLVED),
            Status.SUBMITTED,
            Who.REPORTER,
            because=Because.OBJECTED,
        ),
        _row("uphold", (Status.SUBMITTED,), Status.REFERRED, Who.COORDINATOR, only_because=_OBJECTED),
        _row("not_uphold", (Status.SUBMITTED,), Status.RESOLVED, Who.COORDINATOR, only_because=_OBJECTED),
        _row("archive", OPEN, Status.ARCHIVED, Who.VERIFIER),
        _row("withdraw", OPEN, Status.WITHDRAWN, Who.REPORTER),
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
