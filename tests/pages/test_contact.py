"""Confirmed ways to the office, its hours, emergency numbers."""

from datetime import date, time

import pytest
import time_machine
from django.test import Client

from complaints.models import Regency, ServiceHours
from tests import factories
from tests.factories import NOW

URL = "/kontak/"


@pytest.fixture
def regency(db):
    return factories.make_regency()


def words() -> str:
    return " ".join(Client().get(URL).content.decode().split())


def test_tells_the_hours_of_the_office_with_equal_days_together(regency):
    page = words()
    assert "<dt>Senin sampai Kamis</dt><dd>pukul 07.30 sampai 16.00</dd>" in page
    assert "<dt>Jumat</dt><dd>pukul 07.30 sampai 16.30</dd>" in page
    assert "Sabtu" not in page


def test_in_a_time_of_other_hours_tells_those(regency):
    ServiceHours.objects.create(
        weekday=0, opens=time(8), closes=time(0), valid_from=date(2026, 11, 1), valid_until=date(2026, 11, 30)
    )
    with time_machine.travel(NOW):
        assert "<dt>Senin</dt><dd>pukul 08.00 sampai 24.00</dd>" in words()


def test_shows_what_was_checked_and_says_when_nothing_was(regency):
    assert "0812-0000-0000" in words()
    Regency.objects.update(channels=[{"name": "WhatsApp", "value": "0812 1", "unconfirmed": True}])
    page = words()
    assert "0812 1" not in page
    assert "sedang diperiksa" in page


def test_shows_confirmed_emergency_numbers(regency):
    Regency.objects.update(
        emergency_numbers=[
            {"name": "Ambulans", "number": "119", "unconfirmed": False},
            {"name": "Darurat", "number": "112", "unconfirmed": True},
        ]
    )
    page = words()
    assert 'id="darurat"' in page
    assert "tel:119" in page
    assert "tel:112" not in page


def test_is_there_before_any_data(db):
    response = Client().get(URL)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")
