"""Share a case with a supporting agency or an overseer, end that, and what a supporting agency writes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, lifecycle, repeats, texts
from complaints.errors import Refused
from complaints.models import Agency, Complaint, Event, Message, Position, Share, Text, User
from complaints.notifications import outbox, receivers


@transaction.atomic
def share(
    complaint_id: int, *, to: Agency, part: str = "", version: int | None = None, actor: User, now: datetime
) -> None:
    """Share a case with `to`: an overseer reads it without identity, any other agency reads only its `part` of it.

    Only of an ordinary open case can a part be given (life.md 4). Raises Refused.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    if not access.may_share(actor, complaint, access.positions(actor, now)):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    _check(complaint, to, part)
    kept = texts.keep(complaint, Text.Kind.PART, part, now) if part else None
    Share.objects.create(complaint=complaint, agency=to, part=kept, shared_at=now)
    event = outbox.record(complaint, Event.Kind.SHARED, actor, now, to=to, part=kept)
    if part:
        people = receivers.supporters(complaint, to, now)
        outbox.tell_staff(event, complaint, Message.Kind.PART, people, digest=True)


@transaction.atomic
def end_share(complaint_id: int, *, to: Agency, actor: User, now: datetime) -> None:
    """Share a case with `to` no longer: it reads nothing more of it. Twice is once. Raises Refused."""
    complaint = lifecycle.lock(complaint_id)
    if not access.may_share(actor, complaint, access.positions(actor, now)):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    ended = Share.objects.filter(complaint=complaint, agency=to, ended_at__isnull=True).update(ended_at=now)
    if ended:
        outbox.record(complaint, Event.Kind.SHARE_ENDED, actor, now, to=to)


@transaction.atomic
def note_part(share_id: int, *, text: str, actor: User, now: datetime) -> None:
    """Write back to the agency that leads, as an internal note of the case. The same note twice is once.

    Raises Refused when the part is not the actor's any more or the case is closed.
    """
    given = Share.objects.get(pk=share_id)
    complaint = lifecycle.lock(given.complaint_id)
    held = access.positions(actor, now)
    if not access.parts(actor, held).filter(pk=given.pk).exists():
        raise Refused(_("Bagian ini tidak dibagikan lagi kepada instansi Anda."))
    if not complaint.is_open:
        raise Refused(_("Laporan ini sudah ditutup. Tidak ada lagi yang perlu dikirim."))
    last = complaint.events.get(sequence=complaint.version)
    if repeats.is_same_act(last, Event.Kind.INTERNAL_NOTED, actor, {"note": text}, written=["note"]):
        return
    kept = texts.keep(complaint, Text.Kind.NOTE, text, now)
    complaint.acting = next(p for p in held if p.agency_id == given.agency_id and p.role in Position.AGENCY_ROLES)
    event = outbox.record(complaint, Event.Kind.INTERNAL_NOTED, actor, now, note=kept)
    people = receivers.workers(complaint, now)
    outbox.tell_staff(event, complaint, Message.Kind.PART_NOTED, people, digest=True)


def _check(complaint: Complaint, to: Agency, part: str) -> None:
    """Raise Refused when the case cannot be shared with `to` in this way."""
    if to.pk == complaint.excluded_agency_id:
        raise Refused(_("Instansi yang dilaporkan tidak boleh melihat laporan ini"))
    if to.pk == complaint.owner_id:
        raise Refused(_("Instansi ini sudah menangani laporan ini"))
    if Share.objects.filter(complaint=complaint, agency=to, ended_at__isnull=True).exists():
        raise Refused(_("Laporan ini sudah dibagikan kepada instansi itu"))
    if to.is_active and to.kind == Agency.Kind.OVERSIGHT:
        if part:
            raise Refused(_("Lembaga pengawas membaca seluruh laporan. Kosongkan bagian yang diminta"))
        return
    if not to.may_own:
        raise Refused(_("Instansi ini tidak bisa menerima laporan. Pilih instansi lain"))
    if complaint.access_class != Complaint.AccessClass.ORDINARY:
        raise Refused(_("Laporan ini hanya bisa dibagikan kepada lembaga pengawas"))
    if not complaint.is_open:
        raise Refused(_("Laporan ini sudah ditutup. Tidak ada lagi yang perlu dikerjakan"))
    if not part:
        raise Refused(_("Tulis bagian yang diminta"))
