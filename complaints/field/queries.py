"""What the pages of the field read: a task without its reporter, what came back, the cases of one trip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from complaints import access, dates, links, texts
from complaints.deadlines.offices import calendar_of
from complaints.followup import queries as followup
from complaints.followup import saved_views
from complaints.models import Attachment, Complaint, FieldLink, FieldReturn, Position, User, Village
from complaints.states import Status

NOWHERE = "-"  # the cases without a village
MOST = 200  # cases on one sheet: more than one trip can hold


@dataclass(frozen=True)
class Task:
    """What somebody in the field needs to know of a case, and nothing of who reported it nor what they wrote."""

    number: str
    category: str
    place: str
    landmark: str
    coordinates: str
    agency: str
    phone: str
    asked: str
    until: datetime
    due_at: datetime | None
    photos: list[Attachment]


def task(link: FieldLink) -> Task:
    """Return what the page behind a link tells; the link comes with its case."""
    complaint = link.complaint
    return Task(
        number=complaint.tracking_number,
        category=complaint.category.name,
        place=_place(complaint),
        landmark=texts.landmark(complaint),
        coordinates=followup.coordinates(complaint),
        agency=link.agency.name,
        phone=link.agency.hotline,
        asked=_asked(link),
        until=link.expires_at,
        due_at=complaint.due_at,
        photos=followup.report_photos(complaint),
    )


def message(link: FieldLink) -> str:
    """Return the text to send with a link, by WhatsApp or any other way."""
    complaint = link.complaint
    spot = ", ".join(filter(None, [_place(complaint), texts.landmark(complaint)]))
    lines = [
        _("Tugas lapangan {number} dari {agency}: {category}").format(
            number=complaint.tracking_number, agency=link.agency.short_name, category=complaint.category.name
        ),
        _asked(link),
        _("Tempat: {place}").format(place=spot) if spot else "",
        _("Foto, peta, dan tempat mengirim hasil: {link}").format(link=links.to_field(link.pk)),
        _("Berlaku sampai {date}. Jangan diteruskan kepada orang lain.").format(date=dates.full_date(link.expires_at)),
    ]
    return "\n".join(filter(None, lines))


def given_out(complaint: Complaint, now: datetime) -> list[FieldLink]:
    """Return the links to a case that open something now, the newest first."""
    rows = access.handed_out(now).filter(complaint=complaint)
    shown = ("task", "agency", "made_by", "complaint__category", "complaint__place__landmark")
    return list(rows.select_related(*shown, "complaint__village__district").order_by("-pk"))


def returns(complaint: Complaint) -> list[FieldReturn]:
    """Return what came back about a case to the agency that has it, the newest first."""
    rows = FieldReturn.objects.filter(link__complaint=complaint, link__agency=complaint.owner_id)
    return list(rows.select_related("text").order_by("-sequence"))


def photos_of(complaint: Complaint, returned: FieldReturn) -> list[Attachment]:
    """Return the photos that came back with it, in order."""
    return followup.field_photos(complaint, returned)


def on_the_way(user: User, held: list[Position]) -> QuerySet[Complaint]:
    """Return the cases on which these positions work outside: ordinary ones of their agencies, not answered yet."""
    own = [position.agency_id for position in held if position.role in Position.AGENCY_ROLES]
    return access.staff_cases(user, held).filter(
        owner__in=own,
        access_class=Complaint.AccessClass.ORDINARY,
        status__in=(Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED),
    )


def villages(cases: QuerySet[Complaint]) -> list[dict]:
    """Return [{code, name, district, cases}] of the villages with something to do, those with most first."""
    rows = cases.order_by().values("village").annotate(cases=Count("pk")).order_by("-cases", "village")
    rows = list(rows)
    named = Village.objects.select_related("district").in_bulk([row["village"] for row in rows if row["village"]])
    return [
        {
            "code": named[row["village"]].code if row["village"] else NOWHERE,
            "name": named[row["village"]].name if row["village"] else _("Tanpa desa"),
            "district": named[row["village"]].district.name if row["village"] else "",
            "cases": row["cases"],
        }
        for row in rows
    ]


def trip(cases: QuerySet[Complaint], code: str, now: datetime) -> list[dict]:
    """Return [{case, days, landmark, coordinates}] of one village, the most urgent first; a query or two, and two for
    the calendar of each agency."""
    cases = cases.filter(village__isnull=True) if code == NOWHERE else cases.filter(village__code=code)
    rows = cases.select_related("category", "assignee", "village__district", "place__landmark")
    rows = list(rows.order_by("due_at", "pk")[:MOST])
    marks = [place.landmark for row in rows if (place := getattr(row, "place", None)) and place.landmark]
    written = texts.read_many(marks)
    calendars = {pk: calendar_of(pk) for pk in {row.owner_id for row in rows}}
    return [
        {
            "case": row,
            "days": saved_views.days_to(row.due_at, calendars[row.owner_id], now),
            "landmark": written.get(place.landmark_id, "") if (place := getattr(row, "place", None)) else "",
            "coordinates": followup.coordinates(row),
        }
        for row in rows
    ]


def _asked(link: FieldLink) -> str:
    return (texts.read(link.task) or "") if link.task else ""


def _place(complaint: Complaint) -> str:
    village = complaint.village
    return f"{village.name}, {village.district.name}" if village else ""
