"""Doing one act to many cases: each by its own operation, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from complaints.errors import Refused
from complaints.models import Complaint, Position, User

from . import bulk


def run(
    name: str,
    cases: Iterable[tuple[Complaint, int]],
    answers: bulk.Answers,
    *,
    user: User,
    held: list[Position],
    now: datetime,
) -> tuple[list[Complaint], list[tuple[Complaint, str]]]:
    """Do the act to each of `cases`, (case, the version that the person saw); return those done, and (case, why not).

    One that is refused stops no other: somebody else may have been quicker with it.
    """
    done, skipped = [], []
    for complaint, version in cases:
        why = bulk.problem(name, complaint, user, held, now, answers)
        if not why:
            try:
                bulk.ACTS[name].perform(complaint, **answers, version=version, actor=user, now=now)
            except Refused as refusal:
                why = str(refusal)
        if why:
            skipped.append((complaint, why))
        else:
            done.append(complaint)
    return done, skipped
