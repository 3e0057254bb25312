"""Working time: the published vectors, the acceptance scenarios, and every edge by name."""

import json
import time as clock
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from complaints.deadlines.calendar import ROUND_THE_CLOCK, Calendar, Closure, FreeDay, Hours, Period, SkippedDay
from complaints.models import Holiday
from complaints.states import Unit
from tests.deadlines.calendars import JAKARTA, belitung, week, wib

VECTORS = json.loads((Path(__file__).parent / "data" / "belitung_vectors.json").read_text())
WORKING_DAYS = {"verify_3wd": 3, "first_response_5wd": 5, "resolve_14wd": 14, "resolve_60wd": 60}
CALENDAR_DAYS = {"calendar_14d": 14, "calendar_60d": 60}

OFFICE = week((time(8), time(16)))


@pytest.fixture(scope="module")
def office():
    return belitung()


def plain(*closures, **more):
    """Monday to Friday 08:00-16:00 in Belitung."""
    return Calendar(JAKARTA, OFFICE, closures=closures, **more)


def holiday(day, name="Libur", kind=FreeDay.NATIONAL):
    return Closure(date.fromisoformat(day), name, kind)


@pytest.mark.parametrize("vector", VECTORS, ids=[v["received"] for v in VECTORS])
class TestVectors:
    """`working_time.test_vectors` of the domain data (domain.md 5)."""

    def test_counts_from(self, office, vector):
        received = datetime.fromisoformat(vector["received"])
        assert office.counts_from(received) == date.fromisoformat(vector["counts_from"])

    @pytest.mark.parametrize("name", WORKING_DAYS)
    def test_working_days_end_at_closing_time(self, office, vector, name):
        due = office.end_of_working_days(datetime.fromisoformat(vector["received"]), WORKING_DAYS[name])
        assert due.date() == date.fromisoformat(vector[name])
        ramadan = date(2027, 2, 8) <= due.date() <= date(2027, 3, 9)
        friday = due.weekday() == 4
        assert due.time() == (time(15, 30 * friday) if ramadan else time(16, 30 * friday))
        assert due.tzinfo == JAKARTA

    @pytest.mark.parametrize("name", CALENDAR_DAYS)
    def test_calendar_days_end_with_the_day(self, office, vector, name):
        due = office.end_of_calendar_days(datetime.fromisoformat(vector["received"]), CALENDAR_DAYS[name])
        assert due == datetime.combine(date.fromisoformat(vector[name]), time(23, 59, 59), JAKARTA)

    @pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/New_York"])
    def test_the_zone_of_the_server_and_of_the_moment_make_no_difference(self, office, vector, zone, monkeypatch):
        received = datetime.fromisoformat(vector["received"]).astimezone(ZoneInfo(zone))
        monkeypatch.setenv("TZ", zone)
        clock.tzset()
        try:
            dues = [office.end_of_working_days(received, n) for n in WORKING_DAYS.values()]
        finally:
            monkeypatch.undo()
            clock.tzset()
        assert [due.date().isoformat() for due in dues] == [vector[name] for name in WORKING_DAYS]

    def test_every_year_touched_is_covered(self, office, vector):
        due = office.end_of_working_days(datetime.fromisoformat(vector["received"]), 60)
        assert office.covers(due.year)


