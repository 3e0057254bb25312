"""The queue of the desk: which views a person has, what stands in them, one page at a time (ux.md 4.1).

Every view is a filter on `access.staff_cases`, so that nothing shows in a count that could not be opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import F, FilteredRelation, IntegerField, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import access, texts, timeline
from complaints.deadlines.offices import calendar_of
from complaints.models import Complaint, Position, Regency, User
from complaints.numbers import parse_tracking_number
from complaints.states import Because, Status, WaitsFor

ROWS = 50
CAP = 1000  # a view is counted up to here, never over everything
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NUMBER = re.compile(r"[0-9]{1,17}")  # any moment of ours, and any row: nothing overflows

Role = Position.Role
_WITH_THE_AGENCY = (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)
# Somebody in the government must act; while the reporter is asked, nobody is late.
_OURS = (WaitsFor.OWNER, WaitsFor.AGENCY, WaitsFor.OUTSIDE_BODY)


@dataclass(frozen=True)
class View:
    """One saved view. `asks`: its cases wait for this person's own act."""

    key: str
    label: str
    cases: QuerySet[Complaint]
    asks: bool = False
    newest_first: bool = False  # else the most urgent
    if_any: bool = False  # offered only when something is in it

    @property
    def sorted_by(self) -> str:
        return "received_at" if self.newest_first else "due_at"


@dataclass(frozen=True)
class Page:
    """Up to ROWS cases of a view; the cursors lead to the pages around it, None at the ends."""

    cases: list[Complaint]
    newer: str | None
    older: str | None


