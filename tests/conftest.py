"""What every test shares: the clock, property-test profiles, and a flush that append-only triggers let through."""

import os
import time
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.worlds import lasting_office, lasting_world, office, world

__all__ = ["lasting_office", "lasting_world", "office", "world"]

from complaints.accounts import sessions

CACHE = Path(__file__).resolve().parent.parent / "var" / "cache" / "hypothesis"

# `make test` installs no browser tools; `make browser` names that folder, so it fails there without them.
collect_ignore = [] if find_spec("playwright") else ["browser"]

# No deadline: the machines that run this are small and busy. CI draws the same examples each time.
hypothesis.settings.register_profile("here", deadline=None, database=DirectoryBasedExampleDatabase(CACHE))
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in office hours, with no holiday near: 3 February 2026, 09.00 WIB."""
    return datetime(2026, 2, 3, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_triggers():
    """Let Django empty the tables after a test with `transaction=True` or `live_server`.

    History is append-only by trigger, which stops that flush too. Only in tests, and only for the flush, the
    triggers are lifted. The cache table is no model's, so it is emptied beside the others.
    """
    operations = type(connection.ops)  # of every connection: Playwright's event loop has one of its own
    flush = operations.execute_sql_flush

    def execute_sql_flush(self, statements):
        with lifted_triggers():
            flush(self, statements)
        cache.clear()

    operations.execute_sql_flush = execute_sql_flush
    yield
    operations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def _force_login_comes_through_the_door():
    """Let `client.force_login` leave what our door leaves: when, and that the second factor was proved.

    A session without it is over at once (complaints/accounts/sessions.py). Signing in itself: tests/accounts/.
    """
    original = Client.force_login

    def force_login(client, user, backend=None):
        original(client, user, backend)
        session = client.session
        session[sessions.STARTED] = timezone.now().isoformat()
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    Client.force_login = force_login
    yield
    Client.force_login = original


@contextmanager
def lifted_triggers():
    """Run the body without our triggers; they are back afterwards, also when it fails."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            lift = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
            back = [sql for _name, sql in triggers]
        else:
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [table for (table,) in cursor.fetchall()]
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            back = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        for statement in lift:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in back:
                cursor.execute(statement)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests that look at pages (tests/browser, tests/gallery)."""
    from tests.chromium import running  # `make test` does without its packages

    yield from running()
