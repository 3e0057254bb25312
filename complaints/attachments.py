"""Photos and papers of a case: binding stored files to the act they belong to.

Decoding and the bytes are `complaints.photos` and `complaints.documents`; who may see a file is decided with the
complaint it belongs to, by `complaints.access`. Every stored file is written by `store` and read by `read`.

In sensitive, supervisory and protected cases the bytes are encrypted with the complaint's own key (life.md 5). The
sealed file is durable before the row says so; the plain one goes when that is committed, and what a crash leaves is
swept.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import documents, files, numbers, photos, texts, vault
from complaints.errors import Refused
from complaints.models import Attachment, Complaint, DataKey, Draft, PublishedPhoto

logger = logging.getLogger(__name__)


def store(decoded: Iterable[photos.Photo | documents.Document], purpose: str, now: datetime) -> list[Attachment]:
    """Write photos and papers to disk and return their rows, not saved yet. Outside any transaction: files come first.

    Raises Refused when the disk does not take them.
    """
    return [
        Attachment(
            purpose=purpose,
            key=documents.store(file),
            sha256=file.sha256,
            media_type=Attachment.Media.PDF,
            created_at=now,
        )
        if isinstance(file, documents.Document)
        else Attachment(
            purpose=purpose,
            key=photos.store(file),
            sha256=file.sha256,
            width=file.width,
            height=file.height,
            created_at=now,
        )
        for file in decoded
    ]


def copies(rows: Iterable[Attachment], purpose: str, now: datetime) -> list[Attachment]:
    """Write photos of a case once more, for another purpose, and return their rows, not saved yet, as `store` does."""
    return store([photos.Photo({size: _rendition(row, size) for size in photos.SIZES}) for row in rows], purpose, now)


def _rendition(row: Attachment, size: int) -> photos.Rendition:
    return photos.Rendition(read(row, size), *photos.fit(row.width, row.height, size))


def sent_id(key: str, sha256: str) -> uuid.UUID:
    """Return the id of a photo that a phone sends apart from its form: sent again it is the same row.

    `key` is that of the draft, `sha256` (hex) that of the bytes as they are sent.
    """
    return uuid.UUID(bytes=numbers.digest("sent photo", f"{key} {sha256}")[:16])


def read(row: Attachment, size: int | None = None) -> bytes:
    """Return the bytes of a photo in one of `photos.SIZES`, or of a PDF as it came.

    FileNotFoundError if they are gone, ValueError for no such size.
    """
    if row.media_type == Attachment.Media.PDF and size is not None:
        raise ValueError("a PDF has no sizes")
    plain = _path(row, photos.SIZES[0] if size is None else size)
    if not row.is_sealed:
        with suppress(FileNotFoundError):
            return files.read(plain)
        row.refresh_from_db(fields=["is_sealed"])  # sealed since it was fetched, perhaps
    if not row.is_sealed:
        raise FileNotFoundError
    try:
        return vault.unseal_bytes(row.complaint_id, vault.Purpose.FILE, files.read(files.sealed(plain)))
    except DataKey.DoesNotExist:
        raise FileNotFoundError from None  # erased: nobody can read it again


def attach(complaint: Complaint, rows: Iterable[Attachment]) -> list[Attachment]:
    """Bind stored files to the next event of a locked complaint; the caller records that event right after."""
    rows = list(rows)
    for row in rows:
        row.complaint, row.event_sequence = complaint, complaint.version + 1
        row.save(force_insert=True)
    _seal_if_closed(complaint, rows)
    return rows


def adopt(complaint: Complaint, draft: Draft, *, purpose: str = Attachment.Purpose.REPORT) -> list[Attachment]:
    """Move the photos of a draft to the complaint it has become, or was handed to; the caller records that event
    right after."""
    return take_over(complaint, draft.attachments.all(), purpose=purpose)


def take_over(complaint: Complaint, rows: Iterable[Attachment], *, purpose: str) -> list[Attachment]:
    """Move photos of a draft, or of messages, to a complaint; the caller records the event right after."""
    rows = list(rows)
    for row in rows:
        row.draft, row.inbox, row.complaint, row.event_sequence = None, None, complaint, complaint.version + 1
        row.purpose = purpose
        row.save(update_fields=["draft", "inbox", "complaint", "event_sequence", "purpose"])
    _seal_if_closed(complaint, rows)
    return rows


def keep_sealed(complaint: Complaint, decoded: Iterable[photos.Photo], purpose: str, now: datetime) -> list[Attachment]:
    """Encrypt and write photos that never lie on the disk as they are, and bind them as `attach` does.

    Under the complaint's lock. Raises Refused when the disk does not take them.
    """
    rows = []
    for photo in decoded:
        row = Attachment(
            complaint=complaint,
            event_sequence=complaint.version + 1,
            purpose=purpose,
            key=files.new_key(),
            is_sealed=True,
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
            created_at=now,
        )
        for size, rendition in photo.renditions.items():
            _write_sealed(complaint, _path(row, size), rendition.jpeg)
        row.save(force_insert=True)
        rows.append(row)
    return rows


def seal_all(complaint: Complaint) -> None:
    """Seal every plain file of a complaint that has become sensitive, supervisory or protected. Raises Refused."""
    seal(complaint, Attachment.objects.filter(complaint=complaint, is_sealed=False))


def seal(complaint: Complaint, rows: Iterable[Attachment]) -> None:
    """Encrypt the files of a locked complaint; the plain ones go after the commit. Raises Refused."""
    for row in rows:
        paths = [_path(row, size) for size in _sizes(row)]
        for plain in paths:
            with suppress(FileNotFoundError):  # what is gone needs no lock
                _write_sealed(complaint, plain, files.read(plain))
        row.is_sealed = True
        row.save(update_fields=["is_sealed"])
        transaction.on_commit(lambda paths=paths: _remove(paths))


def _seal_if_closed(complaint: Complaint, rows: list[Attachment]) -> None:
    if complaint.access_class in texts.SEALED_CLASSES:
        seal(complaint, rows)


def _write_sealed(complaint: Complaint, plain: Path, data: bytes) -> None:
    cipher = vault.seal_bytes(complaint.pk, vault.Purpose.FILE, data)
    try:
        files.write_sealed(plain, cipher)
    except OSError as error:
        logger.error("file not sealed: %s", type(error).__name__)
        raise Refused(_("Foto atau berkas belum bisa dikunci. Coba lagi")) from error


def _remove(paths: list[Path]) -> None:
    with suppress(OSError):  # what stays is swept
        for plain in paths:
            plain.unlink(missing_ok=True)


def _sizes(row: Attachment) -> tuple[int, ...]:
    return photos.SIZES if row.media_type == Attachment.Media.JPEG else (0,)


def _path(row: Attachment, size: int) -> Path:
    """Return where one size of a photo, or a PDF, lies while it is not sealed."""
    return photos.path(row.key, size) if row.media_type == Attachment.Media.JPEG else documents.path(row.key)


def sweep(*, older_than: datetime) -> int:
    """Delete stored files that no row names, last written before `older_than`; return how many."""

    def with_row(keys: set[str]) -> dict[str, bool]:
        copies = PublishedPhoto.objects.filter(key__in=keys).values_list("key", flat=True)
        return dict.fromkeys(copies, False) | dict(
            Attachment.objects.filter(key__in=keys).values_list("key", "is_sealed")
        )

    return sum(sort.sweep_orphans(with_row, older_than=older_than) for sort in (photos, documents))
