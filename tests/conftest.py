"""What every test shares: the clock, property-test profiles, and tables emptied in spite of append-only triggers."""

import os
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.utils import timezone
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.worlds import lasting_office, lasting_world, office, whole_afterwards, world

__all__ = ["lasting_office", "lasting_world", "office", "whole_afterwards", "world"]

from complaints.accounts import sessions

CACHE = Path(__file__).resolve().parent.parent / "var" / "cache" / "hypothesis"

# `make test` installs no browser tools; `make browser` and `make bench` install them, and name these.
OF_THE_BROWSER = ["browser", "gallery", "benchmarks/test_slow_photo.py"]
collect_ignore = [] if find_spec("playwright") else OF_THE_BROWSER

# No deadline: the machines that run this are small and busy. CI draws the same examples each time.
hypothesis.settings.register_profile("here", deadline=None, database=DirectoryBasedExampleDatabase(CACHE))
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


# What judges our code, our rules and our tests, whichever database answers: the second one need not answer again.
OF_THE_CODE = {"architecture", "test_power.py", "test_random_lives.py"}
# Of a test with many parameters the second one answers so many, evenly spread: every statement is asked of it, though
# not with everybody's name in it. But where each parameter is a statement of its own, all of them.
SAMPLE = 4
STATEMENTS = {"models", "concurrency", "test_history.py", "test_history_relations.py", "test_guarantee.py"}


def pytest_collection_modifyitems(items):
    """Mark what the second database is asked (`-m database`); the simulated year, a minute long, comes first."""
    items.sort(key=lambda item: item.path.name != "test_simulated_year.py")
    alike = defaultdict(list)
    for item in items:
        fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        asks, parts = item.get_closest_marker("django_db") or fixtures, set(item.path.parts)
        if asks and not OF_THE_CODE & parts:
            alike[item.nodeid if STATEMENTS & parts else item.nodeid.partition("[")[0]].append(item)
    for similar in alike.values():
        step = max(1, (len(similar) - 1) / (SAMPLE - 1))
        for number in {round(n * step) for n in range(SAMPLE)} & set(range(len(similar))):
            similar[number].add_marker(pytest.mark.database)


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in office hours, with no holiday near: 3 February 2026, 09.00 WIB."""
    return datetime(2026, 2, 3, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_quickly():
    """Empty after a test with `transaction=True` or `live_server` only the tables that have rows, in one transaction.

    Django's own flush would be stopped by the triggers that keep history append-only, touches every table, and makes
    all permissions anew. Only in tests, and only here, the triggers are lifted. The cache table is emptied too.
    """
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: empty_tables()
    yield
    TransactionTestCase._fixture_teardown = original


KEPT = ("django_migrations", "django_content_type", "auth_permission")  # what `migrate` wrote
# Constraints are checked before the triggers come back: no table may be altered while a check is still to come.
EMPTY_ON_POSTGRESQL = """
DO $$
DECLARE
    one regclass;
    found boolean;
    filled regclass[] := '{}';
BEGIN
    FOR one IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r'
        AND relnamespace = current_schema()::regnamespace AND relname NOT IN %s
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%s)', one) INTO found;
        IF found THEN
            EXECUTE format('ALTER TABLE %%s DISABLE TRIGGER USER', one);
            filled := filled || one;
        END IF;
    END LOOP;
    FOREACH one IN ARRAY filled LOOP EXECUTE format('DELETE FROM %%s', one); END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    FOREACH one IN ARRAY filled LOOP EXECUTE format('ALTER TABLE %%s ENABLE TRIGGER USER', one); END LOOP;
END $$"""


def empty_tables() -> None:
    """Delete every row but those of KEPT; the triggers stand afterwards as before."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(EMPTY_ON_POSTGRESQL, [KEPT])
            return
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%'")
        known = cursor.fetchall()
        virtual = tuple(f"{name}_" for _kind, name, _table, sql in known if sql and sql.startswith("CREATE VIRTUAL"))
        filled = set()
        for kind, name, _table, _sql in known:
            # A search index empties the tables behind it itself.
            if kind == "table" and name not in KEPT and not name.startswith(virtual):
                cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")')
                if cursor.fetchone()[0]:
                    filled.add(name)
        triggers = [(name, sql) for kind, name, table, sql in known if kind == "trigger" and table in filled]
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for name in sorted(filled):
            cursor.execute(f'DELETE FROM "{name}"')
        for _name, sql in triggers:
            cursor.execute(sql)


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
