"""What the public reads of a case: one function, for the preview before it is published and for the page itself.

No name of a person, nothing internal, no words that nobody has checked. `templates/parts/public_page.html` draws it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints import next_steps, photos, timeline, words
from complaints.models import Attachment, Complaint, Event
from complaints.states import Status

from .content import Content, Shown, stored

# How the picture of a published photo is addressed: of the photo and one of `photos.SIZES`.
Address = Callable[[Shown, int], str]
# With these purposes a photo stands with the story; any other stands with the act that brought it.
_BEFORE = frozenset({Attachment.Purpose.REPORT, Attachment.Purpose.EVIDENCE, Attachment.Purpose.REPLY})
_NEVER = Attachment.INTERNAL | {Attachment.Purpose.INCOMING, Attachment.Purpose.LETTER}
_ANSWERS = (Event.Kind.ANSWERED, Event.Kind.OUTSIDE_ANSWERED)
_AWAITS_AN_ANSWER = (Status.SUBMITTED, Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED, Status.FORWARDED_EXTERNAL)


@dataclass(frozen=True)
class Answer:
    """One answer: whose, with which outcome (a code of `words.OUTCOME`, or empty), and its checked words.

    `unread` says why the words are not there.
    """

    agency: str
    by_hand: bool
    outcome: str
    text: str
    unread: str
    at: datetime
    photos: list[dict]


@dataclass(frozen=True)
class Page:
    """All that the public reads of one case; photos as parts/photos.html draws them, lines as parts/timeline.html."""

    number: str
    title: str
    status: tuple[str, bool, str | None]  # what `words.status` is asked with: code, examined, because
    status_line: str
    category: str
    place: str  # village and district in words; empty where none was told
    landmark: str
    point: tuple[float, float] | None  # degrees, rounded
    agency: str
    received_at: datetime
    closed_at: datetime | None
    published_at: datetime | None
    due_at: datetime | None  # by when an answer must be there; nothing once there is one
    story: str
    photos: list[dict]
    answers: list[Answer]  # newest first
    lines: list[timeline.Entry]  # what stands as an answer above is not told twice
    supporters: int

    @property
    def word(self) -> words.Word:
        """The word of the status, with icon and colour; `others` is what everybody reads."""
        code, examined, because = self.status
        return words.status(code, examined=examined, because=because)


def page(complaint: Complaint, content: Content, *, address: Address, supporters: int = 0) -> Page:
    """Return what the public reads of `complaint` with the public form `content` (4 queries).

    The complaint comes with owner, category and village__district. `address` gives the URL of a photo's picture.
    """
    lines = timeline.published(complaint, content.words)
    at = {sequence: [] for sequence in (line.sequence for line in lines)}
    before = []
    for shown in content.photos:
        if may_be_shown(shown.attachment):
            with_act = shown.attachment.event_sequence if shown.attachment.purpose not in _BEFORE else None
            at.get(with_act, before).append(shown)
    for line in lines:
        line.photos = _drawn(at[line.sequence], address, _("Foto {number} dari {who}"), line.who)
    answers = [_answer(line) for line in reversed(lines) if line.kind in _ANSWERS]
    # An answer is read once, in its own box.
    lines = [replace(line, text="", unread="", photos=[]) if line.kind in _ANSWERS else line for line in lines]
    return Page(
        number=complaint.tracking_number,
        title=content.title,
        status=(complaint.status, complaint.examined_at is not None, complaint.submitted_because),
        status_line=str(words.LINE_FOR_OTHERS[complaint.status]).format(agency=complaint.owner.name),
        category=complaint.category.name,
        place=place_of(complaint),
        landmark=content.landmark,
        point=content.point,
        agency=next_steps.who(complaint),
        received_at=complaint.received_at,
        closed_at=complaint.closed_at,
        published_at=complaint.published_at,
        due_at=due_at(complaint),
        story=content.story,
        photos=_drawn(before, address, _("Foto {number} dari {who}"), _("warga")),
        answers=answers,
        lines=lines,
        supporters=supporters,
    )


def published(complaint: Complaint) -> Page:
    """Return the public page of a case that `access.published_case` gave."""
    return page(
        complaint,
        stored(complaint.publication),
        address=address_of(complaint.tracking_number),
        supporters=complaint.publication.supporters,
    )


def due_at(complaint: Complaint) -> datetime | None:
    """Return by when the public may expect an answer; None where nobody owes one."""
    return complaint.due_at if complaint.status in _AWAITS_AN_ANSWER else None


def address_of(number: str) -> Address:
    """Return how the photos of a published case are addressed: each copy under a random key of its own."""
    return lambda shown, size: reverse("publication:photo", args=[number, shown.key, size])


def may_be_shown(attachment: Attachment) -> bool:
    """Whether a file of a case can be shown at all: a photo, and no paper between offices or letter that came in."""
    return attachment.media_type == Attachment.Media.JPEG and attachment.purpose not in _NEVER


def place_of(complaint: Complaint) -> str:
    """Return village and district in words, empty where the reporter told none."""
    village = complaint.village
    if village is None:
        return ""
    return _("{village}, Kecamatan {district}").format(village=village, district=village.district)


def _answer(line: timeline.Entry) -> Answer:
    return Answer(
        agency=line.body.name if line.body else line.given_by or line.who,
        by_hand=bool(line.given_by),
        outcome=line.outcome,
        text=line.text,
        unread=line.unread,
        at=line.at,
        photos=line.photos,
    )


def _drawn(rows: list[Shown], address: Address, alt: str, who: str) -> list[dict]:
    drawn = []
    for number, shown in enumerate(rows, 1):
        width, height = photos.fit(shown.width, shown.height, photos.SIZES[1])
        drawn.append(
            {
                "url": address(shown, photos.SIZES[1]),
                "full_url": address(shown, photos.SIZES[0]),
                "small_url": address(shown, photos.SIZES[2]),
                "alt": alt.format(number=number, who=who),
                "caption": "",
                "width": width,
                "height": height,
            }
        )
    return drawn