class _CappedCount(Subquery):
    """The number of rows of a sliced query, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


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
    today, tomorrow = _day(now)

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
    if inspects:
        agencies = {position.agency_id for position in held if position.role == Role.INSPECTORATE}
        theirs = is_open.filter(owner__in=agencies, status__in=[Status.SUBMITTED, *_WITH_THE_AGENCY])
        views.append(View("tindakan", _("Perlu tindakan"), theirs, asks=True))
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
        late = is_open.filter(waits_for__in=_OURS, due_at__lt=now)
        views.append(View("terlambat", _("Terlambat"), late))
    if coordinates or works:
        views.append(View("menunggu", _("Menunggu pelapor"), is_open.filter(status=Status.NEEDS_INFO)))
    if works:
        views.append(View("tugas", _("Tugas saya"), is_open.filter(assignee=user)))
    if views:
        views.append(View("semua", _("Semua"), cases, newest_first=True))
    return views


def watches_all(held: list[Position]) -> bool:
    """Whether the lists of these positions hold cases of many agencies, so that a row must name its own."""
    return any(position.role not in Position.AGENCY_ROLES for position in held)


def counts_of(views: list[View], user: User, now: datetime) -> tuple[dict[str, int], int]:
    """Return {view key: how many, at most CAP + 1} and how many need an act today, with one query.

    Urgent is what waits for this person's act and is late or due today; for who only watches, what is late.
    """
    if not views:
        return {}, 0
    _today, tomorrow = _day(now)
    columns = {f"view_{number}": _capped(view.cases) for number, view in enumerate(views)}
    asking = [view for view in views if view.asks]
    for number, view in enumerate(asking):
        columns[f"urgent_{number}"] = _capped(view.cases.filter(due_at__lt=tomorrow))
    found = User.objects.filter(pk=user.pk).annotate(**columns).values(*columns).get()
    counts = {view.key: found[f"view_{number}"] for number, view in enumerate(views)}
    urgent = sum(found[f"urgent_{number}"] for number in range(len(asking)))
    return counts, urgent if asking else counts.get("terlambat", 0)


def chosen(views: list[View], counts: dict[str, int], key: str | None) -> View | None:
    """Return the view named `key`, else the first that asks something and is not empty, else the first."""
    for view in views:
        if view.key == key:
            return view
    asking = (view for view in views if view.asks and counts[view.key])
    return next(asking, views[0] if views else None)


def page(view: View, *, older_than: str | None = None, newer_than: str | None = None) -> Page:
    """Return one page of a view with all that its rows show, with one query and without OFFSET.

    The cursors come from the Page before; one that cannot be read means the first page.
    """
    back = newer_than is not None
    cursor = _read(newer_than if back else older_than)
    ascending = view.newest_first == back
    cases = view.cases.alias(
        last=FilteredRelation("events", condition=Q(events__sequence=F("version"))),
    ).select_related("owner", "village", "category", "assignee", "last__actor", "last__position__agency")
    name = view.sorted_by
    if cursor:
        value, pk = cursor
        beyond = "gt" if ascending else "lt"
        # The first condition alone is what an index can walk.
        cases = cases.filter(
            Q(**{f"{name}__{beyond}": value}) | Q(**{name: value, f"pk__{beyond}": pk}), **{f"{name}__{beyond}e": value}
        )
    order = (name, "pk") if ascending else (f"-{name}", "-pk")
    rows = list(cases.order_by(*order)[: ROWS + 1])
    more, rows = len(rows) > ROWS, rows[:ROWS]
    if back:
        rows.reverse()
    before, beyond = (more, cursor is not None) if back else (cursor is not None, more)
    return Page(
        cases=rows,
        newer=_written(rows[0], name) if rows and before else None,
        older=_written(rows[-1], name) if rows and beyond else None,
    )


def rows_of(cases: list[Complaint], held: list[Position], now: datetime) -> list[dict]:
    """Return what parts/queue.html draws, without the addresses; three queries for any number of cases."""
    if not cases:
        return []
    stories = texts.stories(cases)
    calendar = calendar_of(held[0].agency_id)
    rows = []
    for case in cases:
        story = stories.get(case.pk, "")
        title = texts.title(story)
        event = case.last
        days = None
        if case.due_at is not None:
            late = case.due_at < now
            days = (
                calendar.working_days_late(case.due_at, now) if late else calendar.working_days_left(now, case.due_at)
            )
        rows.append(
            {
                "number": case.tracking_number,
                "title": title,
                "story": story.strip()[len(title.rstrip("…")) :].strip(" ,;:\n"),
                "category": case.category.name,
                "place": case.village or "",
                "status": case,
                "due_at": case.due_at,
                "days": days,
                "paused": case.waits_for == WaitsFor.REPORTER,
                "agency": case.owner.short_name,
                "officer": case.assignee,
                "news": timeline.news(event, case),
                "news_by": timeline.by(event),
                "news_at": event.at,
            }
        )
    return rows


def number_in(text: str, user: User, held: list[Position]) -> str | None:
    """Return the tracking number that was meant by `text`, if it is of a case this person may read."""
    regency = Regency.objects.only("tracking_prefix").first()
    number = parse_tracking_number(text, regency.tracking_prefix) if regency else None
    return number if number and access.staff_cases(user, held).filter(tracking_number=number).exists() else None


def _capped(cases: QuerySet) -> _CappedCount:
    return _CappedCount(cases.order_by().values("pk")[: CAP + 1])


def _day(now: datetime) -> tuple[datetime, datetime]:
    """Return the local midnights around `now`."""
    local = timezone.localtime(now)
    today = datetime.combine(local.date(), time(0), tzinfo=local.tzinfo)
    return today, today + timedelta(days=1)


def _written(case: Complaint, name: str) -> str:
    return f"{(getattr(case, name) - _EPOCH) // _MICROSECOND}-{case.pk}"


def _read(cursor: str | None) -> tuple[datetime, int] | None:
    moment, _dash, pk = (cursor or "").partition("-")
    if not (_NUMBER.fullmatch(moment) and _NUMBER.fullmatch(pk)):
        return None
    return _EPOCH + int(moment) * _MICROSECOND, int(pk)