class TestScenarios:
    """scenarios.md, Deadlines, 35-37: 08:00-16:00, terms in working days."""

    def test_35_wednesday_at_ten_and_three_days_is_monday_at_closing(self):
        assert plain().end_of_working_days(wib("2026-09-02 10:00"), 3) == wib("2026-09-07 16:00")

    @pytest.mark.parametrize(
        ("received", "day_0", "due"),
        [
            ("2026-09-05 22:00", "2026-09-07", "2026-09-08 16:00"),  # Saturday night
            ("2026-09-02 17:00", "2026-09-03", "2026-09-04 16:00"),  # Wednesday after hours
        ],
    )
    def test_36_outside_office_hours_counts_as_received_next_working_day(self, received, day_0, due):
        assert plain().counts_from(wib(received)) == date.fromisoformat(day_0)
        assert plain().end_of_working_days(wib(received), 1) == wib(due)

    def test_37_each_skipped_day_over_idul_fitri_is_named(self, office):
        due = office.end_of_working_days(wib("2026-03-16 09:00"), 3)
        skipped = office.skipped_days(date(2026, 3, 16), due.date())
        assert [(s.day.day, s.kind.value, s.name) for s in skipped] == [
            (18, "joint_leave", "Cuti Bersama Hari Suci Nyepi"),
            (19, "national", "Hari Suci Nyepi"),
            (20, "joint_leave", "Cuti Bersama Hari Raya Idul Fitri"),
            (21, "national", "Hari Raya Idul Fitri"),
            (22, "national", "Hari kedua dari Hari Raya Idul Fitri"),
            (23, "joint_leave", "Cuti Bersama Hari Raya Idul Fitri"),
            (24, "joint_leave", "Cuti Bersama Hari Raya Idul Fitri"),
        ]
        assert due == wib("2026-03-26 16:00")

    def test_39_a_withdrawn_holiday_moves_the_date_back(self):
        received = wib("2025-08-14 09:00")
        assert belitung().end_of_working_days(received, 3).date() == date(2025, 8, 20)
        assert belitung(without=["2025-08-18"]).end_of_working_days(received, 3).date() == date(2025, 8, 19)


class TestReceipt:
    @pytest.mark.parametrize(
        ("received", "day"),
        [
            ("2026-09-02 00:00", "2026-09-02"),  # before opening is still that day
            ("2026-09-02 07:59:59", "2026-09-02"),
            ("2026-09-02 15:59:59.999999", "2026-09-02"),
            ("2026-09-02 16:00", "2026-09-03"),  # at closing is too late
            ("2026-09-04 16:00", "2026-09-07"),  # over the weekend
            ("2026-09-06 10:00", "2026-09-07"),
        ],
    )
    def test_day_0(self, received, day):
        assert plain().counts_from(wib(received)) == date.fromisoformat(day)

    def test_a_holiday_is_not_day_0(self):
        assert plain(holiday("2026-09-02")).counts_from(wib("2026-09-02 10:00")) == date(2026, 9, 3)

    def test_a_term_of_no_days_ends_on_day_0(self):
        assert plain().end_of_working_days(wib("2026-09-05 10:00"), 0) == wib("2026-09-07 16:00")
        assert plain().end_of_calendar_days(wib("2026-09-05 10:00"), 0) == wib("2026-09-07 23:59:59")

    def test_calendar_days_end_on_free_days_too(self):
        assert plain().end_of_calendar_days(wib("2026-09-02 10:00"), 3) == wib("2026-09-05 23:59:59")

    def test_a_naive_moment_is_refused(self):
        with pytest.raises(ValueError, match="time zone"):
            plain().counts_from(datetime(2026, 9, 2, 10))  # noqa: DTZ001

    def test_negative_terms_are_refused(self):
        for number, unit in ((-1, "working_days"), (-1, "calendar_days"), (-1, "hours")):
            with pytest.raises(ValueError, match="negative"):
                plain().end_of_term(wib("2026-09-02 10:00"), number, unit)

    def test_terms_by_unit(self):
        start = wib("2026-09-02 15:00")
        assert plain().end_of_term(start, 2, Unit.WORKING_DAYS) == wib("2026-09-04 16:00")
        assert plain().end_of_term(start, 2, "calendar_days") == wib("2026-09-04 23:59:59")
        assert plain().end_of_term(start, 2, "hours") == wib("2026-09-03 09:00")
        with pytest.raises(ValueError, match="months"):
            plain().end_of_term(start, 2, "months")

    def test_the_same_moment_lands_on_other_days_in_other_zones(self):
        moment = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)  # 15:30 WIB, 17:30 WIT
        papua = Calendar(ZoneInfo("Asia/Jayapura"), OFFICE)
        assert plain().counts_from(moment) == date(2026, 9, 2)
        assert papua.counts_from(moment) == date(2026, 9, 3)


