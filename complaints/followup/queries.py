"""What the case page and the pages of its acts read. The queue is `saved_views`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from complaints import access, identity, texts, words
from complaints.deadlines import reasons
from complaints.deadlines.clocks import PAUSED_BY_A_QUESTION, term_for
from complaints.deadlines.offices import calendar_of
from complaints.models import (
    Agency,
    Attachment,
    Category,
    Clock,
    Complaint,
    District,
    Event,
    FieldReturn,
    Holding,
    Merge,
    Position,
    SavedFilter,
    Tag,
    User,
)
from complaints.routing import queries as routing
from complaints.states import ClockKind, Status

from . import drafts, filters, readings
from .operations import is_sensitive, people_of

SAME_CONTACT = 10  # cases by one contact, as the card of the reporter names them


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
    kind: str
    days: int | None = None  # working days left or late
    counts: bool = False  # the one whose date the case shows
    why: list[str] = field(default_factory=list)

    @property
    def past_target(self) -> bool:
        """Whether the regency's own target was not kept: no miss of the agency, but counted and shown."""
        return self.kind == ClockKind.TARGET and self.stopped_at is not None and self.stopped_at > self.due_at


def case(user: User, held: list[Position], number: str, now: datetime) -> Complaint:
    """Return a case with everything its page shows of the row itself and its clocks, or raise Http404 (2 queries)."""
    cases = access.staff_cases(user, held).select_related(
        *("owner", "category__agency", "village__district", "assignee", "place__landmark", "submission"),
        *("agenda", "lapor", "information_request", "publication", "last"),
    )
    cases = readings.with_mark(cases.annotate(contact_kept=identity.kept(), has_draft=drafts.kept(user)), user, now)
    last = FilteredRelation("events", condition=Q(events__sequence=F("version")))
    complaint = access.with_number(cases.alias(last=last), number)
    clocks = Clock.objects.select_related("agency", "miss").order_by("started_at", "pk")
    prefetch_related_objects([complaint], Prefetch("clocks", queryset=clocks))
    return complaint


def merged_with(complaint: Complaint, user: User, held: list[Position]) -> list[dict]:
    """Return [{number, is_main, may_open}] of the complaints joined to this one, or that it was joined to.

    One query, two where there are some. Who may not open one reads its number alone, as the history tells it.
    """
    same = Q(into=complaint) | Q(complaint=complaint)
    rows = Merge.objects.filter(same, undone_at__isnull=True).select_related("complaint", "into").order_by("pk")
    others = [row.into if row.complaint_id == complaint.pk else row.complaint for row in rows]
    seen = access.staff_cases(user, held).filter(pk__in=[other.pk for other in others])
    may_open = set(seen.values_list("pk", flat=True)) if others else set()
    is_merged = complaint.status == Status.MERGED
    return [
        {"number": other.tracking_number, "is_main": is_merged, "may_open": other.pk in may_open} for other in others
    ]


@dataclass(frozen=True)
class Given:
    """With whom a case is shared now: an overseer reads it, any other agency has the part that was `asked` of it."""

    agency: Agency
    asked: str
    done_at: datetime | None
    report: str  # what the agency says it did


def shares_of(complaint: Complaint) -> list[Given]:
    """Return with whom a case is shared now, the oldest first (one query, two of a sealed case)."""
    rows = list(
        complaint.shares.filter(ended_at__isnull=True).select_related("agency", "part", "report").order_by("pk")
    )
    contents = texts.read_many(text for row in rows for text in (row.part, row.report) if text)
    return [
        Given(row.agency, contents.get(row.part_id, ""), row.done_at, contents.get(row.report_id, "")) for row in rows
    ]


def related(user: User, held: list[Position], complaint: Complaint) -> dict[str, list[Complaint]]:
    """Return the case that this one follows and those that follow it, as far as this person may read them (1 query)."""
    before, seen = complaint.submission.follows_id, access.staff_cases(user, held)
    rows = list(seen.filter(Q(pk=before) | Q(submission__follows=complaint)).order_by("pk"))
    return {
        "follows": [row for row in rows if row.pk == before],
        "followed_by": [row for row in rows if row.pk != before],
    }


