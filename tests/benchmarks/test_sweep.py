"""What the worker asks the database every minute, among a million complaints of which one in 500 is due."""

import time

import pytest
from django.core.management import call_command
from django.db import connection

from complaints import guarantee
from complaints.escalation import queries
from complaints.models import Complaint, Message
from complaints.notifications import outbox
from tests import plans
from tests.benchmarks.conftest import DUE
from tests.factories import NOW

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
MESSAGES = 20_000


def timed(what: str, work, plan=None):
    """Run `work`, print how long it took and the plan of what it asked; return what it gives and the milliseconds."""
    start = time.perf_counter()
    given = work()
    took = (time.perf_counter() - start) * 1000
    print(f"\n{connection.vendor}: {what}: {took:.1f} ms")
    for text in plan or []:
        print("    " + text.replace("\n", "\n    "))
    return given, took


def whole_table() -> int:
    """Read every row once: what a query without an index would take at least."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM complaints_complaint WHERE access_class || priority = 'none'")
        return cursor.fetchone()[0]


def only_by_index(work) -> list[str]:
    found = plans.of(work)
    assert found
    assert [plans.full_scans(plan) for plan in found] == [[]] * len(found)
    return found


def test_what_is_due_and_nothing_else_is_read(large, time_machine, capsys):
    with capsys.disabled():
        time_machine.move_to(NOW, tick=False)
        timed("reading the whole table", whole_table)
        due, _took = timed("naming what is due", lambda: list(queries.due(NOW)))
        print(*dict.fromkeys(only_by_index(lambda: list(queries.due(NOW)))), sep="\n")
        assert len(due) == DUE
        overdue, _took = timed("counting G2", lambda: list(guarantee.overdue(NOW)))
        print(*only_by_index(lambda: list(guarantee.overdue(NOW))), sep="\n")
        assert sum(count for _name, count, _words in overdue) >= DUE
        _said, took = timed(f"the sweep of {DUE}", lambda: call_command("sweep"))
        print(f"    {took / DUE:.1f} ms a complaint")
        timed("the sweep that finds nothing", lambda: call_command("sweep"))
        assert sum(count for _name, count, _words in guarantee.overdue(NOW)) == 0


def test_the_next_message_is_found_among_many(large, capsys):
    with capsys.disabled():
        of_open = Complaint.objects.filter(closed_at=None).order_by("pk").values_list("pk", flat=True)[: MESSAGES // 2]
        Message.objects.bulk_create(
            [
                Message(complaint_id=pk, sequence=n, kind="news", channel="email", created_at=NOW, next_try_at=NOW)
                for n in (1, 2)
                for pk in of_open
            ],
            batch_size=1000,
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "SELECT 1")  # as autovacuum does
        print(*dict.fromkeys(only_by_index(lambda: outbox.claim(NOW))), sep="\n")
        _claimed, took = timed("taking 100 messages", lambda: [outbox.claim(NOW) for _number in range(100)])
        print(f"    {took / 100:.1f} ms a message, {2 * len(of_open)} wait")
