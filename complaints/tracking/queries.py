"""What the reporter's pages read: the case behind a number and a code, and all that its page tells."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Prefetch, Q, prefetch_related_objects

from complaints import lifecycle, numbers
from complaints.deadlines.clocks import counted_by, term_for
from complaints.deadlines.offices import calendar_of
from complaints.models import Agency, Clock, Complaint, Event, Regency, Submission
from complaints.states import ClockKind

# Compared with when there is no such number, so that a wrong number takes as long as a wrong code.
_NO_DIGEST = bytes(32)


def regency() -> Regency | None:
    """Return the regency whose portal this is; None before its reference data is loaded."""
    return Regency.objects.first()


def number_meant(typed: str, regency: Regency | None) -> str | None:
    """Return the canonical form of a number as people type it, None if it cannot be one of ours."""
    return numbers.parse_tracking_number(typed, regency.tracking_prefix) if regency else None


def opened_by(number: str | None, typed_code: str) -> Complaint | None:
    """Return the complaint that number and code open together, None for whatever does not fit.

    An unknown number, a wrong code and nonsense take the same steps: one query, one HMAC, one comparison.
    """
    code = numbers.parse_access_code(typed_code)
    submissions = Submission.objects.select_related("complaint")
    submission = submissions.filter(complaint__tracking_number=number or "").first()
    expected = submission.code_digest if submission else _NO_DIGEST
    is_right = numbers.same(numbers.digest("access code", code or ""), expected)
    return submission.complaint if submission and code and is_right else None


def fetch_for_page(complaint: Complaint) -> list[Clock]:
    """Fetch what the case page shows of the row itself, and return its clocks, the oldest first (3 queries)."""
    clocks = Clock.objects.select_related("agency").order_by("started_at", "pk")
    prefetch_related_objects([complaint], "place__landmark", Prefetch("clocks", queryset=clocks))
    return list(complaint.clocks.all())


def who_else_may_judge() -> list[Agency]:
    """Return whom the reporter may turn to when an objection was not upheld: inspectorate, then oversight bodies."""
    judges = Q(duty=Agency.Duty.INSPECTORATE) | Q(kind=Agency.Kind.OVERSIGHT)
    return list(Agency.objects.filter(judges, is_active=True).order_by(F("duty").asc(nulls_last=True), "name"))


def last_by_reporter(complaint: Complaint) -> Event | None:
    """Return what the reporter did last on the case."""
    return complaint.events.filter(actor_kind=Event.ActorKind.REPORTER).order_by("-sequence").first()


def objection_due(complaint: Complaint, now: datetime) -> datetime:
    """Return until when an objection raised now is checked."""
    term = term_for(ClockKind.OBJECTION_CHECK, complaint.term_class, now)
    checked_by = counted_by(complaint, lifecycle.verifying_agency(complaint), term.unit)
    return calendar_of(checked_by.pk).end_of_term(now, term.amount, term.unit)
