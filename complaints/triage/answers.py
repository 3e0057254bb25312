"""Answers of the day (product.md 3): what was answered, newest first, for the coordinator to read one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from complaints import access, cursors, lifecycle, texts
from complaints.deadlines.offices import calendar_of
from complaints.followup import readings
from complaints.models import Attachment, Event, Position, Text, User
from complaints.states import Status

ROWS = 10  # each is read to its end


@dataclass(frozen=True)
class Answer:
    """One answer as the page shows it. `until`: until when it may be sent back, None where it is the last word no more;
    `drawn` are its photos as parts/photos.html wants them."""

    event: Event
    title: str
    story: str
    text: str
    no_photo: str
    photos: list[Attachment]
    until: datetime | None
    drawn: list[dict] = field(default_factory=list)

    @property
    def is_read(self) -> bool:
        return hasattr(self.event, "reading")


def reads(held: list[Position]) -> bool:
    """Whether these positions read the answers of the day: the coordinator's."""
    return any(position.role == Position.Role.COORDINATOR for position in held)


def to_read(user: User, held: list[Position], now: datetime) -> QuerySet[Event]:
    """Return the answers that no coordinator has read yet, of cases this person reads."""
    return _theirs(readings.unread_answers(now), user, held)


def every(user: User, held: list[Position]) -> QuerySet[Event]:
    """Return every answer in the cases that this person reads as their coordinator."""
    return _theirs(Event.objects.filter(kind=Event.Kind.ANSWERED), user, held)


def _theirs(answers: QuerySet[Event], user: User, held: list[Position]) -> QuerySet[Event]:
    if not reads(held):
        return Event.objects.none()
    # Asked of each answer, not joined: so the newest are read in the order of their index, and no more.
    return answers.filter(Exists(access.staff_cases(user, held).filter(pk=OuterRef("complaint"))))


def page(answers: QuerySet[Event], *, after: str | None = None, before: str | None = None) -> cursors.Page:
    """Return one page of them, the newest first, with all that `told` reads (1 query, without OFFSET)."""
    rows = answers.select_related("complaint__owner", "complaint__category", "complaint__village", "reading__user")
    return cursors.page(rows, by="at", descending=True, size=ROWS, after=after, before=before)


def told(events: list[Event]) -> list[Answer]:
    """Return the answers with their words and photos (a fixed number of queries, whatever the number of answers)."""
    if not events:
        return []
    stories = texts.stories([event.complaint for event in events])
    names = ("answer", "no_photo")
    ids = [event.data[name]["text"] for event in events for name in names if name in event.data]
    words = texts.read_many(Text.objects.filter(pk__in=ids))
    mine = Q()
    for event in events:
        mine |= Q(complaint=event.complaint_id, event_sequence=event.sequence)
    shown: dict[tuple[int, int], list[Attachment]] = {}
    for row in Attachment.objects.filter(mine, purpose=Attachment.Purpose.RESULT):
        shown.setdefault((row.complaint_id, row.event_sequence), []).append(row)
    latest = _last_answers(events)
    office = calendar_of(lifecycle.verifying_agency(events[0].complaint).pk)
    rows = []
    for event in events:
        said = {name: words.get(event.data[name]["text"], "") if name in event.data else "" for name in names}
        story = stories.get(event.complaint_id, "")
        last = event.complaint.status == Status.ANSWERED and latest[event.complaint_id] == event.sequence
        rows.append(
            Answer(
                event=event,
                title=texts.title(story),
                story=story,
                text=said["answer"],
                no_photo=said["no_photo"],
                photos=shown.get((event.complaint_id, event.sequence), []),
                until=office.end_of_working_days(event.at, 1) if last else None,
            )
        )
    return rows


def _last_answers(events: list[Event]) -> dict[int, int]:
    """Return {complaint: sequence of its last answer}; an older one was objected to or sent back."""
    cases = {event.complaint_id for event in events}
    rows = Event.objects.filter(complaint__in=cases, kind=Event.Kind.ANSWERED).order_by("complaint", "sequence")
    return dict(rows.values_list("complaint", "sequence"))
