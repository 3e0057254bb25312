"""A closed case taken up again."""

from django.urls import reverse

from complaints.states import Because, Status
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW


def url(complaint):
    return reverse("triage:reopen", args=[complaint.tracking_number])


def test_starts_again_with_the_coordinator_and_a_clock(client, case, coordinator):
    tracking.withdraw(case.pk, now=NOW)
    case.refresh_from_db()
    client.post(url(case), {"version": case.version, "reason": "Dicabut tidak sengaja"})
    case.refresh_from_db()
    assert (case.status, case.submitted_because) == (Status.SUBMITTED, Because.REOPENED)
    assert case.due_at is not None


def test_an_open_case_leads_back(client, case, coordinator):
    assert client.get(url(case)).status_code == 302


def test_others_get_404(client, case):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.get(url(case)).status_code == 404
