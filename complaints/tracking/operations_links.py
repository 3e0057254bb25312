"""Nobody locked out (ux.md T9, T10): somebody asks for the links to the reports of a contact, and uses what arrives.

Asking writes the same rows whatever the contact is: whether there are reports behind it is found out afterwards, by
the worker, so that neither answer nor time tells (security.md, row 90). What is sent goes through the outbox to the
contact as it is sealed, never to what was typed.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from complaints import access, audit, fingerprints, identity, lifecycle, links, numbers
from complaints.models import Complaint, Event, LinkRequest, Submission
from complaints.notifications import outbox

# Of what is in no list, so many of the newest get a message of their own.
MOST_ALONE = 3
KEPT = timedelta(days=2)


def ask(contact: str, *, now: datetime) -> None:
    """Note that the links of this contact (as `phones.normalise` writes it) were asked for. Says nothing of it."""
    LinkRequest.objects.create(contact_digest=identity.digest_of(contact), asked_at=now)


def send_due(now: datetime) -> int:
    """Write the messages of every request that nobody has taken up yet; return how many requests that were."""
    waiting = LinkRequest.objects.filter(handled_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    return sum(_send(pk, now) for pk in list(waiting))


@transaction.atomic
def _send(request_id: int, now: datetime) -> bool:
    """Take up one request; False where another worker was quicker."""
    if not LinkRequest.objects.filter(pk=request_id, handled_at__isnull=True).update(handled_at=now):
        return False
    request = LinkRequest.objects.get(pk=request_id)
    digest = bytes(request.contact_digest)
    newest = access.own_cases(digest).first()
    # Where a person sends it, nobody is given a list that may hold cases which that person does not see: each case by
    # itself, told by whom it always is. So is what is said in confidence, which stands in no list anyway.
    alone = identity.filed_by(digest)
    if newest is not None and outbox.goes_by_server(newest):
        request.message = _tell(newest, now)
        request.save(update_fields=["message"])
        alone = alone.filter(access_class__in=Complaint.CLOSED)
    for complaint in alone.order_by("-received_at", "-pk")[:MOST_ALONE]:
        _tell(complaint, now)
    return True


def _tell(complaint: Complaint, now: datetime):
    locked = lifecycle.lock(complaint.pk)
    event = audit.record(locked, Event.Kind.LINK_SENT, audit.SYSTEM, now)
    return outbox.write_link(event, locked)


@transaction.atomic
def confirm(token: str, *, now: datetime) -> bytes | None:
    """Use a link up; return the digest of the contact that it proves, None where it is over, used or forged."""
    request = LinkRequest.objects.filter(message=links.own_behind(token), used_at__isnull=True)
    found = request.first()
    if found is None or not request.update(used_at=now):
        return None
    return bytes(found.contact_digest)


@transaction.atomic
def reissue(complaint_id: int, *, now: datetime) -> str:
    """Give a complaint another secret code and return it; the old one opens nothing any more, nor what it had opened.

    Only for who has proved to hold the contact (product.md 4). Repeats of the submission are over with it (life.md 5).
    """
    complaint = lifecycle.lock(complaint_id)
    code = numbers.access_code(secrets.token_hex(16))
    digest = numbers.digest("access code", code)
    Submission.objects.filter(complaint=complaint).update(
        code_digest=digest, key_version=numbers.KEY_VERSION, code_reissued_at=now
    )
    secret = fingerprints.filing(complaint)["secret"]
    audit.record(complaint, Event.Kind.CODE_REISSUED, audit.REPORTER, now, secret=secret)
    return code


def purge(now: datetime) -> int:
    """Delete requests whose links are long over; return how many went."""
    return LinkRequest.objects.filter(asked_at__lt=now - KEPT).delete()[0]
