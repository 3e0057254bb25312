"""What else is known of the place and the matter of a case: earlier cases of the same spot, and cases like it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from complaints import access, texts, villages
from complaints.models import Complaint, Place, Position, User
from complaints.states import OPEN, Status

SPOT = 100  # metres: the same place
YEAR = timedelta(days=365)
# A problem that was answered not longer ago may well be the same one.
RECENT = timedelta(days=30)
SHOWN = 5
_READ = 40  # of each, before distances sort them
_PLACES = 400  # newest ones of a spot


def around(complaint: Complaint, user: User, held: list[Position], now: datetime) -> dict[str, list[Complaint]]:
    """Return {"earlier", "alike"}: cases of the same spot in the year before, newest first, and those of the same topic
    and village that are open or were closed lately, the nearest first; each with `title` and `metres` (4 queries).

    At most SHOWN of each, of ordinary cases that this person reads; none, and no query, for a case that is not
    ordinary: what it is about is not compared with anything.
    """
    found: dict[str, list[Complaint]] = {"earlier": [], "alike": []}
    if complaint.access_class != Complaint.AccessClass.ORDINARY:
        return found
    others = access.staff_cases(user, held).filter(access_class=Complaint.AccessClass.ORDINARY)
    others = others.exclude(pk=complaint.pk).exclude(status=Status.MERGED)
    here = point(complaint)
    if here:
        at = complaint.received_at
        same_year = others.filter(pk__in=_places(here), received_at__gte=at - YEAR, received_at__lte=at)
        rows = _fetched(same_year, here)
        found["earlier"] = [row for row in rows if row.metres <= SPOT][:SHOWN]
    if complaint.village_id:
        known = {row.pk for row in found["earlier"]}
        rows = [row for row in _fetched(alike(others, complaint, now), here) if row.pk not in known]
        found["alike"] = sorted(rows, key=lambda row: (row.metres is None, row.metres or 0))[:SHOWN]
    shown = [*found["earlier"], *found["alike"]]
    stories = texts.stories(shown) if shown else {}
    for row in shown:
        row.title = texts.title(stories.get(row.pk, ""))
        row.metres = None if row.metres is None else max(10, round(row.metres / 10) * 10)
    return found


def alike(cases: QuerySet[Complaint], complaint: Complaint, now: datetime) -> QuerySet[Complaint]:
    """Return those of `cases` with the topic and village of this one, open or answered in the last 30 days."""
    topic = complaint.category.topic_id or complaint.category_id
    return cases.filter(
        Q(category=topic) | Q(category__topic=topic),
        Q(status__in=OPEN) | Q(status=Status.RESOLVED, closed_at__gt=now - RECENT),
        village=complaint.village_id,
        access_class=Complaint.AccessClass.ORDINARY,
    ).exclude(pk=complaint.pk)


def _fetched(cases: QuerySet[Complaint], here: tuple[float, float] | None) -> list[Complaint]:
    """Return the newest of `cases`, each with `metres` from `here`, None where one of both has no point."""
    rows = list(cases.select_related("owner", "category", "place").order_by("-received_at", "-pk")[:_READ])
    for row in rows:
        there = point(row)
        row.metres = villages.metres(here, there) if here and there else None
    return rows


def point(complaint: Complaint) -> tuple[float, float] | None:
    """Return latitude and longitude of the spot (degrees), None where it is not known."""
    place = getattr(complaint, "place", None)
    return (place.latitude, place.longitude) if place and place.latitude is not None else None


def _places(here: tuple[float, float]) -> list[int]:
    """Return the complaints whose places lie in the square around a point in which SPOT fits, the newest ones.

    Asked by itself: joined, a database may read a year of complaints to find the few of a spot.
    """
    latitude, longitude = here
    north, east = villages.degrees(SPOT, latitude)
    there = Place.objects.filter(
        latitude__range=(latitude - north, latitude + north), longitude__range=(longitude - east, longitude + east)
    )
    return list(there.order_by("-pk").values_list("pk", flat=True)[:_PLACES])
