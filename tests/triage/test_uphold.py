"""An objection accepted: the agency works again, on the rework clock."""

from django.urls import reverse

from complaints.models import Event
from complaints.states import ClockKind, Status
from tests import factories


def url(complaint):
    return reverse("triage:uphold", args=[complaint.tracking_number])


def test_proposes_who_answered_and_starts_the_rework_clock(client, objected):
    form = client.get(url(objected)).context["form"]
    dishub = factories.make_agency("Dishub")
    assert form["to"].value() == dishub.pk
    answers = {"version": objected.version, "to": dishub.pk, "reason": "Foto warga jelas, lampu masih mati"}
    client.post(url(objected), answers)
    objected.refresh_from_db()
    assert (objected.status, objected.owner) == (Status.REFERRED, dishub)
    assert objected.clocks.filter(kind=ClockKind.REWORK, stopped_at=None).exists()
    assert objected.events.filter(kind=Event.Kind.UPHELD).count() == 1


def test_a_reason_is_asked_for(client, objected):
    page = client.post(url(objected), {"version": objected.version, "to": factories.make_agency("Dishub").pk})
    assert "Tulis mengapa keberatan diterima" in page.content.decode()


def test_a_case_without_objection_leads_back(client, case, coordinator):
    assert client.get(url(case)).status_code == 302


def test_others_get_404(client, objected):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.get(url(objected)).status_code == 404
