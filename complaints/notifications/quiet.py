"""When a message may go out: no telephone rings at night, and staff are told in their working time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from complaints.deadlines.calendar import Calendar
from complaints.deadlines.offices import calendar_of
from complaints.models import Complaint, Holding, Message, Regency, User


def not_before(message: Message, now: datetime) -> datetime | None:
    """Return the moment until which a message rests; None when it may go out now.

    WhatsApp and SMS rest in the regency's quiet hours, e-mail to a citizen never: it wakes nobody. Staff are told in
    their working time, of an urgent case at once (ux.md 3.8: what cannot wait).
    """
    if message.user is not None:
        if message.complaint and message.complaint.priority == Complaint.Priority.URGENT:
            return None
        opens = calendar_for(message.user, now).next_open(now)
        return opens if opens > now else None
    if message.channel not in Message.RINGING:
        return None
    regency = Regency.objects.only("quiet_from", "quiet_until").first()
    return quiet_until(now, regency.quiet_from, regency.quiet_until) if regency else None


def calendar_for(user: User, now: datetime) -> Calendar:
    """Return the calendar of the agency in which a person holds the first of their positions today."""
    held = Holding.objects.current(timezone.localdate(now)).filter(user=user).select_related("position")
    holding = held.order_by("pk").first()
    return calendar_of(holding.position.agency_id if holding else None)


def quiet_until(now: datetime, starts: time, ends: time, zone: str | None = None) -> datetime | None:
    """Return when the quiet hours of `now` end; None outside them. `starts` belongs to them, `ends` does not.

    Local times of `zone` (of the portal when none is given); they may run over midnight. Equal: there are none.
    """
    local = now.astimezone(ZoneInfo(zone or settings.TIME_ZONE))
    clock, over_midnight = local.time(), starts > ends
    in_the_evening = over_midnight and clock >= starts
    is_quiet = in_the_evening or (clock < ends if over_midnight else starts <= clock < ends)
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=in_the_evening)
    return datetime.combine(day, ends, local.tzinfo)
