"""*Bukan pengaduan*: with a reason, on record; it can still be read for a while."""

import pytest
from django.urls import reverse

from complaints.models import Conversation, Event

from .conftest import SAID

pytestmark = pytest.mark.django_db


def test_closed_with_the_reason(client, inbox):
    conversation = inbox.receive()
    address = reverse("inbox:dismiss", args=[conversation.pk])
    assert "Tulis alasannya" in client.post(address, {}).text
    assert client.post(address, {"reason": "Penawaran lampu"}).url == reverse("inbox:conversations")
    conversation.refresh_from_db()
    assert conversation.outcome == Conversation.Outcome.NOT_A_COMPLAINT
    assert Event.objects.get(kind=Event.Kind.INBOX_DECIDED).actor == inbox.coordinator
    page = client.get(reverse("inbox:conversation", args=[conversation.pk])).text
    assert "Penawaran lampu" in page
    assert SAID in page
    assert "Jadikan laporan" not in page
