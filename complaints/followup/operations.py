"""The agency works on what was referred to it: accept, assign, note, ask, answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, attachments, audit, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Agency, Attachment, Complaint, Event, Holding, Position, Text, User
from complaints.states import CLOSING_OUTCOMES, Outcome, Status

MIN_ANSWER = 40  # characters


@transaction.atomic
def accept(complaint_id: int, *, version: int | None = None, actor: User, now: datetime) -> None:
    """Say that the agency takes the case. The first-response clock goes on: only a word to the reporter stops it."""
    complaint = lifecycle.lock(complaint_id, version=version)
    lifecycle.transition(complaint, "accept", actor=actor, now=now)
    audit.record(complaint, Event.Kind.ACCEPTED, actor, now)


@transaction.atomic
def assign(
    complaint_id: int, *, to: User | None, note: str = "", version: int | None = None, actor: User, now: datetime
) -> None:
    """Give the case to a person of the owning agency, or to nobody in particular; the agency keeps owning it.

    Assigning accepts a referred case by itself. Raises Refused when the person is not of the agency or
    is the one complained about.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    if complaint.status not in (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED):
        raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
    if not lifecycle.may(actor, "accept", complaint, now):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    if to is not None and to not in people_of(complaint.owner, now, sensitive=is_sensitive(complaint)):
        raise Refused(_("Pilih orang dari instansi Anda sendiri"))
    if to is not None and to.pk == complaint.excluded_person_id:
        raise Refused(_("Pilih orang lain"))
    if complaint.status == Status.REFERRED:
        lifecycle.transition(complaint, "accept", actor=actor, now=now)
    complaint.assignee = to
    complaint.save(update_fields=["assignee"])
    kept = texts.keep(complaint, Text.Kind.NOTE, note, now) if note else None
    audit.record(complaint, Event.Kind.ASSIGNED, actor, now, to=to, note=kept)


def note_progress(
    complaint_id: int,
    *,
    text: str,
    photos: Iterable = (),
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Tell the reporter how far it is. This is what the first-response clock waits for."""
    rows = attachments.store(photos, Attachment.Purpose.PROGRESS, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        lifecycle.transition(complaint, "note_progress", actor=actor, now=now)
        kept = texts.keep(complaint, Text.Kind.PROGRESS, text, now)
        audit.record(
            complaint, Event.Kind.PROGRESS_NOTED, actor, now, text=kept, photos=attachments.attach(complaint, rows)
        )


@transaction.atomic
def note_internal(complaint_id: int, *, text: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Keep a note for colleagues who may see the case. It moves no clock and the reporter never reads it."""
    complaint = lifecycle.lock(complaint_id, version=version)
    held = access.positions(actor, now)
    sees = access.staff_cases(actor, held).filter(pk=complaint.pk).exists()
    if not sees or not may_write_notes(actor, now, held=held):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    kept = texts.keep(complaint, Text.Kind.NOTE, text, now)
    audit.record(complaint, Event.Kind.INTERNAL_NOTED, actor, now, note=kept)


@transaction.atomic
def ask(complaint_id: int, *, question: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Ask the reporter; the clocks of life.md 2 stand still until the reply. Raises Refused."""
    complaint = lifecycle.lock(complaint_id, version=version)
    lifecycle.transition(complaint, "ask", actor=actor, now=now)
    kept = texts.keep(complaint, Text.Kind.QUESTION, question, now)
    audit.record(complaint, Event.Kind.ASKED, actor, now, question=kept)


def answer(
    complaint_id: int,
    *,
    outcome: Outcome,
    text: str,
    photos: Iterable = (),
    no_photo_reason: str = "",
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Answer the reporter with a closing outcome.

    `text` has at least 40 characters. Where the category is physical, a photo of the result is needed,
    or the reason why there is none (product.md 3). Raises Refused.
    """
    photos = list(photos)
    rows = attachments.store(photos, Attachment.Purpose.RESULT, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        if outcome not in CLOSING_OUTCOMES:
            raise Refused(_("Pilih hasilnya"))
        if len(text.strip()) < MIN_ANSWER:
            raise Refused(_("Tulis jawaban paling sedikit 40 huruf"))
        if complaint.category.physical and not photos and not no_photo_reason:
            raise Refused(_("Tambahkan foto sesudah dikerjakan, atau tulis alasan tanpa foto"))
        lifecycle.transition(complaint, "answer", actor=actor, now=now)
        kept = texts.keep(complaint, Text.Kind.ANSWER, text, now)
        why = texts.keep(complaint, Text.Kind.REASON, no_photo_reason, now) if no_photo_reason else None
        audit.record(
            complaint,
            Event.Kind.ANSWERED,
            actor,
            now,
            outcome=outcome,
            answer=kept,
            no_photo=why,
            photos=attachments.attach(complaint, rows),
        )


def people_of(agency: Agency, now: datetime, *, sensitive: bool = False) -> list[User]:
    """Return who works on cases of an agency today; for sensitive cases only holders of positions marked for them."""
    held = Holding.objects.current(timezone.localdate(now)).filter(
        position__agency=agency, position__role__in=Position.working_roles(agency)
    )
    if sensitive:
        held = held.filter(position__handles_sensitive=True)
    return list(User.objects.filter(holdings__in=held).distinct().order_by("full_name"))


def may_write_notes(user: User, now: datetime, *, held: list[Position] | None = None) -> bool:
    """Whether `user` works on cases at all: leaders, overseers and administrators only read."""
    held = access.positions(user, now) if held is None else held
    roles = {position.role for position in held}
    return bool(roles & {*Position.AGENCY_ROLES, Position.Role.COORDINATOR, Position.Role.INSPECTORATE})


def is_sensitive(complaint: Complaint) -> bool:
    """Whether only positions marked for sensitive cases may work on it."""
    return complaint.access_class == complaint.AccessClass.SENSITIVE
