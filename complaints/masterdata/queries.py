"""What the admin shows beside the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from complaints.models import Event, Holding, Position, User

LIST_LENGTH = 100
_NOT_FIELDS = {"password": _("kata sandi"), "second_factor": _("langkah kedua")}


@dataclass(frozen=True)
class Change:
    """One line of the history of a row: when, who, in which position, and the names of what changed."""

    at: datetime
    who: str
    position: str
    fields: str


def changes_of(row: models.Model) -> Iterator[Change]:
    """Yield the last hundred changes of a row of master data, newest first (one query)."""
    events = Event.objects.filter(complaint__isnull=True, data__model=row._meta.model_name, data__id=row.pk)
    for event in events.select_related("actor", "position__agency").order_by("-sequence")[:LIST_LENGTH]:
        yield Change(
            at=event.at,
            who=str(event.actor or _("Sistem")),
            position=str(event.position or ""),
            fields=capfirst(", ".join(_label(row, name) for name in event.data["fields"])),
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
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    current = Holding.objects.current(day).select_related("position__agency").order_by("starts_on")
    return users.annotate(has_second_factor=Exists(totp)).prefetch_related(
        Prefetch("holdings", current, to_attr="held")
    )
