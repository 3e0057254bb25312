"""Dates that an agency names itself: promised days, and a later end of the work (life.md 2 and 3)."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import lifecycle
from complaints.deadlines.offices import calendar_of
from complaints.errors import Refused
from complaints.models import Agency, Clock, Complaint, Event
from complaints.states import ClockKind, Status

BUDGET_MONTHS = 3  # life.md 2: a promise that waits for a budget is looked at again
LONGEST = 12  # months that a date may lie ahead


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def closing_time(agency: Agency, day: date | None, now: datetime) -> datetime:
    """Return when the agency closes on `day`, or on the next working day where that one is free.

    Raises Refused for a day before tomorrow or more than LONGEST months ahead.
    """
    today = timezone.localdate(now)
    if day is None or day <= today:
        raise Refused(_("Pilih tanggal mulai besok"))
    if day > months_after(today, LONGEST):
        raise Refused(_("Pilih tanggal paling lama 12 bulan lagi"))
    office = calendar_of(agency.pk)
    if not office.is_working_day(day):
        day = office.next_working_day(day)
    return office.end_of_day(day)


def extended_clock(complaint: Complaint) -> Clock | None:
    """Return the running clock that an extension moves; None when none runs."""
    running = {clock.kind: clock for clock in complaint.clocks.all() if clock.stopped_at is None}
    return running.get(ClockKind.REWORK) or running.get(ClockKind.RESOLUTION)


def extensions(complaint: Complaint) -> int:
    """Return how often the date of the work at hand was moved: work that is done again counts anew."""
    kinds = (Event.Kind.EXTENDED, Event.Kind.UPHELD)
    events = complaint.events.filter(kind__in=kinds).order_by("sequence").values_list("kind", flat=True)
    return counted(events)


def counted(kinds) -> int:
    """Return the number of extensions since the last objection that was upheld, in a history of these kinds."""
    number = 0
    for kind in kinds:
        number = 0 if kind == Event.Kind.UPHELD else number + (kind == Event.Kind.EXTENDED)
    return number


def problem(complaint: Complaint, clock: Clock | None, now: datetime) -> str:
    """Return why the date of the work cannot be moved (any more), in words; empty where it can."""
    if clock is None or complaint.status not in (Status.REFERRED, Status.IN_PROGRESS):
        return _("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi.")
    if clock.due_at <= now:
        return _("Batas waktunya sudah lewat dan tidak bisa diperpanjang lagi. Beri kabar ke pelapor, lalu jawab.")
    if extensions(complaint) >= 2:
        return _("Batas waktu sudah diperpanjang dua kali. Jawab pelapor, atau janjikan tanggal.")
    return ""


def send_back_until(complaint: Complaint, answered_at: datetime) -> datetime:
    """Return until when the coordinator may send an answer back: a working day of its own office (product.md 3)."""
    return calendar_of(lifecycle.verifying_agency(complaint).pk).end_of_working_days(answered_at, 1)
