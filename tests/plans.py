"""How the database goes about a query: its own plan, as it is asked by our code, with our parameters."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import connection

SMALL = {"complaints_user", "complaints_agency", "CONSTANT"}  # what has a few hundred rows at most, and no row at all


def of(work: Callable[[], object]) -> list[str]:
    """Run `work` and return the plan of each SELECT it sends, one text each.

    The statement is explained with its parameters apart, as it was sent: SQLite may use an index with a condition only
    where it can see that the parameters fulfil it.
    """
    asked = []

    def note(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    found = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"{explain} {sql}", params)
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def full_scans(plan: str) -> list[str]:
    """Return the lines of a plan that read a whole table which grows, or one of its indexes from end to end."""
    found = []
    for line in plan.splitlines():
        scanned = re.search(r"\bSeq Scan on (\w+)|^SCAN (\w+)", line)
        if scanned and (scanned[1] or scanned[2]) not in SMALL:
            found.append(line)
    return found
