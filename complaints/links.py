"""The signed link by which a reporter comes back without number and code (product.md 4).

It says which complaint, opens nothing by itself (a person presses a button behind it, preview robots do
not), never shows the code, and works until it expires.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from complaints.models import Complaint

VALID = timedelta(days=90)
_SIGNER = signing.TimestampSigner(salt="reporter link")


class Opened(NamedTuple):
    """What stands in a link: the tracking number ("" in a forged one), and the complaint unless it has expired."""

    number: str
    complaint: Complaint | None


def link_to(complaint: Complaint) -> str:
    """Return the absolute address to send to the reporter."""
    return settings.BASE_URL + reverse("tracking:link", args=[_SIGNER.sign(complaint.tracking_number)])


def behind(token: str) -> Opened:
    """Return what a token was made for. One that we did not sign names nothing, and the database is not asked."""
    try:
        number = _SIGNER.unsign(token)
    except signing.BadSignature:
        return Opened("", None)
    try:
        _SIGNER.unsign(token, max_age=VALID)
    except signing.SignatureExpired:
        return Opened(number, None)
    found = Complaint.objects.select_related("submission").filter(tracking_number=number).first()
    return Opened(number, found)
