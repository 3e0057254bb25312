"""Who filed a complaint: the only reader and writer of the sealed identity.

Nothing here decides who may read it: `access` does, and the act of opening is an event.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from complaints import vault
from complaints.models import Complaint, Identity


@dataclass(frozen=True)
class Reporter:
    """A name (may be empty) and one contact, normalised. `contact_kind` is `phones.WHATSAPP`, `PHONE` or `EMAIL`."""

    name: str
    contact_kind: str
    contact: str


def keep(complaint: Complaint, reporter: Reporter, contact_digest: bytes) -> None:
    """Seal `reporter` for `complaint`. `contact_digest` is the HMAC of the contact."""
    content = json.dumps([reporter.name, reporter.contact_kind, reporter.contact], ensure_ascii=False)
    Identity.objects.create(
        complaint=complaint,
        cipher=vault.seal(complaint.pk, vault.Purpose.IDENTITY, content),
        contact_digest=contact_digest,
    )


def is_kept(complaint: Complaint) -> bool:
    """Whether a contact is stored; False when filed without a name or erased since."""
    return Identity.objects.filter(complaint=complaint, cipher__isnull=False).exists()


def kept() -> Exists:
    """Return `is_kept` as a column of a query of complaints."""
    return Exists(Identity.objects.filter(complaint=OuterRef("pk"), cipher__isnull=False))


def read(complaint: Complaint) -> Reporter | None:
    """Return the reporter, or None when there is none. The caller records the opening first."""
    row = Identity.objects.filter(complaint=complaint, cipher__isnull=False).first()
    if row is None:
        return None
    return Reporter(*json.loads(vault.unseal(complaint.pk, vault.Purpose.IDENTITY, row.cipher)))
