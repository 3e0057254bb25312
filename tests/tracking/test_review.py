"""T6: *minta ditinjau ulang*, after an answer and for 30 days after the end; the next steps stand beside it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import access, timeline
from complaints.followup import saved_views
from complaints.models import Agency, Attachment, Event, Position
from complaints.states import Because, Status
from tests import factories
from tests.factories import NOW
from tests.worlds import all_kept

from .conftest import ANSWER, Case, counts, let_in, upload, words

WHY = {"why": "not_fixed", "comment": "Lampu masih mati tiap malam."}


@pytest.fixture
def answered(case):
    return case.refer().answer()


def send(client, case, **answers):
    seen = client.get(case.address("review")).context["form"]["seen"].value()
    return client.post(case.address("review"), WHY | {"seen": seen} | answers)


def test_goes_to_the_coordinator_and_says_so(reporter, answered):
    answer = send(reporter, answered, photos=[upload(1)])
    assert answer.url == answered.address("case")
    row = answered.row
    assert (row.status, row.submitted_because) == (Status.SUBMITTED, Because.OBJECTED)
    event = row.events.latest("sequence")
    assert (event.kind, event.data["review"], event.data["reasons"]) == (Event.Kind.OBJECTED, True, ["not_fixed"])
    assert Attachment.objects.get().purpose == Attachment.Purpose.OBJECTION
    assert "Anda minta ditinjau ulang" in words(reporter.get(answer.url))
    assert "Pelapor: minta ditinjau ulang" in [entry.what for entry in timeline.entries(row, for_staff=True)]
    all_kept()


def test_the_inspectorate_has_it_in_its_queue(reporter, answered):
    send(reporter, answered)
    agency = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
    inspector = factories.make_staff(agency, Position.Role.INSPECTORATE)
    views = saved_views.views_of(inspector, access.positions(inspector, NOW), NOW)
    found = next(view for view in views if view.key == "ditinjau")
    assert list(found.cases.values_list("pk", flat=True)) == [answered.pk]


def test_what_comes_next_is_explained_and_nothing_is_written(reporter, answered):
    before = counts()
    text = words(reporter.get(answered.address("review")))
    assert ANSWER in text
    assert "Ombudsman menerima laporan kalau Anda sudah melapor ke instansinya" in text
    assert "Inspektorat" in text
    assert counts() == before


def test_thirty_days_after_the_end_and_no_longer(reporter, answered, clock):
    answered.confirm()
    clock.shift(timedelta(days=29))
    let_in(reporter, answered)
    assert reporter.get(answered.address("review")).status_code == 200
    assert send(reporter, answered).url == answered.address("case")


def test_afterwards_a_new_report_is_offered(reporter, answered, clock):
    answered.confirm()
    clock.shift(timedelta(days=31))
    let_in(reporter, answered)
    assert reporter.get(answered.address("review")).url == answered.address("case")
    page = reporter.post(answered.address("review"), WHY)
    assert "sudah ditutup lebih dari 30 hari" in words(page)
    assert "/lapor/?lanjutan=" in reporter.get(answered.address("case")).text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"why": ""}, "Pilih satu alasan"),
        ({"why": "lain"}, "Pilih satu alasan"),
        ({"comment": ""}, "Tulis apa yang masih salah"),
        ({"comment": "a" * 1501}, "Kurangi 1 huruf"),
        ({"seen": "1"}, "Instansi sudah menjawab lagi."),
    ],
)
def test_mistakes_are_said(reporter, answered, answers, sentence):
    assert sentence in words(send(reporter, answered, **answers))
    assert answered.row.status == Status.ANSWERED


def test_pressed_twice_is_once(reporter, answered):
    seen = reporter.get(answered.address("review")).context["form"]["seen"].value()
    for _ in range(2):
        assert reporter.post(answered.address("review"), WHY | {"seen": seen}).url == answered.address("case")
    assert answered.kinds.count(Event.Kind.OBJECTED) == 1


def test_without_an_answer_there_is_nothing_to_review(reporter, case):
    assert reporter.get(case.address("review")).url == case.address("case")
    assert "Laporan ini sudah berubah." in words(reporter.post(case.address("review"), WHY))


def test_a_stranger_changes_nothing(answered):
    assert Client().post(answered.address("review"), WHY).url == f"/lacak/?n={answered.number}"
    assert answered.row.status == Status.ANSWERED


def test_the_price_does_not_grow(client, db):
    prices = []
    for times in (1, 3):
        case = Case().refer()
        for _ in range(times):
            case.note()
        let_in(client, case.answer())
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("review"))
        prices.append(len(captured))
    assert prices[0] == prices[1]
