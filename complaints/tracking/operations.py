"""What the reporter does with the own case: reply, confirm, object, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import attachments, audit, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Attachment, Complaint, Event, Text
from complaints.states import Status

# After this long a resolved case is not objected to any more; a new report is linked to it instead.
OBJECTION_WINDOW = timedelta(days=30)
PRAISE = ("fast", "clear", "friendly")
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
        audit.record(
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
    audit.record(
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
    now: datetime,
) -> None:
    """*Sebagian* or *Belum beres*: the coordinator checks the objection within its own clock.

    `reasons` are codes of BLAME. A resolved case can be objected to for 30 days. `seen` is the sequence of the
    answer that was read. Raises Refused, also when there is a newer one.
    """
    rows = attachments.store(photos, Attachment.Purpose.OBJECTION, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id)
        if complaint.status == Status.RESOLVED and now > complaint.closed_at + OBJECTION_WINDOW:
            raise Refused(_("Laporan ini sudah ditutup lebih dari 30 hari. Buat laporan baru untuk masalah yang sama."))
        owner = lifecycle.verifying_agency(complaint)
        lifecycle.transition(complaint, "raise_objection", actor=audit.REPORTER, now=now, owner=owner)
        answer = _judged(complaint, seen)
        audit.record(
            complaint,
            Event.Kind.OBJECTED,
            audit.REPORTER,
            now,
            partly=partly,
            # Not the owner: after an objection that was not upheld, that is the coordinator.
            against=answer.data["state"]["owner"],
            reasons=_known(reasons, BLAME),
            comment=texts.keep(complaint, Text.Kind.OBJECTION, comment, now) if comment else None,
            photos=attachments.attach(complaint, rows),
        )


@transaction.atomic
def withdraw(complaint_id: int, *, reason: str = "", now: datetime) -> None:
    """Take the complaint back. It stays on record, closed. Raises Refused when it is closed already."""
    complaint = lifecycle.lock(complaint_id)
    lifecycle.transition(complaint, "withdraw", actor=audit.REPORTER, now=now)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now) if reason else None
    audit.record(complaint, Event.Kind.WITHDRAWN, audit.REPORTER, now, reason=kept)


def _judged(complaint: Complaint, seen: int | None) -> Event:
    """Return the answer that the reporter judges. Raises Refused if it is not the one that was read."""
    answer = _last(complaint, Event.Kind.ANSWERED)
    if seen is not None and seen != answer.sequence:
        raise Refused(_("Instansi sudah menjawab lagi. Baca jawaban yang baru, lalu nilai."))
    return answer


def _last(complaint: Complaint, kind: str) -> Event:
    return complaint.events.filter(kind=kind).latest("sequence")


def _known(codes: Iterable[str], catalogue: tuple[str, ...]) -> list[str]:
    return [code for code in catalogue if code in set(codes)]
