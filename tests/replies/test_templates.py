"""The list of templates: whose they are, how often they were sent, and who may change them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import ReplyUse

from .conftest import make

URL = reverse("replies:templates")


def rows(client, user):
    client.force_login(user)
    return {row.title: row for row in client.get(URL).context["rows"]}


def test_an_agency_sees_its_own_and_those_for_all(client, office, own, for_all):
    ReplyUse.objects.create(template=own, agency=office.dishub, sent=3)
    ReplyUse.objects.create(template=for_all, agency=office.dlh, sent=9)
    found = rows(client, office.officer)
    assert {title: (row.may_change, row.sent) for title, row in found.items()} == {
        "Lampu menyala": (True, 3),
        "Penjelasan": (False, 0),
    }
    page = client.get(URL).text
    assert "<mark>{hari pengerjaan}</mark>" in page
    assert reverse("replies:change", args=[own.pk]) in page
    assert reverse("replies:change", args=[for_all.pk]) not in page
    assert set(rows(client, office.dlh_liaison)) == {"Penjelasan"}
    assert rows(client, office.coordinator)["Penjelasan"].may_change


def test_who_works_on_no_case_gets_404(client, office):
    for user in (office.administrator, office.leader, office.clerk):
        client.force_login(user)
        assert client.get(URL).status_code == 404


def test_many_cost_no_more_queries(client, office, own):
    client.force_login(office.liaison)
    costs = []
    for number in range(3):
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        costs.append(len(captured))
        make(office, title=f"Lagi {number}", text="Teks")
    assert len(set(costs)) == 1
