"""What somebody has written of an answer so far, kept on the server per case and person: no tab that closes loses it.

Sealed with the case's own key whatever its class, so that a case which becomes sensitive needs no second look, and
what erases its texts erases these. Photos are not kept: a browser sends them with the answer.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from complaints import lifecycle, vault
from complaints.models import AnswerDraft, Complaint, DataKey, User

KEPT = timedelta(days=30)
LONGEST = 6000  # letters of one field
FIELDS = ("outcome", "text", "no_photo_reason", "begun")  # of the form


@transaction.atomic
def keep(complaint_id: int, content: dict[str, str], *, actor: User, now: datetime) -> None:
    """Keep what `actor` has typed of an answer (FIELDS), in place of what was kept before."""
    complaint = lifecycle.lock(complaint_id)
    typed = json.dumps({name: content[name][:LONGEST] for name in FIELDS if content.get(name)}, ensure_ascii=False)
    row = AnswerDraft(complaint=complaint, user=actor, saved_at=now)
    row.cipher = vault.seal(complaint.pk, vault.Purpose.TEXT, typed)
    AnswerDraft.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["complaint", "user"], update_fields=["cipher", "saved_at"]
    )


def read(complaint: Complaint, user: User) -> tuple[dict[str, str], datetime] | None:
    """Return what `user` has typed of an answer and when, None without a draft (2 queries at most)."""
    row = AnswerDraft.objects.filter(complaint=complaint, user=user).first()
    if row is None:
        return None
    try:
        return json.loads(vault.unseal(complaint.pk, vault.Purpose.TEXT, row.cipher)), row.saved_at
    except DataKey.DoesNotExist:  # erased
        return None


def kept(user: User) -> Exists:
    """Return whether `user` has a draft as a column of a query of complaints."""
    return Exists(AnswerDraft.objects.filter(complaint=OuterRef("pk"), user=user))


def forget(complaint: Complaint, user: User) -> None:
    """Forget what `user` had typed: it was sent."""
    AnswerDraft.objects.filter(complaint=complaint, user=user).delete()


def purge(now: datetime) -> int:
    """Forget drafts that nobody has touched for KEPT; return how many."""
    return AnswerDraft.objects.filter(saved_at__lt=now - KEPT).delete()[0]
