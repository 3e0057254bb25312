"""Reporters who want to be told, and what has happened to their complaints."""

import pytest
from django.db import transaction

from complaints import audit, lifecycle
from complaints.identity import Reporter
from complaints.models import Event, TelegramChat
from complaints.notifications import outbox
from tests import factories
from tests.factories import NOW
from tests.notifications.bot import speak

BY_EMAIL = Reporter("Bu Siti", "email", "siti@contoh.test")
BY_WHATSAPP = Reporter("Bu Siti", "whatsapp", "+6281234567890")
BY_PHONE = Reporter("Bu Siti", "phone", "+6281234567890")


def record(complaint, kind=Event.Kind.REOPENED, now=NOW, **data):
    """Record an event as an operation does, and return the messages that wait because of it."""
    with transaction.atomic():
        locked = lifecycle.lock(complaint.pk)
        event = outbox.record(locked, kind, audit.SYSTEM, now, **data)
    return complaint.messages.filter(sequence=event.sequence)


def make(reporter):
    """A complaint of `reporter`, of whom nothing waits to be told: that it was received is told already."""
    complaint = factories.make_complaint(reporter=reporter)
    complaint.messages.all().delete()
    return complaint


@pytest.fixture
def by_email(db):
    return make(BY_EMAIL)


@pytest.fixture
def by_whatsapp(db):
    return make(BY_WHATSAPP)


@pytest.fixture
def coordinator(db, client):
    factories.make_regency()
    user = factories.make_coordinator()
    client.force_login(user)
    return user


@pytest.fixture
def bot(settings):
    with speak(settings) as bot:
        yield bot


@pytest.fixture
def liaison(office, bot):
    """A liaison officer who is told by Telegram, in chat 7."""
    TelegramChat.objects.create(user=office.liaison, chat_id=7, linked_at=NOW)
    return office.liaison
