"""What is written here: the note that an agency puts beside its public figures."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, audit, texts
from complaints.errors import Refused
from complaints.models import Agency, AgencyNote, Event, Text, User

from . import notes

LONGEST = 280  # letters


@transaction.atomic
def note(agency_id: int, *, text: str, actor: User, now: datetime) -> None:
    """Keep the agency's one public note of this month, in place of an earlier one; both stay in the history.

    `text` has at most LONGEST letters. Raises Refused for who is neither its liaison officer nor its head.
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    if not notes.may_note(access.positions(actor, now), agency):
        raise Refused(_("Catatan ini ditulis pejabat penghubung atau kepala instansi."))
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Refused(_("Tulis paling banyak 280 huruf"))
    kept = texts.keep(None, Text.Kind.PUBLIC, text, now)
    audit.record(None, Event.Kind.MONTH_NOTED, actor, now, agency=agency, text=kept)
    AgencyNote.objects.update_or_create(
        agency=agency, month=timezone.localdate(now).replace(day=1), defaults={"text": kept, "written_at": now}
    )
