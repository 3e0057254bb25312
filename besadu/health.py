"""What a machine may ask about the portal: `/sehat/` whether the process lives, `/siap/` whether it can serve."""

import logging
import secrets
import tempfile
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.deadlines.offices import calendar_of
from complaints.models import Job, Message
from complaints.notifications import outbox

logger = logging.getLogger("besadu.health")
SWEEP_AGE = timedelta(minutes=10)
OUTBOX_AGE = timedelta(minutes=15)
LONGEST_TERM = timedelta(days=31)  # most terms end within


@require_safe
def alive(request):
    """Answer 200 as long as the process can answer at all."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request):
    """Answer 200 when every check passes, else 503; each check is named, no detail is told."""
    found = {name: _passes(name, check) for name, check in CHECKS.items()}
    good = all(found.values())
    answer = {"status": "ok" if good else "fail"} | {name: "ok" if ok else "fail" for name, ok in found.items()}
    return JsonResponse(answer, status=200 if good else 503)


def _passes(name: str, check) -> bool:
    try:
        check()
    except Exception:
        logger.exception("health check failed", extra={"fields": {"check": name}})
        return False
    return True


def database_answers() -> None:
    """Write one row of the cache table and read it back; no row of the domain is touched."""
    token = secrets.token_hex(8)
    cache.set("health", token, 60)
    if cache.get("health") is None:  # another probe may have written its own token since
        raise RuntimeError("the database kept nothing")


def media_writable() -> None:
    """Write and remove a file where photos are kept."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.MEDIA_ROOT, prefix=".health-") as file:
        file.write(b"x")
        file.flush()


def migrations_applied() -> None:
    """Raise when the code expects tables that the database does not have."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are missing")


def sweep_is_recent() -> None:
    """Raise when due times pass without anybody looking: no worker runs, or its sweep fails."""
    last = Job.objects.filter(name="sweep").values_list("last_run_at", flat=True).first()
    if last is None or timezone.now() - last > SWEEP_AGE:
        raise RuntimeError("the sweep has not run")


def outbox_flows() -> None:
    """Raise when a message that a server should take next has waited too long and was never tried.

    What waits behind a message that rests until morning waits rightly.
    """
    waiting = outbox.to_be_sent().filter(channel__in=Message.BY_SERVER, attempts=0)
    if waiting.filter(next_try_at__lt=timezone.now() - OUTBOX_AGE).exists():
        raise RuntimeError("messages wait")


def calendar_is_known() -> None:
    """Raise when the holidays of a year in which terms end now are not entered: dates would be guesses."""
    today = timezone.localdate()
    calendar = calendar_of()
    if not all(calendar.covers(day.year) for day in (today, today + LONGEST_TERM)):
        raise RuntimeError("holidays are missing")


# Name in the answer -> function that raises when the part is not well.
CHECKS = {
    "database": database_answers,
    "media": media_writable,
    "migrations": migrations_applied,
    "sweep": sweep_is_recent,
    "outbox": outbox_flows,
    "calendar": calendar_is_known,
}
