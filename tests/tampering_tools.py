"""What every way of tampering uses: raw SQL, and rows drawn at random."""

from __future__ import annotations

from random import Random

from django.db import connection

from complaints.models import Complaint, Event, Text
from tests.planting import rows, run

TABLES = [
    *("event", "seal", "sealedchain", "miss", "clockpause", "complaint", "submission", "agenda", "identity"),
    *("text", "datakey", "clock", "place", "attachment"),
]
LATER = "2027-01-02 03:04:05"


def set_(table: str, column: str, value, where: str) -> None:
    assert run(f'UPDATE complaints_{table} SET "{column}" = %s WHERE {where}', [value]) == 1, (table, column, where)


def an_event(rng: Random) -> Event:
    return rng.choice(list(Event.objects.select_related("complaint").order_by("pk")))


def chain_of(event: Event) -> str:
    return event.complaint.tracking_number if event.complaint_id else "system"


def a_complaint(rng: Random) -> Complaint:
    return rng.choice(list(Complaint.objects.order_by("pk")))


def a_text(rng: Random, **wanted) -> tuple[Text, str, str]:
    """Return a text, the number of its complaint and what a fault must call it."""
    text = rng.choice(list(Text.objects.filter(**wanted).select_related("complaint").order_by("pk")))
    return text, f"id = {text.pk}", f"{text.complaint.tracking_number}: text {text.pk} of event"


def flipped(rng: Random, value: bytes) -> bytes:
    """Return the same bytes but one bit."""
    place = rng.randrange(len(value))
    return value[:place] + bytes([value[place] ^ (1 << rng.randrange(8))]) + value[place + 1 :]


def misspelt(rng: Random, value: str) -> str:
    """Return the same text but one character."""
    place = rng.randrange(len(value))
    return value[:place] + ("x" if value[place] != "x" else "y") + value[place + 1 :]


def copy_row(table: str, where: str, **changed) -> None:
    """Insert a row again with some columns set to other expressions."""
    if connection.vendor == "sqlite":
        names = [name for (name,) in rows(f"SELECT name FROM pragma_table_info('complaints_{table}')")]
    else:
        names = [
            name
            for (name,) in rows(
                "SELECT DISTINCT column_name FROM information_schema.columns WHERE table_name = %s",
                [f"complaints_{table}"],
            )
        ]
    chosen = ", ".join(str(changed.get(name, f'"{name}"')) for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f"INSERT INTO complaints_{table} ({columns}) SELECT {chosen} FROM complaints_{table} WHERE {where}"
    assert run(statement) == 1
