"""A whole year of the regency, hour by hour: every due time that passes causes what the naive model says, exactly."""

from __future__ import annotations

import os
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from complaints import guarantee
from tests.year import office, tables
from tests.year.year import Year

# A year of 500 (`YEAR_COMPLAINTS=500`, and any `YEAR_SEED`) is the same test, several times as long.
COMPLAINTS = {"sqlite": 500, "postgresql": 30}
SEED = int(os.environ.get("YEAR_SEED", "2026"))


def fill(year: Year, complaints: int) -> None:
    """Plan who files what when, and which days turn out to be free, or not free after all."""
    random = year.random
    minutes = (tables.END - tables.START).days * 1440
    begin = tables.at(tables.START, 0)
    secret, entered = complaints // 16, complaints // 10
    for _number in range(complaints - secret - entered):
        at = begin + timedelta(minutes=random.randrange(minutes))
        category = random.choices(list(tables.CATEGORIES), [6, 3, 2])[0]
        year.plan(at, lambda category=category: year.file_and_live_on(category, named=random.random() < 0.7))
    for _number in range(secret):
        at = begin + timedelta(minutes=random.randrange(minutes))
        year.plan(at, year.file_protected, random.random() < 0.5)
    for _number in range(entered):
        day = tables.START + timedelta(days=random.randrange(12, 360))
        at = year.offices[None].next_open(tables.at(day, 0)) + timedelta(minutes=random.randrange(400))
        before = timedelta(minutes=random.choice([0, 700, 4000, 16000]))
        year.plan(at, lambda at=at, before=before: year.file_and_live_on("pju", named=True, received=at - before))
    for number in range(8):
        heard = tables.START + timedelta(days=random.randrange(8 + 40 * number, 8 + 40 * (number + 1)))
        day = heard + timedelta(days=random.choice([-2, 0, 1, 1, 3, 10]))
        at = tables.at(heard, random.randrange(24), 11)
        year.plan(at, lambda day=day, local=bool(number % 3): year.declare(day, local=local))
        if number % 2:
            year.plan(at + timedelta(days=random.choice([0, 1, 5]), hours=5), year.withdraw, day)


@pytest.mark.django_db
def test_simulated_year():
    complaints = int(os.environ.get("YEAR_COMPLAINTS", COMPLAINTS[connection.vendor]))
    print(f"\nYEAR_SEED={SEED} YEAR_COMPLAINTS={complaints}")
    year = Year(office.make(), Random(SEED))
    fill(year, complaints)
    year.live(tables.at(tables.START, 0), tables.at(tables.END, 0))
    assert guarantee.violations(year.now) == []
    print(dict(year.seen.most_common()))
