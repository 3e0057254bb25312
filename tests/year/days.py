"""Working time as a child would count it: day by day, from the plain tables. Shares no rule with the application."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

WIB = timezone(timedelta(hours=7))  # Belitung; nobody ever puts its clocks forward or back
DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


class Days:
    """One office: its weeks (from, until, {weekday: (opens, closes)}), the first that fits counts, and its free days.

    `free` is shared and changes while the year goes on.
    """

    def __init__(self, weeks: list[tuple[date, date, dict[int, tuple[time, time]]]], free: set[date]):
        self.weeks, self.free = weeks, free

    # --- days

    def span(self, day: date) -> Span | None:
        """From when until when somebody is there that day."""
        if day in self.free:
            return None
        for first, last, week in self.weeks:
            if first <= day <= last:
                hours = week.get(day.weekday())
                return hours and tuple(datetime.combine(day, hour, WIB) for hour in hours)
        return None

    def next_day(self, day: date, step: timedelta = DAY) -> date:
        """The next working day, or with a negative step the one before."""
        day += step
        while not self.span(day):
            day += step
        return day

    def day_zero(self, moment: datetime) -> date:
        """The day that counts as the day of receipt."""
        moment = moment.astimezone(WIB)
        span = self.span(moment.date())
        return moment.date() if span and moment < span[1] else self.next_day(moment.date())

    def closing(self, day: date) -> datetime:
        """The closing time of that day, or of the next working day where it is free."""
        return self.span(day if self.span(day) else self.next_day(day))[1]

    # --- moments

    def is_open(self, moment: datetime) -> bool:
        span = self.span(moment.astimezone(WIB).date())
        return bool(span) and span[0] <= moment < span[1]

    def next_open(self, moment: datetime) -> datetime:
        if self.is_open(moment):
            return moment
        moment = moment.astimezone(WIB)
        span = self.span(moment.date())
        return span[0] if span and moment < span[0] else self.span(self.next_day(moment.date()))[0]

    # --- terms

    def end_of_term(self, moment: datetime, amount: int, unit: str) -> datetime:
        if unit == "hours":
            return self.continue_term(moment, timedelta(hours=amount), unit)
        day = self.day_zero(moment)
        if unit == "calendar_days":
            return datetime.combine(day + amount * DAY, time(23, 59, 59), WIB)
        for _number in range(amount):
            day = self.next_day(day)
        return self.closing(day)

    def time_left(self, moment: datetime, due: datetime, unit: str) -> timedelta:
        """What is left of a term: plain time for calendar days, else time in which somebody is there."""
        if unit == "calendar_days":
            return max(due - moment, timedelta())
        left, day = timedelta(), moment.astimezone(WIB).date()
        while day <= due.astimezone(WIB).date():
            if span := self.span(day):
                left += max(min(span[1], due) - max(span[0], moment), timedelta())
            day += DAY
        return left

    def continue_term(self, moment: datetime, left: timedelta, unit: str) -> datetime:
        """When `left` is used up, from `moment` on."""
        if unit == "calendar_days":
            return moment + left
        day = moment.astimezone(WIB).date()
        while left:
            if span := self.span(day):
                room = max(span[1] - max(span[0], moment), timedelta())
                if left <= room:
                    return max(span[0], moment) + left
                left -= room
            day += DAY
        return moment

    def put_off(self, due: datetime, until: datetime, unit: str) -> datetime:
        """A date that somebody moves to `until`: never an earlier one; what became free ends with the next day."""
        until = max(due, until).astimezone(WIB)
        span = self.span(until.date())
        if unit == "calendar_days" or until == due or (span and span[0] < until <= span[1]):
            return until
        return self.span(self.next_day(until.date()))[1]
