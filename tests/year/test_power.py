"""The naive model notices whatever the portal leaves out: each effect is taken away once, and must be missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q

from complaints import lifecycle
from complaints.deadlines import clocks, ladder, rungs, running
from complaints.escalation import operations, queries
from complaints.models import Rung
from complaints.notifications import digests, outbox, receivers
from complaints.states import ClockKind, Status
from tests.year import office, short, tables

pytestmark = pytest.mark.django_db

_LADDERS = {
    "agency": "referred",
    "desk": "new",
    "reporter": "answered",
    "outside": "outside",
    "statutory": "at sixty days",
    "instruction": "instructed",
}
_BY_TIME = {
    Status.NEEDS_INFO: "asked",
    Status.SCHEDULED: "promised",
    Status.ANSWERED: "answered",
    Status.FORWARDED_EXTERNAL: "outside",
}
_MISSES = {
    ClockKind.VERIFICATION: "new",
    ClockKind.RE_REFERRAL: "returned",
    ClockKind.OBJECTION_CHECK: "objected",
    ClockKind.ARBITRATION: "arbitration",
    ClockKind.FIRST_RESPONSE: "referred",
    ClockKind.RESOLUTION: "referred",
    ClockKind.REWORK: "rework",
    ClockKind.PROMISE: "promised",
    ClockKind.MIRROR: "mirrored",
    ClockKind.INSTRUCTION: "instructed",
}


@pytest.fixture(scope="module")
def lasting_cast(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield office.make()
        transaction.set_rollback(True)


@pytest.fixture
def cast(lasting_cast, db):
    with transaction.atomic():
        yield lasting_cast
        transaction.set_rollback(True)


def is_missed(cast, name):
    """The stretch as it is with something taken away: the model says what is missing or too much."""
    with pytest.raises(AssertionError):
        short.live(cast, name)


@pytest.mark.parametrize("name", sorted(short.STRETCHES))
def test_as_it_is_nothing_is_missed(cast, name):
    assert short.live(cast, name).seen.total() > 1


@pytest.mark.parametrize(
    "number", range(len(tables.RUNGS)), ids=lambda n: "{0.ladder}{0.after:+d}".format(tables.RUNGS[n])
)
def test_each_rung(cast, number):
    rung = tables.RUNGS[number]
    Rung.objects.filter(pk=next(pk for pk, other in cast.rungs.items() if other == rung)).update(is_active=False)
    is_missed(cast, _LADDERS[rung.ladder])


@pytest.mark.parametrize("status", _BY_TIME, ids=str)
def test_each_transition_by_time(cast, status, monkeypatch):
    monkeypatch.delitem(operations._BY_TIME, status)
    is_missed(cast, _BY_TIME[status])


@pytest.mark.parametrize("kind", _MISSES, ids=str)
def test_each_miss(cast, kind, monkeypatch):
    monkeypatch.setattr(clocks, "MISSED_BY_AN_AGENCY", clocks.MISSED_BY_AN_AGENCY - {kind})
    is_missed(cast, _MISSES[kind])


def _only_once(calendar, due, after, until):
    yield 0, ladder.reached_at(calendar, due, after)


def _closes_at_once(complaint, now):
    return operations._move(complaint, "check_back_over", "check_back_over", now)


def _holders_of_its_position(rung, complaint, now):
    return receivers._holders(complaint, Q(position=rung.position_id), now)


def _counting_the_time_between(self, *kinds, stopped_by, ran_on, restart=clocks.Clocks.restart):
    restart(self, *kinds, stopped_by=stopped_by, ran_on=True)


@pytest.mark.parametrize(
    ("where", "what", "instead", "name"),
    [
        (ladder, "rounds", _only_once, "referred"),  # the last rung comes back every week
        (ladder, "reached_at", lambda calendar, due, after: due + timedelta(days=after), "referred"),  # open or not
        (rungs, "told", lambda clock: set(), "referred"),  # the same again at every look
        (operations, "_BY_TIME", operations._BY_TIME | {Status.FORWARDED_EXTERNAL: _closes_at_once}, "outside"),
        (receivers, "inspectorate", lambda complaint, now: [], "referred"),  # reads copies
        (receivers, "coordinators", lambda complaint, now: [], "without a head"),  # hear of the gap
        (outbox, "_tell_reporter", lambda event, complaint: None, "answered"),
        (running, "_warns_before_the_act", lambda counts, running: True, "at sixty days"),
        (running, "_warns_before_the_act", lambda counts, running: False, "in progress at sixty days"),
        (clocks.Clocks, "start_target", lambda self, counts_from=None: None, "referred"),
        (clocks.Clocks, "restart", _counting_the_time_between, "merged and undone"),
        (receivers, "of_rung", _holders_of_its_position, "protected"),  # leaders know nothing of it
        (queries, "_closed_and_not_mirrored", lambda now: [], "mirrored"),
        (lifecycle, "follow_calendar", lambda complaint, now: [], "free day"),
        (digests, "_closes", lambda user, now: now, "read every morning"),  # told at night
        (digests, "_closes", lambda user, now: None, "read every morning"),  # never told
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_everything_else(cast, where, what, instead, name, monkeypatch):
    monkeypatch.setattr(where, what, instead)
    is_missed(cast, name)
