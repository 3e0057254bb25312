"""What is answered here and not yet in SP4N-LAPOR!, for the coordinator alone; sensitive ones as the access table."""

import pytest
import time_machine
from django.urls import reverse

from complaints.triage import operations
from tests.cases import Case
from tests.factories import NOW
from tests.triage.lapor import answered

URL = reverse("triage:mirrored")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def test_lists_what_waits_until_it_is_answered_there(client, office):
    case = answered(office)
    other = Case(office).all("refer")
    operations.link_lapor(other.pk, number="7654399", actor=office.coordinator, now=NOW)
    client.force_login(office.coordinator)
    text = client.get(URL).text
    assert f"#{case.lapor.number}" in text
    assert "7654399" not in text
    assert "7654399" in client.get(URL, {"semua": ""}).text
    operations.answer_lapor(case.pk, actor=office.coordinator, now=NOW)
    assert "Tidak ada yang menunggu" in client.get(URL).text


def test_asks_as_much_with_one_as_with_three(client, office, django_assert_max_num_queries):
    client.force_login(office.coordinator)
    counts = []
    for number in range(2):
        for one in range(1 + number):
            case = Case(office).all("refer", "answer")
            operations.link_lapor(case.pk, number=f"76543{number}{one}", actor=office.coordinator, now=NOW)
        with django_assert_max_num_queries(14) as asked:
            client.get(URL)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["liaison", "head", "leader", "inspector", "administrator"])
def test_nobody_else(client, office, who):
    client.force_login(getattr(office, who))
    assert client.get(URL).status_code == 404
    assert client.post(reverse("triage:export_mirrored")).status_code == 404
