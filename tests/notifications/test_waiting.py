"""What waits to be told: for those who may see the contact, without showing it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complaint, Position
from tests import factories
from tests.cases import Case
from tests.notifications.conftest import make, record

URL = reverse("notifications:waiting")


def test_lists_what_waits_without_any_contact(client, coordinator, by_whatsapp):
    record(by_whatsapp)
    page = client.get(URL).content.decode()
    assert by_whatsapp.tracking_number in page
    assert "Siti" not in page
    assert "81234567890" not in page


def test_shows_what_failed(client, coordinator, by_email):
    record(by_email)
    by_email.messages.update(state="dead", error="SMTPException")
    page = client.get(URL).content.decode()
    assert "Gagal dikirim" in page
    assert "SMTPException" in page


def test_is_calm_when_everybody_was_told(client, coordinator):
    assert "Semua pelapor sudah dikabari." in client.get(URL).content.decode()


@pytest.mark.parametrize("role", [Position.Role.LIAISON, Position.Role.LEADER, Position.Role.ADMINISTRATOR])
def test_others_see_nothing_of_it(client, by_whatsapp, role):
    record(by_whatsapp)
    client.force_login(factories.make_staff(factories.make_agency("Dishub"), role))
    assert by_whatsapp.tracking_number not in client.get(URL, follow=True).content.decode()


@pytest.mark.parametrize("access_class", sorted(Complaint.CLOSED))
def test_closed_cases_are_the_inspectorate_s_to_tell(client, coordinator, by_whatsapp, access_class):
    record(by_whatsapp)
    Complaint.objects.filter(pk=by_whatsapp.pk).update(access_class=access_class)
    assert by_whatsapp.tracking_number not in client.get(URL).content.decode()
    inspectorate = factories.make_agency("Inspektorat", code="INSP")
    client.force_login(factories.make_staff(inspectorate, Position.Role.INSPECTORATE))
    assert by_whatsapp.tracking_number in client.get(URL).content.decode()


def test_takes_the_same_queries_for_more_rows(client, coordinator, by_whatsapp, django_assert_num_queries):
    record(by_whatsapp)
    client.get(URL)
    with django_assert_num_queries(16, exact=False):
        client.get(URL)
    for _number in range(3):
        record(make(factories.Reporter("", "whatsapp", "+6281234567891")))
    with django_assert_num_queries(16, exact=False):
        client.get(URL)


class TestGroup:
    def test_counts_by_agency_without_number_or_name(self, client, office):
        late, soon = Case(office).do("refer"), Case(office).do("refer")
        Complaint.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=3))
        Complaint.objects.filter(pk=soon.pk).update(due_at=timezone.now() + timedelta(minutes=1))
        client.force_login(office.coordinator)
        text = client.get(URL).context["group"]
        assert "- Dishub: 1 terlambat, 1 sampai hari kerja berikutnya" in text
        assert late.complaint.tracking_number not in text

    def test_closed_and_sensitive_cases_are_not_spoken_of(self, client, office):
        case = Case(office).do("refer")
        Complaint.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(days=3), access_class="sensitive")
        client.force_login(office.coordinator)
        assert "Tidak ada laporan yang terlambat" in client.get(URL).context["group"]

    def test_the_inspectorate_has_no_group(self, client, office):
        client.force_login(office.inspector)
        assert client.get(URL).context["group"] == ""
