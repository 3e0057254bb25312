"""The reporter's contact: hidden, opened by the coordinator as a recorded act."""

import pytest
from django.urls import reverse

from complaints.models import Event, Position
from tests import factories


def url(complaint):
    return reverse("triage:open_contact", args=[complaint.tracking_number])


def test_looking_at_the_page_shows_and_records_nothing(client, case, coordinator):
    response = client.get(url(case))
    page = response.content.decode()
    assert "Refresh" not in response
    assert "Siti" not in page
    assert "0812" not in page
    assert not Event.objects.filter(kind=Event.Kind.CONTACT_OPENED).exists()


def test_opening_shows_it_once_and_is_recorded_twice(client, case, coordinator):
    response = client.post(url(case), {"reason": "ask_details"})
    page = response.content.decode()
    assert "Bu Siti" in page
    assert "0812-3456-7890" in page
    assert "no-store" in response["Cache-Control"]
    assert response["Refresh"] == f"600; url={reverse('followup:case', args=[case.tracking_number])}"
    events = Event.objects.filter(kind=Event.Kind.CONTACT_OPENED)
    assert {event.complaint_id for event in events} == {case.pk, None}
    assert all(event.actor == coordinator and event.data["reason"] == "ask_details" for event in events)


def test_the_message_to_send_carries_a_link_and_nothing_of_the_story(client, case, coordinator):
    response = client.post(url(case), {"reason": "tell_the_reporter"})
    message = response.context["message"]
    assert case.tracking_number in message
    assert "/l/" in message
    assert factories.STORY[:20] not in message
    assert client.get(message.split()[-1].removeprefix("http://testserver")).status_code == 200


def test_a_reason_is_asked_for(client, case, coordinator):
    page = client.post(url(case), {}).content.decode()
    assert "Pilih alasannya" in page
    assert "Siti" not in page


def test_without_a_name_there_is_nothing_to_open(client, coordinator):
    assert client.get(url(factories.make_complaint())).status_code == 404


@pytest.mark.parametrize("role", [Position.Role.LIAISON, Position.Role.HEAD, Position.Role.ADMINISTRATOR])
def test_the_agency_never_sees_it(client, case, role):
    dishub = factories.make_agency("Dishub")
    factories.refer(case, dishub, actor=factories.make_coordinator())
    client.force_login(factories.make_staff(dishub, role))
    assert client.get(url(case)).status_code == 404
    assert client.post(url(case), {"reason": "ask_details"}).status_code == 404
    assert not Event.objects.filter(kind=Event.Kind.CONTACT_OPENED).exists()
