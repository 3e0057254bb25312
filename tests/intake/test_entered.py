"""The receipt of an entry: for who entered it, in that browser, for a quarter of an hour."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import Complaint, Position
from tests import factories
from tests.factories import NOW
from tests.intake.test_enter import DONE, URL, typed
from tests.tracking.conftest import counts, words


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def topic(db):
    factories.make_regency()
    return factories.make_category(agency=factories.make_agency("Dishub"))


@pytest.fixture
def clerk(client, topic):
    user = factories.make_staff(factories.make_agency("Kecamatan Sijuk"), Position.Role.ENTRY)
    client.force_login(user)
    client.post(URL, typed(client, topic))
    return user


def test_number_code_and_date_to_print_or_say(client, clerk):
    before = counts()
    page = client.get(DONE)
    text = words(page)
    assert Complaint.objects.get().tracking_number in text
    assert page.context["code"] in text
    assert "Paling lambat Jumat, 27 November 2026" in text
    assert "Entri berikutnya" in text
    assert counts() == before


def test_the_code_opens_the_case_for_the_reporter(client, clerk):
    code = client.get(DONE).context["code"]
    number = Complaint.objects.get().tracking_number
    answer = Client().post(reverse("tracking:find"), {"number": number, "code": code})
    assert answer.url == reverse("tracking:case", args=[number])


def test_after_a_quarter_of_an_hour_it_is_gone(client, clerk, clock):
    clock.shift(timedelta(minutes=16))
    answer = client.get(DONE)
    assert answer.url == URL
    assert "Tanda terima hanya tampil sebentar." in words(client.get(URL))


def test_nobody_else_sees_it_in_the_same_browser(client, clerk):
    cookie = client.cookies["dicatat"].value
    other = Client()
    other.force_login(factories.make_coordinator())
    other.cookies["dicatat"] = cookie
    assert other.get(DONE).url == URL


def test_a_citizens_page_takes_no_key_of_an_entry(client, clerk, topic):
    answers = typed(client, topic)
    answer = Client().post(reverse("intake:send"), {"key": answers["key"]}, follow=True)
    assert Complaint.objects.get().tracking_number not in answer.text


def test_the_price_is_the_same_after_many(client, clerk, topic):
    prices = []
    for times in (1, 2):
        for _ in range(times):
            client.post(URL, typed(client, topic))
        with CaptureQueriesContext(connection) as captured:
            client.get(DONE)
        prices.append(len(captured))
    assert prices[0] == prices[1]
