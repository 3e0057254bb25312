"""Ending a complaint that cannot be processed, with words for the reporter."""

import pytest
from django.urls import reverse

from complaints.models import Event
from complaints.states import Status
from tests import factories


def url(complaint):
    return reverse("triage:archive", args=[complaint.tracking_number])


def test_closes_with_code_and_words(client, case, coordinator):
    client.post(url(case), {"version": case.version, "code": "spam", "text": "Isinya iklan, bukan laporan."})
    case.refresh_from_db()
    assert (case.status, case.due_at, case.waits_for) == (Status.ARCHIVED, None, None)
    assert case.events.get(kind=Event.Kind.ARCHIVED).data["code"] == "spam"
    assert not case.clocks.filter(stopped_at=None).exists()


@pytest.mark.parametrize(
    ("code", "text", "sentence"),
    [
        ("", "Isinya iklan, bukan laporan.", "Pilih alasannya"),
        ("spam", "", "Tulis penjelasan untuk pelapor"),
        ("spam", "iklan", "Tulis sedikit lagi, paling sedikit 10 huruf"),
    ],
)
def test_reason_and_words_are_asked_for(client, case, coordinator, code, text, sentence):
    page = client.post(url(case), {"version": case.version, "code": code, "text": text}).content.decode()
    assert sentence in page
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED


def test_a_closed_case_leads_back(client, case, coordinator):
    client.post(url(case), {"version": case.version, "code": "spam", "text": "Isinya iklan, bukan laporan."})
    assert client.get(url(case)).status_code == 302


def test_others_get_404(client, case):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.get(url(case)).status_code == 404
