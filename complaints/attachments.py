"""Photos of a case: binding stored files to the act they belong to.

Decoding and the bytes are `complaints.photos`; who may see a photo is decided with the complaint it
belongs to, by `complaints.access`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from complaints import photos
from complaints.models import Attachment, Complaint, Draft


def store(decoded: Iterable[photos.Photo], purpose: str, now: datetime) -> list[Attachment]:
    """Write photos to disk and return their rows, not saved yet. Outside any transaction: files come first.

    Raises Refused when the disk does not take them.
    """
    return [
        Attachment(
            purpose=purpose,
            key=photos.store(photo),
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
            created_at=now,
        )
        for photo in decoded
    ]


def attach(complaint: Complaint, rows: Iterable[Attachment]) -> list[Attachment]:
    """Bind stored photos to the next event of a locked complaint; the caller records that event right after."""
    rows = list(rows)
    for row in rows:
        row.complaint, row.event_sequence = complaint, complaint.version + 1
        row.save(force_insert=True)
    return rows


def adopt(complaint: Complaint, draft: Draft) -> list[Attachment]:
    """Move the photos of a draft to the complaint it has become; the caller records that event right after."""
    rows = list(draft.attachments.all())
    for row in rows:
        row.draft, row.complaint, row.event_sequence = None, complaint, complaint.version + 1
        row.save(update_fields=["draft", "complaint", "event_sequence"])
    return rows


def sweep(*, older_than: datetime) -> int:
    """Delete stored photos that no row names, last written before `older_than`; return how many."""

    def with_row(keys: set[str]) -> set[str]:
        return set(Attachment.objects.filter(key__in=keys).values_list("key", flat=True))

    return photos.sweep_orphans(with_row, older_than=older_than)
