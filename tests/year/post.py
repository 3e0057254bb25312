"""The morning's digest, told naively: who has something waiting gets one, in the working time of their own office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core import mail

from complaints.models import Message
from complaints.notifications import digests
from tests.year import tables
from tests.year.days import WIB, Days
from tests.year.office import Cast

AFTER_OPENING = timedelta(minutes=30)


class Post:
    """What waits for whom since when."""

    def __init__(self, cast: Cast, offices: dict[str | None, Days]):
        self.cast, self.offices = cast, offices
        self.waiting: list[tuple[str, datetime]] = []
        self.holders = {holder.name: holder for holder in tables.HOLDERS}

    def written(self, people: frozenset[str], now: datetime) -> None:
        self.waiting += [(name, now) for name in people]

    def throw_away(self) -> None:
        """In months without digests nobody reads."""
        self.waiting.clear()
        digest = Message.objects.filter(channel=Message.Channel.DIGEST, state=Message.State.WAITING)
        digest.update(state=Message.State.DROPPED)

    def mornings(self, day: date) -> Iterator[datetime]:
        """When to look on that day: past the time of each office, and at night, when nobody is told anything."""
        for span in {office.span(day) for office in self.offices.values()}:
            if span:
                yield span[0] + AFTER_OPENING + timedelta(minutes=1)
        if day.weekday() == 6:
            yield tables.at(day, 23, 30)

    def morning(self, now: datetime) -> int:
        """Send what is to be sent now; it must be that, and each person one e-mail."""
        ready = [(name, since) for name, since in self.waiting if self._is_told(name, since, now)]
        expected = Counter(name for name, _since in ready)
        for row in ready:
            self.waiting.remove(row)
        mail.outbox.clear()
        assert digests.send_due(now) == len(expected)
        emails = {user.email: name for name, user in self.cast.users.items()}
        assert sorted(emails[to] for message in mail.outbox for to in message.to) == sorted(expected)
        sent = Message.objects.filter(channel=Message.Channel.DIGEST, sent_at=now).values_list("user__email", flat=True)
        assert Counter(emails[email] for email in sent) == expected
        return len(expected)

    def _is_told(self, name: str, since: datetime, now: datetime) -> bool:
        """From half an hour after the opening of the receiver's office on: what was written before that."""
        holder, day = self.holders[name], now.astimezone(WIB).date()
        agency = holder.agency if holder.since <= day <= holder.until else None
        office = self.offices.get(agency) or self.offices[None]
        if not office.is_open(now):
            return False
        ready = office.span(day)[0] + AFTER_OPENING
        return since < ready <= now
