"""A message is kept once, sealed, with an owner and a due time; what no person wrote becomes nothing."""

from datetime import timedelta

import pytest
from django.db import connection

from complaints import conversations, guarantee
from complaints.identity import Reporter
from complaints.inbox import operations
from complaints.inbox.arrival import Arrival
from complaints.models import Agency, Attachment, Conversation, Event, InboxMessage, Message
from complaints.notifications import delivery
from tests.factories import NOW

from .conftest import SAID, SENDER
from .test_letters import attached, read

pytestmark = pytest.mark.django_db


def test_owned_and_due_like_a_complaint_received_then(inbox):
    conversation = inbox.receive()
    assert conversation.owner.duty == Agency.Duty.COORDINATOR
    assert conversation.due_at.isoformat() == "2026-11-27T09:30:00+00:00", "3 working days, Friday 16.30"
    assert conversation.next_effect_at == conversation.due_at


def test_twice_is_once(inbox):
    inbox.receive()
    inbox.receive()
    assert InboxMessage.objects.count() == 1


def test_one_name_for_all_letters_loses_none(inbox):
    inbox.receive(beside="siti Mon")
    inbox.receive(beside="siti Tue")
    assert InboxMessage.objects.count() == 2


def test_messages_of_one_sender_are_one_conversation_until_it_is_closed(inbox):
    first = inbox.receive()
    assert inbox.receive("<2@contoh.com>", text="Tiang 12.") == first
    assert inbox.receive("<3@contoh.com>", sender=Reporter("", "email", "lain@contoh.com")) != first
    operations.dismiss(first.pk, reason="Salah kirim", actor=inbox.coordinator, now=NOW)
    assert inbox.receive("<4@contoh.com>") != first


def test_whose_address_is_none_is_not_joined_with_others(inbox):
    assert inbox.receive("<1@x>", sender=None) != inbox.receive("<2@x>", sender=None)


def test_the_database_reads_nothing(inbox):
    conversation = inbox.receive(subject="Lampu")
    with connection.cursor() as cursor:
        for table in ("conversation", "inboxmessage"):
            cursor.execute(f"SELECT * FROM complaints_{table}")
            assert not [row for row in cursor.fetchall() if "siti" in str(row).lower() or "Lampu" in str(row)]
    assert conversations.sender(conversation) == SENDER
    assert conversations.read(conversation, conversation.messages.get()).text == SAID


def test_pictures_are_drawn_anew_and_what_is_none_is_counted(inbox):
    arrival = read(attached(2))
    operations.receive(arrival, now=NOW)
    assert Attachment.objects.filter(inbox__isnull=False, media_type="image/jpeg").count() == 2
    broken = Arrival("email", "<b@x>", SENDER, "", NOW, pictures=(b"GIF89a broken", b""))
    operations.receive(broken, now=NOW)
    assert InboxMessage.objects.latest("pk").left_out == 2


@pytest.mark.parametrize("sort", ["automatic", "own", "bounce"])
def test_what_no_person_wrote_becomes_no_conversation_and_is_not_answered(inbox, sort):
    operations.receive(Arrival("email", "<a@x>", SENDER, "Saya cuti.", NOW, sort=sort), now=NOW)
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    assert InboxMessage.objects.get().cipher is None


def test_an_e_mail_that_came_back_is_marked(inbox):
    operations.reply(inbox.receive().pk, text="Di mana?", actor=inbox.coordinator, now=NOW)
    delivery.deliver_next(NOW)
    sent = Message.objects.get()
    assert sent.state == Message.State.SENT
    for _twice in range(2):
        arrival = Arrival("email", "<b@x>", None, "", NOW, sort="bounce", bounced=f"besadu-{sent.pk}")
        operations.receive(arrival, now=NOW)
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (Message.State.DEAD, "Bounced")


def test_who_is_late_is_told_once_a_day(inbox):
    conversation = inbox.receive()
    late = conversation.due_at + timedelta(minutes=1)
    assert operations.tell_late(conversation.due_at - timedelta(minutes=1)) == 0
    overdue = list(guarantee.overdue(late))[-1]
    assert overdue[1] == 1
    assert (operations.tell_late(late), operations.tell_late(late)) == (1, 0)
    told = Message.objects.filter(kind=Message.Kind.INBOX_LATE)
    assert [message.user for message in told] == [inbox.coordinator]
    assert f"/petugas/kanal/{conversation.pk}/" in delivery.text_of(told[0], late)
    assert Event.objects.get(kind=Event.Kind.INBOX_LATE).data["conversation"] == conversation.pk
    assert list(guarantee.overdue(late))[-1][1] == 0
    assert operations.tell_late(late + operations.AGAIN) == 1


def test_what_is_dismissed_is_forgotten_after_a_month(inbox):
    operations.receive(read(attached(1)), now=NOW)
    conversation = Conversation.objects.get()
    operations.dismiss(conversation.pk, reason="Iklan lampu", actor=inbox.coordinator, now=NOW)
    assert operations.purge(NOW + operations.KEPT) == 0
    assert operations.purge(NOW + operations.KEPT + timedelta(seconds=1)) == 1
    conversation.refresh_from_db()
    assert (conversation.wrapped, conversation.sender, conversation.reason) == (None, None, None)
    assert not Attachment.objects.exists()
    assert operations.receive(read(attached(1)), now=NOW) is False, "it is still known"
