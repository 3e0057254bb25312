"""What the pages of sharing read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from complaints import access, texts
from complaints.deadlines import reasons
from complaints.models import Agency, Complaint, Position, Share, User


@dataclass(frozen=True)
class Part:
    """What a supporting agency sees of another agency's case: no story, no contact, no history."""

    number: str
    category: str
    place: str
    landmark: str
    lead: Agency
    asked: str
    complaint: Complaint  # for its status and date alone
    done_at: datetime | None = None


def supporters(complaint: Complaint) -> QuerySet[Agency]:
    """Return the agencies that can be given a part of this case; none when it is closed or not ordinary."""
    if not complaint.is_open or complaint.access_class != Complaint.AccessClass.ORDINARY:
        return Agency.objects.none()
    return _open_to(complaint).filter(kind__in=Agency.OWNING_KINDS)


def overseers(complaint: Complaint) -> QuerySet[Agency]:
    """Return the bodies of oversight that this case can be shared with."""
    return _open_to(complaint).filter(kind=Agency.Kind.OVERSIGHT)


def parts(user: User, held: list[Position]) -> list[Part]:
    """Return the parts of open cases that the person's agencies were given and have not finished, by due time."""
    rows = access.parts(user, held).filter(complaint__closed_at__isnull=True, done_at__isnull=True)
    rows = rows.order_by("complaint__due_at", "pk")
    return read(list(rows.select_related(*_SHOWN)))


def why(complaint: Complaint, now: datetime) -> tuple[str, str] | None:
    """Return how the date of another agency's case is explained, and where its term comes from: the end of the term
    alone, not when it was filed nor what was asked. None when it is closed."""
    reason = reasons.counting_one(complaint, complaint.clocks.select_related("agency"), now, to_reporter=False)
    return (reason.sentences[-1], reason.clock.source) if reason else None


def read(shares: list[Share]) -> list[Part]:
    """Return what the supporting agency sees of each of these shares; a query or two for all."""
    written = [share.part for share in shares if share.part]
    written += [share.complaint.place.landmark for share in shares if _landmark(share)]
    contents = texts.read_many(written)
    return [
        Part(
            number=share.complaint.tracking_number,
            category=share.complaint.category.name,
            place=f"{village}, {village.district}" if (village := share.complaint.village) else "",
            landmark=contents.get(share.complaint.place.landmark_id, "") if _landmark(share) else "",
            lead=share.complaint.owner,
            asked=contents.get(share.part_id, ""),
            complaint=share.complaint,
            done_at=share.done_at,
        )
        for share in shares
    ]


_SHOWN = (
    *("part", "complaint__owner", "complaint__category", "complaint__village__district"),
    "complaint__place__landmark",
)


def _landmark(share: Share) -> bool:
    place = getattr(share.complaint, "place", None)
    return bool(place and place.landmark)


def _open_to(complaint: Complaint) -> QuerySet[Agency]:
    """Active agencies that neither have the case nor are complained about in it."""
    taken = [complaint.owner_id, complaint.excluded_agency_id]
    taken += complaint.shares.filter(ended_at__isnull=True).values_list("agency", flat=True)
    return Agency.objects.filter(is_active=True).exclude(pk__in=[pk for pk in taken if pk]).order_by("name")
