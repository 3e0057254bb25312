"""Who sees what (life.md 4), as the table itself: of a role's and a class's cell, which cases it opens.

A cell that is not written opens nothing. Only `access` asks; it adds who is complained about, which beats every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from django.db.models import Exists, OuterRef, Q

from complaints.models import Agency, Clock, Complaint, Position, Share, User
from complaints.states import Because, ClockKind, Status

Access = Complaint.AccessClass
Role = Position.Role
Cell = Callable[[Position], Q]
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING
# The Sekda's office where the inspectorate itself is complained about: not a role, but a row of the table.
STAND_IN = "stand_in"


class Figure(Enum):
    """What somebody may know of how many cases there are."""

    OPEN = "open"
    LATE = "late"
    MONTHLY = "monthly"  # how many came in a month that is over; nothing of today


# The cells


def everything(position: Position) -> Q:
    """Every case of the class."""
    return EVERYTHING


def own(position: Position) -> Q:
    """What the agency owns."""
    return Q(owner=position.agency_id)


def own_if_marked(position: Position) -> Q:
    """What the agency owns, for positions marked for sensitive cases."""
    return own(position) if position.handles_sensitive else NOTHING


def until_referred(position: Position) -> Q:
    """While the coordinator has it, and while it must record the arbiter's decision."""
    return Q(owner__duty=Agency.Duty.COORDINATOR) | arbitrated()


def until_confirmed(position: Position) -> Q:
    """While the coordinator has it, and while the inspectorate has not taken up what was proposed."""
    return Q(owner__duty=Agency.Duty.COORDINATOR) | (Q(status=Status.REFERRED) & ~taken_up())


def shared(position: Position) -> Q:
    """What was shared with the agency, until that was ended."""
    return Q(pk__in=Share.objects.filter(agency=position.agency_id, ended_at__isnull=True).values("complaint"))


def about_the_inspectorate(position: Position) -> Q:
    """Where the inspectorate is complained about."""
    return Q(excluded_agency__duty=Agency.Duty.INSPECTORATE)


def about_the_coordinator(position: Position) -> Q:
    """Where the coordinating agency is complained about."""
    return Q(excluded_agency__duty=Agency.Duty.COORDINATOR)


def arbitrated() -> Q:
    """Returned twice: the arbiter decides, also while the reporter is asked."""
    return Q(submitted_because=Because.ARBITRATION) | Q(resume_because=Because.ARBITRATION)


def taken_up() -> Q:
    """Its owner has accepted it once, by whatever act: the clock of accepting has stopped for that agency."""
    accepted = Clock.objects.filter(kind=ClockKind.ACCEPTANCE, stopped_at__isnull=False)
    return Q(Exists(accepted.filter(complaint=OuterRef("pk"), agency=OuterRef("owner"))))


# The table: content; number, status and clocks; the reporter's contact; who decides with whom a case is shared.

