"""The list of parts that an agency was given."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import Complaint
from complaints.sharing import operations
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW

from .conftest import PART, address

LIST = "/petugas/bagian/"


def shown(client):
    return [part.number for part in client.get(LIST).context["parts"]]


def give_another(given):
    complaint = factories.make_complaint(category=given.category, village=factories.make_village().code)
    factories.refer(complaint, given.dishub, actor=given.coordinator)
    operations.share(complaint.pk, to=given.dlh, part=PART, actor=given.coordinator, now=NOW)
    return complaint


def test_tells_what_is_asked_where_and_by_whom(client, given, supporter):
    page = client.get(LIST).content.decode()
    for words in (given.tracking_number, PART, "Aik Rayak", "Tanjungpandan", "Dishub", address("part", given)):
        assert words in page
    assert factories.STORY[:20] not in page


def test_is_reached_from_the_queue_when_there_is_one(client, given, supporter):
    chips = {str(view["label"]): view for view in client.get(reverse("followup:queue")).context["views"]}
    assert (chips["Bagian kita"]["count"], chips["Bagian kita"]["url"]) == (1, LIST)
    assert client.get("/petugas/?v=bagian").headers["Location"] == LIST
    client.force_login(given.liaison)
    assert "Bagian kita" not in client.get("/petugas/").content.decode()


def test_open_cases_alone(client, given, supporter):
    tracking.withdraw(given.pk, now=NOW)
    assert shown(client) == []
    assert "Tidak ada bagian yang diminta dari instansi Anda." in client.get(LIST).content.decode()


def test_not_what_became_sensitive(client, given, supporter):
    Complaint.objects.filter(pk=given.pk).update(access_class="sensitive")
    assert shown(client) == []


def test_the_most_urgent_first(client, given, supporter):
    other = give_another(given)
    Complaint.objects.filter(pk=other.pk).update(due_at=NOW)
    assert shown(client) == [other.tracking_number, given.tracking_number]


def test_who_works_in_no_agency_gets_404(client, given):
    for person in (given.coordinator, given.overseer):
        client.force_login(person)
        assert client.get(LIST).status_code == 404


def test_others_see_none(client, given, strangers):
    client.force_login(strangers[0])
    assert shown(client) == []


def test_many_cost_no_more_queries(client, given, supporter):
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    give_another(given)
    give_another(given)
    with CaptureQueriesContext(connection) as many:
        assert len(shown(client)) == 3
    assert len(one) == len(many)
