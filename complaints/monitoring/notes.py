"""What stands beside an agency's figures: its note of the month, whom to ask, its newest answers; and who sees what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from complaints import access, texts
from complaints.figures.definitions import Kind, Totals
from complaints.figures.life import ASSIGNED, UNASSIGNED
from complaints.models import Agency, AgencyNote, Complaint, Position, Regency
from complaints.routing.queries import owning_agencies

Role = Position.Role
_NOTES = (Role.LIAISON, Role.HEAD)
_WATCHES = (Role.COORDINATOR, Role.LEADER, Role.INSPECTORATE, Role.OVERSEER)
NEWEST = 3


def agencies_are_shown() -> bool:
    """Whether the regency wants the cards of its agencies to be seen by everybody."""
    return Regency.objects.filter(shows_agencies=True).exists()


def agency(code: str) -> Agency | None:
    """Return the active agency of the regency with this code, as typed into an address."""
    if not code.isprintable():  # PostgreSQL cannot even compare a NUL
        return None
    return owning_agencies().filter(code=code).first()


def own_agency(held: Iterable[Position]) -> Agency | None:
    """Return the agency in which somebody with these positions works on cases."""
    return next((position.agency for position in held if position.role in Position.AGENCY_ROLES), None)


def watches(held: Iterable[Position]) -> bool:
    """Whether these positions may see the figures of every agency."""
    return any(position.role in _WATCHES for position in held)


def may_note(held: Iterable[Position], of: Agency) -> bool:
    """Whether one of these positions writes the note of this agency: its liaison officer or its head."""
    return any(position.role in _NOTES and position.agency_id == of.pk for position in held)


def of_month(of: Agency, now: datetime) -> str:
    """Return the note of this month, empty where there is none."""
    month = timezone.localdate(now).replace(day=1)
    found = AgencyNote.objects.select_related("text").filter(agency=of, month=month).first()
    return (texts.read(found.text) or "") if found else ""


def contact(of: Agency) -> Position | None:
    """Return the position of the agency that answers questions about complaints."""
    return Position.objects.filter(agency=of, role=Role.LIAISON, is_active=True).order_by("pk").first()


def newest_answers(of: Agency) -> list[tuple[Complaint, str]]:
    """Return the newest published reports of the agency with their answers (2 queries)."""
    rows = access.published_cases().filter(owner=of, publication__answer__isnull=False)
    cases = list(rows.select_related("publication__answer").order_by("-received_at", "-pk")[:NEWEST])
    said = texts.read_many(case.publication.answer for case in cases)
    return [(case, said[case.publication.answer_id]) for case in cases if case.publication.answer_id in said]


def work(totals: Totals) -> tuple[int, int]:
    """Return how many open cases somebody of the agency has, and how many nobody has."""
    return totals.of(Kind.OPEN, ASSIGNED), totals.of(Kind.OPEN, UNASSIGNED)
