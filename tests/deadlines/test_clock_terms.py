"""Which calendar and which term a clock follows: hours, offices, terms, a change of class."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from complaints import lifecycle
from complaints.deadlines.clocks import Clocks, NoTerm, term_for
from complaints.deadlines.offices import NoServiceHours, calendar_of
from complaints.models import Clock, Complaint, Holiday, ServiceHours, Term
from complaints.states import ClockKind, Unit
from tests import factories
from tests.cases import WAYS, Case
from tests.deadlines.test_clocks import DUE
from tests.factories import NOW

WIB = ZoneInfo("Asia/Jakarta")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
K = ClockKind
# The date of each term from NOW, a Tuesday at 10.00, read off the calendar by hand.


@pytest.fixture
def case(office):
    return Case(office)


pytestmark = pytest.mark.usefixtures("whole_afterwards")


class TestHours:
    """EMERGENCY and SENSITIVE count by the calendar of the agency that helps."""

    @pytest.fixture
    def shifts(self, office):
        for weekday in range(7):
            ServiceHours.objects.create(
                agency=office.helper, weekday=weekday, opens=time(0), closes=time(0), open_on_holidays=True
            )
        return office

    SUNDAY = datetime(2026, 11, 29, 2, 15, tzinfo=WIB)

    def test_by_the_shifts_of_the_helper(self, shifts):
        fire = factories.make_category("kebakaran", shifts.helper, term_class="EMERGENCY")
        case = Case(shifts, now=self.SUNDAY, category=fire)
        assert case.complaint.due_at == self.SUNDAY + HOUR

    def test_by_the_office_hours_where_the_helper_has_no_others(self, office):
        case = Case(office, now=self.SUNDAY, category=office.violence)
        assert case.complaint.due_at == datetime(2026, 11, 30, 11, 30, tzinfo=WIB)

    def test_by_the_owner_where_nobody_helps_yet(self, office):
        topic = factories.make_category("darurat", None, term_class="EMERGENCY")
        assert Case(office, now=self.SUNDAY, category=topic).complaint.due_at.isoformat() == "2026-11-30T08:30:00+07:00"

    def test_the_first_response_too(self, shifts):
        case = Case(shifts, now=self.SUNDAY, category=shifts.violence)
        assert case.complaint.due_at == self.SUNDAY + 4 * HOUR
        case.do("refer", to=shifts.helper, at=self.SUNDAY + HOUR)
        assert case.running()[K.FIRST_RESPONSE].due_at == self.SUNDAY + 25 * HOUR
        assert case.running()[K.RESOLUTION].due_at > self.SUNDAY + 14 * DAY  # in working days

    def test_and_the_pause(self, shifts):
        case = Case(shifts, now=self.SUNDAY, category=shifts.violence)
        case.do("ask", at=self.SUNDAY + HOUR).do("reply", at=self.SUNDAY + 30 * HOUR)
        assert case.complaint.due_at == self.SUNDAY + 33 * HOUR

    def test_holidays_do_not_count_elsewhere(self, office):
        """24 and 25 December are free: 14 working days from the 22nd end in January."""
        case = Case(office, now=datetime(2026, 12, 22, 10, tzinfo=WIB))
        assert case.complaint.due_at == datetime(2026, 12, 29, 16, tzinfo=WIB)  # 23, 28, 29

    def test_a_holiday_taken_back_counts(self, office):
        Holiday.objects.update(withdrawn_on=date(2026, 12, 1))
        case = Case(office, now=datetime(2026, 12, 22, 10, tzinfo=WIB))
        assert case.complaint.due_at == datetime(2026, 12, 25, 16, 30, tzinfo=WIB)


class TestOffices:
    def test_an_agency_with_hours_for_ramadan_only_has_the_common_ones_else(self, office):
        """Without that there was no working day at all, and no due time could be computed."""
        for weekday in range(5):
            ServiceHours.objects.create(
                agency=office.dishub,
                weekday=weekday,
                opens=time(8),
                closes=time(14),
                valid_from=date(2027, 2, 8),
                valid_until=date(2027, 3, 9),
            )
        calendar = calendar_of(office.dishub.pk)
        assert calendar.end_of_day(date(2027, 2, 9)) == datetime(2027, 2, 9, 14, tzinfo=WIB)
        assert calendar.end_of_day(date(2026, 11, 24)) == datetime(2026, 11, 24, 16, tzinfo=WIB)

    def test_without_any_hours_nothing_is_guessed(self, office):
        ServiceHours.objects.all().delete()
        with pytest.raises(NoServiceHours):
            calendar_of(office.dishub.pk)


def add_term(kind, amount, valid_from, term_class="", unit=Unit.WORKING_DAYS):
    return Term.objects.create(
        term_class=term_class, clock=kind, amount=amount, unit=unit, source="Perbup", valid_from=valid_from
    )


class TestTerms:
    TODAY = NOW.astimezone(WIB).date()

    def test_the_newest_that_has_come_counts(self, office):
        add_term(K.VERIFICATION, 7, self.TODAY - DAY)
        add_term(K.VERIFICATION, 2, self.TODAY)
        add_term(K.VERIFICATION, 9, self.TODAY + DAY)
        assert term_for(K.VERIFICATION, "NORMAL", NOW).amount == 2

    def test_by_the_local_date(self, office):
        """At 00.30 WIB it is still yesterday in UTC."""
        add_term(K.VERIFICATION, 2, self.TODAY)
        midnight = datetime(2026, 11, 24, 0, 30, tzinfo=WIB)
        assert term_for(K.VERIFICATION, "NORMAL", midnight).amount == 2
        assert term_for(K.VERIFICATION, "NORMAL", midnight - HOUR).amount == 3

    def test_the_own_of_a_class_goes_before_a_newer_common_one(self, office):
        add_term(K.RESOLUTION, 5, self.TODAY - 9 * DAY, "INFO")
        add_term(K.RESOLUTION, 3, self.TODAY)
        assert term_for(K.RESOLUTION, "INFO", NOW).amount == 5
        assert term_for(K.RESOLUTION, "NORMAL", NOW).amount == 3

    def test_a_running_clock_keeps_its_own(self, case):
        case.all("refer")
        add_term(K.FIRST_RESPONSE, 1, self.TODAY)
        add_term(K.RESOLUTION, 1, self.TODAY)
        case.do("ask", at=NOW + HOUR).do("reply", at=NOW + HOUR + 7 * DAY)
        assert case.running()[K.FIRST_RESPONSE].due_at == DUE[K.FIRST_RESPONSE] + 7 * DAY
        case.do("return_referral", at=NOW + 8 * DAY).do("refer", to=case.office.dlh, at=NOW + 8 * DAY)
        assert case.running()[K.RESOLUTION].amount == 14
        assert case.running()[K.FIRST_RESPONSE].amount == 1, "a new clock takes the new term"

    def test_without_one_nothing_happens_at_all(self, case):
        Term.objects.filter(clock=K.ACCEPTANCE).delete()
        before = Complaint.objects.values().get()
        with pytest.raises(NoTerm):
            case.do("refer")
        assert Complaint.objects.values().get() == before
        assert Clock.objects.count() == 1


class TestChangeOfClass:
    """Running clocks are counted anew from the same base; the old date stays with the stopped clock (life.md 2)."""

    def test_at_a_second_referral(self, office):
        case = Case(office).all(*WAYS["returned"])
        case.do("refer", to=office.inspectorate, category=office.graft, term_class="SUPERVISORY", at=NOW + DAY)
        running = case.running()[K.RESOLUTION]
        assert (running.counts_from, running.amount, running.agency) == (NOW, 60, office.inspectorate)
        assert running.due_at == datetime(2027, 2, 18, 16, tzinfo=WIB)  # no holiday of 2027 is entered
        old = case.complaint.clocks.filter(kind=K.RESOLUTION).order_by("pk").values_list("due_at", "stopped_at")
        assert list(old) == [
            (DUE[K.RESOLUTION], NOW),  # Dishub's, handed to the coordinator on the return
            (DUE[K.RESOLUTION], NOW + DAY),  # the coordinator's: the old date
            (running.due_at, None),
        ]

    def test_counts_its_pauses_in(self, office):
        case = Case(office).all("refer").do("ask", at=NOW + HOUR).do("reply", at=NOW + HOUR + 7 * DAY)
        case.do("return_referral", at=NOW + 8 * DAY)
        info = factories.make_category("info", office.dlh, term_class="INFO")
        case.do("refer", to=office.dlh, category=info, term_class="INFO", at=NOW + 9 * DAY)
        assert case.running()[K.RESOLUTION].due_at == DUE[K.FIRST_RESPONSE] + 7 * DAY  # also 5 working days

    def test_of_an_overdue_clock_leaves_the_miss(self, office):
        case = Case(office).all(*WAYS["returned"])
        late = DUE[K.RESOLUTION] + HOUR
        case.do("refer", to=office.inspectorate, category=office.graft, term_class="SUPERVISORY", at=late)
        assert (K.RESOLUTION, "DISKOMINFO") in case.misses()
        assert case.running()[K.RESOLUTION].due_at > late

    def test_into_a_date_that_is_past_is_nobodys_miss(self, office):
        info = factories.make_category("info", office.dlh, term_class="INFO")
        add_term(K.RESOLUTION, 2, date(2025, 6, 1), "INFO")
        case = Case(office).all(*WAYS["returned"])
        case.do("refer", to=office.dlh, category=info, term_class="INFO", at=NOW + 7 * DAY)
        case.do("answer", at=NOW + 7 * DAY + HOUR)
        assert K.RESOLUTION not in dict(case.misses())

    def test_with_the_same_class_nothing_is_counted_anew(self, office):
        other = factories.make_category("pju-tiang", office.dlh)
        case = Case(office).all(*WAYS["returned"]).do("refer", to=office.dlh, category=other, at=NOW + DAY)
        assert case.running()[K.RESOLUTION].due_at == DUE[K.RESOLUTION]
        assert case.complaint.clocks.filter(kind=K.RESOLUTION).count() == 3


def test_a_case_that_is_closed_has_no_counting_clock(case):
    case.all("archive")
    with transaction.atomic():
        clocks = Clocks(lifecycle.lock(case.pk), NOW)
        with pytest.raises(ValueError, match="No clock counts"):
            clocks.due_at()
