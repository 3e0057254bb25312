"""No message says what was told, by whom, or where: every kind by every channel, of a case full of marked words."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.conf import settings as portal
from django.core import mail

from complaints import texts
from complaints.followup import operations as followup
from complaints.models import Complaint, Message, TelegramChat
from complaints.notifications import delivery, digests, telling
from complaints.states import Outcome
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.notifications.bot import speak
from tests.notifications.web import serve

pytestmark = pytest.mark.django_db
STORY, NAME, LANDMARK, ANSWER = "Kenarikisah", "Kenarinama", "Kenaripatokan", "Kenarijawab"
EMAIL, PHONE = "kenarisurat@contoh.test", "+6281299887766"
SECRETS = ("kenari", "99887766", "998-8776", "aik rayak")
OF_CITIZENS = sorted(set(telling._OF.values()))
OF_STAFF = sorted(set(Message.Kind) - set(OF_CITIZENS))
Access = Complaint.AccessClass


@pytest.fixture
def case(office):
    """Answered by Dishub; late, so that every sentence has what it may name."""
    reporter = factories.Reporter(NAME, "whatsapp", PHONE)
    text = f"{STORY} lampu jalan di depan rumah {NAME} mati sejak seminggu."
    complaint = factories.make_complaint(
        category=office.pju,
        reporter=reporter,
        story=text,
        landmark=f"dekat {LANDMARK}",
        village=factories.make_village("Aik Rayak").code,
    )
    case = Case(office, complaint).do("refer")
    answer = f"{ANSWER}: lampunya sudah kami ganti dan sekarang sudah menyala."
    followup.answer(case.pk, outcome=Outcome.REPAIRED, text=answer, actor=office.liaison, now=NOW)
    Complaint.objects.filter(pk=case.pk).update(due_at=NOW - timedelta(days=9))
    Message.objects.all().delete()
    return case


@pytest.fixture
def sent(settings):
    """Return what left the house by any channel, as text."""
    taken = (200, {}, {"messages": [{"id": "wamid.1"}]})
    with serve(taken) as whatsapp, serve(taken) as sms, speak(settings) as bot:
        settings.WHATSAPP_URL, settings.GATEWAY_URL = whatsapp.url, sms.url

        def read():
            # The telephone's number is where it goes, not what is said.
            bodies = [{key: value for key, value in body.items() if key != "to"} for _, _, body in whatsapp.got]
            bodies += [{"text": body["text"]} for _path, _headers, body in sms.got]
            mails = [f"{one.subject} {one.body} {one.extra_headers}" for one in mail.outbox]
            return [*map(str, bodies), *mails, *(text for _chat, text in bot.sent)]

        yield read


def write(case, kind, channel, user=None, number=0):
    return Message.objects.create(
        complaint=case.complaint,
        sequence=50 + number,
        user=user,
        kind=kind,
        channel=channel,
        created_at=NOW,
        next_try_at=NOW,
    )


def send_all():
    while delivery.deliver_next(NOW):
        pass


@pytest.mark.parametrize("access_class", sorted(Access))
def test_nothing_marked_leaves_the_house(case, office, sent, access_class):
    Complaint.objects.filter(pk=case.pk).update(access_class=access_class)
    number = 0
    for kind in OF_CITIZENS:
        for channel in ("email", "whatsapp", "sms"):
            number += 1
            write(case, kind, channel, number=number)
    TelegramChat.objects.create(user=office.liaison, chat_id=7, linked_at=NOW)
    for kind in OF_STAFF:
        for person, channel in ((office.liaison, "telegram"), (office.officer, "email"), (office.head, "digest")):
            number += 1
            write(case, kind, channel, person, number=number)
        write(case, kind, "digest", office.liaison, number=number)
    send_all()
    assert not Message.objects.exclude(channel="digest").exclude(state="sent").exists()
    digests.send_due(NOW + timedelta(hours=22))
    assert not Message.objects.exclude(state="sent").exists()
    everything = sent()
    assert len(everything) == 3 * len(OF_CITIZENS) + 2 * len(OF_STAFF) + 2
    for text in everything:
        assert not [word for word in SECRETS if word in unquote(text).lower()], text
        assert "Dishub" not in text or access_class not in Complaint.CLOSED


@pytest.mark.parametrize("kind", OF_CITIZENS)
def test_is_short_and_leads_to_our_own_host_and_ends_with_how_to_stop(case, kind):
    message = write(case, kind, "sms")
    message.complaint.refresh_from_db()
    text = delivery.text_of(message, NOW)
    assert len(text) <= 500
    said, stop = text.split("\n\n")
    (link,) = re.findall(r"https?://\S+", said)
    assert link.startswith(f"{portal.BASE_URL}/l/")
    (link,) = re.findall(r"https?://\S+", stop)
    assert link.startswith(f"{portal.BASE_URL}/berhenti/")
    assert stop.endswith("lalu tekan Ya.")
    assert case.complaint.tracking_number in said


def test_by_hand_it_is_the_same_text(case):
    message = write(case, "answered", "whatsapp_by_hand")
    address = delivery.by_hand_address(message, PHONE, NOW)
    assert unquote(address.partition("?text=")[2]) == delivery.text_of(message, NOW)


@pytest.mark.parametrize("kind", OF_STAFF)
def test_staff_get_number_and_reason_and_one_link(case, office, kind):
    text = delivery.text_of(write(case, kind, "email", office.liaison), NOW)
    assert len(text) <= 500
    assert text.startswith(case.complaint.tracking_number)
    (link,) = re.findall(r"https?://\S+", text)
    assert link.startswith(f"{portal.BASE_URL}/petugas/")


def test_a_word_that_leaks_is_found(case, sent, monkeypatch):
    """A careless sentence, with what really stands in the case, is caught by the same search."""
    story = texts.story(case.complaint)
    monkeypatch.setattr(telling, "for_staff", lambda kind, facts: story)
    write(case, "reply", "email", case.office.liaison)
    send_all()
    assert [word for word in SECRETS if word in sent()[0].lower()]
