"""What the pages of an account show: positions held, the second factor, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from complaints.models import Agency, Holding, User


@dataclass(frozen=True)
class SecondFactor:
    """Since when a person signs in with codes, and how many recovery codes are left."""

    since: datetime
    codes_left: int


def second_factor(user: User) -> SecondFactor | None:
    """Return the state of the second factor, or None when it is not set up (one query)."""
    types = Authenticator.Type
    found = {
        row.type: row for row in Authenticator.objects.filter(user=user, type__in=[types.TOTP, types.RECOVERY_CODES])
    }
    if types.TOTP not in found:
        return None
    codes = found.get(types.RECOVERY_CODES)
    return SecondFactor(found[types.TOTP].created_at, len(codes.wrap().get_unused_codes()) if codes else 0)


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
