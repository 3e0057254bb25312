"""A word to who wrote, by the way they came, through the outbox; never by itself."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from complaints.identity import Reporter
from complaints.inbox import operations
from complaints.models import Message
from complaints.notifications import delivery, gateways, posting
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
BUDI = Reporter("Budi", "whatsapp", "+6281234567890")


def url(conversation):
    return reverse("inbox:reply", args=[conversation.pk])


def test_by_e_mail_into_the_thread(client, inbox):
    conversation = inbox.receive(subject="Lampu mati")
    for _twice in range(2):
        client.post(url(conversation), {"text": "Di depan SD mana?"})
    while delivery.deliver_next(NOW):
        pass
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["siti@contoh.com"], "Re: Lampu mati", "Di depan SD mana?")
    assert sent.extra_headers["In-Reply-To"] == "<1@contoh.com>"
    assert sent.extra_headers["Auto-Submitted"] == "no"
    assert "Terkirim" in client.get(reverse("inbox:conversation", args=[conversation.pk])).text


def test_by_whatsapp_within_a_day(client, inbox, settings, monkeypatch):
    settings.WHATSAPP_URL = "https://graph.facebook.com/v20.0/1/messages"
    asked = []

    def post(url, body, headers):
        asked.append(json.dumps(body))
        return posting.Answer(200, {"messages": [{"id": "x"}]})

    monkeypatch.setattr(gateways.posting, "post", post)
    conversation = inbox.receive("wamid.1", channel="whatsapp", sender=BUDI)
    assert "Bisa dibalas bebas sampai" in client.get(reverse("inbox:conversation", args=[conversation.pk])).text
    client.post(url(conversation), {"text": "Di mana?"})
    delivery.deliver_next(NOW)
    assert '"text": {"body": "Di mana?"}' in asked[0]
    assert Message.objects.get().state == Message.State.SENT
    inbox.clock.move_to(NOW + timedelta(hours=24))
    client.force_login(inbox.coordinator)
    assert "24 jam" in client.post(url(conversation), {"text": "Halo?"}).text


@pytest.mark.parametrize("sender", [None, BUDI])
def test_who_cannot_be_answered(client, inbox, sender):
    conversation = inbox.receive("x", channel="whatsapp" if sender else "email", sender=sender)
    client.post(url(conversation), {"text": "Halo?"})
    assert not Message.objects.exists()
    assert url(conversation) not in client.get(reverse("inbox:conversation", args=[conversation.pk])).text


def test_an_answer_on_its_way_still_goes_out_when_the_conversation_becomes_a_case(client, inbox):
    conversation = inbox.receive()
    client.post(url(conversation), {"text": "Kami buatkan laporan."})
    case = factories.make_complaint(category=inbox.office.pju)
    reason = {"complaint": case, "reason": "Sama"}
    operations.add_to_case(conversation.pk, **reason, actor=inbox.coordinator, now=NOW)
    while delivery.deliver_next(NOW):
        pass
    assert [sent.body for sent in mail.outbox] == ["Kami buatkan laporan."]
    assert operations.purge(NOW) == 1
    conversation.refresh_from_db()
    assert conversation.wrapped is None
