"""Pages by cursor: every row once, forwards and back, whatever else comes in, and nonsense is the first page."""

import pytest

from complaints import cursors
from complaints.models import Attempt
from tests.factories import NOW


def page(**options):
    return cursors.page(Attempt.objects.all(), by="at", descending=True, size=2, **options)


@pytest.fixture
def rows(db):
    """Five rows, the middle three of the same moment; the newest first."""
    moments = [NOW.replace(minute=minute) for minute in (1, 2, 2, 2, 3)]
    made = [Attempt.objects.create(scope=bytes([n]), at=at) for n, at in enumerate(moments)]
    return [row.pk for row in reversed(made)]


def ids(found):
    return [row.pk for row in found.rows]


def test_forwards_and_back_each_row_once(rows):
    first = page()
    second = page(after=first.older)
    third = page(after=second.older)
    assert ids(first) + ids(second) + ids(third) == rows
    assert (first.newer, third.older) == (None, None)
    back = page(before=third.newer)
    assert (ids(back), ids(page(before=back.newer))) == (ids(second), ids(first))


def test_what_comes_in_meanwhile_moves_nothing(rows):
    first = page()
    Attempt.objects.create(scope=b"new", at=NOW.replace(minute=9))
    assert ids(page(after=first.older)) == rows[2:4]


@pytest.mark.parametrize("cursor", ["", "x", "1", "-", "1-", "1-x", "9" * 18 + "-1", "1-1-1", "-1-1", "１-1"])
def test_nonsense_is_the_first_page(rows, cursor):
    assert ids(page(after=cursor)) == rows[:2]


def test_numbers_are_cursors_too(rows):
    found = cursors.page(Attempt.objects.all(), by="id", descending=False, size=3)
    assert ids(cursors.page(Attempt.objects.all(), by="id", descending=False, size=3, after=found.older)) == rows[1::-1]
