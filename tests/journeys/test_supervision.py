"""What is said about the conduct of officials: confirmed by the inspectorate, or refused and given back."""

import pytest

from complaints import texts
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Complaint, Event, Text
from complaints.models.term import TermClass
from complaints.routing import operations as routing
from complaints.states import Because, Outcome, Status
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import (
    all_kept,
    office,  # noqa: F401
)

Access = Complaint.AccessClass
FOUND = "Pemeriksaan selesai. Pungutan itu terbukti dan pelakunya sudah diberi sanksi."


@pytest.fixture
def proposed(office) -> Case:  # noqa: F811
    return Case(office).do("refer", to=office.inspectorate, term_class=TermClass.SUPERVISORY)


def clean():
    all_kept()


@pytest.mark.parametrize("act", ["answer", "note_progress"])
def test_nothing_is_answered_before_it_is_confirmed(proposed, act):
    with pytest.raises(Refused, match="Tetapkan dulu"):
        proposed.do(act)
    clean()


def test_confirmed_it_is_answered_with_what_was_found(proposed):
    proposed.do("accept")
    with pytest.raises(Refused, match="Pilih hasilnya"):
        proposed.do("answer", outcome=Outcome.REPAIRED)
    proposed.do("answer", outcome=Outcome.PROVEN)
    assert proposed.complaint.status == Status.ANSWERED
    clean()


def test_refused_it_is_an_ordinary_case_again_and_no_return_between_agencies(proposed):
    office = proposed.office  # noqa: F811
    proposed.do("return_referral")
    case = proposed.complaint
    assert (case.status, case.submitted_because, case.owner.duty) == (Status.SUBMITTED, Because.RETURNED, "coordinator")
    assert (case.term_class, case.access_class) == (TermClass.NORMAL, Access.ORDINARY)
    assert case.events.get(kind=Event.Kind.RETURNED).data["not_supervisory"] is True
    story = case.texts.get(kind=Text.Kind.STORY)
    assert story.plain is None
    assert texts.read(story)
    proposed.do("refer", to=office.dishub).do("return_referral")
    assert proposed.complaint.submitted_because == Because.RETURNED
    proposed.do("refer", to=office.dlh).do("return_referral")
    assert proposed.complaint.submitted_because == Because.ARBITRATION
    with pytest.raises(Refused, match="Tulis putusan penengah dan tanggalnya"):
        routing.refer(
            case.pk,
            category=case.category,
            term_class=case.term_class,
            priority=case.priority,
            to=office.dishub,
            reason="Setda memutuskan Dishub.",
            actor=office.coordinator,
            now=NOW,
        )
    proposed.do("refer", to=office.dishub)
    followup.answer(case.pk, outcome=Outcome.REPAIRED, text=FOUND, actor=office.liaison, now=NOW)
    clean()


def test_about_the_inspectorate_itself_the_sekda_gets_it(office):  # noqa: F811
    case = Case(office)
    Complaint.objects.filter(pk=case.pk).update(excluded_agency=office.inspectorate)
    with pytest.raises(Refused, match="tentang dirinya sendiri"):
        case.do("refer", to=office.inspectorate, term_class=TermClass.SUPERVISORY)
    with pytest.raises(Refused, match="hanya ditangani Setda"):
        case.do("refer", to=office.dishub, term_class=TermClass.SUPERVISORY)
