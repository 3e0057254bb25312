"""A protected case is opened before it is read: by a press that is recorded (life.md 5), for half an hour.

The browser keeps a signed mark for that case's pages alone, bound to the person. Who pressed keeps what they write: a
form may still be sent for some hours after reading has ended.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from complaints.models import Complaint

COOKIE = "terbuka"
READS = timedelta(minutes=30)
WRITES = timedelta(hours=4)


def is_closed(request: HttpRequest, cases: QuerySet[Complaint], number: str) -> bool:
    """Whether this number is a protected case among `cases`, those that the person may read, and not opened in this
    browser. One query at most."""
    kept = READS if request.method in ("GET", "HEAD") else WRITES
    opened = request.get_signed_cookie(COOKIE, default=None, salt=_salt(number), max_age=kept)
    if opened == str(request.user.pk):
        return False
    protected = Complaint.AccessClass.PROTECTED
    # PostgreSQL cannot even compare what is no text (NUL); such an address is for the view to refuse.
    return number.isprintable() and cases.filter(tracking_number=number, access_class=protected).exists()


def remember(response: HttpResponse, request: HttpRequest, number: str) -> None:
    """Let this person read the case in this browser for READS."""
    response.set_signed_cookie(
        COOKIE,
        str(request.user.pk),
        salt=_salt(number),
        max_age=WRITES,
        path=f"/petugas/laporan/{number}/",
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def _salt(number: str) -> str:
    return f"opened:{number}"
