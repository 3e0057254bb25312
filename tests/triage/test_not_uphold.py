"""An objection not accepted: closed, with a reason and the next doors named."""

from django.urls import reverse

from complaints.states import Status
from tests import factories


def url(complaint):
    return reverse("triage:not_uphold", args=[complaint.tracking_number])


def test_closes_the_case_with_a_reason(client, objected):
    client.post(url(objected), {"version": objected.version, "reason": "Tidak ada keterangan baru dari pelapor"})
    objected.refresh_from_db()
    assert objected.status == Status.RESOLVED


def test_names_inspectorate_and_ombudsman_before_the_press(client, objected):
    page = client.get(url(objected)).content.decode()
    assert "Inspektorat" in page
    assert "Ombudsman" in page


def test_a_reason_is_asked_for(client, objected):
    page = client.post(url(objected), {"version": objected.version, "reason": ""}).content.decode()
    assert "Tulis mengapa keberatan tidak diterima" in page
    objected.refresh_from_db()
    assert objected.status == Status.SUBMITTED


def test_others_get_404(client, objected):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.get(url(objected)).status_code == 404
