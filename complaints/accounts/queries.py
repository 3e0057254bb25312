"""What the pages of an account show: positions held, the second factor, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from complaints import access
from complaints.models import Absence, Agency, Holding, Position, TelegramChat, User


@dataclass(frozen=True)
class Passkey:
    """One passkey as its owner knows it."""

    pk: int
    name: str
    since: datetime
    last_used: datetime | None


@dataclass(frozen=True)
class SecondFactor:
    """Since when a person has an app for codes (None: has none), their passkeys, and the recovery codes left."""

    app_since: datetime | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def is_only_one(self) -> bool:
        """Whether nothing would be left without it: recovery codes alone are no second factor."""
        return len(self.passkeys) + bool(self.app_since) == 1


def second_factor(user: User) -> SecondFactor | None:
    """Return the state of the second factor, or None when there is neither app nor passkey (one query)."""
    app, passkeys, codes_left = None, [], 0
    for row in Authenticator.objects.filter(user=user).order_by("created_at", "pk"):
        if row.type == Authenticator.Type.TOTP:
            app = row.created_at
        elif row.type == Authenticator.Type.WEBAUTHN:
            passkeys.append(Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at))
        else:
            codes_left = len(row.wrap().get_unused_codes())
    return SecondFactor(app, passkeys, codes_left) if app or passkeys else None


def telegram(user: User) -> TelegramChat | None:
    """Return how a person's chat with the regency's bot stands, an empty row for none; None when there is no bot."""
    if not settings.TELEGRAM_TOKEN:
        return None
    return TelegramChat.objects.filter(user=user).first() or TelegramChat()


def holdings(user: User, day: date) -> QuerySet[Holding]:
    """Return the positions a person holds on `day` or has been given for later, with their agencies."""
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    rows = Holding.objects.filter(
        not_over, user=user, position__is_active=True, position__agency__is_active=True
    ).select_related("position__agency")
    return rows.order_by("starts_on", "pk")


def coordinating_agency() -> Agency | None:
    """Return the agency whose administrator gives positions."""
    return Agency.objects.filter(duty=Agency.Duty.COORDINATOR).first()


def absences_for(user: User, now: datetime) -> QuerySet[Holding]:
    """Return the holdings in force of which `user` may say that the holder is away (product.md 1).

    The own ones, those of positions whose deputy they hold, and for a coordinator everybody's.
    """
    current = Holding.objects.current(timezone.localdate(now)).select_related("user", "position__agency")
    if not any(position.role == Position.Role.COORDINATOR for position in access.positions(user, now)):
        own = Holding.objects.current(timezone.localdate(now)).filter(user=user).values("position")
        current = current.filter(Q(user=user) | Q(position__deputy__in=own))
    return current


@dataclass(frozen=True)
class Away:
    """An absence that is not over, and who acts meanwhile: names, or none where nobody would."""

    absence: Absence
    deputies: str
    has_begun: bool


def away(holdings: QuerySet[Holding], day: date) -> list[Away]:
    """Return the absences of `holdings` that last to `day` or longer, the next first (2 queries)."""
    current = Prefetch(
        "holding__position__deputy__holdings",
        Holding.objects.current(day).select_related("user").order_by("starts_on"),
        to_attr="held",
    )
    rows = Absence.objects.filter(holding__in=holdings.values("pk"), ends_on__gte=day)
    rows = rows.select_related("holding__user", "holding__position__agency", "holding__position__deputy", "recorded_by")
    found = []
    for row in rows.order_by("starts_on", "pk").prefetch_related(current):
        deputy = row.holding.position.deputy
        names = ", ".join(str(each.user) for each in deputy.held) if deputy else ""
        found.append(Away(row, names, row.starts_on <= day))
    return found


def people_to_excuse(user: User, now: datetime) -> list[User]:
    """Return of whom `user` may say that they are away, themselves first."""
    people = {holding.user for holding in absences_for(user, now)}
    return sorted(people, key=lambda person: (person != user, person.full_name, person.pk))
