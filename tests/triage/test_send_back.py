"""An answer that says nothing goes back within a working day, and has not stopped the agency's time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.followup import operations as followup
from complaints.models import Event
from complaints.states import ClockKind, Outcome, Status
from tests import factories
from tests.factories import NOW

REASON = "Jawaban belum menyebut kapan lampunya diganti."


@pytest.fixture
def answered(db):
    complaint = factories.make_complaint()
    dishub = factories.make_agency("Dishub")
    complaint.coordinator, complaint.liaison = factories.make_coordinator(), factories.make_staff(dishub)
    factories.refer(complaint, dishub, actor=complaint.coordinator)
    text = "Terima kasih atas laporannya, akan kami tindak lanjuti segera."
    followup.answer(complaint.pk, outcome=Outcome.EXPLAINED, text=text, actor=complaint.liaison, now=NOW)
    complaint.refresh_from_db()
    return complaint


def url(complaint):
    return reverse("triage:send_back", args=[complaint.tracking_number])


def send(client, case, at=NOW, reason=REASON):
    with time_machine.travel(at, tick=False):
        client.force_login(case.coordinator)
        return client.post(url(case), {"version": case.version, "reason": reason})


def test_the_agency_works_on_with_its_old_dates(client, answered):
    before = answered.clocks.get(kind=ClockKind.RESOLUTION).due_at
    assert send(client, answered).status_code == 302
    answered.refresh_from_db()
    assert answered.status == Status.IN_PROGRESS
    assert answered.clocks.get(kind=ClockKind.RESOLUTION, stopped_at=None).due_at == before
    event = answered.events.get(kind=Event.Kind.SENT_BACK)
    assert event.data["to"] == answered.owner_id


def test_a_reason_is_asked_for(client, answered):
    assert "Tulis apa yang belum terjawab" in send(client, answered, reason="").content.decode()


def test_after_a_working_day_the_reporter_judges(client, answered):
    page = send(client, answered, at=NOW + timedelta(days=2)).content.decode()
    assert "Jawaban hanya bisa dikembalikan dalam satu hari kerja" in page
    answered.refresh_from_db()
    assert answered.status == Status.ANSWERED


@pytest.mark.parametrize(("days", "offered"), [(1, True), (2, False)])
def test_the_case_page_offers_it_so_long(client, answered, days, offered):
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        client.force_login(answered.coordinator)
        page = client.get(reverse("followup:case", args=[answered.tracking_number])).content.decode()
    assert (url(answered) in page) is offered


def test_the_agency_and_others_get_404(client, answered):
    for user in (answered.liaison, factories.make_staff(factories.make_agency("DLH"))):
        client.force_login(user)
        assert client.get(url(answered)).status_code == 404
        assert client.post(url(answered), {"version": answered.version, "reason": REASON}).status_code == 404


def test_opening_writes_nothing_and_asks_no_more_with_three_notes(client, answered):
    def opened():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(answered)).status_code == 200
        return [query["sql"] for query in captured.captured_queries]

    with time_machine.travel(NOW, tick=False):
        client.force_login(answered.coordinator)
        one = opened()
        assert not [sql for sql in one if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
        for _ in range(3):
            followup.note_internal(answered.pk, text="Dicek.", actor=answered.coordinator, now=NOW)
        assert len(opened()) == len(one)
