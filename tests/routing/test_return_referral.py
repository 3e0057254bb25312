"""Giving a case back, through HTTP."""

import pytest
from django.urls import reverse

from complaints.models import Event
from complaints.states import Because, Status
from tests import factories


@pytest.fixture
def case(db):
    complaint = factories.make_complaint()
    complaint.dishub, complaint.dlh = factories.make_agency("Dishub"), factories.make_agency("DLH")
    factories.refer(complaint, complaint.dishub, actor=factories.make_coordinator())
    return complaint


def url(complaint):
    return reverse("routing:return_referral", args=[complaint.tracking_number])


def test_brings_the_case_back_with_reason_and_suggestion(client, case):
    client.force_login(factories.make_staff(case.dishub))
    answers = {"version": case.version, "reason": "Ini tugas DLH, bukan kami", "suggested": case.dlh.pk}
    response = client.post(url(case), answers)
    assert response.url == reverse("followup:queue")  # it is not theirs to read any more
    case.refresh_from_db()
    assert (case.status, case.submitted_because) == (Status.SUBMITTED, Because.RETURNED)
    event = case.events.get(kind=Event.Kind.RETURNED)
    assert (event.data["by"], event.data["suggested"]) == (case.dishub.pk, case.dlh.pk)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Tulis mengapa laporan dikembalikan"), ("salah", "Tulis sedikit lagi, paling sedikit 10 huruf")],
)
def test_a_reason_is_asked_for(client, case, reason, sentence):
    client.force_login(factories.make_staff(case.dishub))
    page = client.post(url(case), {"version": case.version, "reason": reason}).content.decode()
    assert sentence in page
    assert "Ada yang perlu diperbaiki" in page
    case.refresh_from_db()
    assert case.status == Status.REFERRED


def test_the_own_agency_is_no_suggestion(client, case):
    client.force_login(factories.make_staff(case.dishub))
    form = client.get(url(case)).context["form"]
    assert case.dishub not in form.fields["suggested"].queryset


def test_another_agency_and_the_coordinator_get_404(client, case):
    for user in (factories.make_staff(case.dlh), factories.make_coordinator()):
        client.force_login(user)
        assert client.get(url(case)).status_code == 404
        assert client.post(url(case), {"version": case.version, "reason": "Bukan tugas kami"}).status_code == 404
