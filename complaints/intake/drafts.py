"""What a visitor has written so far, kept on the server between the steps.

The key lives in the visitor's cookie alone; the row is sealed with it, so that the database opens
nothing. The key is also the idempotency key of the submission that the draft becomes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from cryptography.fernet import Fernet
from django.db import transaction

from complaints import attachments, photos
from complaints.models import Attachment, Draft
from complaints.numbers import digest

KEPT = timedelta(days=7)
MAX_PHOTOS = 3
_STEP_3 = {"contact_choice", "contact_kind", "contact", "name", "may_publish"}


@dataclass
class Content:
    """The answers of steps 1 and 2. Coordinates in degrees, accuracy in metres."""

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
    photos: list[str] = field(default_factory=list, compare=False)

    def seen(self) -> str:
        """Return a digest (hex) of the report as the person read it: a later change must be read again."""
        report = {name: value for name, value in asdict(self).items() if name not in _STEP_3}
        return hashlib.sha256(json.dumps(report, sort_keys=True).encode()).hexdigest()


def new_key() -> str:
    """Return a fresh draft key: 128 random bits as hex."""
    return secrets.token_hex(16)


def find(key: str) -> Draft | None:
    """Return the row kept under `key`, sealed as it is, or None."""
    return Draft.objects.filter(key_digest=digest("draft", key)).first()


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
        draft = Draft.objects.select_for_update().filter(key_digest=digest("draft", key)).first()
        if draft is None:
            draft = keep(key, Content(), now=now)
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
            row.save(force_insert=True)
            there.add(row.sha256)
    for row in rows:
        if row.draft is None:
            photos.remove(row.key)
    return left_out


def remove_photo(key: str, attachment_id) -> None:
    """Remove one photo of the draft; nothing happens if it is not there."""
    row = Attachment.objects.filter(pk=attachment_id, draft__key_digest=digest("draft", key)).first()
    if row is not None:
        row.delete()
        photos.remove(row.key)


def purge(*, now: datetime) -> int:
    """Delete drafts untouched for 7 days with their photo rows; return how many went. Files go with the sweep."""
    count, _models = Draft.objects.filter(updated_at__lt=now - KEPT).delete()
    return count


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"draft:" + key.encode()).digest()))
