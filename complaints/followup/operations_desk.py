"""What the desk does for its people: what they have read, filters they save, tags, cases by a reporter's contact."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, audit, identity, lifecycle, phones
from complaints.errors import Refused
from complaints.models import Agency, CaseTag, Complaint, Event, Position, Reading, SavedFilter, Tag, User
from complaints.notifications import outbox

from . import filters, operations, queries, readings

MOST_FOUND = 20  # cases by one contact
MATCHED = "matched"  # why a contact is opened: somebody named it (words.CONTACT_REASON)


def note_reading(complaint: Complaint, *, reader: User, now: datetime) -> None:
    """Keep that `reader` has the case open now, as it stood when it was fetched."""
    row = Reading(user=reader, complaint=complaint, version=complaint.version, read_at=now)
    Reading.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["complaint", "user"], update_fields=["version", "read_at"]
    )


@transaction.atomic
def open_case(complaint_id: int, *, actor: User, now: datetime) -> None:
    """Record that `actor` opens the content of a protected case: in its history, which its reporter reads, and in the
    system's. Raises Refused when it is not theirs."""
    complaint = lifecycle.lock(complaint_id)
    if not access.staff_cases(actor, access.positions(actor, now)).filter(pk=complaint.pk).exists():
        raise Refused(_("Laporan ini tidak bisa dibuka dari jabatan Anda."))
    audit.record(complaint, Event.Kind.CASE_OPENED, actor, now)
    audit.record(None, Event.Kind.CASE_OPENED, actor, now, case=complaint.pk)


@transaction.atomic
def save_filter(
    *, wanted: filters.Asked, name: str, agency: Agency | None, held: list[Position], actor: User, now: datetime
) -> None:
    """Keep a view with filters under a name, for oneself or for the people of an `agency` of one's own.

    Raises Refused at the limit, and for an agency that is not among `held`.
    """
    if agency and agency.pk not in {position.agency_id for position in held}:
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    kept = SavedFilter.objects.filter(agency=agency)
    kept = kept if agency else kept.filter(user=actor)
    if kept.count() >= filters.MOST:
        raise Refused(_("Sudah ada 12 saringan tersimpan. Hapus satu dulu."))
    SavedFilter.objects.create(user=actor, agency=agency, name=name, query=wanted.query(), saved_at=now)


@transaction.atomic
def remove_filter(filter_id: int, *, held: list[Position], actor: User) -> bool:
    """Forget a saved filter; return whether it was there and this person's to remove."""
    count, _rows = queries.removable_filters(actor, held).filter(pk=filter_id).delete()
    return bool(count)


@transaction.atomic
def tag(
    complaint_id: int, *, name: str, undone: bool = False, version: int | None = None, actor: User, now: datetime
) -> None:
    """Put the tag of that name on a case, a new one where there is none. `undone`: it was taken off by mistake.

    Raises Refused where it is there already, for closed cases, and for who does not work on cases.
    """
    complaint = _tagged_case(complaint_id, version, actor, now)
    found, _created = Tag.objects.get_or_create(name=name)
    if complaint.tags.filter(tag=found, removed_at__isnull=True).exists():
        raise Refused(_("Tanda itu sudah ada."))
    CaseTag.objects.create(complaint=complaint, tag=found, tagged_at=now)
    outbox.record(complaint, Event.Kind.TAGGED, actor, now, tag=found.pk, undone=undone or None)


@transaction.atomic
def untag(
    complaint_id: int, *, name: str, undone: bool = False, version: int | None = None, actor: User, now: datetime
) -> None:
    """Take a tag off a case. `undone`: it was put there by mistake. Raises Refused where it is not there."""
    complaint = _tagged_case(complaint_id, version, actor, now)
    row = complaint.tags.filter(tag__name=name, removed_at__isnull=True).first()
    if row is None:
        raise Refused(_("Tanda itu tidak ada di laporan ini."))
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    outbox.record(complaint, Event.Kind.TAGGED, actor, now, tag=row.tag_id, removed=True, undone=undone or None)


def _tagged_case(complaint_id: int, version: int | None, actor: User, now: datetime) -> Complaint:
    complaint = lifecycle.lock(complaint_id, version=version)
    held = access.positions(actor, now)
    reads = access.staff_cases(actor, held).filter(pk=complaint.pk).exists()
    if not reads or not operations.may_write_notes(actor, now, held=held):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    if complaint.access_class != Complaint.AccessClass.ORDINARY:  # a tag would tell of it in lists
        raise Refused(_("Laporan tertutup tidak diberi tanda."))
    return complaint


def purge_readings(now: datetime) -> int:
    """Forget who read what before readings.KEPT; return how many rows."""
    return Reading.objects.filter(read_at__lt=now - readings.KEPT).delete()[0]


@transaction.atomic
def find_by_contact(contact: str, *, actor: User, held: list[Position], now: datetime) -> list[Complaint]:
    """Return the cases whose reporter left this contact, the newest first: of those whose contact `actor` may open.

    Who finds one knows whose it is: that is recorded in its history, which its reporter reads, and in the system's.
    The contact is compared by its HMAC and kept nowhere. Raises Refused for what is no contact, and for anybody but the
    coordinator.
    """
    if not may_find_by_contact(held):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    known = phones.normalise(contact)
    there = identity.filed_by(identity.digest_of(known.value), access.contact_cases(actor, held))
    found = list(there.order_by("-received_at", "-pk").values_list("pk", flat=True)[:MOST_FOUND])
    locked = {pk: lifecycle.lock(pk) for pk in sorted(found)}
    for pk in sorted(found):
        outbox.record(locked[pk], Event.Kind.CONTACT_OPENED, actor, now, reason=MATCHED)
        audit.record(None, Event.Kind.CONTACT_OPENED, actor, now, case=pk, reason=MATCHED)
    return [locked[pk] for pk in found]


def may_find_by_contact(held: list[Position]) -> bool:
    """Whether these positions look for cases by a reporter's contact: the coordinator's alone."""
    return any(position.role == Position.Role.COORDINATOR for position in held)
