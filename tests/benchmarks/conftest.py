"""A portal with a million complaints, made once for all measurements that ask for it.

`COMPLAINTS=20000 make bench` makes a small one.
"""

import os
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction

from complaints.masterdata.loading import load_reference
from complaints.models import Position
from tests import factories
from tests.benchmarks import seeding

COMPLAINTS = int(os.environ.get("COMPLAINTS", 1_000_000))
DUE = COMPLAINTS // 500


@contextmanager
def _on(name: str):
    """Let the connection go to another database meanwhile."""
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def _large_database(django_db_setup, django_db_blocker):
    creation = connection.creation
    with django_db_blocker.unblock():
        connection.close()
        creation.clone_test_db("large", verbosity=0)
        name = creation.get_test_db_clone_settings("large")["NAME"]
        with _on(name):
            start = time.perf_counter()
            if connection.vendor == "sqlite":
                connection.cursor().execute("PRAGMA cache_size = -1000000")  # kB; until this connection is closed
            with transaction.atomic():
                load_reference(settings.BASE_DIR / "complaints" / "reference" / "belitung", factories.NOW)
                for position in Position.objects.order_by("pk"):
                    factories.hold(position)
            seeding.seed(COMPLAINTS, due=DUE)
            print(f"\n{connection.vendor}: {COMPLAINTS} complaints made in {time.perf_counter() - start:.0f} s")
        yield name
        connection.close()
        creation.destroy_test_db(suffix="large", verbosity=0)


@pytest.fixture
def large(transactional_db, _large_database):
    """The large portal. What a measurement does to it stays."""
    with _on(_large_database):
        yield
