"""The list of the cases of one village, for a trip."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.cases import Case

pytestmark = pytest.mark.django_db


def test_the_list_for_a_trip(client, at_work):
    village = at_work.complaint.village
    Case(at_work.office, category=at_work.office.violence).do("refer", to=at_work.office.helper)
    client.force_login(at_work.office.liaison)
    page = client.get(reverse("field:trip"))
    assert [(row["code"], row["cases"]) for row in page.context["villages"]] == [(village.code, 1)]

    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown = client.get(reverse("field:trip"), {"desa": village.code})
        return len(captured), shown

    one, page = queries()
    assert "Depan SD Negeri 5" in page.text
    assert "Siti" not in page.text
    for _more in range(2):
        complaint = factories.make_complaint(category=at_work.office.pju, village=village.code, landmark="Pasar")
        factories.refer(complaint, at_work.office.dishub, actor=at_work.office.coordinator)
    more, page = queries()
    assert (len(page.context["rows"]), more) == (3, one)


def test_the_list_is_for_agencies(client, at_work):
    for who, cases in [("dlh_liaison", []), ("officer", [1])]:
        client.force_login(getattr(at_work.office, who))
        found = client.get(reverse("field:trip")).context["villages"]
        assert [row["cases"] for row in found] == cases
    client.force_login(at_work.office.coordinator)
    assert client.get(reverse("field:trip")).status_code == 404
