"""Who filed a complaint, and how its supporters are told: the only reader and writer of sealed contacts.

Nothing here decides who may read it: `access` does, and the act of opening is an event.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from complaints import numbers, vault
from complaints.models import Complaint, Identity, Supporter


@dataclass(frozen=True)
class Reporter:
    """A name (may be empty) and one contact, normalised. `contact_kind` is `phones.WHATSAPP`, `PHONE` or `EMAIL`."""

    name: str
    contact_kind: str
    contact: str


def keep(complaint: Complaint, reporter: Reporter) -> None:
    """Seal `reporter` for `complaint`, with the HMAC of the contact beside it."""
    Identity.objects.create(complaint=complaint, **_sealed(complaint, reporter))


def change(complaint: Complaint, reporter: Reporter) -> None:
    """Seal another contact of the same reporter in place of the one that is kept."""
    Identity.objects.filter(complaint=complaint, cipher__isnull=False).update(**_sealed(complaint, reporter))


def _sealed(complaint: Complaint, reporter: Reporter) -> dict[str, bytes]:
    content = json.dumps([reporter.name, reporter.contact_kind, reporter.contact], ensure_ascii=False)
    return {
        "cipher": vault.seal(complaint.pk, vault.Purpose.IDENTITY, content),
        # Without the kind: a number is the same contact by WhatsApp and by telephone.
        "contact_digest": digest_of(reporter.contact),
    }


def digest_of(contact: str) -> bytes:
    """Return the HMAC by which a contact, as `phones.normalise` writes it, is recognised without being read."""
    return numbers.digest("contact", contact)


def mark_of(complaint: Complaint) -> str:
    """Return what tells the contact that is kept from a former one, "" without one. In a link it names nobody."""
    kept = Identity.objects.filter(complaint=complaint, cipher__isnull=False)
    digest = kept.values_list("contact_digest", flat=True).first()
    return bytes(digest or b"")[:4].hex()


def filed_by(digest: bytes, cases: QuerySet[Complaint] | None = None) -> QuerySet[Complaint]:
    """Return those of `cases` (of all) whose reporter has the contact with this HMAC, erased ones not."""
    cases = Complaint.objects.all() if cases is None else cases
    return cases.filter(identity__contact_digest=digest, identity__cipher__isnull=False)


def same_reporter(complaint: Complaint, cases: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Return those of `cases` that were filed with the contact of this one, itself not; nothing is unsealed."""
    mine = Identity.objects.filter(complaint=complaint, cipher__isnull=False).values("contact_digest")
    return cases.filter(identity__contact_digest__in=mine, identity__cipher__isnull=False).exclude(pk=complaint.pk)


def is_kept(complaint: Complaint) -> bool:
    """Whether a contact is stored; False when filed without a name or erased since."""
    return Identity.objects.filter(complaint=complaint, cipher__isnull=False).exists()


def was_kept(complaint: Complaint) -> bool:
    """Whether a contact is or ever was stored: one that was erased does not come back."""
    return Identity.objects.filter(complaint=complaint).exists()


def kept() -> Exists:
    """Return `is_kept` as a column of a query of complaints."""
    return Exists(Identity.objects.filter(complaint=OuterRef("pk"), cipher__isnull=False))


def read(complaint: Complaint) -> Reporter | None:
    """Return the reporter, or None when there is none. The caller records the opening first."""
    row = Identity.objects.filter(complaint=complaint, cipher__isnull=False).first()
    if row is None:
        return None
    return Reporter(*json.loads(vault.unseal(complaint.pk, vault.Purpose.IDENTITY, row.cipher)))


def give_supporter(row: Supporter, contact_kind: str, contact: str) -> None:
    """Seal how to tell a supporter, in a row that is not saved yet. Under the complaint's lock."""
    content = json.dumps([contact_kind, contact])
    row.cipher = vault.seal(row.complaint_id, vault.Purpose.SUPPORTER, content)
    row.contact_digest = digest_of(contact)


def read_supporter(row: Supporter) -> Reporter | None:
    """Return how to tell a supporter, nameless; None without a contact. The caller records the opening first."""
    if row.cipher is None:
        return None
    content = vault.unseal(row.complaint_id, vault.Purpose.SUPPORTER, row.cipher)
    return Reporter("", *json.loads(content))
