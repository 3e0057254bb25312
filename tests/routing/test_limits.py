"""What an agency may not do although the status allows it: before it is confirmed, once it is, and after a silence."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from complaints import guarantee, history
from complaints.errors import Refused
from complaints.models import Event
from complaints.models.term import TermClass
from complaints.routing import limits
from complaints.states import Outcome, Status
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import office  # noqa: F401

LATER = NOW + timedelta(days=31)  # the reporter was asked at NOW and never replied
PAGES = {
    **dict.fromkeys(("ask", "assign", "note_progress", "answer", "promise", "extend"), "followup"),
    "return_referral": "routing",
}


@pytest.fixture
def proposed(office) -> Case:  # noqa: F811
    return Case(office).do("refer", to=office.inspectorate, term_class=TermClass.SUPERVISORY)


@pytest.fixture
def silent(office) -> Case:  # noqa: F811
    """Dishub asked, and 30 days passed."""
    case = Case(office).all("refer", "ask").do("pass_time", at=LATER)
    assert case.complaint.status == Status.IN_PROGRESS
    return case


def url(act, case):
    return reverse(f"{PAGES[act]}:{act}", args=[case.complaint.tracking_number])


def refused(case, act, sentence, *, at=NOW):
    """The act is refused in these words and leaves nothing."""
    before = case.complaint.version
    with pytest.raises(Refused, match=sentence):
        case.do(act, at=at)
    case.complaint.refresh_from_db()
    assert case.complaint.version == before
    assert list(history.faults()) == []


@pytest.mark.parametrize("act", ["ask", "assign", "note_progress", "answer"])
def test_what_is_only_proposed_is_not_confirmed_silently(proposed, act):
    refused(proposed, act, "Tetapkan dulu berkadar pengawasan")
    assert proposed.complaint.status == Status.REFERRED


@pytest.mark.parametrize("act", ["ask", "assign", "note_progress", "answer", "promise", "extend"])
def test_its_pages_lead_back_to_the_decision(proposed, client, act):
    with time_machine.travel(NOW, tick=False):
        client.force_login(proposed.office.inspector)
        page = client.get(url(act, proposed), follow=True).content.decode()
    assert "Tetapkan dulu berkadar pengawasan" in page
    assert url(act, proposed) not in page
    assert url("return_referral", proposed) in page


@pytest.mark.parametrize("before", ["accept", "uphold"])
def test_what_is_confirmed_is_not_given_back(proposed, client, before):
    proposed.do("accept")
    if before == "uphold":
        proposed.do("answer", outcome=Outcome.NOT_PROVEN).do("raise_objection")
        proposed.do("uphold", to=proposed.office.inspectorate)
    refused(proposed, "return_referral", "Sudah ditetapkan berkadar pengawasan")
    with time_machine.travel(NOW, tick=False):
        client.force_login(proposed.office.inspector)
        page = client.get(url("return_referral", proposed), follow=True).content.decode()
    assert "Kalau wewenang pihak lain, pilih hasil Dilimpahkan." in page
    assert url("return_referral", proposed) not in page
    proposed.do("answer", outcome=Outcome.HANDED_OVER)
    assert guarantee.beyond_constraints(NOW) == []


@pytest.mark.parametrize("act", ["ask", "return_referral"])
def test_after_a_silence_the_agency_only_answers(silent, client, act):
    refused(silent, act, "Pelapor tidak membalas pertanyaan", at=LATER)
    with time_machine.travel(LATER, tick=False):
        client.force_login(silent.office.liaison)
        page = client.get(url(act, silent), follow=True).content.decode()
        assert "Pelapor tidak membalas pertanyaan" in page
        for other in ("ask", "return_referral", "promise", "extend"):
            assert url(other, silent) not in page
        assert url("answer", silent) in page
    silent.all("note_progress", "answer", at=LATER)
    assert silent.complaint.status == Status.ANSWERED
    assert guarantee.beyond_constraints(LATER) == []


@pytest.mark.parametrize("act", ["promise", "extend"])
def test_nor_does_it_name_another_date(silent, client, act):
    answers = {
        "version": silent.complaint.version,
        "outcome": "promised",
        "on": "2027-01-12",
        "text": "Barangnya dipesan.",
        "until": "2027-02-12",
        "reason": "Barangnya dipesan.",
    }
    with time_machine.travel(LATER, tick=False):
        client.force_login(silent.office.head)
        assert "Pelapor tidak membalas pertanyaan" in client.post(url(act, silent), answers).content.decode()
    silent.complaint.refresh_from_db()
    assert silent.complaint.status == Status.IN_PROGRESS


def test_the_coordinator_still_archives_it(silent):
    silent.do("archive", at=LATER)
    assert silent.complaint.status == Status.ARCHIVED
    assert guarantee.beyond_constraints(LATER) == []


def test_a_question_that_was_replied_to_is_no_silence(office):  # noqa: F811
    Case(office).all("refer", "ask", "reply", "ask", "reply", "return_referral")


def test_a_question_of_the_desk_binds_no_agency(office):  # noqa: F811
    Case(office).do("ask").do("pass_time", at=LATER).all("refer", "ask", at=LATER)


@pytest.mark.parametrize("kind", ["replied", "evidence_added", "referred", "upheld"])
def test_a_word_of_the_reporter_or_other_work_ends_it(kind):
    over = Event.Kind.COMPLETION_OVER
    assert limits.is_silent(["referred", "asked", over, "progress_noted"])
    assert not limits.is_silent([over, kind, "progress_noted"])
    assert limits.is_silent([over, kind, "asked", over])


def test_what_was_refused_can_be_proposed_and_refused_again(office, proposed):  # noqa: F811
    for _time in range(2):
        proposed.do("return_referral", by=office.inspector)
        assert proposed.complaint.access_class == "ordinary"
        proposed.do("refer", to=office.inspectorate, term_class=TermClass.SUPERVISORY)
        with pytest.raises(Refused, match="Tetapkan dulu"):
            proposed.do("answer", outcome=Outcome.PROVEN)


def test_what_the_inspectorate_had_as_an_ordinary_case_is_only_proposed(office):  # noqa: F811
    case = Case(office).do("refer", to=office.inspectorate).all("accept", "return_referral")
    case.do("refer", to=office.inspectorate, term_class=TermClass.SUPERVISORY)
    case.do("return_referral", by=office.inspector)
    assert (case.complaint.status, case.complaint.owner.duty) == (Status.SUBMITTED, "coordinator")
