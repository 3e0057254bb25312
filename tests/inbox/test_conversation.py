"""The inbox is the coordinators': everybody else finds a 404 at each of its addresses."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
STRANGERS = ["liaison", "head", "inspector", "leader", "overseer", "administrator", "clerk"]


def test_nobody_else_finds_one(client, inbox):
    conversation = inbox.receive()
    names = ["conversation", "make_case", "add_to_case", "dismiss", "reply"]
    addresses = [reverse(f"inbox:{name}", args=[conversation.pk]) for name in names] + [reverse("inbox:conversations")]
    for who in STRANGERS:
        client.force_login(getattr(inbox.office, who))
        assert {client.get(address).status_code for address in addresses} == {404}, who
    conversation.refresh_from_db()
    assert conversation.closed_at is None
