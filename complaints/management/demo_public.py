"""What the demo shows to everybody: each complaint that may be shown, one hidden again, two of its pages reported, and
one that neighbours support."""

from __future__ import annotations

from datetime import datetime

from complaints import texts
from complaints.intake import drafts, joining
from complaints.models import Complaint, Holding, PageReport, Position, Publication, User
from complaints.publication import browsers, content, copies, operations, queries, rendering, reviews, rules, supporting

_NOTE = "Nama tetangga terbaca di kalimat kedua."
_SUPPORT = "Di depan rumah kami juga begitu, sudah dua minggu."


def publish(now: datetime) -> int:
    """Show what may be shown and nobody has decided about yet; return how many complaints that were."""
    coordinator = Holding.objects.filter(position__role=Position.Role.COORDINATOR).order_by("pk").first().user
    undecided = Complaint.objects.filter(publication=None).select_related("category", "submission").order_by("pk")
    # Every seventh waits: the coordinator has something to decide on (A7).
    shown = [case for case in undecided if case.pk % 7 and not rules.problem(case)]
    for case in shown:
        operations.publish(case.pk, content=_as_written(case), looked_at=True, actor=coordinator, now=now)
    if shown:
        _look_after(shown, coordinator, now)
        _support(next(case for case in shown[1:-1] if case.is_open), now)
    return len(shown)


def _as_written(case: Complaint) -> content.Content:
    """Return the public form of a case whose texts and photos are invented: all of it."""
    story = texts.story(case)
    photos = [row for row in case.attachments.order_by("created_at") if rendering.may_be_shown(row)]
    whole = content.Content(
        title=texts.title(story)[: texts.TITLE_LENGTH],
        story=story,
        landmark=texts.landmark(case),
        point=content.point_of(case),
        words=queries.written_words(case),
        photos=tuple(content.Shown(row) for row in photos),
    )
    return copies.make(whole, None)


def _look_after(shown: list[Complaint], coordinator: User, now: datetime) -> None:
    """One page was reported and hidden, another one waits to be looked at."""
    hidden, reported = shown[0], shown[-1]
    for case in (hidden, reported):
        reviews.flag(case.pk, reason=PageReport.Reason.PERSONAL_DATA, text=_NOTE, now=now)
    reviews.decide(
        hidden.pk,
        flag_id=PageReport.objects.get(complaint=hidden).pk,
        decision=PageReport.Decision.HIDDEN,
        because=Publication.Hidden.PERSONAL_DATA,
        note=_NOTE,
        actor=coordinator,
        now=now,
    )


def _support(case: Complaint, now: datetime) -> None:
    """Three neighbours support a case; one of them hands what she had begun to write to its staff."""
    for _neighbour in range(2):
        supporting.support(case.pk, browser=browsers.new_name(), contact=None, now=now)
    key = drafts.new_key()
    drafts.keep(key, drafts.Content(category=case.category.code, story=_SUPPORT), now=now)
    joining.join(case.pk, key=key, browser=browsers.new_name(), contact=None, adds=True, now=now)
