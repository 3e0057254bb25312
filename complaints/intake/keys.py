"""What a visitor's browser keeps of a report: the key of the draft, and afterwards that of the receipt.

Both are signed HttpOnly cookies that hold the random key and nothing else. The last form carries the key too: a form
that is sent again after a timeout finds its receipt although the answer to the first try has taken the cookie away.
A report that was written without signal brings a number that the phone has given it: that is its key then.
"""

from __future__ import annotations

import re
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from complaints import numbers
from complaints.access import DRAFT_COOKIE, DRAFT_FIELD, DRAFT_PATH, RECEIPT_COOKIE, RECEIPT_KEPT, RECEIPT_PATH

from . import drafts

# The receipt of who has just entered a report for somebody: long enough to print or to say it.
ENTERED_COOKIE, ENTERED_PATH = "dicatat", "/petugas/entri/"
ENTERED_KEPT = timedelta(minutes=15)
# What was shared with the installed portal and stands in no draft of the visitor yet.
SHARED_COOKIE, SHARED_PATH = "bagikan", "/lapor/bagikan/"
SHARED_KEPT = timedelta(hours=1)
_ENTRY_FIELD = signing.Signer(salt="key of an entry")
_OF_PHONE = re.compile(r"[0-9a-f]{32}")  # 128 random bits


def draft_key(request: HttpRequest) -> str | None:
    """Return the key of this visitor's draft, None without one or with a forged or expired cookie."""
    return request.get_signed_cookie(DRAFT_COOKIE, default=None, max_age=drafts.KEPT)


def remember_draft(response: HttpResponse, key: str, *, secure: bool) -> None:
    """Keep the key of a draft in the browser as long as the draft itself is kept."""
    _set(response, DRAFT_COOKIE, key, drafts.KEPT, DRAFT_PATH, secure)


def forget_draft(response: HttpResponse) -> None:
    """Let the next report of this visitor begin with a fresh key."""
    response.delete_cookie(DRAFT_COOKIE, path=DRAFT_PATH, samesite="Lax")


def remember_shared(response: HttpResponse, key: str, *, secure: bool) -> None:
    """Keep the key of what was just shared, apart from the visitor's own draft."""
    _set(response, SHARED_COOKIE, key, SHARED_KEPT, SHARED_PATH, secure)


def shared_key(request: HttpRequest) -> str | None:
    """Return the key of what this browser shared within the last hour."""
    return request.get_signed_cookie(SHARED_COOKIE, default=None, max_age=SHARED_KEPT)


def forget_shared(response: HttpResponse) -> None:
    """What was shared stands in a draft of the visitor now."""
    response.delete_cookie(SHARED_COOKIE, path=SHARED_PATH, samesite="Lax")


def remember_receipt(response: HttpResponse, key: str, *, secure: bool) -> None:
    """Let this browser, and no other, show the receipt again for a day."""
    _set(response, RECEIPT_COOKIE, key, RECEIPT_KEPT, RECEIPT_PATH, secure)


def sealed(key: str) -> str:
    """Return `key` signed, to stand in a hidden field."""
    return DRAFT_FIELD.sign(key)


def unsealed(text: str) -> str | None:
    """Return the key in a hidden field, None when it was not written by us."""
    try:
        return DRAFT_FIELD.unsign(text)
    except signing.BadSignature:
        return None


def of_phone(text: str) -> str | None:
    """Return the key of a report to which the phone gave the number `text`; None for what is no such number.

    It never equals a key that was made here: whoever invents numbers opens nothing of anybody else.
    """
    return f"phone-{text}" if _OF_PHONE.fullmatch(text) else None


def mark(key: str | None) -> str:
    """Return a name for the draft under `key` by which a phone knows it again and which opens nothing; "" for none."""
    return numbers.digest("mark of a draft", key).hex()[:16] if key else ""


def sealed_entry(key: str) -> str:
    """Return the key of an entry signed, to stand in its form; it opens no citizen's receipt."""
    return _ENTRY_FIELD.sign(key)


def unsealed_entry(text: str) -> str | None:
    """Return the key in the form of an entry, None when it was not written by us."""
    try:
        return _ENTRY_FIELD.unsign(text)
    except signing.BadSignature:
        return None


def remember_entered(response: HttpResponse, key: str, *, secure: bool) -> None:
    """Let this browser show the receipt of what was just entered, for a quarter of an hour."""
    _set(response, ENTERED_COOKIE, key, ENTERED_KEPT, ENTERED_PATH, secure)


def entered_key(request: HttpRequest) -> str | None:
    """Return the key of what was entered in this browser a moment ago."""
    return request.get_signed_cookie(ENTERED_COOKIE, default=None, max_age=ENTERED_KEPT)


def _set(response: HttpResponse, name: str, key: str, kept: timedelta, path: str, secure: bool) -> None:
    response.set_signed_cookie(name, key, max_age=kept, path=path, httponly=True, secure=secure, samesite="Lax")
