"""Many officers at once: one wins, the others are told in words, nothing is lost (security.md bar 12)."""

import random
import threading
import time

import pytest
from django.db import transaction

from complaints import guarantee, history, lifecycle
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.masterdata import operations as masterdata
from complaints.models import Agenda, Complaint, Event, Seal, Text
from complaints.routing import operations as routing
from tests import factories, worlds
from tests.cases import WAYS, Case
from tests.concurrency.parallel import at_once, refused
from tests.factories import NOW
from tests.worlds import REPORTER

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 16
FROM = {
    "refer": "new",
    "ask": "new",
    "reply": "asked",
    "accept": "referred",
    "return_referral": "in_progress",
    "answer": "in_progress",
    "confirm": "answered",
    "raise_objection": "answered",
    "uphold": "objected",
    "not_uphold": "objected",
    "archive": "referred",
    "withdraw": "asked_by_agency",
    "reopen": "resolved",
}


def clean() -> None:
    assert list(history.faults()) == []
    assert guarantee.violations() == []


def test_sixteen_do_the_same(db):
    """Each transition of the chart: one winner, fifteen refusals, no other exception, one event."""
    office = worlds.make_office()
    for act, state in FROM.items():
        case = Case(office).all(*WAYS[state])
        version = case.complaint.version
        copies = [Case(office, Complaint.objects.get(pk=case.pk)) for _ in range(THREADS)]
        for copy in copies:
            assert copy.worker()
            assert copy.verifier()
        results = at_once([lambda copy=copy, act=act: getattr(copy, act)(None, NOW) for copy in copies])
        assert len(refused(results)) == THREADS - 1, act
        assert Complaint.objects.get(pk=case.pk).version == version + 1, act
    clean()


def test_sixteen_send_the_page_they_all_saw(db):
    """With the version of the page even acts that could follow each other come through once; every text stays out."""
    office = worlds.make_office()
    case = Case(office).do("refer")
    version = case.complaint.version

    def note(number):
        followup.note_progress(case.pk, text=f"Kabar {number}", version=version, actor=office.liaison, now=NOW)

    results = at_once([lambda number=number: note(number) for number in range(THREADS)])
    refusals = refused(results)
    assert len(refusals) == THREADS - 1
    assert all(isinstance(refusal, lifecycle.Conflict) for refusal in refusals)
    assert Text.objects.filter(complaint=case.pk, kind=Text.Kind.PROGRESS).count() == 1
    clean()


def test_everybody_does_something_else(db):
    """Random acts on one case from many sides: refusals only, and what remains is whole."""
    office = worlds.make_office()
    case = Case(office)
    acts = ["refer", "ask", "reply", "accept", "note_progress", "answer", "archive", "withdraw", "reopen"]
    source = random.Random(7)

    def many(seed):
        done = 0
        for act in random.Random(seed).choices(acts, k=6):
            mine = Case(office, Complaint.objects.get(pk=case.pk))
            try:
                getattr(mine, act)(None, NOW)
                done += 1
            except Refused:
                pass
        return done

    results = at_once([lambda seed=seed: many(seed) for seed in source.sample(range(1000), 8)])
    assert not refused(results)
    assert Complaint.objects.get(pk=case.pk).version == sum(results) + 1
    clean()


