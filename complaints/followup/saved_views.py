"""The queue of the desk: which views a person has, what stands in them, one page at a time (ux.md 4.1).

Every view is a filter on a queryset of `access`, so that nothing shows in a count that could not be opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import access, cursors, lapor, texts, timeline
from complaints.dates import day_of
from complaints.deadlines.calendar import Calendar
from complaints.deadlines.offices import calendar_of
from complaints.errors import Refused
from complaints.models import (
    Agenda,
    CaseTag,
    Clock,
    Complaint,
    Event,
    Holding,
    LaporReference,
    PageReport,
    Position,
    Publication,
    PublishedText,
    Regency,
    SavedFilter,
    Submission,
    Text,
    User,
)
from complaints.numbers import old_register_key, parse_tracking_number
from complaints.states import Because, ClockKind, Status, WaitsFor
from complaints.timeline.sentences import WORDED

from . import filters, proposals, readings

ROWS = 50
CAP = 1000  # a view is counted up to here, never over everything

Role = Position.Role
_WITH_THE_AGENCY = (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)
RECENTLY_CLOSED = timedelta(days=60)


@dataclass(frozen=True)
class View:
    """One saved view. `asks`: its cases wait for this person's own act."""

    key: str
    label: str
    cases: QuerySet[Complaint]
    asks: bool = False
    newest_first: bool = False  # else the most urgent; it may hold closed cases, which have no due time
    if_any: bool = False  # offered only when something is in it
    address: str = ""  # name of the page that shows it, where that is not the queue: its cases are not read here
    counted: bool = True
    kept: str = ""  # the query of a saved filter

    @property
    def query(self) -> str:
        """The query of the address that shows it."""
        return self.kept or f"v={self.key}"

    @property
    def orders(self) -> list[str]:
        """The orders that it can be shown in, its own first (filters.ORDERS)."""
        return ["terbaru", "terlama"] if self.newest_first else ["batas", "batas-jauh", "terbaru", "terlama"]


_AGENDA = re.compile(r"(?:agenda\s*)?([0-9]{1,6})\s*/\s*([0-9]{4})", re.IGNORECASE)


