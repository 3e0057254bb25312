"""A picture of a message: to who reads the inbox, and of that conversation alone."""

import pytest
from django.urls import reverse

from complaints.models import Attachment

from .test_letters import attached, read

pytestmark = pytest.mark.django_db


def test_of_this_conversation_to_a_coordinator(client, inbox):
    conversation = inbox.receive("<f@x>", pictures=read(attached(1)).pictures)
    other = inbox.receive("<g@x>", sender=None)
    row = Attachment.objects.get()

    def asked(where, size=480):
        return client.get(reverse("inbox:photo", args=[where.pk, row.pk, size]))

    assert asked(conversation).headers["Content-Type"] == "image/jpeg"
    assert (asked(other).status_code, asked(conversation, 7).status_code) == (404, 404)
    client.force_login(inbox.office.liaison)
    assert asked(conversation).status_code == 404
