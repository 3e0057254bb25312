"""How long pages take beside their bare limit: an empty page through the same middleware, and the page's own SQL."""

from __future__ import annotations

import math
import time

from django.db import connection

REQUESTS = 9
SLOW = 50  # milliseconds of SQL, from which its plan is printed
BAR = 3  # times the bare limit of the same run (performance.md)


def took(*works) -> list[float]:
    """Return how long each of `works` takes at best, in milliseconds.

    They take turns, and the best counts: what else the machine does meanwhile only ever adds.
    """
    best = [math.inf] * len(works)
    for _request in range(REQUESTS):
        for number, work in enumerate(works):
            start = time.perf_counter()
            work()
            best[number] = min(best[number], (time.perf_counter() - start) * 1000)
    return best


def sql_of(work) -> list[tuple]:
    """Return the statements that `work` sends."""
    sent = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return sent


def ask(statements) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def explain_slow(name: str, statements) -> None:
    """Print the plan of each statement that takes longer than SLOW."""
    for sql, params in statements:
        asked = [(sql, params)]
        (milliseconds,) = took(lambda asked=asked: ask(asked))
        if milliseconds <= SLOW:
            continue
        print(f"  {name}: {milliseconds:.0f} ms\n  {sql[:600]}")
        if sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"{'EXPLAIN' if connection.vendor == 'postgresql' else 'EXPLAIN QUERY PLAN'} {sql}", params
                )
                print("\n".join(f"    {row[-1]}" for row in cursor.fetchall()))


def over_the_bar(client, addresses: dict[str, str], *, empty: str) -> list[str]:
    """Return the names of the pages that take more than BAR times the page at `empty` and their own SQL."""
    over = []
    for name, path in addresses.items():
        assert client.get(path).status_code in (200, 302), path
        statements = sql_of(lambda path=path: client.get(path))
        bare, page, sql = took(
            lambda: client.get(empty), lambda path=path: client.get(path), lambda sent=statements: ask(sent)
        )
        ratio = page / (bare + sql)
        print(
            f"{name:28} {page:7.1f} ms  an empty page {bare:5.1f} ms  sql {sql:7.1f} ms in {len(statements):2}  "
            f"ratio {ratio:4.2f}"
        )
        over += [name] if ratio > BAR else []
        if sql > SLOW:
            explain_slow(name, statements)
    return over
