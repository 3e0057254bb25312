"""What people report about a public page, and what is decided about it: kept, corrected or hidden."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, audit, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Complaint, Event, PageReport, Text, User
from complaints.notifications import outbox

from . import operations

Decision = PageReport.Decision


@transaction.atomic
def flag(complaint_id: int, *, reason: str, text: str, now: datetime) -> None:
    """Keep what a reader says about the page of a published complaint; the same again while it waits changes nothing.

    It is decided within the term of an objection. Raises Refused when the page is not to be seen any more.
    """
    complaint = lifecycle.lock(complaint_id)
    if complaint.published_at is None:
        raise Refused(_("Laporan ini sudah tidak ditampilkan."))
    waiting = PageReport.objects.filter(complaint=complaint, reason=reason, decided_at__isnull=True)
    said = texts.read_many(Text.objects.filter(pk__in=waiting.exclude(text=None).values("text")))
    if text in said.values() or (not text and waiting.filter(text=None).exists()):
        return
    kept = texts.keep(complaint, Text.Kind.PAGE_REPORT, text, now) if text else None
    due_at = lifecycle.objection_due(complaint, now)
    row = PageReport(complaint=complaint, reason=reason, text=kept, reported_at=now, due_at=due_at)
    row.save(force_insert=True)
    # Who reads a page has no name here.
    outbox.record(
        complaint, Event.Kind.PAGE_REPORTED, audit.SYSTEM, now, page_report=row.pk, page_reason=reason, text=kept
    )


@transaction.atomic
def decide(
    complaint_id: int,
    *,
    flag_id: int,
    decision: str,
    because: str,
    note: str,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Decide about a reported page; `note` says why, for colleagues, `because` (`Publication.Hidden`) for the public.

    Hidden is hidden at once; corrected means that it has been published anew since it was reported. A page that is
    gone already stays hidden, for the reason that it went. Raises Refused.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    if not access.reviewed_cases(actor, access.positions(actor, now)).filter(pk=complaint.pk).exists():
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    row = PageReport.objects.get(pk=flag_id, complaint=complaint)
    if row.decided_at is not None:
        raise Refused(_("Laporan isi ini sudah diputus."))
    visible = complaint.published_at is not None
    if decision == Decision.KEPT and not visible:
        raise Refused(_("Halamannya sudah tidak ditampilkan. Pilih Disembunyikan."))
    if decision == Decision.CORRECTED and not (visible and _published_since(complaint, row)):
        raise Refused(_("Perbaiki dulu isinya di halaman Terbitkan, lalu pilih Diperbaiki."))
    if decision == Decision.HIDDEN and visible:
        operations.hide(complaint_id, because=because, actor=actor, now=now)
        complaint = lifecycle.lock(complaint_id)  # as it stands now
    row.decision, row.decided_at, row.decided_by = decision, now, actor
    row.save(update_fields=["decision", "decided_at", "decided_by"])
    kept = texts.keep(complaint, Text.Kind.REASON, note, now)
    told = {"page_report": row.pk, "page_reason": row.reason, "decision": decision, "note": kept}
    outbox.record(complaint, Event.Kind.PAGE_REPORT_DECIDED, actor, now, **told)


def _published_since(complaint: Complaint, row: PageReport) -> bool:
    published = Event.objects.filter(complaint=complaint, kind=Event.Kind.PUBLISHED)
    return published.filter(at__gte=row.reported_at).exists()
