"""What a view of the queue is narrowed by, and in which order: all of it stands in the address (ux.md 4.1).

Words of the address are codes and words of fixed lists, never what somebody wrote. One that means nothing is as if it
were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints import words
from complaints.dates import day_of
from complaints.models import (
    Agency,
    CaseTag,
    Category,
    Complaint,
    District,
    Holding,
    Position,
    SavedFilter,
    Tag,
    User,
    Village,
)
from complaints.states import Status, WaitsFor

MOST = 12  # saved filters that are shown of one's own, and of each agency's

# word -> statuses, in the order of a life
STATUSES = {
    "diperiksa": (Status.SUBMITTED,),
    "menunggu": (Status.NEEDS_INFO,),
    "diteruskan": (Status.REFERRED,),
    "dikerjakan": (Status.IN_PROGRESS,),
    "dijadwalkan": (Status.SCHEDULED,),
    "dijawab": (Status.ANSWERED,),
    "dialihkan": (Status.FORWARDED_EXTERNAL,),
    "selesai": (Status.RESOLVED,),
    "tidak-diproses": (Status.ARCHIVED,),
    "dicabut": (Status.WITHDRAWN,),
    "digabung": (Status.MERGED,),
}
# word -> received within so many days
TIMES = {"7": _("7 hari terakhir"), "30": _("30 hari terakhir"), "365": _("1 tahun terakhir")}
DUES = {"terlambat": _("Terlambat"), "hari-ini": _("Jatuh tempo hari ini"), "pekan": _("Jatuh tempo dalam 7 hari")}
MINE, NOBODY = "saya", "belum"
OFFICERS = {MINE: _("Saya sendiri"), NOBODY: _("Belum ditugaskan")}
# word -> (label, sorted by, the greatest first); the first two are of open cases alone, others have no due time
ORDERS = {
    "batas": (_("Batas waktu terdekat"), "due_at", False),
    "batas-jauh": (_("Batas waktu terjauh"), "due_at", True),
    "terbaru": (_("Terbaru"), "received_at", True),
    "terlama": (_("Terlama"), "received_at", False),
}
_ID = re.compile(r"[0-9]{1,9}")
_CODE = re.compile(r"[a-zA-Z0-9_.-]{1,40}")
# name in the address -> whether a word means something there
_MEANT = {
    "kat": _CODE.fullmatch,
    "tempat": _CODE.fullmatch,
    "status": STATUSES.__contains__,
    "instansi": _CODE.fullmatch,
    "petugas": lambda word: word in OFFICERS or _ID.fullmatch(word),
    "batas": DUES.__contains__,
    "masuk": TIMES.__contains__,
    "tanda": _ID.fullmatch,
}
# Somebody in the government must act; while the reporter is asked, nobody is late.
OURS = (WaitsFor.OWNER, WaitsFor.AGENCY, WaitsFor.OUTSIDE_BODY)


@dataclass(frozen=True)
class Asked:
    """A view and what narrows it: `found` holds {name: word} of the address, `order` one of ORDERS or nothing."""

    view: str = ""
    found: tuple[tuple[str, str], ...] = ()
    order: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the view: {name in the address: word}."""
        return dict(self.found)

    def query(self, **more: str) -> str:
        """Return this as the query of an address; `more` are added."""
        asked = {"v": self.view, **self.filters, "urut": self.order, **more}
        return urlencode({name: value for name, value in asked.items() if value})

    def address(self, **more: str) -> str:
        """Return the address of the queue, or of another page of it."""
        query = self.query(**more)
        return reverse("followup:queue") + (f"?{query}" if query else "")

    def without(self, name: str) -> Asked:
        """Return the same with one filter less."""
        return replace(self, found=tuple(one for one in self.found if one[0] != name))

    def sorted_by(self, order: str) -> Asked:
        """Return the same in another order."""
        return replace(self, order=order)


def asked(query: Mapping[str, str]) -> Asked:
    """Read what is asked for from the query of an address."""
    found = tuple((name, query.get(name, "")) for name, meant in _MEANT.items() if meant(query.get(name, "")))
    view, order = query.get("v", ""), query.get("urut", "")
    return Asked(view if _CODE.fullmatch(view) else "", found, order if order in ORDERS else "")


