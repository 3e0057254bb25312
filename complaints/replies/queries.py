"""Which templates a case is offered, and which ones somebody keeps."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from complaints import dates
from complaints.models import Agency, Complaint, Position, ReplyTemplate, ReplyUse, User

OFFERED = 60  # of the most used ones, on the page of an answer
MOST = 100  # of one agency, and for all: a list of this length needs no pages


def offered(complaint: Complaint, use: str) -> list[ReplyTemplate]:
    """Return the templates for this case: its agency's own and those for all, of its category, its topic or any; what
    its agency has sent most stands first (1 query)."""
    category = complaint.category
    mine = ReplyUse.objects.filter(template=OuterRef("pk"), agency=complaint.owner_id)
    rows = ReplyTemplate.objects.filter(
        Q(agency__isnull=True) | Q(agency=complaint.owner_id),
        Q(category__isnull=True) | Q(category__in=[category.pk, category.topic_id or category.pk]),
        use=use,
        is_active=True,
    ).annotate(sent=Coalesce(Subquery(mine.values("sent")[:1]), Value(0)))
    return list(rows.order_by("-sent", "title", "pk")[:OFFERED])


def values(complaint: Complaint, title: str, actor: User, now: datetime) -> dict[str, str]:
    """Return what fills the gaps of a template in this case today (gaps.KNOWN)."""
    return {
        "nomor": complaint.tracking_number,
        "judul": title,
        "tanggal": dates.full_date(now),
        "nama_petugas": actor.full_name,
    }


def keeps_for(held: list[Position]) -> list[Agency]:
    """Return the agencies for which these positions keep templates."""
    roles = (*Position.AGENCY_ROLES, Position.Role.COORDINATOR)
    return list({position.agency_id: position.agency for position in held if position.role in roles}.values())


def keeps_for_all(held: list[Position]) -> bool:
    """Whether these positions keep the templates of every agency: the coordinator's."""
    return any(position.role == Position.Role.COORDINATOR for position in held)


def kept(held: list[Position]) -> QuerySet[ReplyTemplate]:
    """Return the templates that these positions may change."""
    own = Q(agency__in=keeps_for(held))
    return ReplyTemplate.objects.filter(own | Q(agency__isnull=True) if keeps_for_all(held) else own)


def listed(held: list[Position]) -> list[ReplyTemplate]:
    """Return the templates of their agencies and those for all, those in use first, each with `sent` by their agencies
    (by all, for who keeps them for all) and `may_change` (1 query)."""
    agencies, for_all = [agency.pk for agency in keeps_for(held)], keeps_for_all(held)
    uses = ReplyUse.objects.filter(template=OuterRef("pk"))
    uses = uses if for_all else uses.filter(agency__in=agencies)
    total = uses.order_by().values("template").annotate(total=Sum("sent")).values("total")
    rows = ReplyTemplate.objects.filter(Q(agency__isnull=True) | Q(agency__in=agencies))
    rows = rows.select_related("agency", "category", "changed_by").annotate(sent=Coalesce(Subquery(total), Value(0)))
    found = list(rows.order_by("-is_active", F("agency").asc(nulls_last=True), "-sent", "title", "pk")[: 4 * MOST])
    for row in found:
        row.may_change = row.agency_id in agencies if row.agency_id else for_all
    return found
