"""*Sudah ditanyakan lagi*: recorded and told, and it moves no date."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints import timeline
from complaints.errors import Refused
from complaints.models import Event
from complaints.routing import operations
from complaints.states import Status
from tests.factories import NOW


def url(complaint):
    return reverse("routing:check_back", args=[complaint.tracking_number])


def test_is_recorded_and_told_and_moves_no_date(client, outside, pln):
    due, clocks = outside.due_at, list(outside.clocks.values_list("pk", "stopped_at"))
    assert client.post(url(outside), {"version": outside.version}).status_code == 302
    outside.refresh_from_db()
    assert (outside.status, outside.due_at) == (Status.FORWARDED_EXTERNAL, due)
    assert list(outside.clocks.values_list("pk", "stopped_at")) == clocks
    event = outside.events.get(kind=Event.Kind.CHECKED_BACK)
    assert (event.data["body"], event.actor_kind) == (pln.pk, Event.ActorKind.STAFF)
    for staff in (True, False):
        told = timeline.entries(outside, for_staff=staff)[-1]
        assert told.what == "Kabar sudah ditanyakan lagi ke PT PLN (Persero) Unit Belitung"


def test_can_be_done_again_later(client, outside, clock):
    client.post(url(outside), {"version": outside.version})
    clock.shift(timedelta(minutes=30))
    outside.refresh_from_db()
    client.post(url(outside), {"version": outside.version})
    assert outside.events.filter(kind=Event.Kind.CHECKED_BACK).count() == 2


def test_pressed_twice_is_once(client, outside):
    for _press in range(2):
        assert client.post(url(outside), {"version": outside.version}).status_code == 302
    assert outside.events.filter(kind=Event.Kind.CHECKED_BACK).count() == 1


def test_only_while_a_body_has_the_case(client, fresh, coordinator):
    assert client.get(url(fresh)).status_code == 302
    with pytest.raises(Refused, match="sudah berubah"):
        operations.check_back(fresh.pk, actor=coordinator, now=NOW)


def test_only_the_coordinator(client, outside, strangers):
    for user in strangers:
        client.force_login(user)
        assert client.get(url(outside)).status_code == 404
        with pytest.raises(Refused):
            operations.check_back(outside.pk, actor=user, now=NOW)