class TestHoursOfTheDay:
    def test_the_closing_time_is_that_of_the_day_it_ends_on(self):
        days = week((time(7, 30), time(16)), (time(7, 30), time(16, 30)), saturday=Hours(time(8), time(12)))
        calendar = Calendar(JAKARTA, days)
        monday = wib("2026-08-31 09:00")
        ends = [calendar.end_of_working_days(monday, n).strftime("%a %H:%M") for n in range(1, 7)]
        assert ends == ["Tue 16:00", "Wed 16:00", "Thu 16:00", "Fri 16:30", "Sat 12:00", "Mon 16:00"]

    def test_other_hours_in_a_period_on_its_first_and_last_day_and_not_beyond(self):
        ramadan = Period(date(2027, 2, 8), date(2027, 3, 9), week((time(8), time(15))), "Ramadan")
        calendar = plain(periods=(ramadan,))
        closing = {day: calendar.end_of_day(date.fromisoformat(day)).hour for day in ("2027-02-08", "2027-03-09")}
        assert closing == {"2027-02-08": 15, "2027-03-09": 15}
        assert calendar.end_of_day(date(2027, 2, 5)).hour == 16
        assert calendar.end_of_day(date(2027, 3, 10)).hour == 16
        assert calendar.counts_from(wib("2027-02-08 15:30")) == date(2027, 2, 9)

    def test_hours_may_have_seconds(self):
        calendar = Calendar(JAKARTA, week((time(8, 0, 30), time(15, 59, 59))))
        assert calendar.end_of_working_days(wib("2026-09-02 10:00"), 1) == wib("2026-09-03 15:59:59")
        assert calendar.next_open(wib("2026-09-02 08:00")) == wib("2026-09-02 08:00:30")

    def test_a_free_day_has_no_end(self):
        with pytest.raises(ValueError, match="2026-09-05 is not a working day"):
            plain().end_of_day(date(2026, 9, 5))


class TestRoundTheClock:
    def shifts(self, *closures, keeps_holidays=False):
        return Calendar(JAKARTA, ROUND_THE_CLOCK, closures=closures, keeps_holidays=keeps_holidays)

    def test_saturday_night_is_received_at_once(self):
        assert self.shifts().counts_from(wib("2026-09-05 23:59:59")) == date(2026, 9, 5)

    def test_an_hour_over_midnight(self):
        assert self.shifts().after_hours(wib("2026-09-05 23:30"), 1) == wib("2026-09-06 00:30")

    def test_a_day_that_closes_at_midnight_ends_within_itself(self):
        assert self.shifts().end_of_working_days(wib("2026-09-05 10:00"), 1) == wib("2026-09-06 23:59:59")

    def test_works_through_holidays_but_not_through_its_own_closure(self):
        day = "2026-09-06"
        assert self.shifts(holiday(day)).is_working_day(date.fromisoformat(day))
        assert not self.shifts(holiday(day, kind=FreeDay.LOCAL)).is_working_day(date.fromisoformat(day))
        assert not self.shifts(holiday(day), keeps_holidays=True).is_working_day(date.fromisoformat(day))


class TestHours:
    """Terms in hours (emergency 1, sensitive 4 and 24) run in working time."""

    @pytest.mark.parametrize(
        ("received", "hours", "due"),
        [
            ("2026-09-02 10:00", 1, "2026-09-02 11:00"),
            ("2026-09-02 10:00", 6, "2026-09-02 16:00"),  # exactly at closing, not at the next opening
            ("2026-09-02 15:00", 4, "2026-09-03 11:00"),
            ("2026-09-04 15:00", 4, "2026-09-07 11:00"),
            ("2026-09-04 20:00", 1, "2026-09-07 09:00"),
            ("2026-09-02 10:00", 24, "2026-09-07 10:00"),
            ("2026-09-02 06:00", 4, "2026-09-02 12:00"),
        ],
    )
    def test_due(self, received, hours, due):
        assert plain().after_hours(wib(received), hours) == wib(due)

    def test_no_time_is_now(self):
        assert plain().after_hours(wib("2026-09-05 10:00"), 0) == wib("2026-09-05 10:00")


