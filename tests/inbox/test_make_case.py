"""*Jadikan laporan*: an ordinary complaint, owned, with its clock from when the message came."""

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints import conversations, identity, texts
from complaints.errors import Refused
from complaints.inbox import operations
from complaints.models import Attachment, Complaint, Conversation, Event, Message, Submission, Text
from tests.factories import NOW
from tests.worlds import all_kept

from .conftest import SAID, SENDER
from .test_letters import attached, read

pytestmark = pytest.mark.django_db


def url(conversation):
    return reverse("inbox:make_case", args=[conversation.pk])


def typed(client, conversation, topic, **changed) -> dict:
    form = client.get(url(conversation)).context["form"]
    received = timezone.localtime(conversation.begun_at)
    return {
        "key": client.get(url(conversation)).context["key"],
        "received_on": received.date().isoformat(),
        "received_time": f"{received:%H:%M}",
        "story": form["story"].value(),
        "report_class": "complaint",
        "category": topic.code,
        "village": "-",
        "told": "on",
        **changed,
    }


def test_becomes_a_complaint_and_the_sender_is_told_its_number(client, inbox):
    conversation = inbox.receive()
    answers = typed(client, conversation, inbox.office.pju)
    for _twice in range(2):
        assert client.post(url(conversation), answers).url == reverse("intake:entered")
    complaint = Complaint.objects.get()
    assert texts.story(complaint) == SAID
    assert complaint.submission.channel == Submission.Channel.EMAIL
    assert complaint.submission.entered_by == inbox.coordinator
    assert (complaint.owner, complaint.due_at) == (conversation.owner, conversation.due_at)
    assert identity.read(complaint) == SENDER
    assert Message.objects.filter(complaint=complaint, kind=Message.Kind.RECEIVED).count() == 1
    conversation.refresh_from_db()
    assert (conversation.outcome, conversation.complaint) == (Conversation.Outcome.CASE, complaint)
    assert conversations.sender(conversation) is None, "it stands in the case now, and here no more"
    assert Event.objects.get(kind=Event.Kind.INBOX_DECIDED).data["case"] == complaint.pk
    page = client.get(reverse("inbox:conversation", args=[conversation.pk])).text
    assert complaint.tracking_number in page
    all_kept()


def test_its_pictures_go_with_it_and_its_own_words_are_not_lost(client, inbox):
    operations.receive(read(attached(2)), now=NOW)
    conversation = Conversation.objects.get()
    story = "Warga menulis bahwa lampu jalan mati sejak seminggu yang lalu."
    client.post(url(conversation), typed(client, conversation, inbox.office.violence, story=story, told=""))
    complaint = Complaint.objects.get()
    files = complaint.attachments.all()
    assert [(row.purpose, row.is_sealed) for row in files] == [(Attachment.Purpose.REPORT, True)] * 2
    assert not identity.is_kept(complaint)
    noted = complaint.events.get(kind=Event.Kind.INTERNAL_NOTED).data["note"]
    assert texts.read(Text.objects.get(pk=noted["text"])) == "Foto\n\nLihat foto."
    all_kept()


def test_what_is_missing_is_asked_for_and_nothing_is_closed(client, inbox):
    conversation = inbox.receive()
    page = client.post(url(conversation), typed(client, conversation, inbox.office.pju, category=""))
    assert "Pilih jenis masalah" in page.text
    assert page.context["form"]["story"].value() == SAID
    assert Conversation.objects.get().closed_at is None


def test_the_second_coordinator_is_told(client, inbox):
    conversation = inbox.receive()
    answers = typed(client, conversation, inbox.office.pju)
    operations.dismiss(conversation.pk, reason="Salah kirim", actor=inbox.coordinator, now=NOW)
    assert "Percakapan ini sudah ditangani" in client.post(url(conversation), answers).text
    assert not Complaint.objects.exists(), "nothing of it remains"
    assert client.get(url(conversation)).url == reverse("inbox:conversation", args=[conversation.pk])


def test_nobody_else_makes_one(inbox):
    conversation = inbox.receive()
    for actor in (inbox.office.liaison, inbox.office.inspector, inbox.office.leader):
        with pytest.raises(Refused):
            operations.make_case(conversation.pk, key="k", entry=None, actor=actor, now=NOW)
