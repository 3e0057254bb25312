"""The outbox: one message per act, in its transaction; claimed once, tried again, dead at last."""

from datetime import timedelta

import pytest
from django.db import transaction

from complaints import history, lifecycle
from complaints.audit import SYSTEM
from complaints.errors import Refused
from complaints.models import ContactStop, Event, Message
from complaints.notifications import operations, outbox
from tests import factories
from tests.factories import NOW
from tests.notifications.conftest import BY_EMAIL, BY_PHONE, BY_WHATSAPP, make, record

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("reporter", "channel"), [(BY_EMAIL, "email"), (BY_WHATSAPP, "whatsapp_by_hand"), (BY_PHONE, "sms_by_hand")]
)
def test_the_reporter_is_told_in_the_way_they_chose(reporter, channel):
    complaint = make(reporter)
    message = record(complaint).get()
    assert (message.kind, message.channel, message.state) == ("news", channel, "waiting")


def test_who_left_no_contact_is_not_told():
    assert not record(factories.make_complaint()).exists()


def test_what_is_internal_makes_no_message(by_email):
    assert not record(by_email, Event.Kind.INTERNAL_NOTED).exists()


def test_nothing_is_told_of_what_did_not_happen(by_email):
    there = by_email.messages.count()
    with transaction.atomic():
        outbox.record(lifecycle.lock(by_email.pk), Event.Kind.REOPENED, SYSTEM, NOW)
        transaction.set_rollback(True)
    assert by_email.messages.count() == there


def test_one_worker_gets_it_until_the_lease_ends(by_email):
    record(by_email)
    first = outbox.claim(NOW)
    assert first is not None
    assert outbox.claim(NOW) is None
    again = outbox.claim(NOW + outbox.LEASE)
    assert again.pk == first.pk
    # Who lost the lease cannot say any more how it went.
    outbox.failed(first, ValueError(), NOW)
    outbox.delivered(again, NOW)
    outbox.dropped(first)
    assert Message.objects.get(pk=first.pk).state == "sent"


def test_messages_of_one_complaint_keep_their_order(by_email):
    record(by_email)
    record(by_email, now=NOW + MINUTE)
    first = outbox.claim(NOW + MINUTE)
    assert outbox.claim(NOW + MINUTE) is None
    outbox.delivered(first, NOW + MINUTE)
    assert outbox.claim(NOW + MINUTE).pk > first.pk


def test_it_rests_longer_after_each_failure_and_is_dead_at_last(by_email):
    record(by_email)
    now = NOW
    for rest in outbox.BACKOFF:
        outbox.failed(outbox.claim(now), ConnectionRefusedError(), now)
        assert outbox.claim(now + rest - timedelta(seconds=1)) is None
        now += rest
    outbox.failed(outbox.claim(now), ConnectionRefusedError(), now)
    message = by_email.messages.get()
    assert (message.state, message.error, message.attempts) == ("dead", "ConnectionRefusedError", 8)
    assert outbox.claim(now + timedelta(days=9)) is None
    operations.send_again(message.pk, now=now)
    assert outbox.claim(now).pk == message.pk
    with pytest.raises(Refused):
        operations.send_again(message.pk, now=now)


class TestByHand:
    def test_the_worker_leaves_it_to_a_person(self, by_whatsapp):
        record(by_whatsapp)
        assert outbox.claim(NOW + timedelta(days=1)) is None

    def test_sent_is_noted_once(self, by_whatsapp):
        user, message = factories.make_coordinator(), record(by_whatsapp).get()
        operations.tell_by_hand(message.pk, actor=user, now=NOW)
        operations.tell_by_hand(message.pk, actor=user, now=NOW + MINUTE)
        message.refresh_from_db()
        assert (message.state, message.sent_by, message.sent_at) == ("sent", user, NOW)

    def test_the_newer_one_tells_what_nobody_has_sent_yet(self, by_whatsapp):
        first, second = record(by_whatsapp).get(), record(by_whatsapp, now=NOW + MINUTE).get()
        first.refresh_from_db()
        assert (first.state, second.state) == ("dropped", "waiting")

    def test_looking_at_the_contact_is_recorded(self, by_whatsapp):
        user, message = factories.make_coordinator(), record(by_whatsapp).get()
        assert operations.open_to_tell(message.pk, actor=user, now=NOW) == BY_WHATSAPP
        opened = Event.objects.filter(kind=Event.Kind.CONTACT_OPENED, actor=user)
        assert {event.complaint_id for event in opened} == {by_whatsapp.pk, None}
        assert list(history.faults()) == []

    def test_an_e_mail_is_not_sent_by_hand(self, by_email):
        with pytest.raises(Refused):
            operations.tell_by_hand(record(by_email).get().pk, actor=factories.make_coordinator(), now=NOW)


class TestStop:
    def test_the_contact_falls_silent_in_all_its_complaints(self, by_email):
        other = make(BY_EMAIL)
        stranger = make(BY_WHATSAPP)
        for complaint in (by_email, other, stranger):
            record(complaint)
        operations.stop(by_email, now=NOW)
        operations.stop(by_email, now=NOW)
        assert ContactStop.objects.count() == 1
        assert {c.messages.get().state for c in (by_email, other)} == {"dropped"}
        assert stranger.messages.get().state == "waiting"
        assert not record(other, now=NOW + MINUTE).exists()

    def test_without_a_contact_nothing_happens(self):
        operations.stop(factories.make_complaint(), now=NOW)
        assert not ContactStop.objects.exists()
