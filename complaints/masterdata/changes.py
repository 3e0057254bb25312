"""How every change of a row of master data goes: the administrator, the locked row, named fields, one event.

Used by `operations` alone. Events name the model, the id and the fields that changed; the values are not in them,
some are personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from complaints import access, audit, texts
from complaints.errors import Refused
from complaints.models import (
    Agency,
    Category,
    District,
    Event,
    Holding,
    Holiday,
    Position,
    Regency,
    RoutingRule,
    ServiceHours,
    Term,
    Text,
    User,
    Village,
)

Values = Mapping[str, object]
Actor = User | Event.ActorKind
# What other rows, papers and numbers already rest on: set when the row is made, never after.
FIXED = {
    Agency: {"code", "duty"},
    Category: {"code"},
    District: {"code"},
    Village: {"code"},
    Regency: {"code", "tracking_prefix"},
    Position: {"code", "agency", "role", "village"},
    Holding: {"position", "user", "basis", "starts_on"},
    User: {"username"},
}


# What coordinators change week by week, too; the rest is the administrator's alone.
WEEKLY = (Category, RoutingRule, Term, Holiday, ServiceHours)


def require_administrator(actor: Actor, now: datetime) -> None:
    """Raise Refused unless `actor` holds an administrator's position, or is the system itself."""
    if actor == audit.SYSTEM:
        return
    held = access.positions(actor, now) if isinstance(actor, User) else []
    if not any(position.role == Position.Role.ADMINISTRATOR for position in held):
        raise Refused(_("Hanya administrator sistem yang boleh mengubah data induk."))


def require_keeper(model: type[models.Model], actor: Actor, now: datetime) -> None:
    """Raise Refused unless `actor` may change rows of this model: administrators all, coordinators the WEEKLY ones."""
    held = access.positions(actor, now) if model in WEEKLY and isinstance(actor, User) else []
    if not any(position.role == Position.Role.COORDINATOR for position in held):
        require_administrator(actor, now)


def own_position() -> str:
    """Return why an administrator does not change what gives rights to themselves."""
    return _("Jabatan Anda sendiri hanya bisa diubah administrator lain.")


def begin(model: type[models.Model], pk: int | None, actor: Actor, now: datetime) -> models.Model:
    """Return the row, locked until the transaction ends, or a new one. Raises Refused for who may not change it."""
    require_keeper(model, actor, now)
    return model() if pk is None else model.objects.select_for_update().get(pk=pk)


def apply(row: models.Model, values: Values) -> list[str]:
    """Set the fields and return the names of those that differ. Raises TypeError for one that may not change."""
    fixed = FIXED.get(type(row), set()) if row.pk else set()
    changed = []
    for name, value in values.items():
        row._meta.get_field(name)
        if row.pk and getattr(row, name) == value:
            continue
        if name in fixed:
            raise TypeError(f"{row._meta.model_name}.{name} is fixed")
        setattr(row, name, value)
        changed.append(name)
    return changed


def store(row: models.Model, changed: list[str]) -> None:
    """Insert a new row, or update the changed fields and no other."""
    if row.pk is None:
        row.save(force_insert=True)
    elif changed:
        row.save(update_fields=changed)


def record(row: models.Model, changed: list[str], actor: Actor, now: datetime, why: str = "") -> models.Model:
    """Append one event for what changed and `why`, none for nothing; return the row."""
    if changed:
        reason = texts.keep(None, Text.Kind.REASON, why, now) if why else None
        kind = Event.Kind.HOLDER_CHANGED if isinstance(row, Holding) else Event.Kind.MASTER_DATA_CHANGED
        told = {"model": row._meta.model_name, "id": row.pk, "fields": sorted(changed), "reason": reason}
        audit.record(None, kind, actor, now, **told)
    return row


def finish(row: models.Model, changed: list[str], actor: Actor, now: datetime, why: str = "") -> models.Model:
    """Store and record; return the row."""
    store(row, changed)
    return record(row, changed, actor, now, why)
