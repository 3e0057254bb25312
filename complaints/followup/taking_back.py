"""Which act can be taken back, by whom and how long (ux.md 4.1). Pure; it is done by `triage.operations_bulk`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from complaints.models import Event, User

UNDO = timedelta(minutes=10)
_REVERSIBLE = frozenset({Event.Kind.ASSIGNED, Event.Kind.CATEGORY_CHANGED, Event.Kind.TAGGED})


def problem(event: Event | None, user: User, now: datetime) -> str:
    """Return why `user` cannot take back what the last event of a case tells, in words; empty where it can be."""
    if event is None or event.actor_id != user.pk or not _is_reversible(event):
        return _("Tidak ada yang bisa Anda batalkan di laporan ini.")
    if now - event.at > UNDO:
        return _("Sudah lewat 10 menit. Ubah lewat halaman laporannya.")
    return ""


def until(event: Event, user: User, now: datetime) -> datetime | None:
    """Return until when `user` can take back the last event of a case, None where that cannot be."""
    return None if problem(event, user, now) else event.at + UNDO


def _is_reversible(event: Event) -> bool:
    """Not a referral: its reporter and its agency were told at once, and the agency gives it back (life.md 3)."""
    if "undone" in event.data:
        return False
    merged = event.kind == Event.Kind.MERGED and "into" in event.data
    spam = event.kind == Event.Kind.ARCHIVED and event.data["code"] == "spam"
    return event.kind in _REVERSIBLE or merged or spam
