"""The sweep leaves the same however often, by how many and how late it is run (issue 4, point 2).

Run twice at once, the second does nothing: everything is the same, each moment too. Two workers at the same time:
tests/concurrency/test_sweep.py.

After a pause it is the same "except the times", and that means:

- Whatever changes the case, its clocks, misses, owner and who it waits for is the same, and is told to the same people.
  A clock that a transition by time starts or lets run on does so from the moment when that is done: nobody's term is
  shortened because the worker stood still (life.md 2: a term counts from the act).
- Each rung that was reached while the worker stood still is told when it is back, once, to the same people.
- Of a rung that comes back every week ("until somebody acts", product.md G2) the rounds that were missed collapse into
  the newest: a list that names one case twice on the same morning says nothing more.
- A rung is overtaken, and told to nobody, when the case has moved by time meanwhile: a reporter is not asked to judge
  an answer after the case is closed, and nobody is reminded of a promise after its day.
"""

import io
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from complaints.models import Complaint, Event, Rung
from tests.escalation.population import left, make_ladder, make_population
from tests.factories import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
END = NOW + 63 * DAY
# Dates that follow a transition by time may come so much later in a run that stood still.
SHIFT = 28 * DAY
LADDER = {Event.Kind.REMINDED, Event.Kind.ESCALATED, Event.Kind.ASKED_TO_RATE}


def sweep(at):
    with time_machine.travel(at, tick=False):
        call_command("sweep", stdout=io.StringIO())


def on_time():
    """Yield the moments at which a worker that never stands still has something to do."""
    waiting = Complaint.objects.filter(closed_at=None).order_by("next_effect_at")
    while (first := waiting.values_list("next_effect_at", flat=True).first()) and first < END:
        yield first + MINUTE


def every(days):
    return [NOW + days * DAY * n for n in range(1, 63 // days + 1)]


def after(cases, moments, *, times=1):
    """Return what is left of every case when the sweep ran at `moments`; the rows themselves are put back."""
    with transaction.atomic():
        for moment in moments:
            for _time in range(times):
                sweep(moment)
        found = {name: left(case) for name, case in cases.items()}
        transaction.set_rollback(True)
    return found


def changes(case):
    """What has happened beside the ladder; in which order is a matter of time."""
    return Counter(event for event in case["events"] if event[0] not in LADDER)


def messages(case):
    """What is told of it, to whom."""
    return {key: number for key, number in case["messages"].items() if key[0] not in LADDER}


def steps(case):
    """The rungs that were told: {(place of the clock, rung, round): (moment, event, receivers)}."""
    found = {}
    for (kind, _by, said), (at, _moments) in zip(case["events"], case["times"]["events"], strict=True):
        if kind in LADDER:
            values = dict(said)
            receivers = {key[2:5] for key in case["messages"] if key[:2] == (kind, said)}
            step = (values["clock_id"], values["rung"], values["round"])
            assert step not in found, "told twice"
            found[step] = (at, (kind, said), receivers)
    return found


def excused(step, at, one, other, days):
    """Whether a rung that is told at `at` on time may be missing in a run with pauses of `days`."""
    place, rung, round_ = step
    told, clocks = steps(other), other["times"]["clocks"]
    started, _due, _paused, _left, stopped = clocks[place]
    shift = 2 * (started - one["times"]["clocks"][place][0])
    pause = timedelta(days=days) + shift
    overtaken = stopped is not None and at <= stopped < at + pause
    newer = [told[key][0] for key in told if key[:2] == (place, rung) and key[2] > round_]
    weekly = Rung.objects.get(pk=rung).repeats_weekly
    return overtaken or (weekly and any(at <= moment < at + pause for moment in newer))


@pytest.fixture(scope="module")
def cases(lasting_office, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_population(make_ladder(lasting_office))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def runs(cases, django_db_blocker):
    """What is left by a worker that never stands still, and by those that come once a week, or once in three."""
    with django_db_blocker.unblock():
        return {0: after(cases, on_time())} | {days: after(cases, every(days)) for days in (7, 21)}


def test_twice_is_once(cases, runs, db):
    once, twice = runs[21], after(cases, every(21), times=2)
    assert sum(len(case["events"]) for case in once.values()) > 5 * len(cases)
    for name in cases:
        assert twice[name] == once[name], name


@pytest.mark.parametrize("days", [7, 21])
def test_after_a_pause_it_is_the_same(runs, days, db):
    """Pauses from every state and to every state."""
    missing = 0
    for name, one in runs[0].items():
        other = runs[days][name]
        assert other["stands"][:-1] == one["stands"][:-1], name
        assert (other["clocks"], other["misses"]) == (one["clocks"], one["misses"]), name
        assert changes(other) == changes(one), name
        assert messages(other) == messages(one), name
        due, told = steps(one), steps(other)
        for step in due.keys() | told.keys():
            at = (due.get(step) or told[step])[0]
            if step in due and step in told:
                assert told[step][1:] == due[step][1:], (name, step)
            elif at <= END - SHIFT:
                assert step in due, (name, step, "told without a reason")
                assert excused(step, at, one, other, days), (name, step, "not told")
                missing += 1
    assert missing  # there were rungs that collapsed or were overtaken
