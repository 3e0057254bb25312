"""Share a case with an overseer, or split it: up to five agencies work on a part each, and one leads and answers.

The lead waits for every part that is not finished or ended (routing.limits); the reporter hears once, when all are.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, lifecycle, repeats, texts
from complaints.errors import Refused
from complaints.models import Agency, Complaint, Event, Message, Position, Share, Text, User
from complaints.notifications import outbox, receivers
from complaints.routing import limits
from complaints.states import Status

MOST_PARTS = 5
_UNANSWERED = (Status.SUBMITTED, Status.NEEDS_INFO, Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)


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
    """Share a case with `to` no longer: it reads nothing more of it. Twice is once.

    Who decides about sharing may do it, and who leads may end a part: it owns the answer. Raises Refused.
    """
    complaint = lifecycle.lock(complaint_id)
    held = access.positions(actor, now)
    rows = Share.objects.filter(complaint=complaint, agency=to, ended_at__isnull=True)
    if not access.may_share(actor, complaint, held):
        if not may_end_parts(actor, complaint, now, held):
            raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
        rows = rows.filter(part__isnull=False)
    if rows.update(ended_at=now):
        outbox.record(complaint, Event.Kind.SHARE_ENDED, actor, now, to=to)
        _tell_when_all_are_done(complaint, actor, now)


def may_end_parts(user: User, complaint: Complaint, now: datetime, held: list[Position]) -> bool:
    """Whether `user` may end a part of this case: who decides about sharing, and who works on it in its agency."""
    if access.may_share(user, complaint, held):
        return True
    reads = access.staff_cases(user, held).filter(pk=complaint.pk).exists()
    return reads and lifecycle.may(user, "answer", complaint, now, held=held)


@transaction.atomic
def finish_part(share_id: int, *, text: str, actor: User, now: datetime) -> None:
    """Say what was done of a part: it is finished, and the agency that leads reads it. Finished twice is once.

    With the last one the reporter is told that all are done. Raises Refused as `note_part` does.
    """
    given = Share.objects.get(pk=share_id)
    complaint = lifecycle.lock(given.complaint_id)
    given.refresh_from_db()
    held = _check_part(given, complaint, actor, now)
    if given.done_at is not None:
        return
    given.done_at, given.report = now, texts.keep(complaint, Text.Kind.NOTE, text, now)
    given.save(update_fields=["done_at", "report"])
    complaint.acting = _acting(given, held)
    event = outbox.record(complaint, Event.Kind.PART_DONE, actor, now, note=given.report)
    outbox.tell_staff(event, complaint, Message.Kind.PART_NOTED, receivers.workers(complaint, now), digest=True)
    _tell_when_all_are_done(complaint, actor, now)


def _tell_when_all_are_done(complaint: Complaint, actor: User, now: datetime) -> None:
    """Tell the reporter, once, that the work of all supporting agencies is done; not after the answer."""
    done = complaint.shares.filter(done_at__isnull=False, ended_at__isnull=True).exists()
    if not done or complaint.status not in _UNANSWERED or limits.unfinished_parts(complaint):
        return
    if not complaint.events.filter(kind=Event.Kind.PARTS_DONE).exists():
        outbox.record(complaint, Event.Kind.PARTS_DONE, actor, now)


@transaction.atomic
def note_part(share_id: int, *, text: str, actor: User, now: datetime) -> None:
    """Write back to the agency that leads, as an internal note of the case. The same note twice is once.

    Raises Refused when the part is not the actor's any more or the case is closed.
    """
    given = Share.objects.get(pk=share_id)
    complaint = lifecycle.lock(given.complaint_id)
    held = _check_part(given, complaint, actor, now)
    last = complaint.events.get(sequence=complaint.version)
    if repeats.is_same_act(last, Event.Kind.INTERNAL_NOTED, actor, {"note": text}, written=["note"]):
        return
    kept = texts.keep(complaint, Text.Kind.NOTE, text, now)
    complaint.acting = _acting(given, held)
    event = outbox.record(complaint, Event.Kind.INTERNAL_NOTED, actor, now, note=kept)
    people = receivers.workers(complaint, now)
    outbox.tell_staff(event, complaint, Message.Kind.PART_NOTED, people, digest=True)


def _check_part(given: Share, complaint: Complaint, actor: User, now: datetime) -> list[Position]:
    """Return the actor's positions. Raises Refused where the part is not theirs any more, or the case is closed."""
    held = access.positions(actor, now)
    if not access.parts(actor, held).filter(pk=given.pk).exists():
        raise Refused(_("Bagian ini tidak dibagikan lagi kepada instansi Anda."))
    if not complaint.is_open:
        raise Refused(_("Laporan ini sudah ditutup. Tidak ada lagi yang perlu dikirim."))
    return held


def _acting(given: Share, held: list[Position]) -> Position:
    return next(p for p in held if p.agency_id == given.agency_id and p.role in Position.AGENCY_ROLES)


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
    if complaint.shares.filter(part__isnull=False, ended_at__isnull=True).count() >= MOST_PARTS:
        raise Refused(_("Sudah ada lima bagian. Akhiri satu dulu"))
