"""Hand a case to the field, take that back, receive what comes from there, and let it count or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, attachments, audit, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Attachment, Complaint, Event, FieldLink, FieldReturn, Text, User
from complaints.notifications import outbox
from complaints.photos import Photo
from complaints.states import allows

VALID = timedelta(days=7)
RETURNS = 5  # by one link


def problem(complaint: Complaint, _act: str = "") -> str:
    """Return why a case cannot be handed to the field, empty if it can."""
    accused = complaint.excluded_agency_id or complaint.excluded_person_id
    if complaint.access_class != Complaint.AccessClass.ORDINARY or accused:
        return _("Laporan ini tertutup. Tugas lapangan dengan tautan tidak bisa dibuat.")
    if not allows("note_progress", complaint.status, complaint.submitted_because):
        return _("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi.")
    return ""


@transaction.atomic
def hand_out(complaint_id: int, *, task: str = "", version: int | None = None, actor: User, now: datetime) -> None:
    """Make a link to one case for somebody without an account; it is good for VALID. Raises Refused."""
    complaint = _locked(complaint_id, version, actor, now)
    if why := problem(complaint):
        raise Refused(why)
    kept = texts.keep(complaint, Text.Kind.FIELD, task, now) if task else None
    until = now + VALID
    FieldLink.objects.create(
        complaint=complaint, agency=complaint.owner, task=kept, made_at=now, made_by=actor, expires_at=until
    )
    outbox.record(complaint, Event.Kind.FIELD_SENT, actor, now, until=until, text=kept)


@transaction.atomic
def take_back(complaint_id: int, *, link_id: int, actor: User, now: datetime) -> None:
    """Let a link open nothing any more. Twice is once. Raises Refused."""
    complaint = _locked(complaint_id, None, actor, now)
    if FieldLink.objects.filter(pk=link_id, complaint=complaint, revoked_at__isnull=True).update(revoked_at=now):
        outbox.record(complaint, Event.Kind.FIELD_TAKEN_BACK, actor, now)


@transaction.atomic
def open_task(link_id: int, *, now: datetime) -> FieldLink:
    """Return the task, after noting in the system's history that its link was opened and pressed. Raises Refused."""
    link = access.handed_out(now).filter(pk=link_id).first()
    if link is None:
        raise Refused(_("Tautan ini tidak berlaku lagi."))
    audit.record(None, Event.Kind.FIELD_OPENED, audit.SYSTEM, now, case=link.complaint_id, link=link.pk)
    return link


def send_back(link_id: int, *, text: str = "", photos: Iterable[Photo] = (), now: datetime) -> None:
    """Keep a sentence and photos from the field until somebody of the agency has looked. The reporter sees nothing of
    it, no clock moves. The same again is once. Raises Refused."""
    if FieldReturn.objects.filter(link=link_id).count() >= RETURNS:  # before anything is written to the disk
        raise Refused(_("Sudah 5 kali dikirim lewat tautan ini. Hubungi yang memberi tugas."))
    rows = attachments.store(photos, Attachment.Purpose.FIELD, now)
    with transaction.atomic():
        case = FieldLink.objects.values_list("complaint_id", flat=True).get(pk=link_id)
        complaint = lifecycle.lock(case)
        link = access.handed_out(now).filter(pk=link_id).first()
        if link is None:
            raise Refused(_("Tautan ini tidak berlaku lagi. Tanyakan kepada yang memberi tugas."))
        if not text and not rows:
            raise Refused(_("Pilih foto atau tulis satu kalimat."))
        last = link.returns.select_related("text").order_by("-sequence").first()
        if last and _is_same(complaint, last, text, rows):
            return
        kept = texts.keep(complaint, Text.Kind.FIELD, text, now) if text else None
        files = attachments.attach(complaint, rows)
        event = outbox.record(complaint, Event.Kind.FIELD_RETURNED, audit.SYSTEM, now, text=kept, photos=files)
        FieldReturn.objects.create(link=link, sequence=event.sequence, text=kept, sent_at=now)


@transaction.atomic
def decide(
    complaint_id: int, *, return_id: int, taken: bool, version: int | None = None, actor: User, now: datetime
) -> None:
    """Take what came back, so that the answer may use it, or leave it. Raises Refused when that was decided already."""
    complaint = _locked(complaint_id, version, actor, now)
    waiting = FieldReturn.objects.filter(pk=return_id, link__complaint=complaint, decided_at__isnull=True)
    if not waiting.update(decided_at=now, taken=taken):
        raise Refused(_("Kiriman ini sudah diputuskan."))
    outbox.record(complaint, Event.Kind.FIELD_DECIDED, actor, now, taken=taken or None)


def _locked(complaint_id: int, version: int | None, actor: User, now: datetime) -> Complaint:
    """Lock a case for who works on it in the agency that has it. Raises Refused."""
    complaint = lifecycle.lock(complaint_id, version=version)
    if not lifecycle.may(actor, "note_progress", complaint, now):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    return complaint


def _is_same(complaint: Complaint, last: FieldReturn, text: str, rows: list[Attachment]) -> bool:
    there = complaint.attachments.filter(event_sequence=last.sequence).values_list("sha256", flat=True)
    written = texts.read(last.text) if last.text else ""
    return written == text and sorted(there) == sorted(row.sha256 for row in rows)
