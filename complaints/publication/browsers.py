"""Which browser supports: a random name in a signed cookie, and nothing else."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

COOKIE = "pendukung"
KEPT = timedelta(days=365)


def name_of(request: HttpRequest) -> str | None:
    """Return the name this browser has, None without a cookie or with a forged one."""
    return request.get_signed_cookie(COOKIE, default=None, max_age=KEPT)


def new_name() -> str:
    """Return a fresh name: 128 random bits as hex."""
    return secrets.token_hex(16)


def remember(response: HttpResponse, name: str, *, secure: bool) -> None:
    """Keep the name in the browser for a year."""
    response.set_signed_cookie(COOKIE, name, max_age=KEPT, httponly=True, secure=secure, samesite="Lax")