def of_view(wanted: Asked, view: str, orders: list[str]) -> Asked:
    """Return the same of the view that is shown; an order that it has by itself, or cannot have, is not said."""
    order = wanted.order if wanted.order in orders[1:] else ""
    return replace(wanted, view=view, order=order)


def saved(row: SavedFilter) -> Asked:
    """Return what a saved filter asks for."""
    return asked(dict(parse_qsl(row.query)))


def saved_of(user: User, held: Iterable[Position]) -> list[SavedFilter]:
    """Return the filters that this person finds in the queue: their own, then those of their agencies (one query)."""
    agencies = {position.agency_id for position in held}
    rows = SavedFilter.objects.filter(Q(user=user, agency__isnull=True) | Q(agency__in=agencies))
    rows = list(rows.select_related("agency").order_by("name", "pk")[: MOST * (1 + len(agencies))])
    return sorted(rows, key=lambda row: row.agency_id is not None)


def colleagues(held: Iterable[Position]) -> QuerySet[User]:
    """Return the people to whom cases of these positions' agencies can be given, by name."""
    agencies = {position.agency_id for position in held}
    there = Holding.objects.filter(position__agency__in=agencies, position__role__in=Position.WORKING_ROLES)
    return User.objects.filter(is_active=True, pk__in=there.values("user")).order_by("full_name")


def narrowed(
    cases: QuerySet[Complaint], wanted: Asked, user: User, now: datetime, *, known: bool = True
) -> QuerySet[Complaint]:
    """Return those of `cases` that fulfil every filter.

    `known`: what the codes stand for is looked up first, a query for each, so that an index can begin with it. Else no
    query of its own.
    """
    for name, word in wanted.found:
        cases = cases.filter(_condition(name, word, user, now, known))
    return cases


def _ids(rows: QuerySet, known: bool) -> list[int] | QuerySet:
    return list(rows.values_list("pk", flat=True)) if known else rows.values("pk")


def _condition(name: str, word: str, user: User, now: datetime, known: bool) -> Q:
    today, tomorrow = day_of(now)
    match name:
        case "kat":
            return Q(category__in=_ids(Category.objects.filter(Q(code=word) | Q(topic__code=word)), known))
        case "tempat":
            return Q(village__in=_ids(Village.objects.filter(Q(code=word) | Q(district__code=word)), known))
        case "status":
            return Q(status__in=STATUSES[word])
        case "instansi":
            return Q(owner__in=_ids(Agency.objects.filter(code=word), known))
        case "petugas":
            if word == NOBODY:
                return Q(assignee__isnull=True)
            return Q(assignee=user.pk if word == MINE else int(word))
        case "masuk":
            return Q(received_at__gte=now - timedelta(days=int(word)))
        case "tanda":
            return Q(pk__in=CaseTag.objects.filter(tag=int(word), removed_at__isnull=True).values("complaint"))
    due = Q(closed_at__isnull=True, waits_for__in=OURS)
    if word == "terlambat":
        return due & Q(due_at__lt=now)
    return due & Q(due_at__gte=today, due_at__lt=tomorrow if word == "hari-ini" else today + timedelta(days=7))


def told(wanted: Asked, held: Iterable[Position]) -> list[tuple[str, str]]:
    """Return [(name in the address, what it asks for in words)] of each filter; a query for each name looked up."""
    return [(name, _words(name, word, held)) for name, word in wanted.found]


def _words(name: str, word: str, held: Iterable[Position]) -> str:
    match name:
        case "status":
            return status_word(word)
        case "batas":
            return str(DUES[word])
        case "masuk":
            return str(TIMES[word])
        case "kat":
            row = Category.objects.filter(code=word).first()
        case "tempat":
            row = Village.objects.filter(code=word).first() or District.objects.filter(code=word).first()
        case "instansi":
            row = Agency.objects.filter(code=word).first()
        case "tanda":
            row = Tag.objects.filter(pk=word).first()
        case _:
            row = OFFICERS.get(word) or colleagues(held).filter(pk=word).first()
    return str(row or word)


def status_word(word: str) -> str:
    """Return how a status is told that stands in an address."""
    if word == "diperiksa":
        return str(words.EXAMINED.public)
    return str(words.status(STATUSES[word][0]).others)