def same_contact(complaint: Complaint, user: User, held: list[Position]) -> list[Complaint]:
    """Return the newest cases that were filed with the same contact, for who may open it in each of them: their numbers
    alone, for the coordinator (ux.md 4.3). None, and no query, for anybody else and without a contact."""
    if not complaint.contact_kept or not any(position.role == Position.Role.COORDINATOR for position in held):
        return []
    cases = identity.same_reporter(complaint, access.contact_cases(user, held))
    return list(cases.only("tracking_number").order_by("-received_at", "-pk")[:SAME_CONTACT])


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


def proposed_photos(complaint: Complaint, event: Event | None) -> list[Attachment]:
    """Return the photos of an answer that was proposed to the head, in order; none without one."""
    if event is None:
        return []
    purpose = Attachment.Purpose.PROPOSED
    return list(Attachment.objects.filter(complaint=complaint, purpose=purpose, event_sequence=event.sequence))


def field_return(complaint: Complaint) -> FieldReturn | None:
    """Return what came back from the field last and was taken, for the agency that has the case now; or None."""
    taken = FieldReturn.objects.filter(link__complaint=complaint, link__agency=complaint.owner_id, taken=True)
    return taken.select_related("text").order_by("-sequence").first()


def field_photos(complaint: Complaint, returned: FieldReturn | None) -> list[Attachment]:
    """Return its photos, in order; none without one."""
    if returned is None:
        return []
    purpose = Attachment.Purpose.FIELD
    return list(Attachment.objects.filter(complaint=complaint, purpose=purpose, event_sequence=returned.sequence))


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
        kind=clock.kind,
        **more,
    )


def assigned_to_departed(now: datetime) -> list[Complaint]:
    """Return the open cases whose assignee holds no position in the owning agency today: a last day has passed."""
    there = Holding.objects.current(timezone.localdate(now)).filter(
        user=OuterRef("assignee"), position__agency=OuterRef("owner")
    )
    assigned = Complaint.objects.filter(assignee__isnull=False, closed_at__isnull=True).select_related("assignee")
    return list(assigned.filter(~Exists(there)).order_by("pk"))


def removable_filters(user: User, held: list[Position]) -> QuerySet[SavedFilter]:
    """Return the saved filters that `user` may remove: their own, and all of an agency that they head."""
    leading = {p.agency_id for p in held if p.role in (Position.Role.HEAD, Position.Role.COORDINATOR)}
    return SavedFilter.objects.filter(Q(user=user) | Q(agency__in=leading))


def acts_on_many(held: list[Position]) -> bool:
    """Whether these positions do one act to many cases: the coordinator's and those of agencies (triage.bulk)."""
    return any(position.role in (Position.Role.COORDINATOR, *Position.AGENCY_ROLES) for position in held)


@dataclass(frozen=True)
class Choices:
    """What a view can be narrowed by, beside what is fixed."""

    categories: list[tuple[str, list[Category]]]
    districts: list[District]  # each with its villages
    agencies: list[Agency]  # none for who sees one agency's cases
    people: list[User]  # colleagues, none for who sees many agencies' cases
    tags: list[Tag]


def choices(held: list[Position]) -> Choices:
    """Return what these positions can narrow a view by (6 queries at most)."""
    works = any(position.role in Position.AGENCY_ROLES for position in held)
    watches = any(position.role not in Position.AGENCY_ROLES for position in held)
    return Choices(
        categories=routing.categories(),
        districts=routing.districts(),
        agencies=list(routing.owning_agencies()) if watches else [],
        people=list(filters.colleagues(held)) if works else [],
        tags=list(Tag.objects.all()) if acts_on_many(held) else [],
    )
