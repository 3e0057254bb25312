"""Cases in every state that time moves, with the reporters, agencies and gaps that change who is told; and all that a
sweep leaves of them, to be compared."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from complaints.models import Agency, Complaint, Position, Rung
from complaints.triage import exclusions
from complaints.triage import operations as triage
from tests import factories
from tests.cases import WAYS, Case
from tests.factories import NOW
from tests.worlds import Office

DAY = timedelta(days=1)
REPORTERS = [
    factories.Reporter("Bu Siti", "email", "siti@contoh.test"),
    factories.Reporter("Pak Ali", "whatsapp", "+6281234567890"),
    None,
]
_FINAL = {"resolved", "archived", "withdrawn", "merged"}
# Hashes of what is others for each case, and columns that stand in `stands` and `clocks`.
_OF_ONE_CASE = {"state", "clocks", "related", "filed", "secret", "identity", "number"}
_MOMENTS = {"due", "until", "before"}


def make_ladder(office: Office) -> Office:
    """A ladder like Belitung's: the workers, their head, the Sekda, then the Bupati every week."""
    setda = Agency.objects.get(duty=Agency.Duty.ARBITER)
    office.sekda = factories.make_staff(setda, Position.Role.LEADER)
    office.bupati = factories.make_staff(setda, Position.Role.LEADER)
    sekda, bupati = (Position.objects.get(holdings__user=who) for who in (office.sekda, office.bupati))
    which, to = Rung.Ladder, Rung.To
    for ladder, after, receiver, position, copies, weekly in [
        (which.AGENCY, -1, to.WORKERS, None, False, False),
        (which.AGENCY, 0, to.HEAD, None, False, False),
        (which.AGENCY, 2, to.POSITION, sekda, True, False),
        (which.AGENCY, 5, to.POSITION, bupati, True, True),
        (which.DESK, 0, to.POSITION, sekda, True, False),
        (which.REPORTER, -7, to.REPORTER, None, False, False),
        (which.OUTSIDE, -9, to.WORKERS, None, False, True),
        (which.INSTRUCTION, -1, to.WORKERS, None, False, False),
        (which.INSTRUCTION, 0, to.LEADER, None, False, True),
        (which.STATUTORY, -1, to.WORKERS, None, False, False),
        (which.STATUTORY, 0, to.HEAD, None, False, False),
    ]:
        Rung.objects.create(
            ladder=ladder,
            after=after,
            to=receiver,
            position=position,
            copies_inspectorate=copies,
            repeats_weekly=weekly,
        )
    return office


def make_population(office: Office) -> dict[str, Case]:
    """One case in each open state, and one of each kind that time treats otherwise; all filed at NOW."""
    reporters = iter(REPORTERS * 20)

    def case(**answers):
        return Case(office, factories.make_complaint(reporter=next(reporters), **{"category": office.pju, **answers}))

    found = {state: case().all(*acts) for state, acts in WAYS.items() if state not in _FINAL}
    found["asked when returned"] = case().all("refer", "return_referral", "ask")
    found["noted"] = case().all("refer", "note_progress")
    found["extended"] = case().all("refer", "note_progress", "extend")
    found["promised for long"] = case().do("refer").do("promise", until=NOW + 60 * DAY)
    found["answered before the promised day"] = case().do("refer").do("promise", until=NOW + 40 * DAY).do("answer")
    found["sensitive, in hours"] = case(category=office.violence).do("refer", to=office.helper)
    found["about officials"] = case(category=office.graft)
    found["nobody heads the agency"] = case().do("refer", to=office.dlh)
    found["the Sekda is complained about"] = case()
    exclusions.exclude(
        found["the Sekda is complained about"].pk,
        agency=Agency.objects.get(duty=Agency.Duty.ARBITER),
        person=office.sekda,
        reason="Ia yang dilaporkan.",
        actor=office.coordinator,
        now=NOW,
    )
    for name, acts in {"stands in LAPOR too": WAYS["answered"], "closed, stands in LAPOR": WAYS["resolved"]}.items():
        found[name] = case()
        triage.link_lapor(found[name].pk, number=f"90{found[name].pk:05}", actor=office.coordinator, now=NOW)
        found[name].all(*acts)
    found["instructed"] = case().do("refer")
    triage.instruct(
        found["instructed"].pk, text="Selesaikan.", finish_by=(NOW + 9 * DAY).date(), actor=office.leader, now=NOW
    )
    found["with a target"] = case(category=factories.make_category("jalan", office.dishub, target_days=4)).do("refer")
    return found


def left(case: Case) -> dict:
    """Return all that is there of a case, without keys that a second run gives anew. Moments are apart, as `times`."""
    complaint = Complaint.objects.get(pk=case.pk)
    clocks = list(complaint.clocks.select_related("miss").order_by("pk"))
    number = {clock.pk: n for n, clock in enumerate(clocks)}
    events = list(complaint.events.order_by("sequence"))
    told = [_said(event.data, number) for event in events]
    return {
        "stands": (
            *(complaint.status, complaint.submitted_because, complaint.waits_for, complaint.owner.code),
            *(complaint.resume_status, complaint.assignee_id, complaint.version),
        ),
        "clocks": [(clock.kind, clock.agency.code, clock.paused_at is None, _ended(clock)) for clock in clocks],
        "misses": [(clock.kind, clock.miss.agency.code) for clock in clocks if hasattr(clock, "miss")],
        "events": [(event.kind, event.actor_kind, said) for event, said in zip(events, told, strict=True)],
        "messages": Counter(
            (events[row.sequence - 1].kind, told[row.sequence - 1], row.kind, row.channel, row.user_id, row.state)
            for row in complaint.messages.all()
        ),
        "times": {
            "stands": (complaint.due_at, complaint.next_effect_at, complaint.closed_at),
            "clocks": [(row.started_at, row.due_at, row.paused_at, row.remaining, row.stopped_at) for row in clocks],
            "misses": [(row.miss.due_at, row.miss.recorded_at) for row in clocks if hasattr(row, "miss")],
            "events": [(event.at, {key: event.data.get(key) for key in _MOMENTS}) for event in events],
            "messages": sorted((row.sequence, row.created_at, row.next_try_at) for row in complaint.messages.all()),
        },
    }


def _ended(clock) -> str:
    return "runs" if clock.stopped_at is None else "stopped"


def _said(data: dict, number: dict[int, int]) -> tuple:
    """What an event says beside moments; a clock by its place among the case's clocks, a text as there."""
    said = {key: value for key, value in data.items() if key not in _OF_ONE_CASE | _MOMENTS}
    if "clock_id" in said:
        said["clock_id"] = number[said["clock_id"]]
    return tuple(sorted((key, "…" if isinstance(value, dict | list) else value) for key, value in said.items()))
