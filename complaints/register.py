"""The PPID's register of formal requests for public information (UU 14/2008): numbered by year, without gaps."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from complaints.models import Complaint, InformationRequest, Regency


def enter(complaint: Complaint, now: datetime) -> InformationRequest:
    """Give a request the next number of the year. The caller records it as an event."""
    Regency.objects.select_for_update().get()  # so that no two get the same
    year = timezone.localdate(now).year
    last = InformationRequest.objects.filter(year=year).order_by("-number").values_list("number", flat=True).first()
    return InformationRequest.objects.create(complaint=complaint, year=year, number=(last or 0) + 1, registered_at=now)
