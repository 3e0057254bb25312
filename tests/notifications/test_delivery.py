"""Sending: what goes out, to whom, and what happens when it does not."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from complaints.models import Identity, Message
from complaints.notifications import delivery, operations, outbox
from tests import factories
from tests.factories import NOW
from tests.notifications.conftest import BY_EMAIL, BY_WHATSAPP, make, record

pytestmark = pytest.mark.django_db


def test_an_e_mail_goes_out_once(by_email):
    message = record(by_email).get()
    assert delivery.deliver_next(NOW) is True
    assert delivery.deliver_next(NOW) is False
    (sent,) = mail.outbox
    assert sent.to == ["siti@contoh.test"]
    assert sent.subject == f"[BESADU {by_email.tracking_number}] Kabar"
    assert sent.extra_headers["Message-ID"].startswith(f"<besadu-{message.pk}@")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "/berhenti/" in sent.extra_headers["List-Unsubscribe"]
    for secret in ("Siti", factories.STORY[:15], "Aik Rayak"):
        assert secret not in sent.body + sent.subject
    message.refresh_from_db()
    assert (message.state, message.sent_at) == ("sent", NOW)


def test_a_mail_server_that_fails_loses_nothing(by_email, monkeypatch):
    record(by_email)

    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert delivery.deliver_next(NOW) is True
    message = by_email.messages.get()
    assert (message.state, message.error) == ("waiting", "ConnectionRefusedError")
    assert delivery.deliver_next(NOW) is False
    assert delivery.deliver_next(NOW + outbox.BACKOFF[0]) is True
    assert len(mail.outbox) == 1


def test_nobody_is_told_after_the_contact_was_taken_back(by_email):
    record(by_email)
    Identity.objects.filter(complaint=by_email).update(cipher=None, contact_digest=None, erased_at=NOW)
    delivery.deliver_next(NOW)
    assert by_email.messages.get().state == Message.State.DROPPED
    assert mail.outbox == []


def test_nobody_is_told_who_stopped_while_the_message_was_on_its_way(by_email):
    record(by_email)
    operations.stop(make(BY_EMAIL), now=NOW)
    by_email.messages.update(state="waiting")  # claimed a moment before
    delivery.deliver_next(NOW)
    assert mail.outbox == []


def test_the_telephone_gets_number_and_text(by_whatsapp):
    message = record(by_whatsapp).get()
    address = delivery.by_hand_address(message, BY_WHATSAPP.contact, NOW)
    assert address.startswith("https://wa.me/6281234567890?text=")
    message.channel = Message.Channel.SMS_BY_HAND
    assert delivery.by_hand_address(message, BY_WHATSAPP.contact, NOW).startswith("sms:+6281234567890?body=")


def test_a_stop_link_that_was_not_signed_names_nothing(by_email):
    token = delivery.stop_address(by_email).rstrip("/").rpartition("/")[2]
    assert delivery.stopped_by(token) == by_email
    assert delivery.stopped_by(by_email.tracking_number + ":falsch") is None
