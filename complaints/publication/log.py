"""The public log of what was shown once and is not any more: no content, only that, when and why. It adds up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints import cursors
from complaints.figures import queries
from complaints.models import Publication

ROWS = 50


@dataclass(frozen=True)
class Tally:
    """Reports ever published = those to be seen + those hidden, by reason. `counted_at`: None if never."""

    ever: int
    visible: int
    hidden: list[tuple[str, int]]  # reason in words, how many
    counted_at: datetime | None


def tally() -> Tally:
    """Return what was ever published by where it stood when figures were counted last (2 queries). Each report counts
    once, however often it was shown and hidden."""
    counts = queries.logged()
    hidden = [(label, counts[reason]) for reason, label in Publication.Hidden.choices if counts.get(reason)]
    return Tally(ever=sum(counts.values()), visible=counts.get("", 0), hidden=hidden, counted_at=queries.counted_at())


def page(*, after: str | None, before: str | None) -> cursors.Page:
    """Return one page of what is hidden, the newest first, each with its complaint (one query)."""
    ever = Publication.objects.filter(first_published_at__isnull=False)  # of others nobody learns that they exist
    rows = ever.filter(hidden_at__isnull=False).select_related("complaint")
    return cursors.page(rows, by="hidden_at", descending=True, size=ROWS, after=after, before=before)
