"""The coordinator finds cases by a reporter's contact: through its HMAC, recorded, never in an address."""

import pytest
from django.urls import reverse

from complaints.identity import Reporter
from complaints.models import Attempt, Complaint, Event
from tests import factories

FIND = reverse("followup:find_contact")
SITI = Reporter("Siti", "whatsapp", "+6281234567890")


@pytest.fixture
def hers(case):
    return [factories.make_complaint(category=case.category, reporter=SITI) for _ in range(2)]


def find(client, contact):
    return client.post(FIND, {"contact": contact})


def test_however_it_is_typed_the_newest_first_and_recorded(client, case, hers):
    client.force_login(case.coordinator)
    assert client.get(FIND).context["cases"] is None
    for times, typed in enumerate(("0812-3456-7890", "+62 812 3456 7890"), start=1):
        page = find(client, typed)
        assert [one.tracking_number for one in page.context["cases"]] == [one.tracking_number for one in hers[::-1]]
        assert "Siti" not in page.text
        for one in hers:
            opened = Event.objects.filter(complaint=one, kind=Event.Kind.CONTACT_OPENED)
            assert [event.data["reason"] for event in opened] == ["matched"] * times
    assert Event.objects.filter(complaint=None, kind=Event.Kind.CONTACT_OPENED).count() == 4


def test_nothing_is_found_of_others_nor_of_what_is_not_the_coordinators(client, case, hers):
    client.force_login(case.coordinator)
    Complaint.objects.filter(pk=hers[0].pk).update(access_class="protected")
    Complaint.objects.filter(pk=hers[1].pk).update(excluded_person=case.coordinator)
    for contact in ("0812-3456-7890", "0812-0000-0000"):
        assert "Tidak ada laporan dengan kontak itu." in find(client, contact).text
    assert Attempt.objects.count() == 2
    assert not Event.objects.filter(kind=Event.Kind.CONTACT_OPENED).exists()


def test_nobody_else_has_the_page(client, case, hers, strangers):
    for person in (case.liaison, *strangers):
        client.force_login(person)
        assert client.get(FIND).status_code == find(client, "0812-3456-7890").status_code == 404
        assert FIND not in client.get(reverse("followup:queue")).text


def test_who_tries_numbers_out_waits(client, case, hers):
    client.force_login(case.coordinator)
    for number in range(20):
        find(client, f"0813-0000-{1000 + number}")
    page = find(client, "0812-3456-7890")
    assert "Terlalu banyak percobaan." in page.text
    assert not page.context["cases"]


@pytest.mark.parametrize("typed", ["", "halo", "0812"])
def test_what_is_no_contact_is_told(client, case, typed):
    client.force_login(case.coordinator)
    page = find(client, typed)
    assert page.context["form"].errors
    assert not page.context["cases"]
