"""What the pages of the master data show beside the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from complaints import dates, texts
from complaints.deadlines import telling
from complaints.deadlines.calendar import Calendar
from complaints.deadlines.offices import calendar_of
from complaints.models import Absence, Event, Holding, Position, Term, Text, User
from complaints.states import ClockKind

LIST_LENGTH = 100
_NOT_FIELDS = {"password": _("kata sandi"), "second_factor": _("langkah kedua")}


def preview_of(term: Term, now: datetime) -> list[str]:
    """Return, one sentence a line, what a term as typed would do from `now` on; empty while it is not typed.

    By the regency's own hours: an agency with others has other dates. The source is shown as the reporter reads it.
    """
    if not (term.amount and term.unit and term.clock):
        return []
    calendar = calendar_of()
    lines = [_due(term, calendar, now)]
    newer = {"clock": term.clock, "term_class": term.term_class, "valid_from__lte": timezone.localdate(now)}
    in_force = Term.objects.filter(**newer).exclude(pk=term.pk).order_by("-valid_from").first()
    if in_force is not None and (term.valid_from is None or term.valid_from > in_force.valid_from):
        due = dates.full_moment(calendar.end_of_term(now, in_force.amount, in_force.unit))
        length = telling.term(in_force.amount, in_force.unit)
        lines.append(_("Dengan yang berlaku sekarang, {length}: {due}.").format(length=length, due=due))
    if term.source:
        lines.append(_("Pelapor membaca: “Dasar: {source}”.").format(source=term.source))
    return lines


def _due(term: Term, calendar: Calendar, now: datetime) -> str:
    sentence = _("Tenggat “{clock}” yang mulai sekarang akan jatuh tempo {due}.")
    if term.clock == ClockKind.VERIFICATION:
        sentence = _("Laporan yang diterima sekarang akan jatuh tempo {due}.")
    due = calendar.end_of_term(now, term.amount, term.unit)
    return sentence.format(clock=term.get_clock_display(), due=dates.full_moment(due))


@dataclass(frozen=True)
class Change:
    """One line of the history of a row: when, who, in which position, the names of what changed, and why."""

    at: datetime
    who: str
    position: str
    fields: str
    why: str = ""


def changes_of(row: models.Model) -> Iterator[Change]:
    """Yield the last hundred changes of a row of master data, newest first (2 queries)."""
    events = Event.objects.filter(complaint__isnull=True, data__model=row._meta.model_name, data__id=row.pk)
    events = list(events.select_related("actor", "position__agency").order_by("-sequence")[:LIST_LENGTH])
    reasons = [event.data["reason"]["text"] for event in events if "reason" in event.data]
    contents = texts.read_many(Text.objects.filter(pk__in=reasons)) if reasons else {}
    for event in events:
        yield Change(
            at=event.at,
            who=str(event.actor or _("Sistem")),
            position=str(event.position or ""),
            fields=capfirst(", ".join(_label(row, name) for name in event.data["fields"])),
            why=contents.get(event.data["reason"]["text"], "") if "reason" in event.data else "",
        )


def _label(row: models.Model, name: str) -> str:
    try:
        return str(row._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return str(_NOT_FIELDS.get(name, name))


def with_current_holders(positions: QuerySet[Position], day: date) -> QuerySet[Position]:
    """Return `positions`, each with `holders`: who holds it on `day` (one more query for all)."""
    current = Holding.objects.current(day).select_related("user").order_by("starts_on")
    return positions.select_related("agency").prefetch_related(Prefetch("holdings", current, to_attr="holders"))


def with_access(users: QuerySet[User], day: date) -> QuerySet[User]:
    """Return `users`, each with `held` (holdings on `day`) and `has_second_factor` (one more query for all)."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    proofs = Authenticator.objects.filter(user=OuterRef("pk"), type__in=types)
    current = Holding.objects.current(day).select_related("position__agency").order_by("starts_on")
    return users.annotate(has_second_factor=Exists(proofs)).prefetch_related(
        Prefetch("holdings", current, to_attr="held")
    )


@dataclass(frozen=True)
class Holder:
    """Who holds a position, on which basis, until when, and until when they are away."""

    holding: Holding
    away_until: date | None

    @property
    def is_definitive(self) -> bool:
        """Whether in their own right."""
        return self.holding.basis == Holding.Basis.OWN_RIGHT


@dataclass(frozen=True)
class PositionRow:
    """A position with who holds it today."""

    position: Position
    holders: list[Holder]

    def words(self) -> str:
        """Return all one may look for it by, in small letters."""
        agency, people = self.position.agency, [str(holder.holding.user) for holder in self.holders]
        return " ".join([self.position.title, agency.name, agency.short_name, *people]).casefold()


def positions(day: date) -> list[PositionRow]:
    """Return every active position with its holders on `day`, by agency (3 queries, however many there are)."""
    active = Position.objects.filter(is_active=True, agency__is_active=True).select_related("agency", "deputy")
    return [PositionRow(position, _holders(position.held)) for position in active.prefetch_related(*_held(day))]


def position(code: str, day: date) -> Position:
    """Return an active position with `holders` on `day`, `definitive` (the person or None) and `former` holdings.

    Raises Http404 when there is none.
    """
    active = Position.objects.filter(is_active=True, agency__is_active=True).select_related("agency")
    found = get_object_or_404(active.prefetch_related(*_held(day)), code=code)
    found.holders = _holders(found.held)
    found.definitive = next((each.holding.user for each in found.holders if each.is_definitive), None)
    current = [each.holding.pk for each in found.holders]
    found.former = list(found.holdings.exclude(pk__in=current).select_related("user").order_by("-starts_on")[:10])
    return found


def candidates(besides: User, day: date) -> QuerySet[User]:
    """Return who can be given a position, each with `held` on `day`: all active people but the one who gives it."""
    current = Holding.objects.current(day).select_related("position__agency").order_by("starts_on")
    people = User.objects.filter(is_active=True).exclude(pk=besides.pk).order_by("full_name", "pk")
    return people.prefetch_related(Prefetch("holdings", current, to_attr="held"))


def _held(day: date) -> list[Prefetch]:
    away = Absence.objects.filter(starts_on__lte=day, ends_on__gte=day)
    current = Holding.objects.current(day).select_related("user").order_by("starts_on", "pk")
    return [Prefetch("holdings", current.prefetch_related(Prefetch("absences", away, to_attr="away")), to_attr="held")]


def _holders(held: list[Holding]) -> list[Holder]:
    return [Holder(holding, max((each.ends_on for each in holding.away), default=None)) for holding in held]
