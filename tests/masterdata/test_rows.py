"""The lists and the one form of what coordinators change: recorded with who and why, refused in words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.escalation.operations import FOLLOW
from complaints.masterdata.sections import SECTIONS
from complaints.models import Category, Event, Holiday, Job, Position
from tests import factories


@pytest.fixture
def coordinator(administrator, client):
    """At the desk, with the second factor."""
    person = factories.make_coordinator()
    client.force_login(person)
    return person


def test_every_list_opens_for_the_coordinator(client, coordinator):
    factories.make_category("pju", factories.make_agency("Dishub"))
    for slug in SECTIONS:
        assert client.get(reverse("masterdata:rows", args=[slug])).status_code == 200
        assert client.get(reverse("masterdata:add_row", args=[slug])).status_code == 200
    assert client.get(reverse("masterdata:rows", args=["tidak-ada"])).status_code == 404


def test_finds_by_words_and_hides_the_past(client, coordinator):
    factories.make_category("pju", name="Lampu jalan")
    factories.make_category("lama", name="Wartel", is_active=False)
    url = reverse("masterdata:rows", args=["kategori"])
    assert "Wartel" not in client.get(url).text
    assert "Wartel" in client.get(url, {"semua": ""}).text
    assert "Lampu jalan" in client.get(url, {"q": "lampu"}).text
    assert "Tidak ada baris" in client.get(url, {"q": "pesawat"}).text


@pytest.mark.parametrize("role", sorted(set(Position.Role) - {Position.Role.ADMINISTRATOR, Position.Role.COORDINATOR}))
def test_nobody_else_learns_that_it_is_there(administrator, role):
    client = Client()
    client.force_login(factories.make_staff(factories.make_agency("Dishub"), role))
    for name, args in [("manage", []), ("rows", ["libur"]), ("add_row", ["libur"]), ("try_rules", [])]:
        assert client.get(reverse(f"masterdata:{name}", args=args)).status_code == 404


def test_asks_as_much_with_one_row_as_with_three(client, coordinator, django_assert_max_num_queries):
    counts = []
    for number in range(2):
        for one in range(1 + number):
            factories.make_category(f"k{number}{one}", factories.make_agency(f"A{number}{one}"))
        with django_assert_max_num_queries(9) as asked:
            client.get(reverse("masterdata:rows", args=["kategori"]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_holiday_declared_late_moves_running_clocks_and_says_why(client, coordinator):
    day = timezone.localdate() + timedelta(days=3)
    url = reverse("masterdata:add_row", args=["libur"])
    answer = client.post(url, {"day": day, "name": "Hari jadi", "kind": Holiday.Kind.LOCAL, "why": "SE Bupati 12"})
    assert answer.status_code == 302
    holiday = Holiday.objects.get(day=day)
    event = Event.objects.get(kind=Event.Kind.MASTER_DATA_CHANGED, data__id=holiday.pk)
    assert event.actor == coordinator
    assert Job.objects.filter(name=FOLLOW).exists()
    page = client.get(reverse("masterdata:change_row", args=["libur", holiday.pk])).text
    assert "SE Bupati 12" in page
    assert coordinator.full_name in page


def test_a_change_without_a_reason_is_refused(client, coordinator):
    category = factories.make_category("pju", factories.make_agency("Dishub"))
    url = reverse("masterdata:change_row", args=["kategori", category.pk])
    assert "Tulis alasannya" in client.post(url, {"name": "Lampu"}).text
    assert Category.objects.get().name == "Lampu jalan"


def test_what_the_operation_refuses_stands_at_the_form(client, coordinator):
    category = factories.make_category("pju", factories.make_agency("Dishub"))
    url = reverse("masterdata:change_row", args=["kategori", category.pk])
    typed = {"name": "Lampu", "term_class": "NORMAL", "sensitive": "on", "is_active": "on", "why": "Peka"}
    assert "tidak pernah tampil" in client.post(url, typed).text


def test_a_term_is_previewed_before_it_is_saved(client, coordinator):
    url = reverse("masterdata:add_row", args=["batas-waktu"])
    day = timezone.localdate() + timedelta(days=7)
    typed = {"clock": "verification", "amount": 2, "unit": "working_days", "valid_from": day, "source": "SE 1"}
    page = client.post(url, {**typed, "why": "Lebih cepat", "preview": "1"}).text
    assert "Laporan yang diterima sekarang akan jatuh tempo" in page
    assert client.post(url, {**typed, "why": "Lebih cepat"}).status_code == 302
