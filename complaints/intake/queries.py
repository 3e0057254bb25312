"""What the pages of this stage read."""

from __future__ import annotations

from itertools import groupby

from complaints import numbers
from complaints.models import Agency, Attachment, Category, Clock, Complaint, Regency, Submission, Village
from complaints.states import ClockKind


def regency() -> Regency | None:
    """Return the regency of this portal; None before its reference data is loaded."""
    return Regency.objects.first()


def topics() -> list[Category]:
    """Return what a citizen may choose from, in the order of the form."""
    return list(Category.objects.filter(is_active=True, form_order__isnull=False).order_by("form_order", "name"))


def topic(code: str) -> Category | None:
    """Return the topic with this code if it can be chosen now."""
    return Category.objects.filter(code=code, is_active=True, form_order__isnull=False).first()


def villages_by_district() -> list[tuple[str, list[Village]]]:
    """Return every district by name with its villages, both in alphabetical order."""
    rows = Village.objects.select_related("district").order_by("district__name", "district_id", "name")
    return [
        (district.name, list(villages)) for district, villages in groupby(rows, key=lambda village: village.district)
    ]


def village(code: str | None) -> Village | None:
    """Return the village with this code, with its district."""
    return Village.objects.select_related("district").filter(code=code).first() if code else None


def is_sent(key: str) -> bool:
    """Whether the draft under `key` has become a complaint."""
    return Submission.objects.filter(key_digest=numbers.digest("idempotency key", key)).exists()


def photo_of_draft(key: str, attachment_id) -> Attachment | None:
    """Return a photo of the draft under `key`, None if it is not one of its own."""
    return Attachment.objects.filter(pk=attachment_id, draft__key_digest=numbers.digest("draft", key)).first()


def verification_clock(complaint: Complaint) -> Clock:
    """Return the first clock of a complaint: by when it is verified. A receipt keeps promising this date."""
    return complaint.clocks.filter(kind=ClockKind.VERIFICATION).earliest("started_at", "pk")


def outside_bodies() -> list[Agency]:
    """Return the bodies outside the regency's government that can be called, by name."""
    kinds = (Agency.Kind.EXTERNAL, Agency.Kind.OVERSIGHT)
    return list(Agency.objects.filter(kind__in=kinds, is_active=True).exclude(hotline="").order_by("name"))
