"""Doing one act to many cases, each by its own operation in its own transaction; and taking back what was a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from complaints import audit
from complaints.errors import Refused
from complaints.followup import filters, operations_desk, taking_back
from complaints.followup import operations as followup
from complaints.models import Category, Complaint, Event, Position, Tag, User

from . import bulk, operations, operations_category

Seen = Iterable[tuple[Complaint, int]]  # each case with its version that the person saw
Done = tuple[list[Complaint], list[tuple[Complaint, str]]]  # those done, and (case, why not)


def run(name: str, cases: Seen, answers: bulk.Answers, *, user: User, held: list[Position], now: datetime) -> Done:
    """Do the act to each of `cases`; return those done, each with its version since, and (case, why not).

    One that is refused stops no other: somebody else may have been quicker with it.
    """

    def act(complaint: Complaint, version: int) -> None:
        if why := bulk.problem(name, complaint, user, held, now, answers):
            raise Refused(why)
        bulk.ACTS[name].perform(complaint, **answers, version=version, actor=user, now=now)

    return _one_by_one(cases, act)


def undo(cases: Seen, *, user: User, now: datetime) -> Done:
    """Take back what this person did last to each of `cases` (`take_back`); one that is refused stops no other."""
    return _one_by_one(cases, lambda case, version: take_back(case.pk, version=version, actor=user, now=now))


def take_back(complaint_id: int, *, version: int, actor: User, now: datetime) -> None:
    """Undo the act that left the case at `version`: it stands as before, and its history says that it was undone.

    A case that was accepted by being assigned stays accepted; of one that was closed as spam life.md 3 knows no way
    back but to be verified again. Raises Refused as `followup.taking_back` says, and where something happened since.
    """
    # Not locked here: what it says never changes, and the operations lock in their own order, at this very version.
    event = Event.objects.filter(complaint=complaint_id, sequence=version).first()
    if why := taking_back.problem(event, actor, now):
        raise Refused(why)
    before = Event.objects.get(complaint=complaint_id, sequence=version - 1).data["state"]
    more = {"version": version, "actor": actor, "now": now}
    match event.kind:
        case Event.Kind.ASSIGNED:
            person = User.objects.filter(pk=before.get("assignee")).first()
            followup.assign(complaint_id, to=person, undone=True, **more)
        case Event.Kind.CATEGORY_CHANGED:
            category = Category.objects.get(pk=before["category"])
            operations_category.recategorise(complaint_id, category=category, term_class=before["term_class"], **more)
        case Event.Kind.TAGGED:
            again = operations_desk.tag if event.data.get("removed") else operations_desk.untag
            again(complaint_id, name=Tag.objects.get(pk=event.data["tag"]).name, undone=True, **more)
        case Event.Kind.MERGED:
            reason = _("Penggabungan tadi keliru. Laporan Anda jalan lagi seperti semula.")
            operations.unmerge(complaint_id, reason=reason, **more)
        case Event.Kind.ARCHIVED:
            reason = _("Penutupan tadi keliru. Laporan Anda kami periksa lagi.")
            operations.reopen(complaint_id, reason=reason, **more)


def note_taking(name: str, *, cases: int, wanted: filters.Asked | None = None, actor: User, now: datetime) -> None:
    """Record in the system's history who takes how many cases out of the portal, how, and of which view."""
    query = None if wanted is None else wanted.query()
    audit.record(None, Event.Kind.EXPORTED, actor, now, how=name, cases=cases, query=query)


def _one_by_one(cases: Seen, act: Callable[[Complaint, int], None]) -> Done:
    done, skipped = [], []
    for complaint, version in cases:
        try:
            act(complaint, version)
        except Refused as refusal:
            skipped.append((complaint, str(refusal)))
        else:
            done.append(complaint)
    versions = dict(Complaint.objects.filter(pk__in=[case.pk for case in done]).values_list("pk", "version"))
    for complaint in done:
        complaint.version = versions[complaint.pk]
    return done, skipped
