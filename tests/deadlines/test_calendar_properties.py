"""Any calendar against a naive clock that walks day by day and quarter hour by quarter hour."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.deadlines.calendars import QUARTER, NaiveClock, calendars, moments

TERMS = st.sampled_from([0, 1, 2, 3, 5, 10, 14, 60])


@given(st.data(), calendars(), TERMS)
def test_due_dates(data, calendar, number):
    naive = NaiveClock(calendar)
    received = data.draw(moments(calendar))
    day_0 = naive.counts_from(received)
    assert calendar.counts_from(received) == day_0

    due = calendar.end_of_working_days(received, number)
    last = naive.nth_working_day(day_0, number)
    assert due == naive.closing(last)
    assert due.date() == last
    assert calendar.end_of_calendar_days(received, number).date() == day_0 + timedelta(days=number)

    skipped = calendar.skipped_days(day_0, last)
    assert [s.day for s in skipped] == [day for day in _days_after(day_0, last) if naive.hours(day) is None]
    assert number + len(skipped) == (last - day_0).days


@given(st.data(), calendars())
def test_working_time(data, calendar):
    naive = NaiveClock(calendar)
    start, end = sorted([data.draw(moments(calendar, days=12)), data.draw(moments(calendar, days=12))])
    assert calendar.working_time_between(start, end) == naive.quarters_between(start, end) * QUARTER


@given(st.data(), calendars(), st.integers(0, 60))
def test_adding_working_time(data, calendar, quarters):
    start = data.draw(moments(calendar))
    assert calendar.add_working_time(start, quarters * QUARTER) == NaiveClock(calendar).after_quarters(start, quarters)


@given(st.data(), calendars(), st.timedeltas(timedelta(), timedelta(days=20)))
def test_adding_and_measuring_are_inverse(data, calendar, length):
    start = data.draw(moments(calendar)) + timedelta(microseconds=data.draw(st.integers(0, 10**9)))
    end = calendar.add_working_time(start, length)
    assert calendar.working_time_between(start, end) == length
    # It is the earliest such moment: no free time hangs on its end.
    assert calendar.add_working_time(start, calendar.working_time_between(start, end)) == end


@given(st.data(), calendars())
def test_a_pause_keeps_what_is_left(data, calendar):
    asked, answered = sorted([data.draw(moments(calendar)), data.draw(moments(calendar))])
    due = calendar.end_of_working_days(asked, data.draw(TERMS))
    left = calendar.time_left(asked, due, "working_days")
    again = calendar.continue_term(answered, left, "working_days")
    assert calendar.time_left(answered, again, "working_days") == left
    assert calendar.working_time_between(asked, again) == left + calendar.working_time_between(asked, answered)


@given(st.data(), calendars())
def test_words_of_time_count_the_days_between(data, calendar):
    naive = NaiveClock(calendar)
    now, due = data.draw(moments(calendar)), data.draw(moments(calendar))
    today, last = (m.astimezone(calendar.zone).date() for m in (now, due))
    assert calendar.working_days_left(now, due) == sum(naive.hours(d) is not None for d in _days_after(today, last))
    assert calendar.working_days_late(due, now) == sum(naive.hours(d) is not None for d in _days_after(last, today))


@given(st.data(), calendars())
def test_next_open_is_the_first_open_moment(data, calendar):
    naive = NaiveClock(calendar)
    moment = data.draw(moments(calendar)).astimezone(calendar.zone)
    opened = calendar.next_open(moment)
    while not naive.open_at(moment):
        moment += QUARTER
    assert opened == moment


def _days_after(day, last):
    while day < last:
        day += timedelta(days=1)
        yield day
