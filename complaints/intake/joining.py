"""Support instead of a report of one's own: what was written may go to the staff of that case (P4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import attachments, audit, lifecycle, phones, texts
from complaints.errors import Refused
from complaints.models import Attachment, Event, Text
from complaints.notifications import outbox
from complaints.publication import supporting

from . import drafts


@transaction.atomic
def join(
    complaint_id: int, *, key: str, browser: str, contact: phones.Contact | None, adds: bool, now: datetime
) -> bool:
    """Count the visitor as supporter of a published case and, if `adds`, hand story and photos of the draft under
    `key` to its staff; return whether the support is new.

    Nobody else reads them: not the public, and not who filed the case. The draft goes in the same transaction, and
    only where it was handed over; else it stays. Raises Refused, then nothing has changed.
    """
    complaint = lifecycle.lock(complaint_id)
    draft = drafts.find(key, lock=True)
    if draft is None:
        raise Refused(_("Draf Anda tidak kami temukan lagi. Tulis sekali lagi."))
    if not complaint.is_open:
        raise Refused(_("Laporan itu sudah ditutup. Lanjutkan laporan Anda."))
    row, new = supporting.add(complaint, browser=browser, contact=contact, now=now)
    if adds:
        kept = texts.keep(complaint, Text.Kind.EVIDENCE, drafts.read(key).story, now)
        photos = attachments.adopt(complaint, draft, purpose=Attachment.Purpose.SUPPORTER)
        told = {"supporter": row.pk, "text": kept, "photos": photos}
        outbox.record(complaint, Event.Kind.SUPPORTER_ADDED, audit.SYSTEM, now, **told)
        draft.delete()
    return new
