"""Taking over what stands in the register that was kept before this portal: closed cases, and those still open.

Once each, by the number they had there. A closed one comes in closed, with its answer; an open one belongs to the
coordinator, or is referred at once, and its clocks run from the day it was taken over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, fingerprints, identity, lifecycle, numbers, texts
from complaints.errors import Refused
from complaints.models import (
    Agency,
    Category,
    Complaint,
    Event,
    LaporReference,
    Position,
    Regency,
    Submission,
    Text,
    User,
    Village,
)
from complaints.notifications import outbox
from complaints.routing import operations as routing

from . import answers, operations

_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class OldCase:
    """A row of the old register. `reporter` is told nothing: nobody promised to; the contact finds the case again."""

    number: str
    received_on: date
    story: str
    category: Category
    village: Village | None = None
    agency: Agency | None = None
    channel: str = Submission.Channel.PHONE
    closed_on: date | None = None
    answer: str = ""
    lapor: str = ""
    reporter: identity.Reporter | None = None


def find(number: str) -> Complaint | None:
    """Return the complaint that was taken over under this number of the old register, None when there is none."""
    submission = Submission.objects.under(numbers.old_register_key(number)).select_related("complaint").first()
    return submission and submission.complaint


def check(old: OldCase, today: date) -> None:
    """Raise Refused, in words for who imports, for a row that cannot be taken over."""
    if not old.number:
        raise Refused(_("Nomor lama kosong"))
    if words := answers.story_problem(old.story[: answers.MAX_STORY]):
        raise Refused(words)
    if not _FIRST_DAY <= old.received_on <= today:
        raise Refused(_("Tanggal masuk harus antara tahun 2000 dan hari ini"))
    if old.closed_on is not None and not old.received_on <= old.closed_on <= today:
        raise Refused(_("Tanggal selesai harus antara tanggal masuk dan hari ini"))
    if old.closed_on is not None and not old.answer:
        raise Refused(_("Laporan yang selesai harus punya jawaban"))
    if old.agency is not None and not old.agency.may_own:
        raise Refused(_("%(agency)s tidak bisa memegang laporan") % {"agency": old.agency})
    if old.lapor and LaporReference.objects.filter(number=old.lapor).exists():
        raise Refused(_("Nomor SP4N-LAPOR! ini sudah tercatat pada laporan lain."))


@transaction.atomic
def take_over(old: OldCase, *, actor: User, now: datetime) -> Complaint | None:
    """Make a complaint of a row of the old register and return it; None when it is here already.

    An open one with an agency is referred to it, except what the inspectorate must see first. Raises Refused as
    `check` and `routing.operations.refer` do, and for who is no coordinator.
    """
    check(old, timezone.localdate(now))
    if not any(position.role == Position.Role.COORDINATOR for position in access.positions(actor, now)):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    regency = Regency.objects.select_for_update().get()  # so that no two take over the same row
    if find(old.number) is not None:
        return None
    complaint = _file(old, regency, actor, now)
    if old.closed_on is None and old.agency is not None and not old.category.supervisory_hint:
        routing.refer(
            complaint.pk,
            category=old.category,
            term_class=old.category.term_class,
            priority=complaint.priority,
            to=old.agency,
            reason=_("Sudah dipegang instansi ini di register lama."),
            actor=actor,
            now=now,
        )
    return complaint


def _file(old: OldCase, regency: Regency, actor: User, now: datetime) -> Complaint:
    category = old.category
    complaint = Complaint(
        tracking_number=numbers.new_tracking_number(regency.tracking_prefix),
        category=category,
        term_class=category.term_class,
        access_class=_access_class(old),
        village=old.village,
        received_at=_at(old.received_on, 8),
        closed_at=_at(old.closed_on, 12) if old.closed_on else None,
    )
    complaint.owner = lifecycle.verifying_agency(complaint)
    if old.closed_on and old.agency is not None and complaint.access_class not in Complaint.CLOSED:
        complaint.owner = old.agency
    lifecycle.file(complaint, act="enter", since=now, actor=actor, now=now)
    story = texts.keep(complaint, Text.Kind.STORY, old.story, now)
    number = texts.keep(complaint, Text.Kind.NOTE, _("Nomor di register lama: %(n)s") % {"n": old.number}, now)
    answer = texts.keep(complaint, Text.Kind.ANSWER, old.answer, now) if old.answer else None
    key = numbers.old_register_key(old.number)
    Submission.objects.create(
        complaint=complaint,
        channel=old.channel,
        key_digest=numbers.digest("idempotency key", key),
        code_digest=numbers.digest("access code", numbers.access_code(key)),
        key_version=numbers.KEY_VERSION,
        body_digest=numbers.digest("body", old.story),
        may_publish=False,
        entered_by=actor,
    )
    if old.reporter is not None:
        identity.keep(complaint, old.reporter)
    if old.lapor:
        operations.came_from_lapor(complaint, old.lapor)
    operations.number_in_agenda(complaint, now)
    outbox.record(
        complaint,
        Event.Kind.SUBMITTED,
        actor,
        now,
        taken_over=True,
        channel=old.channel,
        received=complaint.received_at,
        lapor=int(old.lapor) if old.lapor else None,
        story=story,
        note=number,
        answer=answer,
        photos=[],
        village=old.village and old.village.pk,
        may_publish=False,
        named=old.reporter is not None,
        **fingerprints.filing(complaint),
    )
    return complaint


def _access_class(old: OldCase) -> str:
    """As at filing; what was said about officials and is closed goes to the inspectorate, nobody verifies it again."""
    if old.category.sensitive:
        return Complaint.AccessClass.SENSITIVE
    if old.category.supervisory_hint and old.closed_on is not None:
        return Complaint.AccessClass.SUPERVISORY
    return Complaint.AccessClass.ORDINARY


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_default_timezone())
