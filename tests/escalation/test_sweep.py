"""`manage.py sweep`: reads what is due and nothing else, safe twice, beside another one, and beside a broken case."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from complaints.errors import Refused
from complaints.escalation import operations, queries
from complaints.models import Event, Holiday
from tests.cases import WAYS, Case
from tests.factories import NOW
from tests.worlds import all_kept

DAY = timedelta(days=1)
LATE = NOW + 60 * DAY


def sweep(capsys):
    call_command("sweep")
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def late(time_machine):
    time_machine.move_to(LATE, tick=False)


class TestDue:
    def test_names_what_is_past_in_order_and_nothing_else(self, office):
        later, sooner = Case(office, now=NOW + DAY), Case(office)
        Case(office).all(*WAYS["resolved"])
        assert list(queries.due(sooner.complaint.next_effect_at)) == []
        second = timedelta(seconds=1)
        assert list(queries.due(sooner.complaint.next_effect_at + second)) == [sooner.pk]
        assert list(queries.due(NOW + 30 * DAY)) == [sooner.pk, later.pk]

    def test_comes_in_batches_and_each_once(self, office, monkeypatch, django_assert_num_queries):
        """Also where the dates are the same, and where a case that was read stays due."""
        monkeypatch.setattr(queries, "BATCH", 2)
        cases = {Case(office).pk for _ in range(5)}
        with django_assert_num_queries(5):
            found = list(queries.due(LATE))
        assert (set(found), len(found)) == (cases, 5)


@pytest.mark.usefixtures("late")
class TestSweep:
    def test_reads_calendars_and_ladders_once_for_many(self, office, django_assert_max_num_queries, time_machine):
        for _number in range(4):
            Case(office)
        with django_assert_max_num_queries(1000) as asked:
            call_command("sweep")
        tables = ("servicehours", "holiday", "rung")
        read = [name for query in asked for name in tables if f'FROM "complaints_{name}"' in query["sql"]]
        assert sorted(read) == ["holiday", "rung", "servicehours"]
        Holiday.objects.create(day=(LATE + DAY).date(), name="Libur", kind=Holiday.Kind.LOCAL)
        time_machine.move_to(LATE + 8 * DAY, tick=False)
        with django_assert_max_num_queries(1000) as asked:
            call_command("sweep")
        assert any('FROM "complaints_holiday"' in query["sql"] for query in asked), (
            "the next sweep sees what was changed"
        )

    def test_does_what_is_due_and_counts_it(self, office, capsys):
        Case(office).all(*WAYS["answered"])
        Case(office).all(*WAYS["asked"])
        overdue = Case(office)
        Case(office, now=LATE)
        said = sweep(capsys)
        assert "1 confirmation_over" in said
        assert "1 completion_over" in said
        assert said[-1] == "3 complaints looked at"
        assert overdue.misses() == {("verification", "DISKOMINFO")}
        all_kept(LATE)

    def test_a_second_one_finds_nothing(self, office, capsys):
        Case(office)
        sweep(capsys)
        events = Event.objects.count()
        assert sweep(capsys) == ["0 complaints looked at"]
        assert Event.objects.count() == events

    @pytest.mark.parametrize("problem", [Refused("Sudah berubah."), OperationalError("deadlock"), KeyError("term")])
    def test_one_that_fails_keeps_nobody_else_from_their_time(self, office, capsys, monkeypatch, caplog, problem):
        broken, whole = Case(office), Case(office, now=NOW + DAY)
        really = operations.pass_time

        def pass_time(pk, *, now):
            if pk == broken.pk:
                raise problem
            return really(pk, now=now)

        monkeypatch.setattr(operations, "pass_time", pass_time)
        with pytest.raises(CommandError, match="1 complaints failed"):
            call_command("sweep")
        assert (whole.misses(), broken.misses()) == ({("verification", "DISKOMINFO")}, set())
        assert capsys.readouterr().out.splitlines() == ["1 deadline_passed", "2 complaints looked at"]
        assert [record.getMessage() for record in caplog.records] == [f"sweep: complaint {broken.pk}"]
        monkeypatch.undo()
        assert sweep(capsys) == ["1 deadline_passed", "1 complaints looked at"]
