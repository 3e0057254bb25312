"""What the reporter's pages read: the case behind a number and a code, and all that its page tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from complaints import access, identity, next_steps, numbers, texts
from complaints.models import Agency, Clock, Complaint, Event, Publication, Regency, Submission

# Compared with when there is no such number, so that a wrong number takes as long as a wrong code.
_NO_DIGEST = bytes(32)
LISTED = 50  # of one contact's own reports


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


def filed_under(key: str) -> Complaint | None:
    """Return the complaint that the draft under `key` has become, None if none has."""
    return Complaint.objects.filter(submission__in=Submission.objects.under(key)).first()


def fetch_for_page(complaint: Complaint) -> list[Clock]:
    """Fetch what the case page shows of the row itself, and return its clocks, the oldest first (3 queries)."""
    clocks = Clock.objects.select_related("agency", "miss").order_by("started_at", "pk")
    prefetch_related_objects([complaint], "place__landmark", Prefetch("clocks", queryset=clocks))
    return list(complaint.clocks.all())


def may_be_shown(complaint: Complaint) -> bool:
    """Whether everybody sees a case, or might one day: then its reporter can still say no."""
    publication = getattr(complaint, "publication", None)
    refused = publication is not None and publication.hidden_because == Publication.Hidden.WISH
    return complaint.submission.may_publish and complaint.may_be_public and not refused


def main_of(complaint: Complaint) -> Complaint | None:
    """Return the complaint that a merged one was joined to, if its reporter may read what is told there.

    Only where both are ordinary: what became sensitive since is nobody else's to read.
    """
    ordinary = Complaint.AccessClass.ORDINARY
    mains = Complaint.objects.filter(merged__complaint=complaint, merged__undone_at__isnull=True, access_class=ordinary)
    return mains.select_related("owner").first() if complaint.access_class == ordinary else None


def who_else_may_judge() -> list[Agency]:
    """Return whom the reporter may turn to when an objection was not upheld: inspectorate, then oversight bodies."""
    judges = Q(duty=Agency.Duty.INSPECTORATE) | Q(kind=Agency.Kind.OVERSIGHT)
    return list(Agency.objects.filter(judges, is_active=True).order_by(F("duty").asc(nulls_last=True), "name"))


def related(complaint: Complaint) -> dict[str, str | list[str]]:
    """Return the numbers of the case that this one follows, and of those that follow it: all of one reporter."""
    numbers = Complaint.objects.filter(submission__follows=complaint).order_by("pk")
    before = Complaint.objects.filter(pk=complaint.submission.follows_id)
    return {
        "follows": before.values_list("tracking_number", flat=True).first() if complaint.submission.follows_id else "",
        "followed_by": [] if complaint.is_open else list(numbers.values_list("tracking_number", flat=True)),
    }


@dataclass(frozen=True)
class Kept:
    """How one is told: `kind` as in `identity.Reporter`, and so much of the contact that its owner knows which."""

    kind: str
    shown: str


def kept_contact(complaint: Complaint) -> Kept | None:
    """Return how the reporter of a case is told, for the reporter's own page; None without a contact."""
    reporter = identity.read(complaint)
    if reporter is None:
        return None
    if "@" in reporter.contact:
        name, _at, host = reporter.contact.rpartition("@")
        return Kept(reporter.contact_kind, f"{name[:1]}…@{host}")
    return Kept(reporter.contact_kind, f"…{reporter.contact[-3:]}")


@dataclass(frozen=True)
class Mine:
    """One of a contact's own reports: `title` tells nothing where it would speak over a shoulder."""

    complaint: Complaint
    title: str
    step: next_steps.Step
    news_at: datetime


def mine(digest: bytes, now: datetime) -> list[Mine]:
    """Return what the contact with this HMAC filed, the newest first, at most LISTED (5 queries, however many)."""
    clocks = Prefetch("clocks", queryset=Clock.objects.order_by("started_at", "pk"))
    rows = access.own_cases(digest).select_related("owner", "category").prefetch_related(clocks)
    rows = list(rows.annotate(news_at=Max("events__at"))[:LISTED])
    stories = texts.stories(row for row in rows if row.access_class == Complaint.AccessClass.ORDINARY)
    return [
        Mine(
            row,
            texts.title(stories.get(row.pk, "")) or _("Laporan Anda"),
            next_steps.for_reporter(row, now),
            row.news_at,
        )
        for row in rows
    ]


def last_by_reporter(complaint: Complaint) -> Event | None:
    """Return what the reporter did last on the case."""
    return complaint.events.filter(actor_kind=Event.ActorKind.REPORTER).order_by("-sequence").first()
