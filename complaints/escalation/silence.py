"""Who has cases and does nothing: after two working days without any act, who deputises is told (product.md 1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from complaints import lifecycle
from complaints.audit import SYSTEM
from complaints.models import Absence, Complaint, Event, Message, User
from complaints.notifications import outbox, quiet, receivers
from complaints.states import Status, Unit

AFTER = 2  # working days
_TO_DO = (Status.REFERRED, Status.IN_PROGRESS)
# What gives somebody something to do: before it there was nothing to be silent about.
_GIVES_WORK = (
    *(Event.Kind.ASSIGNED, Event.Kind.REFERRED, Event.Kind.UPHELD, Event.Kind.SENT_BACK),
    *(Event.Kind.REPLIED, Event.Kind.COMPLETION_OVER, Event.Kind.PROMISE_DUE),
)


def tell_deputies(now: datetime) -> int:
    """Tell the deputies of everybody silent, in the working time of the silent one's office; return of how many.

    Once for each silence: the next act of the person ends it. Who is noted as away is not silent, their deputy acts.
    """
    told = 0
    for case_id, person_id, since in _waiting(now):
        person = User.objects.get(pk=person_id)
        calendar = quiet.calendar_for(person, now)
        if calendar.next_open(now) == now and calendar.end_of_term(since, AFTER, Unit.WORKING_DAYS) < now:
            told += _tell(case_id, person, since, now)
    return told


def _waiting(now: datetime) -> list[tuple[int, int, datetime]]:
    """Return (most urgent case, person, silent since) of who has open cases (2 queries)."""
    today = timezone.localdate(now)
    away = Absence.objects.filter(starts_on__lte=today, ends_on__gte=today).values("holding__user")
    given = Max("events__at", filter=Q(events__kind__in=_GIVES_WORK))
    cases = Complaint.objects.filter(assignee__is_active=True, closed_at__isnull=True, status__in=_TO_DO)
    cases = cases.exclude(assignee__in=away).annotate(given=given).order_by("due_at", "pk")
    of: dict[int, tuple[int, datetime]] = {}
    for pk, person, moment in cases.values_list("pk", "assignee", "given"):
        first, earliest = of.get(person, (pk, moment))
        of[person] = first, min(earliest, moment)
    acts = Event.objects.filter(actor__in=of).values("actor").annotate(last=Max("at")).values_list("actor", "last")
    last = dict(acts)
    return [(pk, person, max(given, last.get(person, given))) for person, (pk, given) in of.items()]


@transaction.atomic
def _tell(case_id: int, person: User, since: datetime, now: datetime) -> bool:
    complaint = lifecycle.lock(case_id)
    if complaint.assignee_id != person.pk or _was_told(person, since):
        return False
    event = outbox.record(complaint, Event.Kind.SILENT, SYSTEM, now, to=person)
    people = receivers.deputies(complaint, person, now)
    outbox.tell_staff(event, complaint, Message.Kind.SILENT, people, digest=False)
    return True


def _was_told(person: User, since: datetime) -> bool:
    """Whether a deputy was told of this very silence."""
    return Event.objects.filter(kind=Event.Kind.SILENT, at__gt=since, data__to=person.pk).exists()
