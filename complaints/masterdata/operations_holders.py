"""Changing the holder of a position: the old time ended, the new begun, the cases freed; and the very first holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import audit
from complaints.errors import Refused
from complaints.models import Agency, Complaint, Holding, Position, User

from . import changes, leaving, operations
from .changes import Actor, Values


@dataclass(frozen=True)
class Newcomer:
    """Who has no account yet."""

    full_name: str
    email: str
    username: str


@dataclass(frozen=True)
class Change:
    """What came of it: the new time, whose time it ended, the cases freed, and a newcomer's temporary password."""

    holding: Holding
    left: list[User]
    freed: list[Complaint]
    password: str = ""


@transaction.atomic
def change_holder(
    position_id: int,
    *,
    person: User | Newcomer,
    decree: Values,
    incumbent_leaves: bool = False,
    actor: Actor,
    now: datetime,
) -> Change:
    """Give a position to `person`; whoever gives way leaves the day before, and their open cases to the agency.

    `decree` holds basis, starts_on, decree_number and decree_date, and may hold ends_on, decree_file and
    pledge_signed_on. Who gives way to whom: `operations.appoint`. Raises Refused as that does, for somebody who
    already holds the position beside the new time, and for a newcomer whose name or address is taken.
    """
    changes.require_administrator(actor, now)
    position = Position.objects.select_for_update(of=("self",)).get(pk=position_id)
    before = list(_holding_from(position, decree["starts_on"]))
    with leaving.released([holding.user_id for holding in before], actor=actor, now=now) as freed:
        password = ""
        if isinstance(person, Newcomer):
            person, password = operations.add_account(
                username=person.username, email=person.email, full_name=person.full_name, actor=actor, now=now
            )
        holding = operations.appoint(
            position, person, **decree, incumbent_leaves=incumbent_leaves, actor=actor, now=now
        )
        after = _holding_from(position, decree["starts_on"])
        if after.filter(user=person).count() > 1:
            raise Refused(_("%(name)s sudah memegang jabatan ini.") % {"name": person})
        staying = set(after.values_list("user", flat=True))
        left = [each.user for each in before if each.user_id not in staying]
    return Change(holding, left, freed, password)


@transaction.atomic
def create_administrator(
    *, username: str, email: str, full_name: str, decree_number: str, decree_date: date, now: datetime
) -> tuple[User, str]:
    """Make an account that holds an administrator's position of the coordinating agency: the way into a new portal.

    Takes a position that is vacant, or makes one more. Returns the person and the temporary password. Raises Refused
    when name or address are taken, or when the reference data is not loaded.
    """
    agency = Agency.objects.filter(duty=Agency.Duty.COORDINATOR).first()
    if agency is None:
        raise Refused(_("Belum ada instansi koordinator. Muat dulu data acuan dengan load_reference."))
    role, today = Position.Role.ADMINISTRATOR, timezone.localdate(now)
    held = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).values("position")
    vacant = Position.objects.filter(agency=agency, role=role, is_active=True).exclude(pk__in=held).order_by("pk")
    position = vacant.first()
    if position is None:
        count = Position.objects.filter(code__startswith="administrator-").count()
        title = _("Administrator Sistem")
        values = {"code": f"administrator-{count + 1}", "title": title, "agency": agency, "role": role}
        position = operations.save_position(None, values=values, actor=audit.SYSTEM, now=now)
    user, password = operations.add_account(
        username=username, email=email, full_name=full_name, actor=audit.SYSTEM, now=now
    )
    operations.appoint(
        position, user, Holding.Basis.OWN_RIGHT, today, decree_number, decree_date, actor=audit.SYSTEM, now=now
    )
    return user, password


def _holding_from(position: Position, day: date):
    """Return the times in a position that last to `day` or longer."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return Holding.objects.filter(still, position=position).select_related("user")
