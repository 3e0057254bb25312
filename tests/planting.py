"""Attacks with raw SQL on the database at hand, and how to get the database's own guards out of the way."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from tests.conftest import lifted_triggers


def run(sql: str, params=()) -> int:
    """Execute a statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def rows(sql: str, params=()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def refusal(sql: str, params=()) -> str:
    """Execute a statement that the database must refuse; return its words."""
    try:
        with transaction.atomic():
            touched = run(sql, params)
            settle()
    except IntegrityError as refused:
        return str(refused)
    raise AssertionError(f"not refused ({touched} rows): {sql}")


def settle() -> None:
    """Check what is deferred until the commit (foreign keys) now."""
    if connection.vendor == "sqlite":
        connection.check_constraints()
    else:
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def unguarded():
    """Run the body without triggers, inside a transaction of the test."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending cannot be altered
        run("SET CONSTRAINTS ALL DEFERRED")
    with lifted_triggers():
        yield
        if connection.vendor == "postgresql":
            run("SET CONSTRAINTS ALL IMMEDIATE")
            run("SET CONSTRAINTS ALL DEFERRED")


def shadow(*tables: str) -> None:
    """Hide tables behind copies that have no constraint and no trigger, until the transaction is rolled back.

    Both databases look for a temporary table first.
    """
    for table in tables:
        schema = "main" if connection.vendor == "sqlite" else "public"
        run(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {schema}.{table}")
