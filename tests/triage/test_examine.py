"""*Mulai periksa*: a press, never a look."""

from django.urls import reverse

from complaints.models import Event
from tests import factories


def url(complaint):
    return reverse("triage:examine", args=[complaint.tracking_number])


def test_is_recorded_once_and_the_reporter_then_reads_diperiksa(client, case, coordinator):
    for _press in range(2):
        client.post(url(case))
    case.refresh_from_db()
    assert case.examined_at is not None
    assert case.events.filter(kind=Event.Kind.EXAMINED).count() == 1


def test_opening_the_case_does_not_examine_it(client, case, coordinator):
    client.get(reverse("followup:case", args=[case.tracking_number]))
    assert client.get(url(case)).status_code == 405
    case.refresh_from_db()
    assert case.examined_at is None


def test_others_get_404(client, case):
    client.force_login(factories.make_staff(factories.make_agency("Dishub")))
    assert client.post(url(case)).status_code == 404
