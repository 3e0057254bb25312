"""A coordinator, and messages as they come."""

import json
from types import SimpleNamespace

import pytest
import time_machine

from complaints.identity import Reporter
from complaints.inbox import operations
from complaints.inbox.arrival import Arrival
from complaints.models import Conversation
from tests.factories import NOW

SENDER = Reporter("Siti Aminah", "email", "siti@contoh.com")
SAID = "Lampu jalan di depan SD mati sejak seminggu. Malam gelap sekali."


@pytest.fixture
def inbox(office, client):
    """`inbox.receive(...)` takes a message and returns its conversation; the coordinator is signed in."""
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(office.coordinator)

        def receive(name="<1@contoh.com>", *, channel="email", sender=SENDER, text=SAID, **more) -> Conversation:
            arrival = Arrival(channel, name, sender, text, more.pop("received_at", NOW), **more)
            operations.receive(arrival, now=NOW)
            return Conversation.objects.latest("pk")

        yield SimpleNamespace(receive=receive, office=office, clock=clock, coordinator=office.coordinator)


def letter(body=SAID, **headers) -> bytes:
    """An e-mail as it lies in a mailbox."""
    said = {
        "From": "Siti Aminah <siti@contoh.com>",
        "To": "besadu@testserver",
        "Subject": "Lampu mati",
        "Message-ID": "<1@contoh.com>",
        "Content-Type": "text/plain; charset=utf-8",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    return "\r\n".join([*(f"{name}: {value}" for name, value in said.items() if value), "", body]).encode()


def webhook(*messages, name="Budi", number="6281234567890") -> bytes:
    """What WhatsApp's server sends."""
    value = {"contacts": [{"wa_id": number, "profile": {"name": name}}], "messages": list(messages)}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
