"""Assisted entry: a telephone call, a chat and a case of SP4N-LAPOR! on their whole way; all comes out clean."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from complaints.escalation import operations as escalation
from complaints.followup import operations as followup
from complaints.models import Complaint, Miss, Position
from complaints.states import ClockKind, Outcome, Status
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW
from tests.intake.test_enter import DONE, URL, typed
from tests.tracking.conftest import words
from tests.worlds import all_kept, make_office


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staffed(db):
    """Not `office`: that name is the one of the journeys through HTTP."""
    return make_office()


def clean(now=NOW):
    all_kept(now)


def test_a_call_taken_in_a_village_is_followed_by_who_called(staffed, client):
    clerk = factories.make_staff(factories.make_agency("Kecamatan Sijuk"), Position.Role.ENTRY)
    client.force_login(clerk)
    client.post(URL, typed(client, staffed.pju, channel="phone"))
    receipt = client.get(DONE)
    complaint = Complaint.objects.get()
    number, code = complaint.tracking_number, receipt.context["code"]

    caller = Client()
    caller.post(reverse("tracking:find"), {"number": number, "code": code})
    page = words(caller.get(reverse("tracking:case", args=[number])))
    assert "Dicatat petugas dari Telepon" in page
    assert "Petugas BESADU memeriksa laporan Anda." in page

    factories.refer(complaint, staffed.dishub, actor=staffed.coordinator)
    followup.answer(complaint.pk, outcome=Outcome.EXPLAINED, text="x" * 60, actor=staffed.liaison, now=NOW)
    tracking.confirm(complaint.pk, now=NOW)
    complaint.refresh_from_db()
    assert complaint.status == Status.RESOLVED
    assert client.get(reverse("followup:case", args=[number])).status_code == 404  # the clerk reads nothing of it
    clean()


def test_a_case_of_lapor_is_answered_there_too(staffed, client):
    client.force_login(staffed.coordinator)
    client.post(URL, typed(client, staffed.pju, channel="sp4n", lapor="7654321"))
    complaint = Complaint.objects.get()
    factories.refer(complaint, staffed.dishub, actor=staffed.coordinator)
    followup.answer(complaint.pk, outcome=Outcome.EXPLAINED, text="x" * 60, actor=staffed.liaison, now=NOW)
    tracking.confirm(complaint.pk, now=NOW)
    clean()
    # Forgotten over the weekend: the miss is the coordinating agency's, although the case is closed.
    late = NOW + timedelta(days=3)
    escalation.pass_time(complaint.pk, now=late)
    assert Miss.objects.get().clock.kind == ClockKind.MIRROR
    triage.answer_lapor(complaint.pk, actor=staffed.coordinator, now=late)
    complaint.refresh_from_db()
    assert complaint.closed_at == NOW
    assert not complaint.clocks.filter(stopped_at=None).exists()
    clean(late)
