"""What a visitor has written so far, kept on the server between the steps.

The key lives in the visitor's cookie alone; the row is sealed with it, so that the database opens
nothing. The key is also the idempotency key of the submission that the draft becomes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet
from django.db import transaction
from django.utils.translation import gettext as _

from complaints import attachments, photos
from complaints.errors import Refused
from complaints.models import Attachment, Complaint, Draft, Submission
from complaints.numbers import digest

KEPT = timedelta(days=7)
MAX_PHOTOS = 3
_STEP_3 = {"contact_choice", "contact_kind", "contact", "name", "may_publish", "register"}


@dataclass
class Content:
    """The answers of steps 1 and 2. Coordinates in degrees, accuracy in metres."""

    report_class: str = Complaint.ReportClass.COMPLAINT.value
    # The closed complaint about the same thing, by number: whoever named it has proved to be its reporter.
    follows: str = ""
    category: str = ""
    story: str = ""
    since: str = ""
    village: str = ""
    landmark: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy: int | None = None
    no_place: bool = False
    # Step 3 (_STEP_3) is kept too, so that going back to change a line loses nothing.
    contact_choice: str = ""
    contact_kind: str = ""
    contact: str = ""
    name: str = ""
    may_publish: bool | None = None
    register: bool = False
    photos: list[str] = field(default_factory=list, compare=False)

    def seen(self) -> str:
        """Return a digest (hex) of the report as the person read it: a later change must be read again."""
        report = {name: value for name, value in asdict(self).items() if name not in _STEP_3}
        return hashlib.sha256(json.dumps(report, sort_keys=True).encode()).hexdigest()


def new_key() -> str:
    """Return a fresh draft key: 128 random bits as hex."""
    return secrets.token_hex(16)


def find(key: str, *, lock: bool = False) -> Draft | None:
    """Return the row kept under `key`, sealed as it is, or None; with `lock` nobody else adds a photo meanwhile."""
    rows = Draft.objects.select_for_update() if lock else Draft.objects
    return rows.filter(key_digest=digest("draft", key)).first()


def read(key: str) -> Content:
    """Return what is kept under `key`, empty if nothing is, with the sha256 of its photos in order."""
    found = look(key)
    return found[0] if found else Content()


def look(key: str) -> tuple[Content, list[Attachment]] | None:
    """Return what is kept under `key` and the rows of its photos in order, None if nothing is kept."""
    draft = find(key)
    if draft is None:
        return None
    content = Content(**json.loads(_fernet(key).decrypt(bytes(draft.cipher))))
    rows = list(draft.attachments.all())
    content.photos = [row.sha256 for row in rows]
    return content, rows


def was_read(key: str, seen: str, underway: Iterable[str]) -> bool:
    """Whether the draft is what its writer read when `seen` was its digest.

    Photos `underway` then (SHA-256 in hex, as they are sent) may have come since: the writer had chosen them.
    """
    content, rows = look(key) or (Content(), [])
    came = {attachments.sent_id(key, sha256) for sha256 in underway}
    while content.seen() != seen:
        if not rows or rows.pop().pk not in came:
            return False
        content.photos.pop()
    return True


def keep(key: str, content: Content, *, now: datetime) -> Draft:
    """Store `content` under `key`, replacing what was there. Photos are kept by `add_photos`."""
    plain = asdict(content)
    plain.pop("photos")
    cipher = _fernet(key).encrypt(json.dumps(plain).encode())
    draft, _created = Draft.objects.update_or_create(
        key_digest=digest("draft", key), defaults={"cipher": cipher, "updated_at": now}
    )
    return draft


def add_photos(key: str, decoded: list[photos.Photo], *, now: datetime) -> int:
    """Add photos to the draft, at most three in all; return how many found no room.

    A picture that is already there is not added again and needs no room: the same form may come twice.
    Raises Refused when the disk does not take them.
    """
    if not decoded:
        return 0
    rows = attachments.store(decoded, Attachment.Purpose.REPORT, now)
    with transaction.atomic():
        left_out = add_rows(find(key, lock=True) or keep(key, Content(), now=now), rows, now)
    _drop_files_of_unused(rows)
    return left_out


def add_sent(key: str, photo: photos.Photo, sent: UUID, *, begins: bool, now: datetime) -> UUID | None:
    """Add a photo that came apart from its form and return the id it has now: `sent`, or that of the same picture.

    None when there is no draft to add it to: it was sent, or there never was one and this does not begin it. Raises
    Refused when three are there already, or the disk does not take it.
    """
    (row,) = rows = attachments.store([photo], Attachment.Purpose.REPORT, now)
    row.pk = sent
    with transaction.atomic():
        draft = find(key, lock=True)
        if draft is None and begins and not Submission.objects.under(key).exists():
            draft = keep(key, Content(), now=now)
        left_out = add_rows(draft, rows, now) if draft else 0
        same = draft and draft.attachments.filter(sha256=row.sha256).first()
    _drop_files_of_unused(rows)
    if left_out:
        raise Refused(_("Sudah ada 3 foto. Hapus satu kalau mau mengganti"))
    return same and same.pk


def add_rows(draft: Draft, rows: list[Attachment], now: datetime) -> int:
    """Bind photos, stored just now or of another draft, to a locked one as far as there is room; return how many found
    none."""
    there = set(draft.attachments.values_list("sha256", flat=True))
    left_out = 0
    for row in rows:
        if row.sha256 in there:
            continue
        if len(there) == MAX_PHOTOS:
            left_out += 1
            continue
        row.draft = draft
        row.created_at = now + timedelta(microseconds=len(there))  # they stay in the order they were chosen in
        row.save(force_insert=True) if row._state.adding else row.save(update_fields=["draft", "created_at"])
        there.add(row.sha256)
    return left_out


def _drop_files_of_unused(rows: list[Attachment]) -> None:
    for row in rows:
        if row.draft is None:
            photos.remove(row.key)


def remove_sent(key: str, sha256: str) -> None:
    """Remove the photo that was sent with these bytes (SHA-256 in hex); nothing happens if it is not there."""
    remove_photo(key, attachments.sent_id(key, sha256))


def remove_photo(key: str, attachment_id) -> None:
    """Remove one photo of the draft; nothing happens if it is not there."""
    row = Attachment.objects.filter(pk=attachment_id, draft__key_digest=digest("draft", key)).first()
    if row is not None:
        row.delete()
        photos.remove(row.key)


def discard(key: str) -> None:
    """Delete the draft with its photos, as its writer asks; nothing happens if there is none."""
    draft = find(key)
    if draft is None:
        return
    files = list(draft.attachments.values_list("key", flat=True))
    draft.delete()
    for name in files:
        photos.remove(name)


def purge(*, now: datetime) -> int:
    """Delete drafts untouched for 7 days with their photo rows; return how many went. Files go with the sweep."""
    count, _models = Draft.objects.filter(updated_at__lt=now - KEPT).delete()
    return count


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"draft:" + key.encode()).digest()))
