"""Dates, times and deadlines in words, in local time.

Indonesian names stand in tuples here: formatting fifty dates through the locale machinery costs as much
as the rest of a queue page (``performance.md``). Pure: no database, no clock.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "",
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the local midnights around `now`."""
    local = timezone.localtime(now)
    today = datetime.combine(local.date(), time(0), tzinfo=local.tzinfo)
    return today, today + timedelta(days=1)


def full_date(value: date | datetime) -> str:
    """Return ``Selasa, 3 Februari 2026``; a moment is first turned into local time."""
    day = _day(value)
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month]} {day.year}"


def short_date(value: date | datetime) -> str:
    """Return ``3 Feb 2026``, for dense staff lists."""
    day = _day(value)
    return f"{day.day} {MONTHS[day.month][:3]} {day.year}"


def month(value: date | datetime) -> str:
    """Return ``Februari 2026``."""
    day = _day(value)
    return f"{MONTHS[day.month]} {day.year}"


def short_month(value: date | datetime) -> str:
    """Return ``Feb 2026``, for charts."""
    day = _day(value)
    return f"{MONTHS[day.month][:3]} {day.year}"


def clock_time(value: datetime) -> str:
    """Return ``09.14`` in local time."""
    return f"{_local(value):%H.%M}"


def clock_time_zone(value: datetime) -> str:
    """Return ``pukul 09.14 WIB``; the zone's own name comes with the time zone (WIB, WITA, WIT)."""
    local = _local(value)
    return f"pukul {local:%H.%M} {local.tzname() or ''}".rstrip()


def full_moment(value: datetime) -> str:
    """Return ``Selasa, 3 Februari 2026 pukul 09.14 WIB``."""
    local = _local(value)
    return f"{full_date(local)} {clock_time_zone(local)}"


def age(value: datetime, now: datetime) -> str:
    """Return how long ago a day was, in words: *hari ini*, *kemarin*, *3 hari lalu*, *2 bulan lalu* (of 30 days)."""
    days = (_day(now) - _day(value)).days
    if days < 1:
        return _("hari ini")
    if days == 1:
        return _("kemarin")
    if days < 14:
        return _("%(n)d hari lalu") % {"n": days}
    if days < 60:
        return _("%(n)d minggu lalu") % {"n": days // 7}
    if days < 730:
        return _("%(n)d bulan lalu") % {"n": days // 30}
    return _("%(n)d tahun lalu") % {"n": days // 365}


class DeadlineWords(NamedTuple):
    """What a due time says at a glance: text first, then shape and colour (``ux.md`` 4.1)."""

    text: str
    icon: str
    colour: str
    strong: bool = False
    why: str = ""
    """What stands in the second line instead of the date."""


def deadline(
    due_at: datetime | None,
    now: datetime,
    *,
    days: int | None = None,
    done_at: datetime | None = None,
    paused: bool = False,
) -> DeadlineWords:
    """Tell how a deadline stands at ``now``.

    ``days`` is the number of working days left (or late), counted by the caller on the agency's calendar;
    without it calendar days are counted. ``done_at`` is when the clock stopped for good. ``paused`` means
    the clock stands still because the reporter is asked.
    """
    if paused:
        return DeadlineWords(_("Berhenti"), "pause", "mute", why=_("(menunggu pelapor)"))
    if due_at is None:
        return DeadlineWords(_("Tidak ada batas waktu"), "bar", "mute")
    due = _local(due_at)
    if done_at is not None:
        if done_at <= due_at:
            return DeadlineWords(_("Tepat waktu"), "check", "ok")
        late = _late(due, _local(done_at), days)
        return DeadlineWords(late, "triangle", "mute")
    here = _local(now)
    if now > due_at:
        return DeadlineWords(_late(due, here, days), "triangle", "bad", True)
    ahead = (due.date() - here.date()).days
    at = f"{due:%H.%M}"
    if ahead == 0:
        return DeadlineWords(_("Hari ini %(time)s") % {"time": at}, "clock-filled", "warn", True)
    if ahead == 1:
        return DeadlineWords(_("Besok %(time)s") % {"time": at}, "clock", "warn")
    left = ahead if days is None else days
    if left <= 1:  # the next working day, with days off between
        return DeadlineWords(f"{DAYS[due.weekday()]} {at}", "clock", "warn")
    return DeadlineWords(_("Sisa %(days)d hari") % {"days": left}, "clock", "mute")


def _late(due: datetime, at: datetime, days: int | None) -> str:
    late = (at.date() - due.date()).days if days is None else days
    if late < 1:
        if due.date() == at.date():
            return _("Terlambat sejak %(time)s") % {"time": f"{due:%H.%M}"}
        late = 1
    return _("Terlambat %(days)d hari") % {"days": late}
