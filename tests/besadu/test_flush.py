"""What follows a transactional test (tests/conftest.py) empties append-only tables and keeps their triggers."""

import pytest
from django.db import connection
from django.test import TransactionTestCase


def triggers() -> set[str]:
    """Return the names of the enabled triggers in the database."""
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname || tgrelid FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }
    with connection.cursor() as cursor:
        cursor.execute(question[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_append_only_tables_and_keeps_their_triggers():
    from complaints.models import Seal

    before = triggers()
    assert before
    Seal.objects.create(day="2026-02-03", previous_root="", root="0" * 64, sealed_at="2026-02-03T00:00:00Z")
    TransactionTestCase("__init__")._fixture_teardown()
    assert not Seal.objects.exists()
    assert triggers() == before