class _CappedCount(Subquery):
    """The number of rows of a sliced query, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()
    empty_result_set_value = 0


def views_of(user: User, held: Iterable[Position], now: datetime) -> list[View]:
    """Return the views of a person with these positions, in the order of the desk; none without a role here."""
    held = list(held)
    roles = {position.role for position in held}
    cases = access.staff_cases(user, held)
    is_open = cases.filter(closed_at__isnull=True)
    submitted = is_open.filter(status=Status.SUBMITTED)
    coordinates = Role.COORDINATOR in roles
    inspects = Role.INSPECTORATE in roles
    own = is_open.filter(owner__in={p.agency_id for p in held if p.role in Position.AGENCY_ROLES})
    works = bool(roles & set(Position.AGENCY_ROLES))
    today, tomorrow = day_of(now)

    views = []
    if coordinates:
        views += [
            View(
                "verifikasi",
                _("Perlu verifikasi"),
                submitted.filter(submitted_because__in=[Because.NEW, Because.BOUNCED, Because.REOPENED]),
                asks=True,
            ),
            View("dikembalikan", _("Dikembalikan"), submitted.filter(submitted_because=Because.RETURNED), asks=True),
            View("ditinjau", _("Ditinjau ulang"), submitted.filter(submitted_because=Because.OBJECTED), asks=True),
        ]
        to_mirror = Clock.objects.filter(kind=ClockKind.MIRROR, stopped_at__isnull=True).values("complaint")
        views.append(
            # Closed cases have no due time to be sorted by.
            View("lapor", _("Balas di LAPOR!"), cases.filter(pk__in=to_mirror), newest_first=True, if_any=True)
        )
        unread = readings.unread_answers(now).values("complaint")
        views.append(View("baca", _("Jawaban untuk dibaca"), cases.filter(pk__in=unread), address="triage:answers"))
        # Its answers are checked within the time in which a case closes and can be objected to.
        views.append(View("terbit", _("Perlu diterbitkan"), to_publish(cases, now), newest_first=True, if_any=True))
    elif inspects:
        objected = submitted.filter(submitted_because=Because.OBJECTED)
        views.append(View("ditinjau", _("Ditinjau ulang"), objected, if_any=True))
    if access.reviews(held):
        flagged = PageReport.objects.filter(decided_at__isnull=True).values("complaint")
        reported = access.reviewed_cases(user, held).filter(pk__in=flagged)
        views.append(View("tinjauan", _("Tinjauan"), reported, if_any=True, address="publication:reviews"))
    if inspects or access.stands_in(held):
        agencies = {position.agency_id for position in held if position.role == Role.INSPECTORATE}
        theirs = is_open.filter(Q(owner__in=agencies) | Q(access_class__in=Complaint.CLOSED))
        to_act = theirs.filter(status__in=[Status.SUBMITTED, *_WITH_THE_AGENCY])
        views.append(View("tindakan", _("Perlu tindakan"), to_act, asks=True, if_any=not inspects))
    if Role.HEAD in roles:
        theirs = is_open.filter(owner__in={p.agency_id for p in held if p.role == Role.HEAD})
        to_approve = theirs.filter(pk__in=proposals.open_ones().values("complaint"))
        views.append(View("persetujuan", _("Menunggu persetujuan"), to_approve, asks=True, if_any=True))
    if works:
        to_answer = own.filter(status__in=_WITH_THE_AGENCY)
        views += [
            View("jawaban", _("Perlu jawaban"), to_answer, asks=True),
            View("hari-ini", _("Jatuh tempo hari ini"), to_answer.filter(due_at__gte=today, due_at__lt=tomorrow)),
        ]
    if coordinates or works:
        arbitrated = submitted.filter(submitted_because=Because.ARBITRATION)
        views.append(View("putusan", _("Menunggu putusan"), arbitrated, asks=coordinates, if_any=True))
    if coordinates or works or inspects or Role.LEADER in roles:
        views.append(View("terlambat", _("Terlambat"), late(is_open, now)))
    if coordinates or works:
        views.append(View("menunggu", _("Menunggu pelapor"), is_open.filter(status=Status.NEEDS_INFO)))
    if coordinates:
        # By the date to ask again: that is what `due_at` is here.
        views.append(View("luar", _("Di lembaga luar"), is_open.filter(status=Status.FORWARDED_EXTERNAL), if_any=True))
    if coordinates or works:
        scheduled = (is_open if coordinates else own).filter(status=Status.SCHEDULED)
        views.append(View("terjadwal", _("Dijadwalkan"), scheduled, if_any=True))
    if works:
        views.append(View("tugas", _("Tugas saya"), is_open.filter(assignee=user)))
        deputised = [position.pk for position in held if not position.is_own]
        if deputised:
            away = Holding.objects.in_force(timezone.localdate(now)).filter(position__in=deputised).values("user")
            views.append(View("gantikan", _("Saya gantikan"), is_open.filter(assignee__in=away), if_any=True))
    if Role.OVERSEER in roles:
        views.append(View("berjalan", _("Masih berjalan"), is_open))
    if views:
        # What was merged is found with the complaint it was merged into.
        views.append(View("semua", _("Semua"), cases.exclude(status=Status.MERGED), newest_first=True))
    if works:
        unfinished = access.parts(user, held).filter(done_at__isnull=True)
        given = Complaint.objects.filter(pk__in=unfinished.values("complaint"), closed_at__isnull=True)
        views.append(View("bagian", _("Bagian kita"), given, if_any=True, address="sharing:parts"))
    if access.has_overview(held):
        views.append(overview(user, held))
    return views


def overview(user: User, held: list[Position]) -> View:
    """Return the view of the open cases of which only number, status and clocks are seen."""
    cases = access.overview_cases(user, held).filter(closed_at__isnull=True)
    return View("ikhtisar", _("Ikhtisar"), cases, if_any=True, address="monitoring:overview")


def to_publish(cases: QuerySet[Complaint], now: datetime) -> QuerySet[Complaint]:
    """Return those of `cases` that the public might see and nobody has decided on, or that are seen with an answer or
    news that nobody has checked: of open cases, and of those closed not long ago."""
    recent = Q(closed_at__isnull=True) | Q(closed_at__gte=now - RECENTLY_CLOSED)
    never = Q(category__never_public=True) | Q(category__sensitive=True)
    accused = Q(excluded_agency__isnull=False) | Q(excluded_person__isnull=False)
    allowed = cases.filter(recent, access_class=Complaint.AccessClass.ORDINARY, submission__may_publish=True)
    allowed = allowed.exclude(never).exclude(accused)
    unverified = [Because.NEW, Because.REOPENED]
    verified = ~Q(status__in=[Status.ARCHIVED, Status.WITHDRAWN, Status.MERGED])
    verified &= Q(submitted_because__isnull=True) | ~Q(submitted_because__in=unverified)
    verified &= Q(resume_because__isnull=True) | ~Q(resume_because__in=unverified)
    checked = PublishedText.objects.filter(publication=OuterRef("complaint"), sequence=OuterRef("sequence"))
    worded = Event.objects.filter(complaint=OuterRef("pk"), kind__in=WORDED)
    news = Q(published_at__isnull=False) & Exists(worded.filter(~Exists(checked)))
    # Looked up for each of the few that are left: joined, all publications there ever were would be read for it.
    decided = Publication.objects.filter(complaint=OuterRef("pk")).values("complaint")
    undecided = Q(published_at__isnull=True, decided__isnull=True) & verified
    return allowed.alias(decided=Subquery(decided)).filter(undecided | news)


def late(cases: QuerySet[Complaint], now: datetime) -> QuerySet[Complaint]:
    """Return those of `cases` that somebody in the government should have acted on by now."""
    return cases.filter(closed_at__isnull=True, waits_for__in=filters.OURS, due_at__lt=now)


def is_late(case: Complaint, now: datetime) -> bool:
    """Whether one case is among the `late` ones."""
    return case.is_open and case.waits_for in filters.OURS and case.due_at < now


def watches_all(held: list[Position]) -> bool:
    """Whether the lists of these positions hold cases of many agencies, so that a row must name its own."""
    return any(position.role not in Position.AGENCY_ROLES for position in held)


def saved(rows: list[SavedFilter], views: list[View], user: User, now: datetime) -> list[View]:
    """Return the saved filters as views, those whose view this person has; what may hold closed cases is not counted:
    the rare ones among all that ever came would have to be looked for to the end."""
    found = []
    for row in rows:
        wanted = filters.saved(row)
        for view in views:
            if view.key == wanted.view and not view.address:
                cases = filters.narrowed(view.cases, wanted, user, now, known=False)
                found.append(
                    replace(view, key=f"saring-{row.pk}", label=row.name, cases=cases, asks=False, kept=row.query)
                )
    return [replace(view, counted=not view.newest_first, if_any=False) for view in found]


def counts_of(views: list[View], user: User, now: datetime) -> tuple[dict[str, int | None], int]:
    """Return {view key: how many, at most CAP + 1} and how many need an act today, with one query.

    Urgent is what waits for this person's act and is late or due today; for who only watches, what is late.
    """
    if not views:
        return {}, 0
    _today, tomorrow = day_of(now)
    columns = {f"view_{number}": capped(view.cases) for number, view in enumerate(views) if view.counted}
    asking = [view for view in views if view.asks]
    for number, view in enumerate(asking):
        columns[f"urgent_{number}"] = capped(view.cases.filter(due_at__lt=tomorrow))
    found = User.objects.filter(pk=user.pk).annotate(**columns).values(*columns).get()
    counts = {view.key: found.get(f"view_{number}") for number, view in enumerate(views)}
    urgent = sum(found[f"urgent_{number}"] for number in range(len(asking)))
    return counts, urgent if asking else counts.get("terlambat", 0)


def chosen(views: list[View], counts: dict[str, int], key: str | None) -> View | None:
    """Return the view named `key`, else the first that asks something and is not empty, else the first that is always
    offered."""
    for view in views:
        if view.key == key:
            return view
    asking = (view for view in views if view.asks and counts[view.key])
    always = (view for view in views if not view.if_any)
    return next(asking, None) or next(always, views[0] if views else None)


def narrowed(view: View, wanted: filters.Asked, user: User, now: datetime) -> View:
    """Return the view with those of its cases alone that fulfil the filters, each with its mark for `user`."""
    cases = filters.narrowed(view.cases, wanted, user, now)
    return replace(view, cases=readings.with_mark(cases, user, now))


def page(view: View, *, order: str = "", older_than: str | None = None, newer_than: str | None = None) -> cursors.Page:
    """Return one page of a view with all that its rows show, with one query and without OFFSET."""
    _label, by, descending = filters.ORDERS[order if order in view.orders else view.orders[0]]
    cases = with_rows(view.cases)
    return cursors.page(cases, by=by, descending=descending, size=ROWS, after=older_than, before=newer_than)


def first_of(view: View, order: str, most: int, fetch: Callable[[QuerySet], QuerySet]) -> list[Complaint]:
    """Return the first cases of a view in that order with what `fetch` adds: `most`, and one more if there are more."""
    _label, by, descending = filters.ORDERS[order if order in view.orders else view.orders[0]]
    return list(fetch(view.cases).order_by(*((f"-{by}", "-pk") if descending else (by, "pk")))[: most + 1])


def with_rows(cases: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Return `cases` with all that `rows_of` reads of them, but for the mark of who looks."""
    last = FilteredRelation("events", condition=Q(events__sequence=F("version")))
    story = FilteredRelation("texts", condition=Q(texts__kind=Text.Kind.STORY))
    return cases.alias(last=last, story=story).select_related(
        *("owner", "village", "category", "assignee", "last__actor", "last__position__agency"),
        *("agenda", "publication", "story"),
    )


