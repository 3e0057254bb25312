"""One press sends an empty answer back, with a reason that agency and reporter read."""

from django.urls import reverse

from complaints import texts
from complaints.models import Event, Text
from tests.triage.test_answers import answered, event_of

from .test_answers import clock  # noqa: F401


def test_the_reason_is_told(client, office):
    case = answered(office)
    client.force_login(office.coordinator)
    client.post(reverse("triage:send_back_empty", args=[event_of(case).pk]), {"version": case.version})
    event = case.events.get(kind=Event.Kind.SENT_BACK)
    assert "belum menjawab laporan" in texts.read(Text.objects.get(pk=event.data["reason"]["text"]))
    assert event.data["to"] == office.dishub.pk
