"""Slowing down who guesses: failed attempts are rows, and who failed too often waits.

Nothing here locks anybody out for good: it tells the time from which one may try again. A right secret writes nothing,
so a reporter reads his case on a full disk too. No address and no number is stored: a scope is an HMAC with a key of
the day, and rows are purged after a day, so nobody can later tell who tried what (security.md, rows 20 and 26-29).

Limits hold approximately when requests come in parallel: each looks before it fails, so as many as are being answered
at that moment may slip past the limit together (with 2 processes of 4 threads: at most 7 more). Guessing a code of
50 bits needs some 10^15 tries, so this costs nothing; counting first would mean writing for a right secret too.
"""

import hashlib
import hmac
import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from besadu.client import client_address
from complaints import dates
from complaints.models import Attempt

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
"""How long a failed attempt is stored; no window may be longer."""


PHOTOS_AN_HOUR = 240  # from one address


class Limit(NamedTuple):
    """At most `most` failures within `window` for one thing, which `parts` name: (what, value, ...)."""

    parts: tuple[str, ...]
    most: int
    window: timedelta


def of_tracking(request, number: str) -> list[Limit]:
    """Return the limits for opening a case with number and secret code (issue 2; product.md 4).

    `number` is what was tried, canonical or as typed: a number that does not exist is counted like one that does.
    Signed links are not asked about here at all.
    """
    client = client_address(request)
    return [
        Limit(("tracking client and case", client, number), 5, timedelta(minutes=15)),
        Limit(("tracking case", number), 10, timedelta(hours=1)),
        Limit(("tracking client", client), 20, timedelta(hours=1)),
    ]


def of_links(request, contact: str) -> list[Limit]:
    """Return the limits for asking for the links of a contact, where what counts is each request (security.md 107).

    A contact that nobody has is counted like one that is known.
    """
    client = client_address(request)
    return [
        Limit(("links contact", contact), 3, timedelta(hours=24)),
        Limit(("links client", client), 10, timedelta(hours=1)),
    ]


def of_page_reports(request, number: str) -> list[Limit]:
    """Return the limits for reporting a public page, where what counts is each report: many telephones share one
    address, and one page that everybody reports is known after a few."""
    client = client_address(request)
    return [
        Limit(("page report client and case", client, number), 3, timedelta(hours=1)),
        Limit(("page report client", client), 20, timedelta(hours=1)),
        Limit(("page report case", number), 50, timedelta(hours=24)),
    ]


def of_support(request, number: str) -> list[Limit]:
    """Return the limits for supporting a case, where what counts is each new browser: a whole village may share one
    address of its telephone company."""
    client = client_address(request)
    return [
        Limit(("support client and case", client, number), 60, timedelta(hours=1)),
        Limit(("support client", client), 300, timedelta(hours=24)),
    ]


def of_photos(request) -> list[Limit]:
    """Return the limits for photos that come apart from their form, where what counts is each new photo: a village may
    share one address of its telephone company, and 60 reports an hour bring 180 photos (ux.md 3.10)."""
    return [Limit(("photo client", client_address(request)), PHOTOS_AN_HOUR, timedelta(hours=1))]


def of_contact_search(user_id: int) -> list[Limit]:
    """Return the limit for looking for cases by a contact, where what counts is each that nobody has: who answers the
    telephone mistypes, and does not try out whole lists of numbers."""
    return [Limit(("contact search", str(user_id)), 20, timedelta(hours=1))]


def wait_until(limits: Iterable[Limit], now: datetime) -> datetime | None:
    """Return the first moment at which all `limits` allow another try, or None if one may try now. Only reads."""
    limits = list(limits)
    failed = _failures(limits, now)
    return max(
        (
            times[-limit.most] + limit.window
            for limit, times in zip(limits, failed, strict=True)
            if len(times) >= limit.most
        ),
        default=None,
    )


def record_failure(limits: Iterable[Limit], now: datetime) -> None:
    """Count one failure towards each of `limits`, in a transaction of its own.

    When the database cannot write (a full disk), the failure goes uncounted and the answer out all the same.
    """
    try:
        with transaction.atomic():
            Attempt.objects.bulk_create([Attempt(scope=scope(*limit.parts, day=_day(now)), at=now) for limit in limits])
    except DatabaseError as error:
        logger.error("failed attempt not counted: %s", type(error).__name__)


def too_many(until: datetime) -> str:
    """Return the sentence for who has to wait; the minute is rounded up, so that it is never too early."""
    shown = dates.clock_time(until + timedelta(seconds=59, microseconds=999999))
    return _("Terlalu banyak percobaan. Coba lagi pukul %(time)s.") % {"time": shown}


def answered(response: HttpResponse, until: datetime | None, now: datetime) -> HttpResponse:
    """Return the page that was drawn, as a 429 where one has to wait `until` then."""
    if until:
        response.status_code = 429
        response.headers["Retry-After"] = retry_after(until, now)
    return response


def retry_after(until: datetime, now: datetime) -> str:
    """Return what a 429 says in Retry-After: whole seconds, at least one."""
    return str(max(1, round((until - now).total_seconds())))


def scope(*parts: str, day: date) -> bytes:
    """Return the 32 bytes under which failures of `parts` are counted on `day` (UTC)."""
    key = hmac.digest(force_bytes(settings.CODE_KEY), b"throttle\0" + day.isoformat().encode(), hashlib.sha256)
    return hmac.digest(key, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256)


def purge(now: datetime) -> int:
    """Delete attempts that no limit looks at any more; return how many."""
    return Attempt.objects.filter(at__lt=now - KEPT).delete()[0]


def _failures(limits: list[Limit], now: datetime) -> list[list[datetime]]:
    """Return for each limit when it failed within its window, oldest first. One query for all of them."""
    wanted = [
        # The key changes at midnight UTC; a window may begin the day before.
        {scope(*limit.parts, day=day) for day in (_day(now - limit.window), _day(now))}
        for limit in limits
    ]
    rows = Attempt.objects.filter(scope__in=set().union(*wanted), at__gt=now - KEPT).order_by("at")
    found = [(bytes(scope), at) for scope, at in rows.values_list("scope", "at")]
    return [
        [at for scope, at in found if scope in scopes and at > now - limit.window]
        for limit, scopes in zip(limits, wanted, strict=True)
    ]


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
