"""What everybody reads: that it happened, whose it is, and of what was written only what a person has checked."""

import dataclasses

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from complaints import access, words
from complaints.models import Event
from complaints.publication import operations, queries, rendering
from complaints.states import Status
from complaints.timeline.sentences import INTERNAL, PUBLIC, WORDED
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import ANSWER

from .conftest import content_of, make_case, publish

pytestmark = pytest.mark.django_db


def page_of(case, **changes) -> rendering.Page:
    case.complaint.refresh_from_db()
    return rendering.page(case.complaint, content_of(case, **changes), address=lambda shown, size: f"/{size}")


def test_internal_kinds_are_never_told():
    assert not PUBLIC.keys() & INTERNAL
    assert Event.Kind.CONTACT_OPENED not in PUBLIC
    assert set(WORDED) <= PUBLIC.keys()


def test_every_status_has_a_line():
    assert words.LINE_FOR_OTHERS.keys() == set(Status)


def test_an_unchecked_answer_shows_that_it_came_and_its_outcome(case):
    case.do("note_progress").do("answer")
    page = page_of(case)
    (answer,) = page.answers
    assert (answer.text, answer.outcome) == ("", "repaired")
    assert answer.unread == "Jawaban sedang diperiksa sebelum ditampilkan"
    (news,) = [line for line in page.lines if line.kind == Event.Kind.PROGRESS_NOTED]
    assert news.unread == "Kabar sedang diperiksa sebelum ditampilkan"


def test_a_checked_answer_is_read_and_a_withheld_one_says_so(case):
    case.do("answer")
    (sequence,) = queries.written_words(case.complaint)
    assert page_of(case, words={sequence: "Sudah terang."}).answers[0].text == "Sudah terang."
    assert page_of(case, words={sequence: ""}).answers[0].unread == "Isi jawaban tidak ditampilkan"


def test_no_person_is_named_and_nothing_internal_told(case):
    """All that the page holds, drawn and as a value, after every act that names somebody or writes something."""
    office = case.office
    case.do("assign", to=office.officer).do("note_internal").do("ask").do("reply").do("note_progress").do("answer")
    page = page_of(case)
    drawn = render_to_string("parts/public_page.html", {"page": page}) + repr(dataclasses.astuple(page))
    people = [getattr(office, name) for name in ("coordinator", "liaison", "officer", "head")]
    for secret in (
        *(person.full_name for person in people),
        *("Suku cadang dipesan", "Di mana tepatnya", "Di depan pasar", "Sesuai tugasnya", ANSWER),
        *("-2.73854", "107.67852", "Pelapor", "pelapor"),
    ):
        assert secret not in drawn, secret
    assert "Dishub" in drawn


def test_what_happened_while_it_was_closed_is_not_told(office):
    """Proposed to the inspectorate as supervisory and given back as ordinary: nobody reads that it was there."""
    case = Case(office).do("refer", to=office.inspectorate, category=office.graft, term_class="SUPERVISORY")
    case.do("return_referral", by=office.inspector).do("refer", category=office.pju, term_class="NORMAL")
    assert case.complaint.access_class == "ordinary"
    told = [line.what for line in page_of(case, photos=()).lines]
    assert "Diteruskan ke Dishub" in told
    assert not [what for what in told if "Inspektorat" in what]


def test_the_due_time_until_it_is_answered(case):
    assert page_of(case).due_at == case.complaint.due_at
    case.do("answer")
    assert page_of(case).due_at is None


def test_photos_of_an_act_stand_with_it(case):
    publish(case)
    page = rendering.published(access.published_case(case.complaint.tracking_number))
    (photo,) = page.photos
    assert photo["url"].endswith("/480/")
    assert photo["alt"] == "Foto 1 dari warga"


def test_asks_no_more_for_a_longer_history(case, published):
    def asked():
        complaint = access.published_case(case.complaint.tracking_number)
        with CaptureQueriesContext(connection) as queries_made:
            rendering.published(complaint)
        return len(queries_made)

    case.do("note_progress")
    operations.publish_answer(case.pk, actor=case.office.coordinator, now=NOW)
    few = asked()
    case.do("note_progress").do("note_progress").do("answer")
    operations.publish_answer(case.pk, actor=case.office.coordinator, now=NOW)
    assert asked() == few <= 8


def test_drawn_alike_with_and_without_place(office):
    case = make_case(office, village="", landmark="", latitude=None, longitude=None, accuracy=None)
    drawn = render_to_string("parts/public_page.html", {"page": page_of(case, landmark="")})
    assert "Titik lokasi" not in drawn
    assert "Patokan" not in drawn
