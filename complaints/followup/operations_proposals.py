"""Where an agency wants it, the head sends the answers of its people: proposing one, and giving it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, attachments, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Attachment, Event, Message, ProposedAnswer, Text, User
from complaints.notifications import outbox, receivers
from complaints.replies import operations as replies
from complaints.states import Outcome, Status

from . import drafts, operations, proposals


def propose_answer(
    complaint_id: int,
    *,
    outcome: Outcome,
    text: str,
    photos: Iterable = (),
    proposed: Iterable[Attachment] = (),
    no_photo_reason: str = "",
    begun: replies.Begun | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Put an answer before the head of the agency. What holds for an answer holds for it; no clock stops, and the
    reporter is told nothing. It takes the place of one that waits already; `proposed` are photos of that one, or of one
    that was given back. Raises Refused.
    """
    photos, proposed = list(photos), list(proposed)
    rows = attachments.store(photos, Attachment.Purpose.PROPOSED, now)
    rows += attachments.copies(proposed, Attachment.Purpose.PROPOSED, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        if not lifecycle.may(actor, "answer", complaint, now) or not proposals.must_wait(complaint, actor, now):
            raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
        if not proposals.is_answerable(complaint):
            raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
        operations.check_answer(complaint, "answer", outcome, text, photos + proposed, no_photo_reason)
        if complaint.status == Status.REFERRED:
            lifecycle.transition(complaint, "accept", actor=actor, now=now)
        event = outbox.record(
            complaint,
            Event.Kind.ANSWER_PROPOSED,
            actor,
            now,
            outcome=outcome,
            answer=texts.keep(complaint, Text.Kind.ANSWER, text, now),
            no_photo=texts.keep(complaint, Text.Kind.REASON, no_photo_reason, now) if no_photo_reason else None,
            photos=attachments.attach(complaint, rows),
        )
        ProposedAnswer.objects.update_or_create(
            complaint=complaint, defaults={"agency": complaint.owner, "sequence": event.sequence}
        )
        drafts.forget(complaint, actor)
        replies.note_use(begun, complaint)
        heads = receivers.heads(complaint, now)
        outbox.tell_staff(event, complaint, Message.Kind.PROPOSED, heads, digest=False)


@transaction.atomic
def give_back(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Let who proposed an answer work on it again; staff alone read `reason`. Raises Refused when none waits."""
    complaint = lifecycle.lock(complaint_id, version=version)
    if not proposals.heads(complaint, access.positions(actor, now)):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    proposed = proposals.event_of(complaint)
    if proposed is None:
        raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
    ProposedAnswer.objects.filter(complaint=complaint).delete()
    kept = texts.keep(complaint, Text.Kind.NOTE, reason, now)
    event = outbox.record(complaint, Event.Kind.ANSWER_GIVEN_BACK, actor, now, note=kept)
    outbox.tell_staff(event, complaint, Message.Kind.GIVEN_BACK, [proposed.actor], digest=False)
