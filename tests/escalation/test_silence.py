"""Two working days without an act, with open cases: who deputises is told, once (product.md 1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.accounts import operations as accounts
from complaints.escalation import silence
from complaints.followup import operations as followup
from complaints.followup import saved_views
from complaints.masterdata import operations as masterdata
from complaints.models import Event, Message, Position
from tests.factories import NOW

DAY = timedelta(days=1)
# NOW is a Tuesday: two working days end with Thursday's closing.
FRIDAY = NOW + 3 * DAY


@pytest.fixture
def given(case):
    """A case of the officer, whose deputy is the liaison officer."""
    office = case.office
    deputy = Position.objects.get(holdings__user=office.liaison)
    Position.objects.filter(holdings__user=office.officer).update(deputy=deputy)
    case.all("refer")
    followup.assign(case.pk, to=office.officer, actor=office.liaison, now=NOW)
    case.complaint.refresh_from_db()
    return case


def told(case):
    return list(Message.objects.filter(complaint=case.pk, kind=Message.Kind.SILENT).values_list("user", flat=True))


def test_tells_the_deputy_once(given):
    assert silence.tell_deputies(NOW + 2 * DAY) == 0  # Thursday: the second day is not over
    assert silence.tell_deputies(FRIDAY) == 1
    assert silence.tell_deputies(FRIDAY + timedelta(hours=1)) == 0
    assert told(given) == [given.office.liaison.pk]
    assert given.complaint.events.filter(kind=Event.Kind.SILENT).count() == 1


def test_not_at_night(given):
    assert silence.tell_deputies(FRIDAY + timedelta(hours=10)) == 0


def test_an_act_ends_the_silence_and_a_new_one_is_told_again(given):
    followup.note_internal(given.pk, text="Menunggu lampu.", actor=given.office.officer, now=NOW + 2 * DAY)
    assert silence.tell_deputies(FRIDAY) == 0
    assert silence.tell_deputies(NOW + 7 * DAY) == 1
    followup.note_internal(given.pk, text="Lampu datang.", actor=given.office.officer, now=NOW + 7 * DAY)
    assert silence.tell_deputies(NOW + 13 * DAY) == 1


def test_nothing_to_do_is_no_silence(given):
    given.do("ask", by=given.office.liaison)
    assert silence.tell_deputies(FRIDAY) == 0


def test_who_is_away_is_not_silent_and_the_deputy_sees_the_work(given):
    officer, liaison = given.office.officer, given.office.liaison
    day = timezone.localdate(NOW)
    accounts.record_absence(officer.pk, starts_on=day, ends_on=day + 9 * DAY, actor=liaison, now=NOW)
    assert silence.tell_deputies(FRIDAY) == 0
    held = Position.objects.acted_in(liaison, day)
    views = {view.key: view for view in saved_views.views_of(liaison, held, NOW)}
    assert list(views["gantikan"].cases) == [given.complaint]


def test_without_a_deputy_the_others_who_give_out_the_work_are_told(given):
    Position.objects.update(deputy=None)
    silence.tell_deputies(FRIDAY)
    assert sorted(told(given)) == sorted([given.office.liaison.pk, given.office.head.pk])


def test_a_closed_account_gives_its_cases_back_with_a_notice(given):
    office = given.office
    masterdata.save_account(office.officer.pk, values={"is_active": False}, actor=office.administrator, now=NOW)
    given.complaint.refresh_from_db()
    assert (given.complaint.assignee, given.complaint.owner) == (None, office.dishub)
    notice = Message.objects.get(complaint=given.pk, kind=Message.Kind.RELEASED)
    assert (notice.user, notice.channel) == (office.liaison, Message.Channel.DIGEST)
