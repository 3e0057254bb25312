"""Which published reports may be of the same matter as one that is about to be sent (ux.md 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints import access, texts, villages
from complaints.models import Category, Complaint, Text, Village
from complaints.states import Status

from . import similarity

READ = 200  # newest of a village and topic
MOST = 3
CLOSED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Similar:
    """One of them; `metres` by its public, rounded position and in tens, None where one of the two has no point."""

    complaint: Complaint
    metres: int | None
    likeness: float


def find(
    *, category: Category, village: Village, point: tuple[float, float] | None, story: str, now: datetime
) -> list[Similar]:
    """Return at most MOST published reports like this one: open ones first, then the nearest (3 queries).

    Only what everybody can read is compared: titles, stories and rounded positions as published.
    """
    topic = category.topic_id or category.pk
    same = list(Category.objects.under(topic).values_list("pk", flat=True))
    rows = access.published_cases().filter(village=village, category__in=same)
    rows = rows.select_related("owner", "category", "village", "publication").order_by("-received_at", "-pk")[:READ]
    since = now - CLOSED_WITHIN
    rows = [row for row in rows if row.status != Status.MERGED and (row.is_open or row.closed_at >= since)]
    stories = texts.read_many(Text.objects.filter(pk__in=[row.publication.story_id for row in rows]))
    found = [one for row in rows if (one := _compared(row, point, story, stories.get(row.publication.story_id, "")))]
    found.sort(key=lambda one: (not one.complaint.is_open, one.metres is None, one.metres or 0, -one.likeness))
    return found[:MOST]


def _compared(row: Complaint, point: tuple[float, float] | None, story: str, published: str) -> Similar | None:
    public = row.publication
    likeness = similarity.of_texts(story, public.title, published)
    if point is None or public.latitude is None:
        return Similar(row, None, likeness) if likeness >= similarity.ALIKE else None
    metres = villages.metres(point, (public.latitude, public.longitude))
    return Similar(row, max(10, round(metres / 10) * 10), likeness) if metres <= similarity.NEAR else None
