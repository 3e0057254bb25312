"""What the case page and the pages of its acts read. The queue is `saved_views`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from complaints import access, identity, texts, words
from complaints.deadlines import reasons
from complaints.deadlines.clocks import PAUSED_BY_A_QUESTION, term_for
from complaints.deadlines.offices import calendar_of
from complaints.models import Attachment, Clock, Complaint, Position, User
from complaints.states import ClockKind

from .operations import is_sensitive, people_of


@dataclass(frozen=True)
class ClockRow:
    """One clock as the case page shows it; `why` are the sentences of its explanation, while it runs."""

    name: str
    agency: str
    due_at: datetime
    source: str
    stopped_at: datetime | None
    paused: bool
    missed: bool
    days: int | None = None  # working days left or late
    counts: bool = False  # the one whose date the case shows
    why: list[str] = field(default_factory=list)


def case(user: User, held: list[Position], number: str) -> Complaint:
    """Return a case with everything its page shows of the row itself and its clocks, or raise Http404 (2 queries)."""
    cases = access.staff_cases(user, held).select_related(
        "owner", "category__agency", "village__district", "assignee", "place__landmark", "submission", "agenda"
    )
    complaint = access.with_number(cases.annotate(contact_kept=identity.kept()), number)
    clocks = Clock.objects.select_related("agency", "miss").order_by("started_at", "pk")
    prefetch_related_objects([complaint], Prefetch("clocks", queryset=clocks))
    return complaint


def landmark(complaint: Complaint) -> str:
    """Return the words by which the reporter named the spot; empty if none were given or they were erased."""
    place = getattr(complaint, "place", None)
    return (texts.read(place.landmark) or "") if place and place.landmark else ""


def coordinates(complaint: Complaint) -> str:
    """Return "latitude,longitude" in degrees as a geo: address writes them; empty if the spot is not known."""
    place = getattr(complaint, "place", None)
    return f"{place.latitude:.6f},{place.longitude:.6f}" if place and place.latitude is not None else ""


def clocks(complaint: Complaint, now: datetime) -> tuple[list[ClockRow], list[ClockRow]]:
    """Return the running clocks, the one that counts first, and the stopped ones, the oldest first.

    At most three queries for a case of one agency: pauses, hours and free days.
    """
    rows = list(complaint.clocks.all())
    running = [
        _row(reason.clock, days=reason.days, counts=reason.counts, why=reason.sentences)
        for reason in reasons.of(complaint, rows, now)
    ]
    return running, [_row(clock) for clock in rows if clock.stopped_at is not None]


def clocks_a_question_stops(complaint: Complaint, now: datetime) -> list[str]:
    """Return the names of the running clocks that will stand still while the reporter is asked."""
    due = {clock.kind for clock in complaint.clocks.filter(stopped_at__isnull=True, due_at__gt=now)}
    return [str(words.CLOCK[kind]) for kind in PAUSED_BY_A_QUESTION if kind in due]


def reply_due(complaint: Complaint, now: datetime) -> datetime:
    """Return until when the reporter may answer a question asked now."""
    term = term_for(ClockKind.COMPLETION, complaint.term_class, now)
    return calendar_of(complaint.owner_id).end_of_term(now, term.amount, term.unit)


def report_photos(complaint: Complaint) -> list[Attachment]:
    """Return the photos that came with the report, in order."""
    return list(Attachment.objects.filter(complaint=complaint, purpose=Attachment.Purpose.REPORT))


def assignable(complaint: Complaint, now: datetime) -> list[User]:
    """Return who can be given the case: people of its agency, never the one complained about."""
    people = people_of(complaint.owner, now, sensitive=is_sensitive(complaint))
    return [person for person in people if person.pk != complaint.excluded_person_id]


def _row(clock: Clock, **more) -> ClockRow:
    return ClockRow(
        name=str(words.CLOCK[clock.kind]),
        agency=clock.agency.short_name,
        due_at=clock.due_at,
        source=clock.source,
        stopped_at=clock.stopped_at,
        paused=clock.paused_at is not None,
        missed=hasattr(clock, "miss"),
        **more,
    )
