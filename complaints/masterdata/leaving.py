"""What happens to the cases of people who leave a position: the agency owns them, anybody there can go on.

Used by `operations` around every change that may put somebody out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from complaints.followup import operations as followup
from complaints.models import Complaint

from .changes import Actor


@contextmanager
def released(people, *, actor: Actor, now: datetime) -> Iterator[list[Complaint]]:
    """Run the body, then free the open cases assigned to those of `people` (ids or a query of them) who left by it.

    Yields the list that then holds the freed cases. They are locked before the body, which writes into the system's
    chain: every operation takes a complaint first and the chain last.
    """
    cases = Complaint.objects.filter(assignee__in=people, closed_at__isnull=True).order_by("pk")
    assigned = list(cases.select_for_update(no_key=True))
    freed: list[Complaint] = []
    yield freed
    for case in assigned:
        if followup.release(case.pk, person=case.assignee, actor=actor, now=now):
            freed.append(case)
