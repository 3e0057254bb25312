"""When a message may go out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from complaints import audit
from complaints.models import Agency, Complaint, Event, Regency, ServiceHours
from complaints.notifications import delivery, outbox, quiet
from tests import factories
from tests.notifications.conftest import BY_EMAIL, BY_WHATSAPP, make, record

ZONE = ZoneInfo("Asia/Jakarta")
EVENING, MORNING = time(20), time(7)


def at(day, hour, minute=0):
    """A local moment in November 2026; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "starts", "ends", "until"),
    [
        (at(24, 19, 59), EVENING, MORNING, None),
        (at(24, 20), EVENING, MORNING, at(25, 7)),
        (at(24, 23, 59), EVENING, MORNING, at(25, 7)),
        (at(25, 0), EVENING, MORNING, at(25, 7)),
        (at(25, 6, 59), EVENING, MORNING, at(25, 7)),
        (at(25, 7), EVENING, MORNING, None),
        (at(30, 22), EVENING, MORNING, at(30, 7) + timedelta(days=1)),
        (at(24, 12), time(12), time(13), at(24, 13)),
        (at(24, 13), time(12), time(13), None),
        (at(24, 3), time(0), time(0), None),
    ],
)
def test_the_night_in_numbers(moment, starts, ends, until):
    assert quiet.quiet_until(moment, starts, ends) == until
    assert quiet.quiet_until(moment.astimezone(ZoneInfo("UTC")), starts, ends) == until


def test_the_night_is_the_regency_s_own():
    """Half past eight in the evening in Jayapura is half past six in Jakarta."""
    moment = datetime(2026, 11, 24, 20, 30, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert quiet.quiet_until(moment, EVENING, MORNING) is None
    assert quiet.quiet_until(moment, EVENING, MORNING, "Asia/Jayapura") is not None


@pytest.fixture
def whatsapp(db, settings, monkeypatch):
    """What a WhatsApp server of ours was given."""
    given = []
    settings.WHATSAPP_URL = "http://127.0.0.1:1/"
    monkeypatch.setattr("complaints.notifications.gateways.send", lambda *message: given.append(message[1]))
    return given


def test_a_telephone_rests_at_night_and_is_told_once_in_the_morning(whatsapp):
    message = record(make(BY_WHATSAPP), now=at(24, 21)).get()
    assert delivery.deliver_next(at(24, 21)) is True
    message.refresh_from_db()
    assert (message.state, message.attempts, message.next_try_at) == ("waiting", 0, at(25, 7))
    assert delivery.deliver_next(at(25, 6, 59)) is False
    assert whatsapp == []
    while delivery.deliver_next(at(25, 7)):
        pass
    assert whatsapp == [f"besadu-{message.pk}"]


def test_a_second_try_that_falls_into_the_night_rests_too(whatsapp):
    message = record(make(BY_WHATSAPP), now=at(24, 19, 58)).get()
    outbox.failed(outbox.claim(at(24, 19, 58)), ConnectionRefusedError(), at(24, 19, 59))
    delivery.deliver_next(at(24, 20, 1))
    message.refresh_from_db()
    assert (message.attempts, message.next_try_at) == (1, at(25, 7))


def test_the_regency_decides_its_night(whatsapp):
    complaint = make(BY_WHATSAPP)
    Regency.objects.update(quiet_from=time(22), quiet_until=time(6))
    record(complaint, now=at(24, 21))
    delivery.deliver_next(at(24, 21))
    assert len(whatsapp) == 1


def test_an_e_mail_wakes_nobody(db):
    record(make(BY_EMAIL), now=at(24, 21))
    delivery.deliver_next(at(24, 21))
    assert len(mail.outbox) == 1


class TestStaff:
    @pytest.fixture
    def write(self, office):
        """Tell the liaison officer of a case at once, as of `now`."""

        def _write(now, **fields):
            complaint = factories.make_complaint()
            Complaint.objects.filter(pk=complaint.pk).update(**fields)
            event = audit.record(complaint, Event.Kind.EVIDENCE_ADDED, audit.SYSTEM, now)
            outbox.tell_staff(event, complaint, "reply", [office.liaison], digest=False)
            return complaint.messages.get(user=office.liaison)

        return _write

    @pytest.mark.parametrize(
        ("moment", "told_at"),
        [
            (at(24, 10), None),
            (at(24, 16), at(25, 7, 30)),
            (at(24, 7), at(24, 7, 30)),
            (at(27, 18), at(30, 7, 30)),  # from Friday evening to Monday
        ],
    )
    def test_are_told_in_working_time(self, write, moment, told_at):
        message = write(moment)
        delivery.deliver_next(moment)
        message.refresh_from_db()
        assert (message.state, message.next_try_at if told_at else None) == ("waiting" if told_at else "sent", told_at)

    def test_are_told_at_once_of_what_cannot_wait(self, write):
        message = write(at(24, 23), priority=Complaint.Priority.URGENT)
        delivery.deliver_next(at(24, 23))
        message.refresh_from_db()
        assert message.state == "sent"

    def test_are_told_at_night_where_they_work_at_night(self, write, office):
        shifts = Agency.objects.get(positions__holdings__user=office.liaison)
        for weekday in range(7):
            ServiceHours.objects.create(agency=shifts, weekday=weekday, opens=time(0), closes=time(0))
        message = write(at(24, 23))
        delivery.deliver_next(at(24, 23))
        message.refresh_from_db()
        assert message.state == "sent"
