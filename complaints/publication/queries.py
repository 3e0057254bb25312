"""What the pages of publication read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404

from complaints import access, texts, timeline
from complaints.models import Attachment, Complaint, Event, Publication, PublishedPhoto, Text, User
from complaints.timeline.sentences import WORDED

from . import rendering
from .content import Content, Shown, point_of, stored

# What an event calls the words that the public may read of it.
_WORDS = ("text", "answer", "outside")
_LOGGED = (Event.Kind.PUBLISHED, Event.Kind.HIDDEN, Event.Kind.PAGE_REPORTED, Event.Kind.PAGE_REPORT_DECIDED)


@dataclass(frozen=True)
class Logged:
    """One change of what the public sees: what, and the texts that were new with it."""

    entry: timeline.Entry
    texts: list[str]


def photo(complaint: Complaint, key: str) -> PublishedPhoto:
    """Return the photo of a published case whose copy lies under `key`, or raise Http404."""
    found = PublishedPhoto.objects.filter(publication=complaint.pk, key=key[:64]).first()
    if found is None:
        raise Http404
    return found


def written_words(complaint: Complaint) -> dict[int, str]:
    """Return {sequence: words} of all answers and news of a case, as they were written; without those erased."""
    events = list(complaint.events.filter(kind__in=WORDED).order_by("sequence"))
    references = {
        event.sequence: [event.data[name]["text"] for name in _WORDS if name in event.data] for event in events
    }
    wanted = [pk for pks in references.values() for pk in pks]
    contents = texts.read_many(Text.objects.filter(pk__in=wanted)) if wanted else {}
    found = {
        sequence: "\n\n".join(contents[pk] for pk in pks if pk in contents) for sequence, pks in references.items()
    }
    return {sequence: text for sequence, text in found.items() if text}


def unchecked_words(complaint: Complaint, checked: dict[int, str]) -> dict[int, str]:
    """Return {sequence: words} of the answers and news that nobody has looked at yet, as they were written."""
    return {sequence: text for sequence, text in written_words(complaint).items() if sequence not in checked}


def case(user: User, number: str) -> Complaint:
    """Return the case whose public form this person may be about to decide, or raise Http404."""
    cases = access.staff_cases(user).select_related("owner", "category", "village__district", "submission", "place")
    return access.with_number(cases, number)


def story(complaint: Complaint) -> str:
    """Return what the reporter wrote."""
    return texts.story(complaint)


def publication(complaint: Complaint) -> Publication | None:
    """Return the public form of a case, or the decision that it has none; None where nobody has decided."""
    return Publication.objects.select_related("story", "landmark").filter(complaint=complaint).first()


def there(complaint: Complaint) -> Content | None:
    """Return what was last shown of a case; None where the public has never seen it."""
    found = publication(complaint)
    return stored(found) if found and found.story_id else None


def proposed(complaint: Complaint, written: dict[int, str]) -> Content:
    """Return the public form to begin with: what was last shown with what is new, or what people wrote.

    Photos are only shown by choice; the rounded point where the category is one that is shown by default, else the
    village alone.
    """
    last = there(complaint)
    if last is not None:
        new = {sequence: text for sequence, text in written.items() if sequence not in last.words}
        return replace(last, words=last.words | new)
    story = texts.story(complaint)
    return Content(
        title=texts.title(story),
        story=story,
        landmark=texts.landmark(complaint),
        point=point_of(complaint) if complaint.category.publish_default else None,
        words=written,
    )


def photos(complaint: Complaint) -> list[Shown]:
    """Return the photos of a case that may be shown, unblurred, with their sizes."""
    rows = Attachment.objects.filter(complaint=complaint, media_type=Attachment.Media.JPEG)
    return [
        Shown(row, width=row.width, height=row.height)
        for row in rows.select_related("file_name")
        if rendering.may_be_shown(row)
    ]


def log(complaint: Complaint) -> list[Logged]:
    """Return every change of what the public sees, newest first, with the texts that were new."""
    told = [entry for entry in timeline.entries(complaint, for_staff=True) if entry.kind in _LOGGED]
    events = complaint.events.filter(kind=Event.Kind.PUBLISHED).values_list("sequence", "data")
    references = {sequence: [item["text"] for item in _references(data)] for sequence, data in events}
    wanted = [pk for pks in references.values() for pk in pks]
    contents = texts.read_many(Text.objects.filter(pk__in=wanted))
    return [
        Logged(entry, [contents[pk] for pk in references.get(entry.sequence, ()) if pk in contents])
        for entry in reversed(told)
    ]


def _references(data: dict) -> list[dict]:
    single = [data[name] for name in ("public_title", "public_story", "public_landmark") if name in data]
    return [*single, *data.get("public_words", [])]
