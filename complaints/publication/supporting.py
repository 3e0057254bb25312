"""Support for a published case, without an account: a browser is counted once, and told if it wants to be (P12)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from complaints import identity, lifecycle, numbers, phones
from complaints.errors import Refused
from complaints.models import Complaint, Publication, Supporter


@transaction.atomic
def support(complaint_id: int, *, browser: str, contact: phones.Contact | None, now: datetime) -> bool:
    """Count a browser as supporter of a case; return whether it is a new one. Raises Refused.

    `browser` is the random name in its cookie. Twice is once; a contact that is given later is kept then, one that is
    there stays.
    """
    return add(lifecycle.lock(complaint_id), browser=browser, contact=contact, now=now)[1]


def add(complaint: Complaint, *, browser: str, contact: phones.Contact | None, now: datetime) -> tuple[Supporter, bool]:
    """As `support`, for a locked complaint; return the row, and whether it is new."""
    if complaint.published_at is None:
        raise Refused(_("Laporan ini sudah tidak ditampilkan."))
    row = of_browser(complaint, browser)
    if not complaint.is_open and row is None:
        raise Refused(
            _("Laporan ini sudah ditutup, jadi tidak bisa didukung lagi. Buat laporan baru kalau terjadi lagi.")
        )
    new = row is None
    if row is None:
        row = Supporter(complaint=complaint, browser_digest=_digest(complaint, browser), supported_at=now)
    gives = contact is not None and row.cipher is None
    if gives:
        kind = phones.EMAIL if contact.kind == phones.EMAIL else phones.WHATSAPP
        identity.give_supporter(row, kind, contact.value)
    if new:
        row.save(force_insert=True)
        Publication.objects.filter(complaint=complaint).update(supporters=F("supporters") + 1)
    elif gives:
        row.save(update_fields=["cipher", "contact_digest"])
    return row, new


def of_browser(complaint: Complaint, browser: str) -> Supporter | None:
    """Return the support of a browser for a case, None where there is none."""
    return Supporter.objects.filter(complaint=complaint, browser_digest=_digest(complaint, browser)).first()


def _digest(complaint: Complaint, browser: str) -> bytes:
    """Another one in every case, so that the rows do not tell what else the same browser supports."""
    return numbers.digest("supporting browser", f"{complaint.pk} {browser}")
