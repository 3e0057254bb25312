"""Who of the staff is told: the people behind a case today, by their positions. Who is complained about never is."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from complaints.models import Agency, Complaint, Event, Holding, Position, Rung, User

Role = Position.Role


def workers(complaint: Complaint, now: datetime) -> list[User]:
    """Return who works on the case: the person it is given to, else those who give it out or verify it."""
    if complaint.assignee is not None and complaint.assignee.is_active:
        return [complaint.assignee]
    return _holders(complaint, _of_the_owner(complaint, (Role.LIAISON,)), now)


def heads(complaint: Complaint, now: datetime) -> list[User]:
    """Return who heads the agency that has the case."""
    return _holders(complaint, _of_the_owner(complaint, (Role.HEAD,)), now)


def coordinators(complaint: Complaint, now: datetime) -> list[User]:
    """Return the coordinators, nobody for closed cases: they know nothing of them."""
    if complaint.access_class in Complaint.CLOSED:
        return []
    return _holders(complaint, Q(position__role=Role.COORDINATOR), now)


def inspectorate(complaint: Complaint, now: datetime) -> list[User]:
    """Return who reads the copies: the inspectorate."""
    return _holders(complaint, Q(position__role=Role.INSPECTORATE), now)


def deputies(complaint: Complaint, person: User, now: datetime) -> list[User]:
    """Return who deputises for `person` in this case; where nobody is named, who else gives out the work there."""
    own = Holding.objects.current(timezone.localdate(now)).filter(user=person, position__agency=complaint.owner_id)
    named = _holders(complaint, Q(position__in=own.exclude(position__deputy=None).values("position__deputy")), now)
    others = named or _holders(complaint, _of_the_owner(complaint, (Role.LIAISON, Role.HEAD)), now)
    return [other for other in others if other != person]


def supporters(complaint: Complaint, agency: Agency, now: datetime) -> list[User]:
    """Return who takes up a part of the case in a supporting agency: its liaison officers."""
    return _holders(complaint, Q(position__agency=agency, position__role=Role.LIAISON), now)


def of_rung(rung: Rung, complaint: Complaint, now: datetime) -> list[User]:
    """Return whom a rung tells in this case. A protected case climbs nowhere: outside the office that has it, leaders
    know a monthly total only (life.md 4)."""
    if complaint.access_class == Complaint.AccessClass.PROTECTED or rung.to == Rung.To.WORKERS:
        return workers(complaint, now)
    if rung.to == Rung.To.HEAD:
        return heads(complaint, now)
    if rung.to == Rung.To.LEADER:
        return _who_instructed(complaint, now)
    return _holders(complaint, Q(position=rung.position_id), now)


def _who_instructed(complaint: Complaint, now: datetime) -> list[User]:
    """Return who holds the position that gave the last instruction; where nobody does, who leads in the same office."""
    instructed = complaint.events.filter(kind=Event.Kind.INSTRUCTED).order_by("-sequence").first()
    leader = Position.objects.filter(pk=instructed.data["leader"] if instructed else None).first()
    if leader is None:
        return []
    office = Q(position__agency=leader.agency_id, position__role=Role.LEADER)
    return _holders(complaint, Q(position=leader), now) or _holders(complaint, office, now)


def _of_the_owner(complaint: Complaint, roles: tuple[str, ...]) -> Q:
    owner = complaint.owner
    if complaint.access_class in Complaint.CLOSED:
        accused = complaint.excluded_agency
        if accused is not None and accused.duty == Agency.Duty.INSPECTORATE:
            return Q(position__agency=owner, position__handles_sensitive=True)
        return Q(position__agency=owner, position__role=Role.INSPECTORATE)
    if owner.duty == Agency.Duty.COORDINATOR and Role.LIAISON in roles:
        roles = (*roles, Role.COORDINATOR)
    whose = Q(position__agency=owner, position__role__in=roles)
    if complaint.access_class == Complaint.AccessClass.SENSITIVE and owner.duty != Agency.Duty.COORDINATOR:
        whose &= Q(position__handles_sensitive=True)
    return whose


def _holders(complaint: Complaint, whose: Q, now: datetime) -> list[User]:
    held = Holding.objects.current(timezone.localdate(now)).filter(whose)
    held = held.exclude(position__agency=complaint.excluded_agency_id) if complaint.excluded_agency_id else held
    people = User.objects.filter(holdings__in=held).exclude(pk=complaint.excluded_person_id)
    return list(people.distinct().order_by("pk"))