class TestWorkingTime:
    def test_counts_only_open_hours(self):
        assert plain().working_time_between(wib("2026-09-04 15:00"), wib("2026-09-07 09:30")) == timedelta(hours=2.5)

    def test_is_exact_to_the_microsecond(self):
        start = wib("2026-09-02 15:59:59.999999")
        assert plain().working_time_between(start, wib("2026-09-03 08:00")) == timedelta(microseconds=1)

    def test_is_nothing_backwards_or_over_a_weekend(self):
        assert plain().working_time_between(wib("2026-09-07 09:00"), wib("2026-09-04 09:00")) == timedelta()
        assert plain().working_time_between(wib("2026-09-04 16:00"), wib("2026-09-07 08:00")) == timedelta()

    def test_a_negative_length_is_refused(self):
        with pytest.raises(ValueError, match="negative"):
            plain().add_working_time(wib("2026-09-02 10:00"), timedelta(seconds=-1))

    def test_next_open(self):
        assert plain().next_open(wib("2026-09-02 10:00")) == wib("2026-09-02 10:00")
        assert plain().next_open(wib("2026-09-02 06:00")) == wib("2026-09-02 08:00")
        assert plain().next_open(wib("2026-09-04 16:00")) == wib("2026-09-07 08:00")


class TestPauses:
    def test_40_four_working_days_of_waiting_move_the_due_time_by_four_working_days(self):
        asked, answered = wib("2026-09-03 11:00"), wib("2026-09-09 11:00")
        due = plain().end_of_working_days(wib("2026-09-02 10:00"), 5)
        left = plain().time_left(asked, due, "working_days")
        assert left == timedelta(hours=5 + 4 * 8)
        assert plain().continue_term(answered, left, "working_days") == wib("2026-09-15 16:00")

    def test_time_left_is_kept_when_answered_at_night(self):
        due = plain().end_of_working_days(wib("2026-09-02 10:00"), 1)
        left = plain().time_left(wib("2026-09-03 12:00"), due, "working_days")
        assert plain().continue_term(wib("2026-09-03 21:00"), left, "working_days") == wib("2026-09-04 12:00")

    def test_calendar_days_stand_still_in_plain_time(self):
        due = wib("2026-09-30 23:59:59")
        left = plain().time_left(wib("2026-09-05 10:00"), due, "calendar_days")
        assert plain().continue_term(wib("2026-09-07 10:00"), left, "calendar_days") == wib("2026-10-02 23:59:59")

    def test_nothing_is_left_of_what_is_over(self):
        for unit in Unit:
            assert plain().time_left(wib("2026-09-03 12:00"), wib("2026-09-02 16:00"), unit) == timedelta()

    def test_what_is_left_is_exact(self):
        left = plain().time_left(wib("2026-09-02 15:59:58.000001"), wib("2026-09-02 16:00"), "working_days")
        assert left == timedelta(seconds=1, microseconds=999_999)