def rows_of(cases: list[Complaint], user: User, held: list[Position], now: datetime) -> list[dict]:
    """Return what parts/queue.html draws, without the addresses; four queries for any number of cases."""
    if not cases:
        return []
    # What stands in a protected case is read by opening it, which is recorded (life.md 5): here it has no words.
    told = {case.story.pk: case.story for case in cases if case.access_class != Complaint.AccessClass.PROTECTED}
    stories = texts.read_many(told.values())
    calendar, tagged = calendar_of(held[0].agency_id), tags_of(cases)
    rows = []
    for case in cases:
        story = stories.get(case.story.pk, "")
        protected = case.access_class == Complaint.AccessClass.PROTECTED
        title = _("Jalur rahasia") if protected else texts.title(story)
        event, mark = case.last, readings.mark(case, user, now)
        rows.append(
            {
                "number": case.tracking_number,
                "agenda": getattr(case, "agenda", ""),
                "title": title,
                "story": story.strip()[len(texts.title(story).rstrip("…")) :].strip(" ,;:\n"),
                "category": case.category.name,
                "place": case.village or "",
                "tags": tagged.get(case.pk, []),
                "supporters": case.publication.supporters if hasattr(case, "publication") else 0,
                "status": case,
                "due_at": case.due_at,
                "days": days_to(case.due_at, calendar, now),
                "paused": case.waits_for == WaitsFor.REPORTER,
                "agency": case.owner.short_name,
                "officer": case.assignee,
                "news": timeline.news(event, case),
                "news_by": timeline.by(event),
                "news_at": event.at,
                "unread": mark.unread,
                "open_by": mark.open_by,
            }
        )
    return rows


