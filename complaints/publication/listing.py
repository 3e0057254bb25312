"""What the public looks through: which reports were asked for, a page of them, and what a card shows of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints import access, cursors, dates, finding, next_steps, numbers, photos, texts, words
from complaints.models import Attachment, Category, Complaint, PublishedPhoto, Regency, Text
from complaints.states import Status

from . import feeds
from .filters import STATUSES, TIMES, Choices, Option, status_words

ROWS = 20
NEWS = 3  # on the home page
MAPPED = 5000  # told to search engines; older ones are found through the list
LONGEST_EXCERPT = 180  # letters of an answer on a card
# All that a card, an entry of a feed and a cursor read of a published case: rows of five tables are wide.
_READ = (
    *("tracking_number", "status", "submitted_because", "resume_status", "examined_at"),
    *("received_at", "closed_at", "published_at"),
    *("owner__name", "owner__duty", "category__name", "village__kind", "village__name"),
    *("publication__title", "publication__story", "publication__answer"),
    *("publication__supporters", "publication__first_published_at"),
)

# word -> (label, sorted by, the greatest first)
ORDERS = {
    "terbaru": (_("Terbaru"), "received_at", True),
    "dukungan": (_("Paling banyak didukung"), "publication__supporters", True),
    "terlama": (_("Paling lama"), "received_at", False),
}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; a word of the address that means nothing is as if it were not there."""

    q: str = ""
    topic: Option | None = None
    place: Option | None = None
    villages: tuple[int, ...] = ()  # of the place
    status: str = ""
    agency: Option | None = None
    within: str = ""
    order: str = "terbaru"

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set: {name of the field: what is chosen in it}."""
        asked = {
            "kategori": self.topic and self.topic.code,
            "tempat": self.place and self.place.code,
            "status": self.status,
            "instansi": self.agency and self.agency.code,
            "waktu": self.within,
        }
        return {name: value for name, value in asked.items() if value}

    def query(self, **more: str) -> str:
        """Return this as the query of an address, empty when nothing is asked; `more` are added."""
        order = "" if self.order == "terbaru" else self.order
        asked = {"q": self.q, **self.filters, "urut": order, **more}
        return urlencode({name: value for name, value in asked.items() if value})

    def address(self, name: str = "publication:list", **more: str) -> str:
        """Return the address of the list, or of another page of the same filters."""
        query = self.query(**more)
        return reverse(name) + (f"?{query}" if query else "")


def asked(query: QueryDict, offered: Choices) -> Asked:
    """Read what is asked for from the query of an address."""
    places = {code: (place, villages) for code, place, villages in offered.places()}
    place, villages = places.get(query.get("tempat", ""), (None, ()))
    return Asked(
        q=finding.asked(query.get("q", "")),
        topic=next((topic for topic in offered.topics if topic.code == query.get("kategori")), None),
        place=place,
        villages=villages,
        status=_known(query.get("status"), STATUSES),
        agency=next((agency for agency in offered.agencies if agency.code == query.get("instansi")), None),
        within=_known(query.get("waktu"), TIMES),
        order=_known(query.get("urut"), ORDERS) or "terbaru",
    )


def _known(word: str | None, words: Iterable[str]) -> str:
    return word if word in words else ""


def number_meant(typed: str) -> str | None:
    """Return the tracking number that was typed into the search box, None if it cannot be one of ours."""
    regency = Regency.objects.only("tracking_prefix").first() if typed else None
    return numbers.parse_tracking_number(typed, regency.tracking_prefix) if regency else None


def page(wanted: Asked, now: datetime, *, after: str | None = None, before: str | None = None) -> cursors.Page:
    """Return one page of the published reports that were asked for, of `Complaint` rows (one query; with words two)."""
    cases = _narrowed(access.published_cases(), wanted, now)
    _label, by, descending = ORDERS[wanted.order]
    if by.startswith("publication"):
        # It says no more, but so an index gives the order: one of rows that are not hidden, joined and not optional.
        cases = cases.filter(publication__hidden_at__isnull=True, publication__supporters__gte=0)
    sought = [[word] for word in finding.words_in(wanted.q)]

    def fetch(rows: QuerySet, order: tuple[str, str], most: int) -> list[Complaint]:
        ways = finding.found(finding.PUBLIC, rows, sought, order) if sought else [rows.order_by(*order)]
        return finding.first_full(map(_slim, ways), most)

    if wanted.q and not sought:
        cases = cases.none()
    return cursors.page(cases, by=by, descending=descending, size=ROWS, after=after, before=before, fetch=fetch)


def _slim(cases: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return cases.select_related("owner", "category", "village", "publication").only(*_READ)


def _narrowed(cases: QuerySet[Complaint], wanted: Asked, now: datetime) -> QuerySet[Complaint]:
    if wanted.topic:
        # By their ids: an index begins with them.
        cases = cases.filter(category__in=list(Category.objects.under(wanted.topic.pk)))
    if wanted.place:
        cases = cases.filter(village__in=wanted.villages)
    if wanted.status:
        cases = cases.filter(status__in=STATUSES[wanted.status])
    if wanted.agency:
        cases = cases.filter(owner=wanted.agency.pk)
    if wanted.within:
        cases = cases.filter(received_at__gte=now - timedelta(days=int(wanted.within)))
    return cases


def ordered(wanted: Asked, order: str) -> Asked:
    """Return the same in another order."""
    return replace(wanted, order=order)


def chosen(wanted: Asked) -> list[str]:
    """Return what is asked for in words, for a line above what was found."""
    named = [wanted.topic, wanted.place, dict(status_words()).get(wanted.status), wanted.agency]
    told = [str(one) for one in (*named, TIMES.get(wanted.within)) if one]
    return [f"“{wanted.q}”", *told] if wanted.q else told


def title(wanted: Asked) -> str:
    """Return what the list is called where it stands alone: in a reader of feeds."""
    return ": ".join([str(_("Laporan warga")), ", ".join(chosen(wanted))][: 2 if chosen(wanted) else 1])


def entries(cases: list[Complaint]) -> list[feeds.Entry]:
    """Return what a feed says of each published case: its story, then its newest answer (one query)."""
    wanted = {pk for case in cases for pk in (case.publication.story_id, case.publication.answer_id) if pk}
    answered = {row.pk: row for row in Text.objects.filter(pk__in=wanted)}
    said = texts.read_many(answered.values())
    told, address = [], addresses()
    for case in cases:
        publication = case.publication
        answer = answered.get(publication.answer_id)
        parts = [said.get(publication.story_id, ""), f"{_('Jawaban:')} {said.get(answer.pk, '')}" if answer else ""]
        changed = [case.published_at, case.closed_at, answer and answer.created_at]
        told.append(
            feeds.Entry(
                address=address(case.tracking_number),
                title=f"{publication.title} ({words.status_of(case).others})",
                text="\n\n".join(part for part in parts if part),
                agency=next_steps.who(case),
                topic=case.category.name,
                published=publication.first_published_at,
                updated=max(moment for moment in changed if moment),
            )
        )
    return told


def mapped() -> list[tuple[str, date]]:
    """Return the addresses of the newest published reports, and since which day they are there, for search engines (one
    query)."""
    newest = access.published_cases().order_by("-received_at", "-pk")[:MAPPED]
    address = addresses()
    return [(address(number), day) for number, day in newest.values_list("tracking_number", TruncDate("published_at"))]


def addresses() -> Callable[[str], str]:
    """Return the page of a report by its number. Worked out once: for each of many it takes longer than the query."""
    before, after = reverse("publication:detail", args=["NOMOR"]).split("NOMOR")
    return lambda number: f"{before}{number}{after}"


def main_of(complaint: Complaint) -> Complaint | None:
    """Return the published report that a merged one was joined to, None where there is none to be seen."""
    if complaint.status != Status.MERGED:
        return None
    mains = access.published_cases().filter(merged__complaint=complaint, merged__undone_at__isnull=True)
    return mains.select_related("publication").first()


def newest_done() -> list[Complaint]:
    """Return the published reports that were done last, for the home page (one query)."""
    done = access.published_cases().filter(status=Status.RESOLVED)
    return list(_slim(done).order_by("-closed_at", "-pk")[:NEWS])


def cards(cases: list[Complaint], now: datetime, *, result_first: bool = False) -> list[dict]:
    """Return what publication/card.html draws of each published case (2 queries for any number of them).

    `result_first`: the photo is one after the work, where there is one.
    """
    if not cases:
        return []
    answers = texts.read_many(Text.objects.filter(pk__in=[case.publication.answer_id for case in cases]))
    pictures: dict[int, list[PublishedPhoto]] = {}
    for photo in PublishedPhoto.objects.filter(publication__in=[case.pk for case in cases]).select_related(
        "attachment"
    ):
        pictures.setdefault(photo.publication_id, []).append(photo)
    address = addresses()
    return [
        {
            "url": address(case.tracking_number),
            "title": case.publication.title,
            "status": case,
            "meta": " · ".join(str(one) for one in (case.category.name, case.village, next_steps.who(case)) if one),
            "age": dates.age(case.received_at, now),
            "received_at": case.received_at,
            "closed_at": case.closed_at,
            "supporters": case.publication.supporters,
            "answer": answers.get(case.publication.answer_id, "")[: 2 * LONGEST_EXCERPT],
            "photo": _thumbnail(case, pictures.get(case.pk, []), result_first),
        }
        for case in cases
    ]


def _thumbnail(case: Complaint, pictures: list[PublishedPhoto], result_first: bool) -> dict | None:
    if not pictures:
        return None
    result = Attachment.Purpose.RESULT
    after = (photo for photo in pictures if photo.attachment.purpose == result)
    chosen = next(after, pictures[0]) if result_first else pictures[0]
    width, height = photos.fit(chosen.width, chosen.height, photos.SIZES[-1])
    return {
        "url": reverse("publication:photo", args=[case.tracking_number, chosen.key, photos.SIZES[-1]]),
        "width": width,
        "height": height,
    }