class TestSubmitting:
    def test_one_form_sent_twenty_times(self, db):
        """One complaint and twenty equal receipts (life.md 5)."""
        office = worlds.make_office()
        key = factories.make_draft(category=office.pju)
        drafts.add_photos(key, [worlds.make_photo()], now=NOW)
        seen = drafts.read(key).seen()

        def send():
            return intake.submit(key, seen=seen, reporter=REPORTER, may_publish=True, now=NOW)

        receipts = at_once([send] * 20)
        assert not refused(receipts)
        assert len({(receipt.complaint.pk, receipt.code) for receipt in receipts}) == 1
        assert Complaint.objects.count() == Event.objects.count() == Agenda.objects.count() == 1
        clean()

    def test_the_same_key_with_another_body_is_refused(self, db):
        office = worlds.make_office()
        key = factories.make_draft(category=office.pju)
        seen = drafts.read(key).seen()
        bodies = [{"may_publish": number % 2 == 0, "reporter": None} for number in range(10)]
        results = at_once([lambda body=body: intake.submit(key, seen=seen, now=NOW, **body) for body in bodies])
        assert len(refused(results)) == 5
        assert Complaint.objects.count() == 1
        clean()

    def test_sixteen_forms_get_numbers_without_gap(self, db):
        office = worlds.make_office()
        keys = [factories.make_draft(category=office.pju, story=f"Laporan nomor {n} tentang lampu.") for n in range(16)]
        receipts = at_once([lambda key=key: factories.submit(key) for key in keys])
        assert not refused(receipts)
        assert sorted(Agenda.objects.values_list("number", flat=True)) == list(range(1, 17))
        assert len({receipt.complaint.tracking_number for receipt in receipts}) == 16
        clean()


def test_an_agency_closes_while_cases_are_referred_to_it(db):
    """Whoever is first: an open case is never owned by a closed agency (security.md bar 9)."""
    office = worlds.make_office()
    outcomes = []
    for round_ in range(6):
        agency = factories.make_agency(f"Dinas {round_}")
        cases = [Case(office) for _ in range(5)]
        pause = round_ % 3 * 0.02

        def close(agency=agency, pause=pause):
            time.sleep(pause)
            masterdata.save_agency(agency.pk, values={"is_active": False}, actor=office.administrator, now=NOW)

        def refer(case, agency=agency):
            routing.refer(
                case.pk,
                category=office.pju,
                term_class="NORMAL",
                priority="normal",
                to=agency,
                actor=office.coordinator,
                now=NOW,
            )

        results = at_once([close, *(lambda case=case: refer(case) for case in cases)])
        refused(results)
        agency.refresh_from_db()
        owned = Complaint.objects.filter(owner=agency, closed_at=None).count()
        assert agency.is_active or not owned
        assert owned == sum(result is None for result in results[1:])
        outcomes.append(agency.is_active)
        clean()
    print("closed in", sum(not active for active in outcomes), "of 6 rounds")


class TestSystemChain:
    def test_stays_whole_under_eight_writers(self, db):
        office = worlds.make_office()

        def write():
            for number in range(8):
                with transaction.atomic():
                    history.audit.record(None, Event.Kind.HOLDER_CHANGED, office.administrator, NOW, number=number)

        assert not refused(at_once([write] * 8))
        chain = Event.objects.filter(complaint=None).order_by("sequence").values_list("sequence", flat=True)
        assert list(chain) == list(range(1, 65))
        clean()

    def test_a_day_is_sealed_once(self, db):
        office = worlds.make_office()
        Case(office).do("refer")
        seals = at_once([lambda: history.seal_day(NOW.date(), now=NOW)] * 6)
        assert not refused(seals)
        assert len({seal.pk for seal in seals}) == Seal.objects.count() == 1
        clean()


def test_verifying_while_others_write_finds_nothing(db):
    """A chain that grows between two reads is not a truncated one; and nobody waits for the verification."""
    office = worlds.make_office()
    cases = [Case(office) for _ in range(4)]
    stop = threading.Event()

    def write(case):
        done = 0
        while not stop.is_set() and done < 40:
            case.all("refer", "ask", "reply", "answer", "confirm", "reopen")
            done += 6
        return done

    def verify():
        try:
            return [list(history.faults()) + guarantee.violations() for _ in range(12)]
        finally:
            stop.set()

    found, *written = at_once([verify, *(lambda case=case: write(case) for case in cases)])
    assert not refused([found, *written])
    assert found == [[]] * 12
    assert sum(written) > 0
    clean()
