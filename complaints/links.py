"""The signed link by which a reporter comes back without number and code (product.md 4).

It says which complaint, opens nothing by itself (a person presses a button behind it, preview robots do
not), never shows the code, and works until it expires.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from complaints.models import Complaint

VALID = timedelta(days=90)
_SALT = "reporter link"


def link_to(complaint: Complaint) -> str:
    """Return the absolute address to send to the reporter."""
    token = signing.dumps(complaint.pk, salt=_SALT)
    return settings.BASE_URL + reverse("tracking:link", args=[token])


def complaint_behind(token: str) -> Complaint | None:
    """Return the complaint a token was made for, or None when it is not ours or has expired."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return Complaint.objects.select_related("submission").filter(pk=pk).first()
