"""How long somebody stays in, and what puts them out at the next click."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from complaints.models import Holding
from tests.accounts import door

QUEUE = reverse("followup:queue")
LOGIN = f"{reverse('account_login')}?next={QUEUE}"


@pytest.fixture
def clock():
    """The real time, moved on by hand."""
    with time_machine.travel(time.time(), tick=False) as clock:
        yield clock


def come_back(client, clock, **later):
    """Ask for the queue after a while; return where that leads, or None for the page itself."""
    clock.shift(timedelta(**later))
    return client.get(QUEUE).headers.get("Location")


def test_deactivated_people_are_out_at_the_next_request(client, officer):
    door.sign_in(client, officer)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    assert client.get(QUEUE).headers["Location"] == LOGIN


@pytest.mark.parametrize("closed", ["holding", "position", "agency"])
def test_a_post_that_ended_opens_nothing_at_the_next_request(client, officer, closed):
    door.sign_in(client, officer)
    holding = Holding.objects.get(user=officer)
    if closed == "holding":
        holding.ends_on = timezone.localdate() - timedelta(days=1)
        holding.save(update_fields=["ends_on"])
    else:
        row = holding.position if closed == "position" else holding.position.agency
        row.is_active = False
        row.save(update_fields=["is_active"])
    assert client.get(QUEUE).headers["Location"] == reverse("accounts:profile")
    text = door.words(client.get(reverse("accounts:profile")))
    assert "Anda belum memegang jabatan." in text
    assert "Diskominfo" in text


def test_agency_roles_stay_12_hours(client, clock, officer):
    door.sign_in(client, officer)
    assert come_back(client, clock, hours=11, minutes=59) is None
    assert come_back(client, clock, minutes=2) == LOGIN
    assert not door.is_in(client)


def test_agency_roles_stay_30_days_where_they_asked_for_it(client, clock, officer):
    door.sign_in(client, officer, remember="on")
    assert come_back(client, clock, days=29, hours=23) is None
    assert come_back(client, clock, hours=2) == LOGIN


def test_privileged_roles_stay_12_hours_even_when_busy_and_remembered(client, clock, coordinator):
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator, remember="on")
    for _half_hour in range(23):
        assert come_back(client, clock, minutes=30) is None
    assert come_back(client, clock, minutes=31) == LOGIN


def test_a_privileged_role_shortens_a_session_that_runs(client, clock, officer, coordinator):
    door.sign_in(client, officer, remember="on")
    assert come_back(client, clock, days=2) is None
    holding = Holding.objects.get(user=coordinator)
    holding.ends_on = timezone.localdate() - timedelta(days=1)
    holding.save(update_fields=["ends_on"])
    Holding.objects.create(
        position=holding.position,
        user=officer,
        starts_on=timezone.localdate(),
        decree_number="SK 2",
        decree_date=timezone.localdate(),
    )
    assert come_back(client, clock, minutes=1) == LOGIN


def test_a_session_that_no_door_opened_is_over(client, officer):
    client.force_login(officer)
    session = client.session
    del session["masuk_pada"]
    session.save()
    assert client.get(QUEUE).headers["Location"] == LOGIN


def test_reading_writes_no_session(client, coordinator, django_assert_max_num_queries):
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator)
    client.get(reverse("accounts:profile"))
    with django_assert_max_num_queries(6) as asked:
        client.get(reverse("accounts:profile"))
    assert not [query for query in asked.captured_queries if not query["sql"].startswith("SELECT")]
