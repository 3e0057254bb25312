"""What the coordinator's pages read beside the case itself."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, dates, texts, villages, words
from complaints.followup import nearby
from complaints.models import (
    Attachment,
    Complaint,
    Holding,
    InformationRequest,
    Merge,
    Position,
    Publication,
    User,
)

from . import bulk

LIKELY = 8


def likely_mains(complaint: Complaint, user: User, now: datetime) -> list[Complaint]:
    """Return complaints that this one may be the same as, the newest first, each with its `title` (2 queries).

    Of the same topic and village, open or answered in the last 30 days; all are the user's to read.
    """
    rows = nearby.alike(access.staff_cases(user), complaint, now).select_related("owner", "village")
    rows = list(rows.order_by("-received_at")[:LIKELY])
    stories = texts.stories(rows)
    for row in rows:
        row.title = texts.title(stories.get(row.pk, ""))
    return rows


def compared(complaint: Complaint, main: Complaint, now: datetime) -> tuple[list[dict], int | None]:
    """Return what a coordinator compares of two cases before they become one, and how far apart their points are.

    In metres, None where one of them has no point. Who reported is a number: nobody reads a name for this. Six queries.
    """
    both = [complaint, main]
    prefetch_related_objects(both, "place__landmark")
    stories, photos = texts.stories(both), {one.pk: [] for one in both}
    for row in Attachment.objects.filter(complaint__in=both, purpose=Attachment.Purpose.REPORT).order_by("pk"):
        photos[row.complaint_id].append(row)
    joined = Merge.objects.filter(into__in=both, undone_at__isnull=True).values_list("into").annotate(Count("pk"))
    reports = dict(joined)
    supporters = dict(Publication.objects.filter(complaint__in=both).values_list("complaint", "supporters"))
    points = [nearby.point(one) for one in both]
    rows = [
        {
            "complaint": one,
            "story": stories[one.pk],
            "landmark": texts.landmark(one),
            "photos": photos[one.pk],
            "age": dates.age(one.received_at, now),
            "reports": 1 + reports.get(one.pk, 0),
            "supporters": supporters.get(one.pk, 0),
            "is_main": one is main,
        }
        for one in both
    ]
    return rows, round(villages.metres(*points)) if all(points) else None


def years_of_requests() -> list[int]:
    """Return the years in which formal requests for information were registered, the newest first."""
    return list(InformationRequest.objects.order_by("-year").values_list("year", flat=True).distinct())


def requests_of(user: User, held: list[Position], year: int) -> list[InformationRequest]:
    """Return the requests of a year in the order of their numbers, each with `title`: its first words (3 queries).

    Those of cases this person may read; the number of one that may not be read stays, without the case.
    """
    rows = list(InformationRequest.objects.filter(year=year).select_related("complaint__owner").order_by("number"))
    ids = [row.pk for row in rows]
    readable = set(access.staff_cases(user, held).filter(pk__in=ids).values_list("pk", flat=True))
    stories = texts.stories([row.complaint for row in rows if row.pk in readable])
    for row in rows:
        row.is_readable = row.pk in readable
        row.title = texts.title(stories.get(row.pk, ""))
    return rows


def exported(cases: list[Complaint]) -> list[list]:
    """Return the head and a row for each of the cases, as they were fetched by `bulk`: no query.

    Nothing that somebody wrote, and nothing of the reporter: the number leads to it, for who may read it.
    """
    head = [
        *(_("Nomor laporan"), _("Nomor agenda"), _("Diterima"), _("Status"), _("Kategori"), _("Kelas")),
        *(_("Kepentingan"), _("Desa"), _("Kecamatan"), _("Instansi"), _("Batas waktu"), _("Kanal"), _("Tanda")),
    ]
    return [head, *(_exported(case) for case in cases)]


def _exported(case: Complaint) -> list:
    village = case.village
    return [
        *(case.tracking_number, str(getattr(case, "agenda", "")), _local(case.received_at)),
        *(str(words.status_of(case).others), case.category.name, str(case.get_term_class_display())),
        *(str(case.get_priority_display()), str(village or ""), village.district.name if village else ""),
        *(case.owner.name, _local(case.due_at), str(case.submission.get_channel_display())),
        ", ".join(bulk.tags_of(case)),
    ]


def _local(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def case_from_lapor(user: User, number: str) -> Complaint | None:
    """Return the case that has this number in SP4N-LAPOR!, if this person may read it."""
    return access.staff_cases(user).filter(lapor__number=number).first()


def accusable_people(day: date) -> QuerySet[User]:
    """Return who holds a position on `day` (local date), each with the name of an agency as `agency_name`."""
    held = Holding.objects.current(day).filter(user=OuterRef("pk")).order_by("pk")
    name = Subquery(held.values("position__agency__short_name")[:1])
    return User.objects.annotate(agency_name=name).filter(agency_name__isnull=False).order_by("full_name")
