"""The days of the Act on public services run beside our own terms and warn where those do not (life.md 2)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.escalation import operations as escalation
from complaints.models import Event, Message, Miss, Rung
from complaints.notifications import delivery
from complaints.states import ClockKind
from tests import factories
from tests.cases import Case
from tests.factories import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WIB = ZoneInfo("Asia/Jakarta")
FRIDAY, MONDAY = (datetime(2027, 1, day, 7, 30, tzinfo=WIB) for day in (22, 25))
DUE = datetime(2027, 1, 23, 23, 59, 59, tzinfo=WIB)  # 60 days from NOW, a Saturday


pytestmark = pytest.mark.usefixtures("whole_afterwards")


@pytest.fixture
def case(office):
    """As in Belitung: the workers before, their head when it is over, and never again."""
    for after, to in [(-1, Rung.To.WORKERS), (0, Rung.To.HEAD)]:
        Rung.objects.create(ladder=Rung.Ladder.STATUTORY, after=after, to=to)
    return Case(office)


def warned(case, until=DUE + 30 * DAY, start=NOW):
    """Let the sweep look whenever it must; return {(moment, receiver)} of what was told of the date of the Act."""
    now = start
    while (now := max(case.complaint.next_effect_at, now)) < until:
        escalation.pass_time(case.pk, now=now + MINUTE)
        case.complaint.refresh_from_db()
        now += MINUTE
    rows = case.complaint.messages.filter(kind=Message.Kind.STATUTORY).select_related("user")
    told = [(row.created_at - MINUTE, row.user) for row in rows]
    assert len(told) == len(set(told))
    return set(told)


def test_warns_the_workers_the_day_before_and_their_head_when_it_is_over(case):
    assert warned(case.do("refer")) == {(FRIDAY, case.office.liaison), (MONDAY, case.office.head)}
    assert not Miss.objects.filter(clock__kind=ClockKind.STATUTORY).exists(), "it warns only"
    passed = case.complaint.events.filter(kind=Event.Kind.DEADLINE_PASSED)
    assert not passed.filter(data__clock=ClockKind.STATUTORY).exists()


def test_whoever_the_case_is_given_to_is_warned(case):
    case.do("refer").do("assign", to=case.office.officer)
    assert (FRIDAY, case.office.officer) in warned(case)


def test_is_silent_where_our_own_term_warns_before(case):
    """The earlier one warns (product.md 3)."""
    case.all("refer", "note_progress")
    assert case.complaint.due_at < DUE
    assert warned(case) == set()


def test_warns_where_our_own_term_was_put_off_past_it(case):
    case.all("refer", "note_progress").do("extend", until=DUE + 20 * DAY)
    assert len(warned(case, until=DUE + 10 * DAY)) == 2


def test_warns_although_a_day_is_promised(case):
    case.do("refer").do("promise", until=DUE + 20 * DAY)
    assert len(warned(case, until=DUE + 10 * DAY)) == 2


def test_warns_before_the_sixty_working_days_of_a_case_about_officials(case):
    office = case.office
    graft = Case(office, factories.make_complaint(category=office.graft))
    graft.do("refer", to=office.inspectorate, term_class="SUPERVISORY").all("accept", "note_progress")
    assert {who for _moment, who in warned(graft)} == {office.inspector}


def test_stands_still_while_the_reporter_is_asked(case):
    case.all("refer", "ask")
    assert warned(case, until=NOW + 29 * DAY) == set()
    case.do("reply", at=NOW + 29 * DAY)
    first = min(moment for moment, _who in warned(case, until=DUE + 60 * DAY, start=NOW + 29 * DAY))
    assert first >= FRIDAY + 28 * DAY


def test_says_the_date_of_the_act_and_nothing_of_the_case(case):
    case.do("refer")
    warned(case, until=DUE)
    message = case.complaint.messages.get(kind=Message.Kind.STATUTORY)
    line, link = delivery.text_of(message, FRIDAY).split("\n\n")
    number = case.complaint.tracking_number
    assert line == f"{number}: Waktu menurut undang-undang, batas Sabtu, 23 Januari 2027"
    assert number in link
    assert "sudah lewat 3 hari kerja" in delivery.text_of(message, MONDAY + 2 * DAY)
