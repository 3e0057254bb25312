"""The coordinator's own acts on a case: begin, archive, judge an objection, reopen, open a contact."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, audit, identity, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Agency, Event, Text, User
from complaints.routing import operations as routing
from complaints.states import Status

# Why a complaint is not processed (ux.md A6); the words are in `complaints.words`.
ARCHIVE_REASONS = ("not_a_complaint", "unclear", "spam", "in_court", "out_of_jurisdiction")
CONTACT_REASONS = ("tell_the_reporter", "ask_details", "emergency")


@transaction.atomic
def examine(complaint_id: int, *, actor: User, now: datetime) -> None:
    """Record that the verifier has begun (*Mulai periksa*): the reporter then reads "Diperiksa". Twice is once."""
    complaint = lifecycle.lock(complaint_id)
    if complaint.status != Status.SUBMITTED or not lifecycle.may(actor, "refer", complaint, now):
        raise Refused(_("Laporan ini tidak sedang menunggu pemeriksaan Anda."))
    if complaint.examined_at is None:
        complaint.examined_at = now
        complaint.save(update_fields=["examined_at"])
        audit.record(complaint, Event.Kind.EXAMINED, actor, now)


@transaction.atomic
def archive(complaint_id: int, *, code: str, text: str, version: int | None = None, actor: User, now: datetime) -> None:
    """End a complaint that cannot be processed. `code` is one of ARCHIVE_REASONS; the reporter reads `text`."""
    if code not in ARCHIVE_REASONS:
        raise ValueError(code)
    complaint = lifecycle.lock(complaint_id, version=version)
    lifecycle.transition(complaint, "archive", actor=actor, now=now)
    reason = texts.keep(complaint, Text.Kind.REASON, text, now)
    audit.record(complaint, Event.Kind.ARCHIVED, actor, now, code=code, reason=reason)


@transaction.atomic
def uphold(
    complaint_id: int, *, to: Agency, reason: str, version: int | None = None, actor: User, now: datetime
) -> None:
    """Accept an objection: `to` (the same agency or another) works again, on the rework clock. Raises Refused."""
    complaint = lifecycle.lock(complaint_id, version=version)
    routing.check_owner(complaint, to, complaint.term_class, complaint.access_class)
    lifecycle.transition(complaint, "uphold", actor=actor, now=now, owner=to)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    audit.record(complaint, Event.Kind.UPHELD, actor, now, to=to, reason=kept)


@transaction.atomic
def not_uphold(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Close an objected complaint as it was answered; the reporter reads `reason` and where to go next."""
    complaint = lifecycle.lock(complaint_id, version=version)
    lifecycle.transition(complaint, "not_uphold", actor=actor, now=now)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    audit.record(complaint, Event.Kind.NOT_UPHELD, actor, now, reason=kept)


@transaction.atomic
def reopen(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Take up a closed complaint again: the coordinating agency owns it and its verification clock runs."""
    complaint = lifecycle.lock(complaint_id, version=version)
    owner = lifecycle.verifying_agency(complaint)
    lifecycle.transition(complaint, "reopen", actor=actor, now=now, owner=owner)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    audit.record(complaint, Event.Kind.REOPENED, actor, now, reason=kept)


@transaction.atomic
def open_contact(complaint_id: int, *, reason: str, actor: User, now: datetime) -> identity.Reporter:
    """Return the reporter's name and contact, after recording who opened it and why.

    `reason` is one of CONTACT_REASONS. The complaint's history and the system's each get their line.
    Raises Refused when there is nothing to open or it is not theirs.
    """
    if reason not in CONTACT_REASONS:
        raise ValueError(reason)
    complaint = lifecycle.lock(complaint_id)
    if not access.may_open_contact(actor, complaint, access.positions(actor, now)):
        raise Refused(_("Kontak pelapor tidak bisa dibuka dari jabatan Anda."))
    reporter = identity.read(complaint)
    if reporter is None:
        raise Refused(_("Laporan ini tanpa nama. Tidak ada kontak yang tersimpan."))
    audit.record(complaint, Event.Kind.CONTACT_OPENED, actor, now, reason=reason)
    audit.record(None, Event.Kind.CONTACT_OPENED, actor, now, case=complaint.pk, reason=reason)
    return reporter
