"""What a visitor's browser keeps of a report: the key of the draft, and afterwards that of the receipt.

Both are signed HttpOnly cookies that hold the random key and nothing else. The last form carries the key too: a form
that is sent again after a timeout finds its receipt although the answer to the first try has taken the cookie away.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from complaints.access import RECEIPT_COOKIE, RECEIPT_PATH

from . import drafts

DRAFT_COOKIE, DRAFT_PATH = "draf", "/lapor/"
RECEIPT_KEPT = timedelta(hours=24)
_FIELD = signing.Signer(salt="draft key of a form")


def draft_key(request: HttpRequest) -> str | None:
    """Return the key of this visitor's draft, None without one or with a forged or expired cookie."""
    return request.get_signed_cookie(DRAFT_COOKIE, default=None, max_age=drafts.KEPT)


def remember_draft(response: HttpResponse, key: str, *, secure: bool) -> None:
    """Keep the key of a draft in the browser as long as the draft itself is kept."""
    _set(response, DRAFT_COOKIE, key, drafts.KEPT, DRAFT_PATH, secure)


def forget_draft(response: HttpResponse) -> None:
    """Let the next report of this visitor begin with a fresh key."""
    response.delete_cookie(DRAFT_COOKIE, path=DRAFT_PATH, samesite="Lax")


def receipt_key(request: HttpRequest) -> str | None:
    """Return the key of the report this visitor has sent within the last day."""
    return request.get_signed_cookie(RECEIPT_COOKIE, default=None, max_age=RECEIPT_KEPT)


def remember_receipt(response: HttpResponse, key: str, *, secure: bool) -> None:
    """Let this browser, and no other, show the receipt again for a day."""
    _set(response, RECEIPT_COOKIE, key, RECEIPT_KEPT, RECEIPT_PATH, secure)


def sealed(key: str) -> str:
    """Return `key` signed, to stand in a hidden field."""
    return _FIELD.sign(key)


def unsealed(text: str) -> str | None:
    """Return the key in a hidden field, None when it was not written by us."""
    try:
        return _FIELD.unsign(text)
    except signing.BadSignature:
        return None


def _set(response: HttpResponse, name: str, key: str, kept: timedelta, path: str, secure: bool) -> None:
    response.set_signed_cookie(name, key, max_age=kept, path=path, httponly=True, secure=secure, samesite="Lax")
