"""The later acts beside each other: one of two wins, the other is told in words, and time overtakes nobody."""

from datetime import timedelta
from functools import partial

import pytest

from complaints.escalation import operations as escalation
from complaints.followup import operations as followup
from complaints.models import Event, Merge, Text
from complaints.states import Outcome, Status
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories, worlds
from tests.cases import WAYS, Case
from tests.concurrency.parallel import at_once, refused
from tests.factories import NOW
from tests.worlds import ANSWER, all_kept

pytestmark = pytest.mark.django_db(transaction=True)
LATE = NOW + timedelta(days=45)
ROUNDS = 4


@pytest.fixture
def office():
    return worlds.make_office()


def one_of(case: Case, jobs: dict) -> str:
    """Run the jobs, named by the event that each writes, at once; return the one event that is there."""
    before = case.complaint.version
    results = at_once(list(jobs.values()))
    assert len(refused(results)) == 1
    case.complaint.refresh_from_db()
    found = case.complaint.events.filter(sequence__gt=before).values_list("kind", flat=True)
    won = jobs.keys() & set(found)
    assert len(won) == 1
    all_kept()
    return won.pop()


def answer(case: Case) -> partial:
    """The agency's answer from the page as it is now."""
    seen = {"version": case.complaint.version, "now": NOW}
    return partial(followup.answer, case.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=case.office.liaison, **seen)


def test_merged_or_answered(office):
    for _round in range(ROUNDS):
        case, main = Case(office).do("refer"), factories.make_complaint(category=office.pju)
        seen = {"version": case.complaint.version, "now": NOW}
        merge = partial(triage.merge, case.pk, into=main, actor=office.coordinator, **seen)
        merged = one_of(case, {Event.Kind.MERGED: merge, Event.Kind.ANSWERED: answer(case)}) == Event.Kind.MERGED
        assert case.complaint.status == (Status.MERGED if merged else Status.ANSWERED)
        assert Merge.objects.filter(complaint=case.pk).exists() == merged
        assert main.events.filter(kind=Event.Kind.MERGED).exists() == merged


def test_promised_or_answered(office):
    for _round in range(ROUNDS):
        case = Case(office).do("refer")
        words = {"outcome": Outcome.PROMISED, "on": LATE.date(), "text": "Tiang dipesan."}
        seen = {"version": case.complaint.version, "now": NOW}
        promise = partial(followup.promise, case.pk, actor=office.officer, **words, **seen)
        won = one_of(case, {Event.Kind.PROMISED: promise, Event.Kind.ANSWERED: answer(case)})
        assert case.complaint.status == (Status.SCHEDULED if won == Event.Kind.PROMISED else Status.ANSWERED)
        # Of who lost, no word stays behind.
        assert case.complaint.texts.filter(kind__in=[Text.Kind.PROGRESS, Text.Kind.ANSWER]).count() == 1


def test_sent_back_or_confirmed(office):
    for _round in range(ROUNDS):
        case = Case(office).all(*WAYS["answered"])
        send_back = partial(triage.send_back, case.pk, reason="Belum menjawab.", actor=office.coordinator, now=NOW)
        confirm = partial(tracking.confirm, case.pk, now=NOW)
        sent_back = one_of(case, {Event.Kind.SENT_BACK: send_back, Event.Kind.CONFIRMED: confirm}) == "sent_back"
        assert case.complaint.status == (Status.IN_PROGRESS if sent_back else Status.RESOLVED)
        assert ("resolution" in case.running()) == sent_back


def test_replied_or_over(office):
    """Who replies while the sweep ends the waiting: the sweep is never refused, the reporter only if it came first."""
    for _round in range(ROUNDS):
        case = Case(office).all(*WAYS["asked_by_agency"])
        before = case.complaint.version
        swept, replied = at_once(
            [
                lambda pk=case.pk: escalation.pass_time(pk, now=LATE),
                lambda pk=case.pk: tracking.reply(pk, text="Di depan pasar.", now=LATE),
            ]
        )
        over = Event.Kind.COMPLETION_OVER in swept
        assert len(refused([swept, replied])) == over
        case.complaint.refresh_from_db()
        kinds = set(case.complaint.events.filter(sequence__gt=before).values_list("kind", flat=True))
        assert kinds & {Event.Kind.COMPLETION_OVER, Event.Kind.REPLIED} == {
            Event.Kind.COMPLETION_OVER if over else Event.Kind.REPLIED
        }
        assert case.complaint.status == Status.IN_PROGRESS
        assert case.complaint.texts.filter(kind=Text.Kind.REPLY).exists() == (not over)
    all_kept(LATE)