class TestWordsOfTime:
    """The n of "Sisa n hari" and "Terlambat n hari"."""

    @pytest.mark.parametrize(
        ("now", "left"),
        [
            ("2026-09-02 09:00", 3),
            ("2026-09-04 23:00", 1),
            ("2026-09-05 09:00", 1),
            ("2026-09-07 00:00", 0),
            ("2026-09-07 15:59", 0),
            ("2026-09-09 09:00", 0),
        ],
    )
    def test_left(self, now, left):
        assert plain().working_days_left(wib(now), wib("2026-09-07 16:00")) == left

    @pytest.mark.parametrize(
        ("now", "late"),
        [
            ("2026-09-02 09:00", 0),
            ("2026-09-04 17:00", 0),
            ("2026-09-06 17:00", 0),
            ("2026-09-07 00:01", 1),
            ("2026-09-08 09:00", 2),
        ],
    )
    def test_late(self, now, late):
        assert plain().working_days_late(wib("2026-09-04 16:00"), wib(now)) == late

    def test_late_at_night_in_utc_is_already_the_next_day_here(self):
        now = datetime(2026, 9, 7, 17, 30, tzinfo=UTC)  # 00:30 WIB on the 8th
        assert plain().working_days_late(wib("2026-09-04 16:00"), now) == 2


class TestDays:
    def test_skipped_days_leave_out_the_first_and_include_the_last(self):
        assert plain().skipped_days(date(2026, 9, 5), date(2026, 9, 6)) == [SkippedDay(date(2026, 9, 6), FreeDay.REST)]
        assert plain().skipped_days(date(2026, 9, 6), date(2026, 9, 5)) == []

    def test_a_holiday_on_a_rest_day_keeps_its_name_and_its_doubt(self):
        closure = Closure(date(2026, 9, 6), "Maulid Nabi", FreeDay.NATIONAL, uncertain=True)
        assert plain(closure).skipped_days(date(2026, 9, 5), date(2026, 9, 6)) == [
            SkippedDay(date(2026, 9, 6), FreeDay.NATIONAL, "Maulid Nabi", uncertain=True)
        ]

    def test_next_working_day(self):
        assert plain(holiday("2026-09-07")).next_working_day(date(2026, 9, 4)) == date(2026, 9, 8)


class TestCoverage:
    def test_knows_the_years_it_has_holidays_for(self, office):
        assert [year for year in range(2024, 2030) if office.covers(year)] == [2025, 2026, 2027]

    def test_a_local_closure_does_not_make_a_year_known(self):
        assert not plain(holiday("2026-09-07", kind=FreeDay.LOCAL)).covers(2026)

    def test_who_works_through_holidays_needs_to_know_none(self):
        assert plain(keeps_holidays=False).covers(2099)


class TestData:
    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"week": (None,) * 7}, "without a working day"),
            ({"week": OFFICE[:5]}, "seven days"),
            ({"week": week((time(16), time(8)))}, "before it opens"),
            ({"week": week((time(8), time(8)))}, "before it opens"),
            ({"periods": (Period(date(2026, 2, 1), date(2026, 1, 1), OFFICE),)}, "before it begins"),
            ({"periods": (Period(date(2026, 1, 1), date(2026, 2, 1), OFFICE[1:]),)}, "seven days"),
            ({"closures": (holiday("2026-01-01", "a"), holiday("2026-01-01", "b"))}, "only once"),
        ],
    )
    def test_impossible_calendars_are_refused(self, more, words):
        with pytest.raises(ValueError, match=words):
            Calendar(**{"zone": JAKARTA, "week": OFFICE, **more})

    def test_equal_data_make_equal_calendars_whatever_was_asked_of_them(self):
        used, fresh = belitung(), belitung()
        used.end_of_working_days(wib("2026-09-02 10:00"), 60)
        assert used == fresh
        assert hash(used) == hash(fresh)
        assert used != belitung(without=["2026-08-17"])

    def test_stored_codes_are_the_same_words(self):
        assert {kind.value for kind in FreeDay} - {"rest"} == set(Holiday.Kind.values)


def test_a_due_date_takes_microseconds_not_milliseconds(office):
    """A guard against something quadratic, with room for a busy machine: really about 20 µs for 60 days."""
    start = wib("2026-03-17 16:45")
    office.end_of_working_days(start, 60)
    best = min(_seconds(office, start) for _ in range(5))
    assert best < 0.0005


def _seconds(office, start):
    began = clock.perf_counter()
    for _ in range(20):
        office.end_of_working_days(start, 60)
    return (clock.perf_counter() - began) / 20
