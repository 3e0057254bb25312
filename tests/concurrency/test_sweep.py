"""Sweeps beside each other and beside people: each effect once, and nobody overtaken."""

from datetime import timedelta

import pytest

from complaints import history
from complaints.escalation import operations, queries
from complaints.models import Complaint, Event
from complaints.states import Status
from tests import worlds
from tests.cases import WAYS, Case
from tests.concurrency.parallel import at_once, refused
from tests.escalation.population import left, make_ladder, make_population
from tests.factories import NOW
from tests.worlds import all_kept

pytestmark = pytest.mark.django_db(transaction=True)
LATE = NOW + timedelta(days=60)


def test_eight_sweeps_at_once_do_each_thing_once():
    office = worlds.make_office()
    answered = [Case(office).all(*WAYS["answered"]) for _ in range(3)]
    overdue = [Case(office) for _ in range(3)]

    def run():
        for pk in queries.due(LATE):
            operations.pass_time(pk, now=LATE)

    assert refused(at_once([run] * 8)) == []
    for case in answered:
        assert case.complaint.events.filter(kind=Event.Kind.CONFIRMATION_OVER).count() == 1
        assert Complaint.objects.get(pk=case.pk).status == Status.RESOLVED
    for case in overdue:
        assert case.complaint.events.filter(kind=Event.Kind.DEADLINE_PASSED).count() == 1
    all_kept(LATE)


def test_two_workers_leave_what_one_leaves():
    """Two populations in one portal: one is swept by one worker, the other by two at once; every moment is the same."""
    office = make_ladder(worlds.make_office())
    alone, together = make_population(office), make_population(office)
    for moment in [NOW + timedelta(days=days) for days in (21, 63)]:
        for case in alone.values():
            operations.pass_time(case.pk, now=moment)

        def run(moment=moment):
            for pk in queries.due(moment):
                operations.pass_time(pk, now=moment)

        assert refused(at_once([run] * 2)) == []
    assert sum(len(left(case)["events"]) for case in alone.values()) > 5 * len(alone)
    for name, case in alone.items():
        assert left(together[name]) == left(case), name
    all_kept(moment)


def test_who_acts_while_the_sweep_runs_is_never_overtaken():
    """The reporter confirms, the sweep closes for silence: one of both, and the loser is told in words."""
    office = worlds.make_office()
    for _round in range(4):
        case = Case(office).all(*WAYS["answered"])
        copy = Case(office, Complaint.objects.get(pk=case.pk))
        results = at_once(
            [lambda pk=case.pk: operations.pass_time(pk, now=LATE), lambda copy=copy: copy.confirm(None, LATE)]
        )
        kinds = {Event.Kind.CONFIRMED, Event.Kind.CONFIRMATION_OVER}
        assert case.complaint.events.filter(kind__in=kinds).count() == 1
        assert len(refused(results)) == (Event.Kind.CONFIRMATION_OVER in (results[0] or []))
    assert list(history.faults()) == []