_WORKS = {Access.ORDINARY: own, Access.SENSITIVE: own_if_marked}
READS: dict[str, dict[str, Cell]] = {
    Role.COORDINATOR: {
        Access.ORDINARY: everything,
        Access.SENSITIVE: until_referred,
        Access.SUPERVISORY: until_confirmed,
    },
    **{role: dict(_WORKS) for role in Position.AGENCY_ROLES},
    Role.INSPECTORATE: {
        Access.ORDINARY: everything,
        Access.SUPERVISORY: everything,
        Access.PROTECTED: everything,
    },
    Role.LEADER: {Access.ORDINARY: everything},
    Role.OVERSEER: {Access.ORDINARY: shared, Access.SUPERVISORY: shared},
    STAND_IN: {Access.SUPERVISORY: about_the_inspectorate, Access.PROTECTED: about_the_inspectorate},
}
# Of what they do not read.
OVERVIEWS: dict[str, dict[str, Cell]] = {
    Role.COORDINATOR: {Access.SENSITIVE: everything, Access.SUPERVISORY: everything},
    Role.INSPECTORATE: {Access.SENSITIVE: everything},
}
# Of what they read: nobody opens the contact of, or shares, a case that they do not read.
CONTACTS: dict[str, dict[str, Cell]] = {
    Role.COORDINATOR: {Access.ORDINARY: everything, Access.SENSITIVE: everything},
    Role.INSPECTORATE: {Access.SUPERVISORY: everything, Access.PROTECTED: everything},
    STAND_IN: {Access.SUPERVISORY: everything, Access.PROTECTED: everything},
}
# Whose reporter is told by hand what he asked to be told: somebody must, also while another agency reads the case.
TELLS: dict[str, dict[str, Cell]] = {
    Role.COORDINATOR: {Access.ORDINARY: everything, Access.SENSITIVE: everything},
    Role.INSPECTORATE: {Access.SUPERVISORY: everything, Access.PROTECTED: everything},
    STAND_IN: {Access.SUPERVISORY: about_the_inspectorate, Access.PROTECTED: about_the_inspectorate},
}
# Of what they read.
SHARES: dict[str, dict[str, Cell]] = {
    Role.COORDINATOR: {Access.ORDINARY: everything},
    Role.INSPECTORATE: {Access.SUPERVISORY: everything},
    STAND_IN: {Access.SUPERVISORY: everything},
}
# Of what they read: what the public sees of it.
PUBLISHES: dict[str, dict[str, Cell]] = {Role.COORDINATOR: {Access.ORDINARY: everything}}
# Of what they read: what readers reported about its page. A case that was shown once and is handled apart by now is
# decided by who has it: its page is gone, and nobody else may learn more.
REVIEWS: dict[str, dict[str, Cell]] = {
    Role.COORDINATOR: dict.fromkeys((Access.ORDINARY, Access.SENSITIVE, Access.SUPERVISORY), everything),
    **{role: {Access.SENSITIVE: own_if_marked} for role in Position.AGENCY_ROLES},
    Role.INSPECTORATE: {Access.ORDINARY: about_the_coordinator, Access.SUPERVISORY: everything},
    STAND_IN: {Access.SUPERVISORY: everything},
}
# What is counted, and which figures of it are told.
COUNTS: dict[str, dict[str, Cell]] = {
    Role.COORDINATOR: dict.fromkeys((Access.ORDINARY, Access.SENSITIVE, Access.SUPERVISORY), everything),
    Role.INSPECTORATE: dict.fromkeys(Access, everything),
    Role.LEADER: dict.fromkeys(Access, everything),
    Role.OVERSEER: {**dict.fromkeys(Access, everything), Access.SUPERVISORY: shared},
}
_OF_TODAY = frozenset({Figure.OPEN, Figure.LATE})
_WATCHES = {
    Access.ORDINARY: _OF_TODAY,
    Access.SENSITIVE: frozenset({Figure.OPEN}),
    Access.SUPERVISORY: _OF_TODAY,
    Access.PROTECTED: frozenset({Figure.MONTHLY}),
}
FIGURES: dict[str, dict[str, frozenset[Figure]]] = {
    Role.COORDINATOR: dict.fromkeys(Access, _OF_TODAY),
    Role.INSPECTORATE: dict.fromkeys(Access, _OF_TODAY),
    Role.LEADER: dict(_WATCHES),
    Role.OVERSEER: dict(_WATCHES),
}

# A supporting agency sees a part, not the case: of the shares, those for which all of this is true.
PARTS: dict[str, Callable[[Iterable[Position]], Q]] = {
    "of its agency": lambda held: Q(agency__in={p.agency_id for p in held if p.role in Position.AGENCY_ROLES}),
    "with a part": lambda held: Q(part__isnull=False),
    "not ended": lambda held: Q(ended_at__isnull=True),
    "of an ordinary case": lambda held: Q(complaint__access_class=Access.ORDINARY),
}


def cells(table: dict[str, dict], held: Iterable[Position]) -> Iterable[tuple[Position, str, object]]:
    """Yield (position, class, cell) for every cell of `table` that these positions have."""
    for position in held:
        rows = [position.role, STAND_IN] if stands_in(position) else [position.role]
        for row in rows:
            for access_class, cell in table.get(row, {}).items():
                yield position, access_class, cell


def opened(table: dict[str, dict[str, Cell]], held: Iterable[Position]) -> Q:
    """Return which cases the cells of these positions open."""
    found = NOTHING
    for position, access_class, cell in cells(table, held):
        found |= Q(access_class=access_class) & cell(position)
    return found


def stands_in(position: Position) -> bool:
    """Whether it is one of the Sekda's office that is marked for closed cases (Position.inspects)."""
    marked = position.agency.duty == Agency.Duty.ARBITER and position.handles_sensitive
    return marked and position.role in (Role.LEADER, *Position.AGENCY_ROLES)


def about_the_person(user: User) -> Q:
    """Who is complained about."""
    return Q(excluded_person=user)


def about_the_agencies(held: Iterable[Position]) -> Q:
    """Where any agency in which the person holds a position is complained about."""
    return Q(excluded_agency__in={position.agency_id for position in held})
