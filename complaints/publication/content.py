"""The public form of a case as a value: as it stands stored, as it is proposed, or as somebody types it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from complaints import texts
from complaints.models import Attachment, Complaint, Publication, PublishedPhoto

# Degrees. 0.001 of latitude are 111 m; so near the equator longitude too (ux.md 5.4: rounded to about 100 m).
_GRID = 3


@dataclass(frozen=True)
class Shown:
    """A photo that is shown, and the boxes in it that are blurred.

    Boxes are (left, top, width, height) in thousandths of width and height. `key` names the blurred copy on the disk;
    it is empty while none was made.
    """

    attachment: Attachment
    boxes: tuple[tuple[int, int, int, int], ...] = ()
    key: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Content:
    """What a person has checked of a case. `point` is latitude and longitude in degrees, rounded.

    `words` holds {sequence of an event: its words}: empty where they are not shown, absent where nobody has looked.
    """

    title: str
    story: str
    landmark: str = ""
    point: tuple[float, float] | None = None
    words: dict[int, str] = field(default_factory=dict)
    photos: tuple[Shown, ...] = ()


def texts_of(content: Content) -> list[str]:
    """Return every text of a public form, to be looked through."""
    return [content.title, content.story, content.landmark, *content.words.values()]


def digest(content: Content) -> str:
    """Return a name (hex) of all that a public form shows: who publishes has seen exactly this."""
    photos = [(str(shown.attachment.pk), shown.boxes) for shown in content.photos]
    shown = (content.title, content.story, content.landmark, content.point, sorted(content.words.items()), photos)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def rounded(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the crossing of a grid of about 110 m that is nearest to a point, in degrees."""
    return round(latitude, _GRID), round(longitude, _GRID)


def stored(publication: Publication) -> Content:
    """Return the public form of a case as it stands (3 queries): what a page shows, and what the next change begins
    with."""
    rows = list(publication.texts.select_related("text"))
    kept = [row.text for row in rows if row.text]
    kept += [text for text in (publication.story, publication.landmark) if text]
    contents = texts.read_many(kept)
    point = None
    if publication.latitude is not None:
        point = rounded(publication.latitude, publication.longitude)
    return Content(
        title=publication.title,
        story=contents.get(publication.story_id, ""),
        landmark=contents.get(publication.landmark_id, ""),
        point=point,
        words={row.sequence: contents.get(row.text_id, "") for row in rows},
        photos=tuple(shown(row) for row in publication.photos.select_related("attachment")),
    )


def shown(row: PublishedPhoto) -> Shown:
    """Return the value of a stored photo."""
    boxes = tuple(tuple(box) for box in row.boxes)
    return Shown(row.attachment, boxes, row.key, row.width, row.height)


def point_of(complaint: Complaint) -> tuple[float, float] | None:
    """Return where the reporter's pin stands, rounded; nothing where there is none."""
    place = getattr(complaint, "place", None)
    if place is None or place.latitude is None:
        return None
    return rounded(place.latitude, place.longitude)
