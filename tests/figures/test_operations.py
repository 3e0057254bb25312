"""Keeping the figures: what is new is counted once, and all can be had again from the events alone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from complaints.figures import operations
from complaints.models import Counted, Job, Tally, Village
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW
from tests.figures.kept import kept

pytestmark = pytest.mark.django_db


def rows() -> set[tuple]:
    return set(Tally.objects.values_list(*operations.Cell._fields, "n"))


def test_what_is_new_is_counted_once(world):
    assert operations.tally(NOW) == 6
    before = rows()
    assert operations.tally(NOW) == 0
    assert rows() == before
    factories.make_complaint(category=world.office.pju, now=NOW)
    assert operations.tally(NOW) == 1
    assert kept("received") == {"": 5}  # one of the world is spam, one is sensitive


def test_the_time_of_counting_is_told(world):
    operations.tally(NOW)
    operations.tally(NOW + timedelta(hours=1))
    assert Job.objects.get(name=operations.JOB).last_run_at == NOW + timedelta(hours=1)


def test_counted_anew_is_the_same(world):
    operations.tally(NOW)
    before = rows()
    assert before
    assert operations.recount(NOW) == []
    assert rows() == before
    Tally.objects.all().delete()
    assert len(operations.recount(NOW)) == len(before)
    assert rows() == before


def forget(complaint) -> None:
    """Let it be as if the complaint had never been counted."""
    events = [operations.Happened(event.kind, event.at, event.data) for event in complaint.events.all()]
    change = operations.cells(events, dict(Village.objects.values_list("pk", "district_id")))
    operations._apply({cell: -n for cell, n in change.items()})
    Counted.objects.filter(complaint=complaint).delete()


def test_what_a_slower_transaction_wrote_is_found(world, monkeypatch):
    """Its events have lower numbers than some that were counted already; far behind, only counting anew finds it."""
    operations.tally(NOW)
    before = rows()
    forget(world.returned)
    assert rows() != before
    monkeypatch.setattr(operations, "BACK", 0)
    assert operations.tally(NOW) == 0
    monkeypatch.undo()
    assert operations.tally(NOW) == 1
    assert rows() == before
    forget(world.returned)
    assert operations.recount(NOW) == []
    assert rows() == before


def test_a_planted_difference_is_named_and_put_right(world):
    operations.tally(NOW)
    before = rows()
    Tally.objects.filter(kind="received", span="month", agency=0, category=0, district=0).update(n=F("n") + 1)
    out = StringIO()
    with pytest.raises(CommandError, match=r"\d figures differ"):
        call_command("recount", check=True, stdout=out)
    assert "kind=received" in out.getvalue()
    assert rows() != before
    call_command("recount", stdout=out)
    assert "are right now" in out.getvalue()
    assert rows() == before


def test_a_row_that_comes_to_nothing_goes(world):
    operations.tally(NOW)
    assert kept("unshown")["unchecked"] == 4
    later = NOW + timedelta(days=46)
    triage.archive(world.fresh.pk, code="spam", text="Iklan.", actor=world.office.coordinator, now=later)
    operations.tally(later)
    assert kept("spam") == {"": 2}
    assert not Tally.objects.filter(n=0).exists()
    assert operations.recount(NOW) == []
