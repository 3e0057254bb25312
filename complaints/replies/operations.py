"""Keeping templates, and counting how they are used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from complaints import access, audit, gaps
from complaints.errors import Refused
from complaints.models import Agency, Category, Complaint, Event, ReplyTemplate, ReplyUse, User

from . import queries

OFTEN = 3  # changed so often before it was sent, a template of one's own is worth it (ux.md 4.1)


@dataclass(frozen=True)
class Begun:
    """With which template a text began, and whether it was changed before it was sent."""

    template: ReplyTemplate
    edited: bool


@transaction.atomic
def add(
    *,
    agency: Agency | None,
    use: str,
    category: Category | None,
    outcome: str | None,
    title: str,
    text: str,
    actor: User,
    now: datetime,
) -> ReplyTemplate:
    """Keep a new template, of an `agency` or for all (None). Raises Refused at the limit, and for who may not."""
    row = ReplyTemplate(agency=agency)
    _check(row, actor, now)
    if ReplyTemplate.objects.filter(agency=agency, is_active=True).count() >= queries.MOST:
        raise Refused(_("Sudah ada 100 templat. Pensiunkan yang tidak dipakai dulu."))
    row.use, row.category, row.outcome, row.title, row.text = use, category, outcome, title, text
    row.changed_by, row.changed_at = actor, now
    row.save(force_insert=True)
    if agency:  # what was changed again and again is saved now
        ReplyUse.objects.filter(agency=agency, template__use=use, template__outcome=outcome).update(edited=0)
    _record(row, ["text", "title"], actor, now)
    return row


@transaction.atomic
def change(
    template_id: int,
    *,
    category: Category | None,
    outcome: str | None,
    title: str,
    text: str,
    actor: User,
    now: datetime,
) -> None:
    """Write a template anew; what was sent with it stays as it was sent. Raises Refused for who may not."""
    row = _lock(template_id, actor, now)
    wanted = {"category": category, "outcome": outcome, "title": title, "text": text}
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, wanted[name])
        _save(row, changed, actor, now)


@transaction.atomic
def retire(template_id: int, *, actor: User, now: datetime) -> None:
    """Offer a template no more, or again if it was retired. Raises Refused for who may not."""
    row = _lock(template_id, actor, now)
    row.is_active = not row.is_active
    _save(row, ["is_active"], actor, now)


def note_use(begun: Begun | None, complaint: Complaint) -> None:
    """Count that the agency of a locked complaint has sent what began with a template; nothing without one."""
    if begun is None:
        return
    use, _new = ReplyUse.objects.get_or_create(template=begun.template, agency=complaint.owner)
    ReplyUse.objects.filter(pk=use.pk).update(sent=F("sent") + 1, edited=F("edited") + int(begun.edited))


def is_often_edited(begun: Begun | None, agency_id: int) -> bool:
    """Whether the agency has changed this template so often that its own is offered to be saved."""
    if begun is None or not begun.edited:
        return False
    return ReplyUse.objects.filter(template=begun.template, agency=agency_id, edited__gte=OFTEN).exists()


def check(text: str) -> None:
    """Raise Refused for a text with gaps that nobody has filled: no reporter reads {tanggal}."""
    if left := gaps.left(text):
        raise Refused(_("Isi dulu bagian ini: %(gaps)s") % {"gaps": ", ".join(left)})


def _lock(template_id: int, actor: User, now: datetime) -> ReplyTemplate:
    row = ReplyTemplate.objects.select_for_update().get(pk=template_id)
    _check(row, actor, now)
    return row


def _check(row: ReplyTemplate, actor: User, now: datetime) -> None:
    held = access.positions(actor, now)
    agencies = [agency.pk for agency in queries.keeps_for(held)]
    if not (row.agency_id in agencies if row.agency_id else queries.keeps_for_all(held)):
        raise Refused(_("Templat ini bukan milik instansi Anda."))


def _save(row: ReplyTemplate, changed: list[str], actor: User, now: datetime) -> None:
    row.changed_by, row.changed_at = actor, now
    row.save(update_fields=[*changed, "changed_by", "changed_at"])
    _record(row, changed, actor, now)


def _record(row: ReplyTemplate, changed: list[str], actor: User, now: datetime) -> None:
    kind = Event.Kind.MASTER_DATA_CHANGED
    audit.record(None, kind, actor, now, model=row._meta.model_name, id=row.pk, fields=sorted(changed))
