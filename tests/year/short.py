"""Short stretches of the year: one case, a few acts in the morning, and then nobody does anything."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.journeys.rights import Office
from tests.year import habits, tables
from tests.year.office import Cast
from tests.year.year import HOUR, MINUTE, Year

BEGIN = date(2026, 3, 2)  # a Monday in the month of fasting, with holidays ahead
FREE = date(2026, 3, 6)

_DISHUB, _DLH = Office("DISHUB"), Office("DLH")
_REFER = ("refer", "coordinator", {"to": _DISHUB, "term_class": "NORMAL", "category": "pju", "reason": "Ya."})
_RETURN = ("return_referral", "liaison", {})
_ANSWER = ("answer", "liaison", {})
_OBJECT = ("raise_objection", "reporter", {})
# What is done, and for how many days time goes on then.
STRETCHES = {
    "new": ([], 24),
    "referred": ([_REFER], 42),
    "without a head": ([("refer", "coordinator", _REFER[2] | {"to": _DLH})], 12),
    "asked": ([("ask", "coordinator", {})], 32),
    "promised": ([_REFER, ("promise", "liaison", {"days": 9})], 12),
    "answered": ([_REFER, _ANSWER], 24),
    "at sixty days": ([_REFER, ("promise", "liaison", {"days": 90})], 64),
    "in progress at sixty days": ([_REFER, ("note_progress", "liaison", {})], 64),
    "instructed": ([_REFER, ("instruct", "sekda", {"days": 3})], 14),
    "protected": (
        [("refer", "inspector", {"to": Office("INSP"), "term_class": "SUPERVISORY", "category": "pju", "reason": ""})],
        16,
    ),
    "merged and undone": ([_REFER, ("merge", "coordinator", {}), (9, None, {}), ("unmerge", "coordinator", {})], 20),
    "outside": ([("forward_external", "coordinator", {"to": Office("PLN", may_own=False)})], 58),
    "returned": ([_REFER, _RETURN], 3),
    "arbitration": ([_REFER, _RETURN, _REFER, _RETURN], 5),
    "objected": ([_REFER, _ANSWER, _OBJECT], 3),
    "rework": (
        [_REFER, _ANSWER, _OBJECT, ("uphold", "coordinator", {"to": _DISHUB}), ("note_progress", "liaison", {})],
        9,
    ),
    "mirrored": ([_REFER, ("link_lapor", "coordinator", {}), _ANSWER, ("confirm", "reporter", {})], 3),
    "read every morning": ([], 8),
    "free day": ([_REFER], 8),
}


def live(cast: Cast, name: str) -> Year:
    """Live one of STRETCHES. Raises AssertionError where the portal does not what the model says."""
    acts, days = STRETCHES[name]
    year = Year(cast, Random(1))
    people = {person.name: person for person in cast.people} | {"reporter": habits.REPORTER}
    year.now = tables.at(BEGIN, 8, 30)
    # What comes to the desk late is told in the middle of the day, and read the next morning.
    received = year.now - timedelta(days=12) if name == "read every morning" else None
    year.file("pju", named=False)
    pk = year.file("pju", named=True, received=received, protected=name == "protected")
    for act, person, inputs in acts:
        if person is None:  # so many days nobody does anything
            year.go_on_until(year.now + timedelta(days=act))
            continue
        year.now += 5 * MINUTE
        year.act(pk, people[person], act, inputs)
    if name == "free day":
        year.plan(year.now + 3 * HOUR, lambda: year.declare(FREE, local=True))
    if name == "read every morning":
        for number in range(days):
            for moment in year.post.mornings(BEGIN + timedelta(days=number)):
                year.plan(moment, year.send_digests)
    year.go_on_until(tables.at(BEGIN + timedelta(days=days), 0))
    return year
