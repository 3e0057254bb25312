"""The morning digest: one e-mail a working day and person."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from complaints.audit import SYSTEM
from complaints.deadlines.offices import calendar_of
from complaints.models import Event, Message
from complaints.notifications import digests, outbox
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# NOW is a Tuesday, 10.00; the office opens at 07.30.
MORNING = NOW + DAY - 2 * HOUR


@pytest.fixture
def liaison(db):
    factories.make_regency()
    return factories.make_staff(factories.make_agency("Dishub"))


def write(*people, kind="overdue", now=NOW):
    complaint = factories.make_complaint()
    event = outbox.record(complaint, Event.Kind.ESCALATED, SYSTEM, now)
    outbox.tell_staff(event, complaint, kind, people, digest=True)
    return complaint


def test_one_e_mail_holds_all_of_it(liaison):
    first, second = write(liaison), write(liaison, kind="reminder")
    assert digests.send_due(MORNING) == 1
    (sent,) = mail.outbox
    assert sent.to == [liaison.email]
    assert first.tracking_number in sent.body
    assert second.tracking_number in sent.body
    assert factories.STORY[:15] not in sent.body
    assert digests.send_due(MORNING + HOUR) == 0


@pytest.mark.parametrize("moment", [NOW + 10 * HOUR, MORNING - HOUR, NOW + 4 * DAY])
def test_never_outside_working_time(liaison, moment):
    assert calendar_of().next_open(moment) != moment or moment == MORNING - HOUR
    write(liaison)
    assert digests.send_due(moment) == 0
    assert mail.outbox == []


def test_what_comes_during_the_day_waits_for_the_next_morning(liaison):
    write(liaison, now=NOW)
    assert digests.send_due(NOW + HOUR) == 0
    assert digests.send_due(MORNING) == 1


def test_who_left_gets_nothing_and_the_others_get_theirs(liaison):
    gone = factories.make_staff(factories.make_agency("DLH"))
    write(liaison, gone)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    assert digests.send_due(MORNING) == 1
    assert Message.objects.get(user=gone).state == "dropped"


def test_a_mail_server_that_fails_loses_nothing(liaison, monkeypatch):
    write(liaison)

    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert digests.send_due(MORNING) == 0
    assert digests.send_due(MORNING + HOUR) == 1
    assert Message.objects.get(user=liaison).state == "sent"


def test_who_did_it_is_not_told(liaison):
    complaint = factories.make_complaint()
    factories.refer(complaint, factories.make_agency("Dishub"), actor=factories.make_coordinator())
    event = outbox.record(complaint, Event.Kind.PROGRESS_NOTED, liaison, NOW)
    outbox.tell_staff(event, complaint, "overdue", [liaison], digest=True)
    assert not Message.objects.filter(user=liaison, sequence=event.sequence).exists()
