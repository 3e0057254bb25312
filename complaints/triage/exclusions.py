"""Who is complained about: set and cleared by who verifies; it beats every role (life.md 4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import lifecycle, texts
from complaints.errors import Refused
from complaints.models import Agency, Event, Holding, Share, Text, User
from complaints.notifications import outbox


@transaction.atomic
def exclude(
    complaint_id: int,
    *,
    agency: Agency | None,
    person: User | None = None,
    reason: str,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Note that `agency`, and in it `person`, is complained about; without an agency that nobody is.

    From then on neither sees anything of the case; what was shared with the agency ends. `reason` is for colleagues.
    Raises Refused, also when the agency works on the case: it must be handed on first.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    if not lifecycle.may(actor, "uphold", complaint, now):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    if person is not None and not _works_in(agency, person, now):
        raise Refused(_("Pilih orang dari instansi yang dilaporkan"))
    lifecycle.exclude(complaint, agency=agency, person=person, now=now)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    outbox.record(complaint, Event.Kind.EXCLUDED, actor, now, accused=agency, person=person, reason=kept)
    shared = Share.objects.filter(complaint=complaint, agency=agency, ended_at__isnull=True) if agency else None
    if shared is not None and shared.update(ended_at=now):
        outbox.record(complaint, Event.Kind.SHARE_ENDED, actor, now, to=agency)


def _works_in(agency: Agency | None, person: User, now: datetime) -> bool:
    held = Holding.objects.current(timezone.localdate(now)).filter(user=person, position__agency=agency)
    return agency is not None and held.exists()
