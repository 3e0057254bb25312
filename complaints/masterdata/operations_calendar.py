"""Changes of the terms, the calendar and the ladder: running dates follow what changed late."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Refused
from complaints.escalation import operations as escalation
from complaints.models import Holiday, Rung, ServiceHours, Term

from . import changes
from .changes import Actor, Values


@transaction.atomic
def save_term(term_id: int | None, *, values: Values, actor: Actor, now: datetime, why: str = "") -> Term:
    """Add a term in force from today or later, or change one that is not in force yet.

    A term in force only loses its mark "uncertain": another length is another row, so that the date a citizen was
    once told can always be explained. Raises Refused otherwise.
    """
    term = changes.begin(Term, term_id, actor, now)
    today = timezone.localdate(now)
    in_force = term.pk is not None and term.valid_from <= today
    changed = changes.apply(term, values)
    if in_force and set(changed) - {"is_uncertain"}:
        raise Refused(_("Batas waktu yang sudah berlaku tidak diubah. Tambahkan yang baru dengan tanggal berlakunya."))
    if not in_force and term.valid_from < today:
        raise Refused(_("Batas waktu baru berlaku mulai hari ini atau sesudahnya."))
    return changes.finish(term, changed, actor, now, why)


@transaction.atomic
def save_holiday(holiday_id: int | None, *, values: Values, actor: Actor, now: datetime, why: str = "") -> Holiday:
    """Declare a day that does not count, or take it back. Dates of running clocks follow at the worker's next look.

    Raises Refused when the day of a holiday would move: the old one is withdrawn and a new one declared.
    """
    holiday = changes.begin(Holiday, holiday_id, actor, now)
    changed = changes.apply(holiday, values)
    if holiday_id is not None and "day" in changed:
        raise Refused(_("Tanggal hari libur tidak dipindah. Cabut yang lama, lalu tambahkan yang baru."))
    escalation.deadlines_changed(now)
    return changes.finish(holiday, changed, actor, now, why)


@transaction.atomic
def save_rung(rung_id: int | None, *, values: Values, actor: Actor, now: datetime) -> Rung:
    """Make or change a rung of the ladder. Raises Refused when the last one would not come back every week (G2).

    The reporter is not pressed, and the date of the Act warns beside one that comes back.
    """
    rung = changes.begin(Rung, rung_id, actor, now)
    changes.finish(rung, changes.apply(rung, values), actor, now)
    last = Rung.objects.filter(ladder=rung.ladder, is_active=True).order_by("after", "pk").last()
    if rung.ladder not in (Rung.Ladder.REPORTER, Rung.Ladder.STATUTORY) and not (last and last.repeats_weekly):
        raise Refused(_("Anak tangga terakhir harus diulang tiap minggu, supaya tidak ada laporan yang diam."))
    escalation.deadlines_changed(now)
    return rung


@transaction.atomic
def save_service_hours(
    hours_id: int | None, *, values: Values, actor: Actor, now: datetime, why: str = ""
) -> ServiceHours:
    """Set the hours of one weekday, of one agency or of all without hours of their own.

    Raises Refused when that day has hours already, or when an office would be left without any regular hours: no
    due time could be computed.
    """
    hours = changes.begin(ServiceHours, hours_id, actor, now)
    office_before = hours.agency_id
    changed = changes.apply(hours, values)
    twins = ServiceHours.objects.filter(
        agency=hours.agency, weekday=hours.weekday, valid_from=hours.valid_from, valid_until=hours.valid_until
    )
    if twins.exclude(pk=hours.pk).exists():
        raise Refused(_("Jam untuk hari itu sudah ada. Ubah yang ada."))
    changes.finish(hours, changed, actor, now, why)
    for office in {office_before, hours.agency_id} if hours_id else {hours.agency_id}:
        rows = ServiceHours.objects.filter(agency_id=office)
        if (office is None or rows.exists()) and not rows.filter(valid_from__isnull=True).exists():
            raise Refused(_("Paling sedikit satu hari harus punya jam tetap, tanpa tanggal mulai dan sampai."))
    escalation.deadlines_changed(now)
    return hours
