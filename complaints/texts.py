"""What people wrote: kept as it was written, sealed where the case is sensitive or protected, never changed.

Events hold no free text, only a reference with a salted hash; this module is the only reader and
writer of `Text` rows.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from complaints import fingerprints, vault
from complaints.models import Complaint, Text

# life.md 5: encrypted for protected and sensitive cases; supervisory ones accuse people and are treated alike.
SEALED_CLASSES = frozenset(
    {Complaint.AccessClass.SENSITIVE, Complaint.AccessClass.PROTECTED, Complaint.AccessClass.SUPERVISORY}
)
TITLE_LENGTH = 80
SHORTEST_TITLE = 12


def keep(complaint: Complaint | None, kind: str, content: str, now: datetime) -> Text:
    """Store `content` as a new text of `complaint` (None: of the system) and return the row."""
    row = Text(complaint=complaint, kind=kind, salt=secrets.token_bytes(16), created_at=now)
    if complaint is not None and complaint.access_class in SEALED_CLASSES:
        row.cipher = vault.seal(complaint.pk, vault.Purpose.TEXT, content)
    else:
        row.plain = content
    row.save(force_insert=True)
    row.content = content  # so that `reference` need not unseal what was just sealed
    return row


def read(row: Text) -> str | None:
    """Return what was written, or None if it was erased."""
    if row.plain is not None:
        return row.plain
    if row.cipher is not None:
        return vault.unseal(row.complaint_id, vault.Purpose.TEXT, row.cipher)
    return None


def read_many(rows: Iterable[Text]) -> dict[int, str]:
    """Return {text id: content} with at most one more query; erased texts are left out."""
    rows = list(rows)
    contents = {row.pk: row.plain for row in rows if row.plain is not None}
    sealed: dict[int, list[Text]] = {}
    for row in rows:
        if row.cipher is not None:
            sealed.setdefault(row.complaint_id, []).append(row)
    if sealed:
        opened = vault.unseal_all(vault.Purpose.TEXT, {pk: [r.cipher for r in rs] for pk, rs in sealed.items()})
        for pk, plain in opened.items():
            contents.update(zip((row.pk for row in sealed[pk]), plain, strict=True))
    return contents


def stories(complaints: Iterable[Complaint]) -> dict[int, str]:
    """Return {complaint id: the story as filed} with two queries at most."""
    rows = list(Text.objects.filter(complaint__in=list(complaints), kind=Text.Kind.STORY))
    contents = read_many(rows)
    return {row.complaint_id: contents.get(row.pk, "") for row in rows}


def story(complaint: Complaint) -> str:
    """Return the story as filed, empty if it was erased; for many complaints `stories` asks once."""
    return stories([complaint])[complaint.pk]


def landmark(complaint: Complaint) -> str:
    """Return the words by which the reporter named the spot; empty if none were given or they were erased."""
    place = getattr(complaint, "place", None)
    return (read(place.landmark) or "") if place and place.landmark else ""


def title(story: str) -> str:
    """Return the first sentence of a story, at most 80 characters, to head a page or a row.

    A start of a few letters ("1.", "Pak!") is no sentence yet: the next one belongs to it.
    """
    story = story.strip()
    end = re.compile(r"(?<=[.!?])\s|\n").search(story, pos=min(len(story), SHORTEST_TITLE))
    first = " ".join((story[: end.start()] if end else story).split())
    if len(first) <= TITLE_LENGTH:
        return first
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def reference(row: Text) -> dict:
    """Return what an event stores of a text: its id and its salted hash."""
    content = row.content if hasattr(row, "content") else read(row)
    return {"text": row.pk, "hash": fingerprints.of_text(row.salt, row.kind, row.created_at, content)}


def seal_all(complaint: Complaint) -> None:
    """Seal every plain text of a complaint that has become sensitive, supervisory or protected."""
    for row in Text.objects.filter(complaint=complaint, plain__isnull=False):
        row.cipher = vault.seal(complaint.pk, vault.Purpose.TEXT, row.plain)
        row.plain = None
        row.save(update_fields=["plain", "cipher"])
