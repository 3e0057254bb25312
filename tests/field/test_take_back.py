"""A link that was given out opens nothing any more when it is taken back."""

import pytest

from complaints.models import Event, FieldLink
from tests.factories import NOW

from .conftest import url

pytestmark = pytest.mark.django_db


def test_taking_back_is_a_press(client, at_work):
    link = at_work.link()
    client.force_login(at_work.office.liaison)
    for _twice in range(2):
        client.post(url("take_back", at_work.complaint, link.pk))
    assert FieldLink.objects.get().revoked_at == NOW
    assert at_work.complaint.events.filter(kind=Event.Kind.FIELD_TAKEN_BACK).count() == 1
