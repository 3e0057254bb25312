"""Cases that stand in SP4N-LAPOR! too: what is answered here and not yet there, and all in the fields of its form.

Nothing is typed twice (product.md 3): the file holds what an official copies there, under the names it has there
(domain.md 1.1). The reporter is never in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, texts, words
from complaints.models import Clock, Complaint, Event, Position, Text, User
from complaints.states import ClockKind

MOST = 200  # cases of a page and a file


@dataclass(frozen=True)
class Mirrored:
    """A case with its number there, the last answer given here, and until when it should stand there too."""

    case: Complaint
    story: str
    answer: str
    answered_at: datetime | None
    due_at: datetime | None


def waiting(user: User, held: list[Position]) -> QuerySet[Complaint]:
    """Return the cases this person reads that are answered here and not yet there, the most urgent first."""
    running = Clock.objects.filter(kind=ClockKind.MIRROR, stopped_at__isnull=True).values("complaint")
    return _linked(user, held).filter(pk__in=running).order_by(F("closed_at").asc(nulls_last=True), "pk")


def every(user: User, held: list[Position]) -> QuerySet[Complaint]:
    """Return the cases this person reads that have a number there, the newest first."""
    return _linked(user, held).order_by("-received_at", "-pk")


def _linked(user: User, held: list[Position]) -> QuerySet[Complaint]:
    cases = access.staff_cases(user, held).filter(lapor__isnull=False)
    return cases.select_related("lapor", "owner", "category__topic", "village__district", "submission")


def told(cases: QuerySet[Complaint]) -> list[Mirrored]:
    """Return the first MOST of `cases` with what stands in them (6 queries, however many there are)."""
    rows = list(cases[:MOST])
    running = Clock.objects.filter(complaint__in=rows, kind=ClockKind.MIRROR, stopped_at__isnull=True)
    due = dict(running.values_list("complaint", "due_at"))
    kinds = (Event.Kind.ANSWERED, Event.Kind.OUTSIDE_ANSWERED)
    answers: dict[int, Event] = {}
    for event in Event.objects.filter(complaint__in=rows, kind__in=kinds).order_by("sequence"):
        answers[event.complaint_id] = event
    references = {pk: _words_of(event) for pk, event in answers.items()}
    contents = texts.read_many(Text.objects.filter(pk__in=references.values()))
    stories = texts.stories(rows)
    return [
        Mirrored(
            case=case,
            story=stories.get(case.pk, ""),
            answer=contents.get(references.get(case.pk), ""),
            answered_at=answers[case.pk].at if case.pk in answers else None,
            due_at=due.get(case.pk),
        )
        for case in rows
    ]


def _words_of(event: Event) -> int:
    name = "answer" if event.kind == Event.Kind.ANSWERED else "outside"
    return event.data.get(name, {}).get("text", 0)


def table(rows: list[Mirrored]) -> list[list]:
    """Return the head and a row for each, in the fields of its form."""
    head = [
        *(_("Nomor SP4N-LAPOR!"), _("Arah"), _("Klasifikasi"), _("Judul laporan"), _("Isi laporan")),
        *(_("Lokasi kejadian"), _("Instansi tujuan"), _("Kategori"), _("Status"), _("Tindak lanjut")),
        *(_("Tanggal tindak lanjut"), _("Nomor BESADU"), _("Tanggal diterima")),
    ]
    return [head, *(_row(row) for row in rows)]


def _row(row: Mirrored) -> list:
    case, village = row.case, row.case.village
    place = f"{village}, {village.district.name}" if village else ""
    category = case.category.topic or case.category
    return [
        *(case.lapor.number, str(case.lapor.get_direction_display()), str(case.get_report_class_display())),
        *(texts.title(row.story), row.story, place, case.owner.name, category.name),
        *(str(words.status_of(case).others), row.answer, _day(row.answered_at)),
        *(case.tracking_number, _day(case.received_at)),
    ]


def _day(moment: datetime | None) -> str:
    return f"{timezone.localdate(moment):%Y-%m-%d}" if moment else ""
