"""What a machine may ask about the portal: `/sehat/` whether the process lives, `/siap/` whether it can serve."""

import logging
import secrets
import tempfile

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger("besadu.health")


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


# Name in the answer -> function that raises when the part is not well.
CHECKS = {"database": database_answers, "media": media_writable, "migrations": migrations_applied}
