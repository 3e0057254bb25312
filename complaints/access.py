"""Who may see what (life.md 4): the only way from a person to complaints.

The same querysets decide lists, single pages, files, search, counts and exports (G7). What is not
theirs is a 404, the same as what does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from complaints.models import Agency, Attachment, Complaint, Holding, Position, User
from complaints.states import Because

Access = Complaint.AccessClass
Role = Position.Role
_NOBODY = Q(pk__in=[])
# Read every ordinary case, never an identity.
_READS_ORDINARY = frozenset({Role.COORDINATOR, Role.INSPECTORATE, Role.LEADER})

REPORTER_COOKIE = "lacak"
REPORTER_HOURS = 12
# The receipt of who has just filed (intake/keys.py): it shows the secret code, so it goes when the reporter goes.
RECEIPT_COOKIE, RECEIPT_PATH = "diterima", "/lapor/selesai/"
_NUMBER = re.compile(r"[A-Z0-9-]{1,24}")  # as `numbers` writes them; PostgreSQL cannot even compare others (NUL)


def positions(user: User, now: datetime | None = None) -> list[Position]:
    """Return the positions `user` holds on the day of `now` (local date), with their agencies."""
    if not user.is_authenticated:
        return []
    day = timezone.localdate(now)
    holdings = Holding.objects.current(day).filter(user=user).select_related("position__agency")
    return [holding.position for holding in holdings.order_by("pk")]


def has_role(user: User, *roles: str) -> bool:
    """Whether `user` holds a position with one of `roles` today."""
    return any(position.role in roles for position in positions(user))


def staff_cases(user: User, held: list[Position] | None = None) -> QuerySet[Complaint]:
    """Return the complaints whose content `user` may read, by the positions held today.

    `held` are those positions, where the caller has fetched them already.
    """
    held = positions(user) if held is None else held
    cases = Complaint.objects.filter(_seen_by(held))
    # Who is complained about sees nothing of it, whatever else they are.
    cases = cases.exclude(excluded_person=user) if held else cases
    return cases.exclude(excluded_agency__in={position.agency_id for position in held})


def staff_case(user: User, number: str) -> Complaint:
    """Return the complaint with this tracking number, or raise Http404 when it is not theirs to see."""
    return with_number(staff_cases(user).select_related("owner", "category", "village__district"), number)


def with_number(cases: QuerySet[Complaint], number: str) -> Complaint:
    """Return the one of `cases` with this tracking number, as typed into an address, or raise Http404."""
    if not _NUMBER.fullmatch(number):
        raise Http404
    return get_object_or_404(cases, tracking_number=number)


def may_open_contact(user: User, complaint: Complaint, held: list[Position] | None = None) -> bool:
    """Whether `user` may open the reporter's contact, as a recorded act (life.md 4)."""
    role = Role.COORDINATOR
    if complaint.access_class in (Access.SUPERVISORY, Access.PROTECTED):
        role = Role.INSPECTORATE
    held = positions(user) if held is None else held
    return any(position.role == role for position in held) and staff_cases(user, held).filter(pk=complaint.pk).exists()


def attachment_of(complaint: Complaint, attachment_id) -> Attachment:
    """Return a photo of a complaint that was fetched through this module, or raise Http404."""
    return get_object_or_404(Attachment, pk=attachment_id, complaint=complaint)


def let_reporter_in(response: HttpResponse, complaint: Complaint, *, secure: bool) -> None:
    """Remember in a signed cookie, valid for this complaint's pages alone, that the reporter proved to be the one."""
    response.set_signed_cookie(
        REPORTER_COOKIE,
        complaint.tracking_number,
        salt=_reporter_salt(complaint),
        path=reporter_path(complaint.tracking_number),
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


def forget_reporter(response: HttpResponse, number: str) -> None:
    """Take from the browser what opens a complaint: the proof for its pages, and the receipt with the secret code."""
    for cookie, path in ((REPORTER_COOKIE, reporter_path(number)), (RECEIPT_COOKIE, RECEIPT_PATH)):
        response.delete_cookie(cookie, path=path, samesite="Lax")


def reporter_case(request: HttpRequest, number: str) -> Complaint:
    """Return the complaint whose reporter this browser has proved to be, or raise Http404.

    Without a cookie the database is not asked, and a forged one is compared also where there is no such complaint:
    nobody learns from the time whether a number exists.
    """
    if REPORTER_COOKIE not in request.COOKIES or not _NUMBER.fullmatch(number):
        raise Http404
    complaint = (
        Complaint.objects.select_related("owner", "category__agency", "village__district", "submission")
        .filter(tracking_number=number)
        .first()
    )
    salt = _reporter_salt(complaint) if complaint else "reporter:"
    proof = request.get_signed_cookie(REPORTER_COOKIE, default=None, salt=salt, max_age=REPORTER_HOURS * 3600)
    if complaint is None or proof != number:
        raise Http404
    return complaint


def reporter_path(number: str) -> str:
    """Return the path below which the reporter's cookie of a complaint is sent."""
    return f"/lacak/{number}/"


def _reporter_salt(complaint: Complaint) -> str:
    """A re-issued code ends the sessions that the old one opened: the salt holds the code's digest."""
    return "reporter:" + bytes(complaint.submission.code_digest).hex()


def _seen_by(held: Iterable[Position]) -> Q:
    seen = _NOBODY
    for position in held:
        if position.role in _READS_ORDINARY:
            seen |= Q(access_class=Access.ORDINARY)
        if position.role == Role.COORDINATOR:
            # Until it is referred (sensitive) or confirmed by the inspectorate (supervisory): while the coordinator
            # has it, and while it must record the arbiter's decision.
            verifies = Q(owner__duty=Agency.Duty.COORDINATOR)
            verifies |= Q(submitted_because=Because.ARBITRATION) | Q(resume_because=Because.ARBITRATION)
            seen |= verifies & Q(access_class__in=[Access.SENSITIVE, Access.SUPERVISORY])
        if position.role == Role.INSPECTORATE:
            seen |= Q(access_class__in=[Access.SUPERVISORY, Access.PROTECTED])
        if position.role in Position.AGENCY_ROLES:
            seen |= Q(owner=position.agency_id, access_class=Access.ORDINARY)
            if position.handles_sensitive:
                seen |= Q(owner=position.agency_id, access_class=Access.SENSITIVE)
    return seen
