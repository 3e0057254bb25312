"""What the reporter does with the own case: reply, add, confirm, object, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import (
    access,
    attachments,
    audit,
    dates,
    fingerprints,
    identity,
    lifecycle,
    phones,
    photo_field,
    photos,
    texts,
)
from complaints.errors import Refused
from complaints.models import Attachment, Complaint, Event, Text
from complaints.notifications import outbox
from complaints.photos import Photo
from complaints.states import Status

# After this long a resolved case is not objected to any more; a new report is linked to it instead.
OBJECTION_WINDOW = timedelta(days=30)
PRAISE = ("fast", "clear", "friendly")
# So often a day can something be added to one case.
ADDED_A_DAY = 5
# How long after a report its last photos may follow it: as long as the browser holds the receipt.
LATE = access.RECEIPT_KEPT
# So often a day can the contact of one case be changed: nobody sends messages around with it.
CHANGED_A_DAY = 3
BLAME = ("not_fixed", "unclear", "too_slow", "closed_without_notice")


def reply(complaint_id: int, *, text: str, photos: Iterable = (), seen: int | None = None, now: datetime) -> None:
    """Answer the officer's question: the case goes back to who asked and the clocks go on.

    `seen` is the sequence of the question that was read. Raises Refused, also when there is a newer one.
    """
    rows = attachments.store(photos, Attachment.Purpose.REPLY, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id)
        lifecycle.transition(complaint, "reply", actor=audit.REPORTER, now=now)
        asked = _last(complaint, Event.Kind.ASKED)
        if seen is not None and seen != asked.sequence:
            raise Refused(_("Petugas sudah bertanya lagi. Baca pertanyaan yang baru, lalu kirim jawaban Anda."))
        kept = texts.keep(complaint, Text.Kind.REPLY, text, now)
        outbox.record(
            complaint, Event.Kind.REPLIED, audit.REPORTER, now, reply=kept, photos=attachments.attach(complaint, rows)
        )


@transaction.atomic
def confirm(
    complaint_id: int, *, reasons: Iterable[str] = (), comment: str = "", seen: int | None = None, now: datetime
) -> None:
    """*Ya, sudah beres*: the case is closed. `reasons` are codes of PRAISE.

    `seen` is the sequence of the answer that was read. Raises Refused, also when there is a newer one.
    """
    complaint = lifecycle.lock(complaint_id)
    lifecycle.transition(complaint, "confirm", actor=audit.REPORTER, now=now)
    _judged(complaint, seen)
    outbox.record(
        complaint,
        Event.Kind.CONFIRMED,
        audit.REPORTER,
        now,
        reasons=_known(reasons, PRAISE),
        comment=texts.keep(complaint, Text.Kind.COMMENT, comment, now) if comment else None,
    )


def raise_objection(
    complaint_id: int,
    *,
    partly: bool,
    reasons: Iterable[str] = (),
    comment: str = "",
    photos: Iterable = (),
    seen: int | None = None,
    review: bool = False,
    now: datetime,
) -> None:
    """*Sebagian* or *Belum beres*: the coordinator checks the objection within its own clock.

    `reasons` are codes of BLAME. A resolved case can be objected to for 30 days. `seen` is the sequence of the
    answer that was read. `review`: asked for as such (T6), not while judging the answer. Raises Refused, also when
    there is a newer one.
    """
    rows = attachments.store(photos, Attachment.Purpose.OBJECTION, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id)
        if complaint.status == Status.RESOLVED and now > complaint.closed_at + OBJECTION_WINDOW:
            raise Refused(_("Laporan ini sudah ditutup lebih dari 30 hari. Buat laporan baru untuk masalah yang sama."))
        owner = lifecycle.verifying_agency(complaint)
        lifecycle.transition(complaint, "raise_objection", actor=audit.REPORTER, now=now, owner=owner)
        answer = _judged(complaint, seen)
        outbox.record(
            complaint,
            Event.Kind.OBJECTED,
            audit.REPORTER,
            now,
            partly=partly,
            review=review or None,
            # Not the owner: after an objection that was not upheld, that is the coordinator. Nobody of the government
            # where an outside body answered, or did not.
            against=answer.data["state"]["owner"] if answer and answer.kind == Event.Kind.ANSWERED else None,
            reasons=_known(reasons, BLAME),
            comment=texts.keep(complaint, Text.Kind.OBJECTION, comment, now) if comment else None,
            photos=attachments.attach(complaint, rows),
        )


def add(complaint_id: int, *, text: str = "", photos: Iterable = (), seen: int | None = None, now: datetime) -> None:
    """Add words or photos to an open case, whoever has it now. No clock moves, nothing is published by it.

    `seen` is the version of the case that was read. Raises Refused when the case is closed, nothing is added, too
    much was added today, or something was added since.
    """
    rows = attachments.store(photos, Attachment.Purpose.EVIDENCE, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id)
        if not complaint.is_open:
            raise Refused(_("Laporan ini sudah ditutup. Keterangan tidak bisa ditambah lagi."))
        if not text and not rows:
            raise Refused(_("Tulis keterangan atau pilih foto."))
        added = complaint.events.filter(kind=Event.Kind.EVIDENCE_ADDED)
        if seen is not None and added.filter(sequence__gt=seen).exists():
            raise Refused(_("Keterangan lain sudah ditambahkan. Baca dulu di halaman laporan, lalu kirim lagi."))
        today, _tomorrow = dates.day_of(now)
        if added.filter(at__gte=today).count() >= ADDED_A_DAY:
            raise Refused(_("Hari ini sudah 5 kali ditambah. Lanjutkan besok."))
        kept = texts.keep(complaint, Text.Kind.EVIDENCE, text, now) if text else None
        outbox.record(
            complaint,
            Event.Kind.EVIDENCE_ADDED,
            audit.REPORTER,
            now,
            text=kept,
            photos=attachments.attach(complaint, rows),
        )


def add_late_photo(complaint_id: int, photo: Photo, sent: UUID, *, now: datetime) -> UUID:
    """Add a photo of the report that was still on its way when the report was sent; return the id it has now.

    It is one of the report's own three, `sent` its id, or that of the same picture which is here already. No clock
    moves. Raises Refused when the case is closed, three are here, or the report was sent more than LATE ago.
    """
    (row,) = attachments.store([photo], Attachment.Purpose.REPORT, now)
    row.pk = sent
    try:
        with transaction.atomic():
            complaint = lifecycle.lock(complaint_id)
            there = dict(complaint.attachments.filter(purpose=row.purpose).values_list("sha256", "pk"))
            if row.sha256 not in there:
                if not complaint.is_open:
                    raise Refused(_("Laporan ini sudah ditutup. Keterangan tidak bisa ditambah lagi."))
                if now > complaint.received_at + LATE:
                    raise Refused(_("Laporan ini sudah lama terkirim. Tambahkan foto dari halaman laporan Anda."))
                if len(there) >= photo_field.LIMIT:
                    raise Refused(photo_field.too_many())
                added = attachments.attach(complaint, [row])
                outbox.record(complaint, Event.Kind.EVIDENCE_ADDED, audit.REPORTER, now, photos=added)
    finally:
        if row.complaint is None:
            photos.remove(row.key)
    return there.get(row.sha256, sent)


@transaction.atomic
def add_contact(complaint_id: int, *, reporter: identity.Reporter, now: datetime) -> None:
    """Keep the contact of a reporter who filed without a name and wants to be told now.

    Raises Refused when one is kept already, or was erased.
    """
    complaint = lifecycle.lock(complaint_id)
    if identity.was_kept(complaint):
        raise Refused(_("Kontak laporan ini sudah ada, atau sudah dihapus."))
    identity.keep(complaint, reporter)
    sealed = fingerprints.filing(complaint)["identity"]
    outbox.record(complaint, Event.Kind.CONTACT_ADDED, audit.REPORTER, now, identity=sealed)


@transaction.atomic
def notify(complaint_id: int, *, kind: str, contact: str = "", now: datetime) -> None:
    """Tell the reporter by another way, or nothing of this case (`phones.SILENT`): `kind` is that of
    `identity.Reporter`; without `contact` the one that is kept stays. Silence for all of a contact's cases is for who
    holds it alone: a stranger may have written it down.

    What still waits for the former contact is dropped, and the new one is told that it is used: who was written down
    by mistake stops it with one press. Raises Refused when no contact is kept, the way needs another contact, or too
    much was changed today.
    """
    complaint = lifecycle.lock(complaint_id)
    reporter = identity.read(complaint)
    if reporter is None:
        raise Refused(_("Laporan ini tidak punya kontak."))
    contact = contact if kind != phones.SILENT else ""
    if not contact and kind != phones.SILENT and (kind == phones.EMAIL) != ("@" in reporter.contact):
        raise Refused(_("Tulis alamat e-mail.") if kind == phones.EMAIL else _("Tulis nomor HP."))
    changed = identity.Reporter(reporter.name, kind, contact or reporter.contact)
    if changed == reporter:
        return
    today, _tomorrow = dates.day_of(now)
    if complaint.events.filter(kind=Event.Kind.CONTACT_CHANGED, at__gte=today).count() >= CHANGED_A_DAY:
        raise Refused(_("Hari ini kontak sudah 3 kali diganti. Lanjutkan besok."))
    outbox.drop_waiting(complaint)
    identity.change(complaint, changed)
    sealed = fingerprints.filing(complaint)["identity"]
    outbox.record(complaint, Event.Kind.CONTACT_CHANGED, audit.REPORTER, now, identity=sealed)


@transaction.atomic
def withdraw(complaint_id: int, *, reason: str = "", now: datetime) -> None:
    """Take the complaint back. It stays on record, closed. Raises Refused when it is closed already."""
    complaint = lifecycle.lock(complaint_id)
    lifecycle.transition(complaint, "withdraw", actor=audit.REPORTER, now=now)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now) if reason else None
    outbox.record(complaint, Event.Kind.WITHDRAWN, audit.REPORTER, now, reason=kept)


def _judged(complaint: Complaint, seen: int | None) -> Event | None:
    """Return the answer that the reporter judges, None if there never was one: an outside body may stay silent.

    Raises Refused if it is not the one that was read.
    """
    answers = (Event.Kind.ANSWERED, Event.Kind.OUTSIDE_ANSWERED)
    answer = complaint.events.filter(kind__in=answers).order_by("-sequence").first()
    if seen is not None and (answer is None or seen != answer.sequence):
        raise Refused(_("Instansi sudah menjawab lagi. Baca jawaban yang baru, lalu nilai."))
    return answer


def _last(complaint: Complaint, kind: str) -> Event:
    return complaint.events.filter(kind=kind).latest("sequence")


def _known(codes: Iterable[str], catalogue: tuple[str, ...]) -> list[str]:
    return [code for code in catalogue if code in set(codes)]