def tags_of(cases: Iterable[Complaint]) -> dict[int, list[str]]:
    """Return {complaint id: the names of its tags} of those that have any (one query)."""
    found: dict[int, list[str]] = {}
    rows = CaseTag.objects.filter(complaint__in=list(cases), removed_at__isnull=True).order_by("tag__name")
    for pk, name in rows.values_list("complaint_id", "tag__name"):
        found.setdefault(pk, []).append(name)
    return found


def days_to(due_at: datetime | None, calendar: Calendar, now: datetime) -> int | None:
    """Return how many working days are left until `due_at`, or have passed since; None without a due time."""
    if due_at is None:
        return None
    return calendar.working_days_late(due_at, now) if due_at < now else calendar.working_days_left(now, due_at)


def number_in(text: str) -> str | None:
    """Return the tracking number that was meant by `text`, itself, an agenda number, that of SP4N-LAPOR! or of the old
    register, whether or not there is such a case. Agenda numbers of protected cases find nothing: whether there is one
    is nobody's to try.
    """
    if agenda := _AGENDA.fullmatch(text.strip()):
        same = Agenda.objects.filter(series=Agenda.Series.GENERAL, number=agenda[1], year=agenda[2])
        return same.values_list("complaint__tracking_number", flat=True).first() or _taken_over(text)
    regency = Regency.objects.only("tracking_prefix").first()
    number = parse_tracking_number(text, regency.tracking_prefix) if regency else None
    if number is not None:
        return number
    try:
        mirrored = LaporReference.objects.filter(number=lapor.number(text))
    except Refused:
        return _taken_over(text)
    return mirrored.values_list("complaint__tracking_number", flat=True).first() or _taken_over(text)


def _taken_over(text: str) -> str | None:
    """Return the tracking number of what has this number in the old register; nothing without a digit is one."""
    if not any(character.isdigit() for character in text[:60]):
        return None
    taken = Submission.objects.under(old_register_key(text[:60]))
    return taken.values_list("complaint__tracking_number", flat=True).first()


def has(cases: QuerySet[Complaint], number: str) -> bool:
    """Whether the case with this tracking number is one of `cases`."""
    return cases.filter(tracking_number=number).exists()


def capped(cases: QuerySet) -> _CappedCount:
    """Return the number of `cases`, at most CAP + 1, as a column of another query."""
    return _CappedCount(cases.order_by().values("pk")[: CAP + 1])
