"""*Tambahkan ke laporan*: the reporter's addition where the contact is the same, else only with a reason."""

import pytest
from django.urls import reverse

from complaints import timeline
from complaints.identity import Reporter
from complaints.models import Attachment, Conversation, Event
from tests import factories
from tests.cases import Case
from tests.worlds import all_kept

from .conftest import SAID, SENDER
from .test_letters import attached, read

pytestmark = pytest.mark.django_db


def url(conversation):
    return reverse("inbox:add_to_case", args=[conversation.pk])


@pytest.fixture
def case(inbox):
    return Case(inbox.office, factories.make_complaint(category=inbox.office.pju, reporter=SENDER)).do("refer")


def test_the_same_contact_is_one_press(client, inbox, case):
    conversation = inbox.receive()
    page = client.get(reverse("inbox:conversation", args=[conversation.pk]))
    assert page.context["candidates"] == [case.complaint]
    before = case.complaint.due_at
    client.post(url(conversation), {"number": case.complaint.tracking_number})
    case.complaint.refresh_from_db()
    event = case.complaint.events.get(kind=Event.Kind.EVIDENCE_ADDED)
    assert (event.actor, event.data["channel"], "unmatched" in event.data) == (inbox.coordinator, "email", False)
    assert case.complaint.due_at == before
    said = timeline.entries(case.complaint, for_staff=True)[-1]
    assert "Pengirim belum terbukti" in said.what
    assert SAID in said.text
    assert Conversation.objects.get().complaint == case.complaint
    all_kept()


def test_another_contact_needs_a_reason_that_staff_alone_read(client, inbox, case):
    conversation = inbox.receive(sender=Reporter("", "email", "anak@contoh.com"))
    number = case.complaint.tracking_number.lower().replace("-", " ")
    assert "Tulis mengapa pesan ini milik laporan itu" in client.post(url(conversation), {"number": number}).text
    assert client.post(url(conversation), {"number": number, "reason": "Anaknya, menyebut nomor."}).status_code == 302
    told = timeline.entries(case.complaint, for_staff=True)[-1]
    assert "Anaknya" in told.text
    assert "kontak lain" in told.what
    assert not [one for one in timeline.entries(case.complaint, for_staff=False) if "Anaknya" in one.text]
    all_kept()


def test_pictures_go_with_it(client, inbox, case):
    conversation = inbox.receive("<f@x>", text="", pictures=read(attached(1)).pictures)
    client.post(url(conversation), {"number": case.complaint.tracking_number})
    assert case.complaint.attachments.filter(purpose=Attachment.Purpose.EVIDENCE).count() == 1
    all_kept()


@pytest.mark.parametrize("which", ["closed", "sensitive", "unknown"])
def test_not_to_a_case_that_is_closed_or_not_theirs(client, inbox, case, which):
    conversation = inbox.receive()
    said, number = "tidak bisa Anda buka", "BLT-0000-0000-0"
    if which == "closed":
        case.do("withdraw")
        said, number = "sudah ditutup", case.complaint.tracking_number
    elif which == "sensitive":
        other = Case(inbox.office, category=inbox.office.violence).do("refer", to=inbox.office.helper)
        number = other.complaint.tracking_number
    assert said in client.post(url(conversation), {"number": number, "reason": "Sama"}).text
    assert Conversation.objects.get().closed_at is None
