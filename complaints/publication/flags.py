"""What waits to be decided about public pages, as who decides reads it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from complaints import access, texts
from complaints.models import Complaint, PageReport, Position, User

ROWS = 50


def _open(user: User, held: list[Position]) -> QuerySet[PageReport]:
    return PageReport.objects.filter(decided_at__isnull=True, complaint__in=access.reviewed_cases(user, held))


def waiting(user: User, held: list[Position]) -> list[dict]:
    """Return what waits, the first due on top: ROWS and one more if there is (2 queries)."""
    found = list(
        _open(user, held).select_related("complaint__publication", "text").order_by("due_at", "pk")[: ROWS + 1]
    )
    told = texts.read_many([row.text for row in found if row.text])
    return [
        {
            "id": row.pk,
            "number": row.complaint.tracking_number,
            "title": row.complaint.publication.title,
            "reason": row.get_reason_display(),
            "text": told.get(row.text_id, ""),
            "reported_at": row.reported_at,
            "due_at": row.due_at,
        }
        for row in found
    ]


def counts(user: User, held: list[Position], now: datetime) -> tuple[int, int]:
    """Return how many wait, and how many of these are late (one query)."""
    found = _open(user, held).aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    return found["all"], found["late"]


def of_case(complaint: Complaint, flag_id: int) -> PageReport:
    """Return what was reported about the page of a case that was fetched through `access`, or raise Http404."""
    waiting_ones = PageReport.objects.filter(complaint=complaint).select_related("text")
    return get_object_or_404(waiting_ones, pk=flag_id)


def said(flag: PageReport) -> str:
    """Return what the reader wrote, empty if nothing or erased."""
    return (texts.read(flag.text) or "") if flag.text else ""
