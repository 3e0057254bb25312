"""How it stands, class by class. Who may know which figure: tests/access/test_table.py."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.followup import saved_views
from complaints.models import Complaint
from complaints.monitoring import queries
from tests.accounts import door
from tests.cases import Case
from tests.factories import NOW

HOME = "/pantau/"


def classes(client):
    return {str(one["name"]): one for one in client.get(HOME).context["classes"]}


class TestFigures:
    def test_open_and_late(self, client, office, ordinary, clock):
        Case(office, Case(office).complaint).do("withdraw")
        asked = Case(office).do("ask").complaint
        client.force_login(office.leader)
        assert (classes(client)["Laporan biasa"]["open"], classes(client)["Laporan biasa"]["late"]) == (2, 0)
        clock.move_to(NOW + timedelta(days=40))
        client.force_login(office.leader)
        # Nobody is late while the reporter is asked.
        assert asked.due_at < NOW + timedelta(days=40)
        assert (classes(client)["Laporan biasa"]["open"], classes(client)["Laporan biasa"]["late"]) == (2, 1)

    def test_protected_ones_by_month_that_is_over(self, client, office):
        for month, day in ((11, 2), (10, 31), (10, 1), (9, 30), (7, 31)):
            complaint = Case(office, now=datetime(2026, month, day, 3, 0, tzinfo=UTC)).complaint
            Complaint.objects.filter(pk=complaint.pk).update(access_class="protected", owner=office.inspectorate)
        client.force_login(office.leader)
        page = client.get(HOME).content.decode()
        months = classes(client)["Jalur rahasia"]["months"]
        assert [(month.month, number) for month, number in months] == [(10, 2), (9, 1), (8, 0)]
        assert "Oktober 2026" in page
        assert "November 2026</dt>" not in page

    def test_months_begin_at_local_midnight(self):
        after = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)  # 00.00 WIB of 1 November
        (start, end), *_earlier = queries.full_months(after)
        assert (start, end) == (datetime(2026, 9, 30, 17, 0, tzinfo=UTC), after)
        (start, end), *_earlier = queries.full_months(after - timedelta(seconds=1))
        assert end == datetime(2026, 9, 30, 17, 0, tzinfo=UTC)

    def test_a_full_class_is_not_counted_further(self, client, office, ordinary, monkeypatch):
        Case(office)
        monkeypatch.setattr(saved_views, "CAP", 1)
        client.force_login(office.leader)
        assert classes(client)["Laporan biasa"]["open"] == "1.000+"


class TestLinks:
    def test_lead_to_the_list_behind_a_figure(self, client, office, ordinary):
        client.force_login(office.leader)
        (late, every) = classes(client)["Laporan biasa"]["links"]
        assert client.get(late["url"]).context["view"].key == "terlambat"
        assert [row["number"] for row in client.get(every["url"]).context["rows"]] == [ordinary.tracking_number]

    def test_only_where_the_list_may_be_opened(self, client, office, ordinary, sensitive):
        client.force_login(office.overseer)
        assert [one["links"] for one in classes(client).values()] == [[], [], [], []]
        client.force_login(office.inspector)
        (link,) = classes(client)["Laporan peka"]["links"]
        assert link["url"] == reverse("monitoring:overview")


class TestWho:
    @pytest.mark.parametrize("role", ["liaison", "head", "helper_liaison", "administrator", "clerk"])
    def test_others_get_404(self, client, office, role):
        client.force_login(getattr(office, role))
        assert client.get(HOME).status_code == 404

    @pytest.mark.parametrize(
        ("role", "page"), [("leader", HOME), ("overseer", HOME), ("coordinator", "/petugas/"), ("liaison", "/petugas/")]
    )
    def test_who_only_watches_lands_here(self, client, office, role, page):
        user = getattr(office, role)
        if role != "liaison":
            door.give_second_factor(user)
        assert door.sign_in(client, user).url == page

    @pytest.mark.parametrize(("role", "there"), [("leader", True), ("liaison", False)])
    def test_the_head_of_the_page_leads_here(self, client, office, role, there):
        client.force_login(getattr(office, role))
        assert (f'href="{HOME}"' in client.get("/petugas/").content.decode()) == there


def test_costs_the_same_with_more_cases(client, office, ordinary):
    client.force_login(office.leader)
    client.get(HOME)
    with CaptureQueriesContext(connection) as one:
        client.get(HOME)
    Case(office)
    Case(office, category=office.violence)
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)
    assert len(one) == len(many) <= 6
