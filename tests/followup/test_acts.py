"""What the case page offers first: one act for each state and person, and never one that would be refused."""

import pytest
from django.urls import reverse

from complaints import lifecycle, timeline
from complaints.followup import acts, operations
from complaints.models import Position
from complaints.routing import operations as routing
from complaints.states import TRANSITIONS, Outcome, Who
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW

NEWS, ANSWER = "Besok kami cek", "Lampu sudah kami ganti dan sudah menyala lagi."


def offered(user, case, *, due=True):
    case.refresh_from_db()
    possible = lifecycle.possible_acts(user, case, NOW)
    possible -= acts.withheld(case, possible, timeline.entries(case, for_staff=True), NOW)
    return acts.offer(case, possible, writes_notes=True, first_response_due=due)


def first(user, case, **more):
    act = offered(user, case, **more).first
    return act and act.url


def others(user, case):
    return {act.url for act in offered(user, case).others}


def test_every_act_of_staff_has_its_button():
    of_staff = {row.act for row in TRANSITIONS.values() if row.who not in (Who.REPORTER, Who.TIME)}
    assert of_staff - {"return_referral_again", "enter"} <= acts.ACTS.keys()


@pytest.mark.parametrize("act", acts.ACTS.values(), ids=lambda act: act.url)
def test_every_button_leads_somewhere(act):
    assert reverse(act.url, args=["BLT-0000-0000-0"])


def test_a_new_case_asks_the_coordinator_to_refer(case):
    fresh = factories.make_complaint()
    assert first(case.coordinator, fresh) == "routing:refer"
    assert others(case.coordinator, fresh) == {
        "triage:examine",
        "triage:archive",
        "triage:merge",
        "routing:forward_external",
        "followup:ask",
        "followup:note_internal",
    }
    assert first(case.liaison, case) == "followup:note_progress"


def test_a_referred_case_asks_the_agency_for_the_first_word(case):
    assert first(case.liaison, case) == "followup:note_progress"
    assert others(case.liaison, case) == {
        "field:hand_out",
        "followup:accept",
        "followup:answer",
        "followup:ask",
        "followup:assign",
        "followup:note_internal",
        "followup:promise",
        "routing:return_referral",
    }
    assert "belum menghentikan batas waktu" in offered(case.liaison, case).note


def test_after_the_first_word_it_asks_for_the_answer(case):
    operations.note_progress(case.pk, text=NEWS, actor=case.liaison, now=NOW)
    assert first(case.liaison, case, due=False) == "followup:answer"
    assert offered(case.liaison, case).note == ""


def test_nothing_is_asked_while_the_reporter_is(case):
    operations.ask(case.pk, question="Di mana?", actor=case.liaison, now=NOW)
    assert first(case.liaison, case) is None
    assert others(case.liaison, case) == {"followup:note_internal"}


def test_an_objection_asks_the_coordinator_to_judge(case):
    operations.answer(case.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=case.liaison, now=NOW)
    tracking.raise_objection(case.pk, partly=False, now=NOW)
    assert first(case.coordinator, case) == "triage:uphold"
    assert "triage:not_uphold" in others(case.coordinator, case)
    assert "routing:refer" not in others(case.coordinator, case)


def test_a_returned_case_is_said_to_be_one(case):
    routing.return_referral(case.pk, reason="Bukan tugas kami", actor=case.liaison, now=NOW)
    offer = offered(case.coordinator, case)
    assert (offer.first.url, str(offer.do)) == ("routing:refer", "Pilih instansi lain untuk laporan ini.")


def test_who_only_watches_is_asked_for_nothing(case):
    leader = factories.make_staff(factories.make_agency("Setda", code="SETDA"), Position.Role.LEADER)
    possible = lifecycle.possible_acts(leader, case, NOW)
    possible -= acts.withheld(case, possible, [], NOW)
    offer = acts.offer(case, possible, writes_notes=False, first_response_due=True)
    assert (offer.do, offer.first, offer.others) == ("", None, [])


def test_a_closed_case_can_be_opened_again(case):
    tracking.withdraw(case.pk, now=NOW)
    assert first(case.coordinator, case) is None
    assert others(case.coordinator, case) == {"triage:reopen", "followup:note_internal"}
