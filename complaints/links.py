"""The signed link by which a reporter comes back without number and code (product.md 4).

It says which complaint, opens nothing by itself (a person presses a button behind it, preview robots do
not), never shows the code, and works until it expires or the contact that it was sent to is kept no more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from complaints import identity
from complaints.models import Complaint

VALID = timedelta(days=90)
# How long the page of a closed case may stay open until [Laporkan lagi] is pressed there.
FOLLOWED_WITHIN = timedelta(hours=12)
_FOLLOWED = signing.TimestampSigner(salt="follow-up of a complaint")
_SIGNER = signing.TimestampSigner(salt="reporter link")
# The link to the list of one's own reports (ux.md T10): used once, and soon.
OWN_VALID = timedelta(minutes=30)
# The link to one task for somebody without an account.
_FIELD = signing.Signer(salt="field link")
_OWN = signing.TimestampSigner(salt="own reports")


class Opened(NamedTuple):
    """What stands in a link: the tracking number ("" in a forged one), and the complaint unless it has expired."""

    number: str
    complaint: Complaint | None


def link_to(complaint: Complaint) -> str:
    """Return the absolute address to send to the reporter."""
    content = f"{complaint.tracking_number}.{identity.mark_of(complaint)}"
    return settings.BASE_URL + reverse("tracking:link", args=[_SIGNER.sign(content)])


def behind(token: str) -> Opened:
    """Return what a token was made for. One that we did not sign names nothing, and the database is not asked."""
    try:
        number, _dot, mark = _SIGNER.unsign(token).partition(".")
    except signing.BadSignature:
        return Opened("", None)
    try:
        _SIGNER.unsign(token, max_age=VALID)
    except signing.SignatureExpired:
        return Opened(number, None)
    found = Complaint.objects.select_related("submission").filter(tracking_number=number).first()
    opens = found is not None and mark == identity.mark_of(found)
    return Opened(number, found if opens else None)


def to_own(message_id: int) -> str:
    """Return the absolute address, made for one message, behind which the receiver's own reports are listed."""
    return settings.BASE_URL + reverse("tracking:enter_mine", args=[_OWN.sign(str(message_id))])


def own_behind(token: str) -> int | None:
    """Return the message that such a link was made for, None for one that is over or not ours. Asks no database."""
    try:
        return int(_OWN.unsign(token, max_age=OWN_VALID))
    except signing.BadSignature:
        return None


def to_field(link_id: int) -> str:
    """Return the absolute address of a task in the field. Whether it still opens, its row says."""
    return settings.BASE_URL + reverse("field:task", args=[_FIELD.sign(str(link_id))])


def field_behind(token: str) -> int | None:
    """Return the row that such a link was made for, None for one that is not ours. Asks no database."""
    try:
        return int(_FIELD.unsign(token))
    except signing.BadSignature:
        return None


def follow_up(complaint: Complaint) -> str:
    """Return the token with which the reporter of a closed case begins a report about the same thing."""
    return _FOLLOWED.sign(complaint.tracking_number)


def followed(token: str) -> str:
    """Return the number of the case that a new report follows, "" where nobody proved to be its reporter."""
    try:
        return _FOLLOWED.unsign(token, max_age=FOLLOWED_WITHIN)
    except signing.BadSignature:
        return ""
