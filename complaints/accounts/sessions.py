"""How long a person stays signed in (product.md 1), and what counts as being there.

Roles that see cases of every agency, or change the master data, stay 12 hours and are locked after 60 idle minutes.
Agency roles stay 30 days on a device they asked to be remembered on, else 12 hours. The moment of the last request
stands in a signed cookie, not in the session: reading a page writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account import app_settings as account_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from complaints.models import Position

LENGTH = timedelta(hours=12)
REMEMBERED = timedelta(days=30)
IDLE = timedelta(minutes=60)
AGAIN = timedelta(minutes=10)  # how long a second factor counts for opening a contact, exports and accounts

STARTED = "masuk_pada"  # ISO moment of signing in
REMEMBER = "ingat"  # whether the person ticked the box at the door
COOKIE = "__Host-aktif" if settings.HTTPS else "aktif"


def is_privileged(positions: Iterable[Position]) -> bool:
    """Whether one of `positions` demands the second factor and the short session."""
    return any(position.role in Position.SECOND_FACTOR_ROLES for position in positions)


def begin(request: HttpRequest, positions: Iterable[Position], now: datetime) -> None:
    """Note when the person signed in, and let the cookie live as long as the session may."""
    request.session[STARTED] = now.isoformat()
    set_length(request, positions)


def set_length(request: HttpRequest, positions: Iterable[Position]) -> None:
    """Keep the session when the browser closes only if the person asked for it."""
    request.session.set_expiry(_limit(request, positions) if request.session.get(REMEMBER) else 0)


def is_over(request: HttpRequest, positions: Iterable[Position], now: datetime) -> bool:
    """Whether the session has lasted as long as it may; one that no door of ours opened is over at once."""
    started = _started(request)
    return started is None or now - started > _limit(request, positions)


def is_idle(request: HttpRequest, now: datetime) -> bool:
    """Whether the last request of this session is more than 60 minutes ago. Ask it of privileged roles only."""
    if now - _started(request) <= IDLE:
        return False
    return request.get_signed_cookie(COOKIE, default=None, salt=_salt(request), max_age=IDLE) is None


def touch(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the browser that the person was here just now."""
    response.set_signed_cookie(
        COOKIE, "1", salt=_salt(request), path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def record_proof(request: HttpRequest, method: str) -> None:
    """Note that this session has just proved the person again, by "password" or by "mfa"."""
    record_authentication(request, request.user, method, reauthenticated=True)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a code or passkey was proved in this session."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def has_fresh_second_factor(request: HttpRequest) -> bool:
    """Whether a code or passkey was proved in this session within the last ten minutes."""
    proofs = [record for record in get_authentication_records(request, request.user) if record["method"] == "mfa"]
    return bool(proofs) and time.time() - proofs[-1]["at"] < AGAIN.total_seconds()


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether a password, code or passkey was proved in this session within allauth's own five minutes."""
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and time.time() - proofs[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT


def _limit(request: HttpRequest, positions: Iterable[Position]) -> timedelta:
    return LENGTH if is_privileged(positions) or not request.session.get(REMEMBER) else REMEMBERED


def _started(request: HttpRequest) -> datetime | None:
    value = request.session.get(STARTED)
    return datetime.fromisoformat(value) if value else None


def _salt(request: HttpRequest) -> str:
    """The cookie speaks for one session of one person alone."""
    return f"aktif:{request.user.pk}:{request.session.get(STARTED)}"
