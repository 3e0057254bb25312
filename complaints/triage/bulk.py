"""One act on many cases: which of the chosen it can be done on, and why not on the others (ux.md 4.1, A10).

Only what is done alike to all; answers are written one by one, and so are closed cases handled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import access, lifecycle, words
from complaints.errors import Refused
from complaints.followup import filters, operations_desk, saved_views
from complaints.followup import operations as followup
from complaints.models import Complaint, Position, Tag, User
from complaints.models.term import TermClass
from complaints.routing import limits
from complaints.routing import operations as routing
from complaints.states import Because, Status

from . import operations, operations_category

MOST = 100  # cases at once: each is a transaction of its own, in one request
MOST_ROWS = 2000  # of an export
Answers = dict[str, Any]
_ONE_BY_ONE = frozenset({TermClass.SENSITIVE, TermClass.SUPERVISORY})


@dataclass(frozen=True)
class Act:
    """One act: the right of life.md 3 that it needs (none: who may choose it may do it), what it does in words, and
    how it is done to one case.

    `reads`: it only gives out what the person reads. `reversible`: it can be taken back (operations_bulk.undo).
    """

    label: Promise
    right: str
    changes: Promise
    button: Promise
    perform: Callable[..., None] | None = None
    reversible: bool = False
    most: int = MOST

    @property
    def reads(self) -> bool:
        return self.perform is None


def _refer(complaint: Complaint, *, to, reason, category, **more) -> None:
    category = category or complaint.category
    classes = {"category": category, "term_class": category.term_class, "priority": complaint.priority}
    routing.refer(complaint.pk, **classes, to=to, reason=reason, **more)


def _assign(complaint: Complaint, *, person, **more) -> None:
    followup.assign(complaint.pk, to=person, **more)


def _archive(complaint: Complaint, *, text, **more) -> None:
    operations.archive(complaint.pk, code="spam", text=text, **more)


def _reopen(complaint: Complaint, *, reason, **more) -> None:
    operations.reopen(complaint.pk, reason=reason, **more)


def _recategorise(complaint: Complaint, *, category, **more) -> None:
    operations_category.recategorise(complaint.pk, category=category, **more)


def _merge(complaint: Complaint, *, into, **more) -> None:
    operations.merge(complaint.pk, into=into, **more)


def _tag(complaint: Complaint, *, tag, **more) -> None:
    operations_desk.tag(complaint.pk, name=tag, **more)


def _untag(complaint: Complaint, *, tag, **more) -> None:
    operations_desk.untag(complaint.pk, name=tag, **more)


ACTS = {
    "teruskan": Act(
        gettext_lazy("Teruskan ke instansi"),
        "refer",
        gettext_lazy(
            "Kelas laporan mengikuti kategorinya. Pelapor dan instansi langsung dikabari, "
            "jadi tidak bisa dibatalkan: instansi yang keliru mengembalikannya."
        ),
        gettext_lazy("Teruskan %(n)d laporan"),
        _refer,
    ),
    "tugaskan": Act(
        gettext_lazy("Tugaskan"),
        "accept",
        gettext_lazy("Petugas yang dipilih mendapat laporan ini. Instansi tetap pemiliknya."),
        gettext_lazy("Tugaskan %(n)d laporan"),
        _assign,
        reversible=True,
    ),
    "tanda": Act(
        gettext_lazy("Pasang tanda"),
        "",
        gettext_lazy("Tanda hanya dibaca petugas, dan bisa disaring di antrean."),
        gettext_lazy("Pasang di %(n)d laporan"),
        _tag,
        reversible=True,
    ),
    "lepas-tanda": Act(
        gettext_lazy("Lepas tanda"),
        "",
        gettext_lazy("Tanda hanya dibaca petugas."),
        gettext_lazy("Lepas dari %(n)d laporan"),
        _untag,
        reversible=True,
    ),
    "kategori": Act(
        gettext_lazy("Ubah kategori"),
        "merge",
        gettext_lazy("Kelas dan batas waktu mengikuti kategori, dihitung dari awal yang sama. Instansi tetap."),
        gettext_lazy("Ubah kategori %(n)d laporan"),
        _recategorise,
        reversible=True,
    ),
    "spam": Act(
        gettext_lazy("Tandai spam"),
        "archive",
        gettext_lazy("Laporan ditutup sebagai spam. Pelapor membaca penjelasannya."),
        gettext_lazy("Tutup %(n)d laporan"),
        _archive,
        reversible=True,
    ),
    "gabung": Act(
        gettext_lazy("Gabung jadi satu"),
        "merge",
        gettext_lazy("Satu laporan menjadi induk dan tetap jalan. Pelapor yang lain membaca jawabannya dari sana."),
        gettext_lazy("Gabung %(n)d laporan"),
        _merge,
        reversible=True,
    ),
    "buka-lagi": Act(
        gettext_lazy("Buka lagi"),
        "reopen",
        gettext_lazy("Laporan kembali ke antrean verifikasi. Pelapor membaca alasannya."),
        gettext_lazy("Buka lagi %(n)d laporan"),
        _reopen,
    ),
    "cetak": Act(
        gettext_lazy("Cetak lembar disposisi"),
        "",
        gettext_lazy("Satu lembar untuk tiap laporan, tanpa identitas pelapor. Pencetakan dicatat."),
        gettext_lazy("Cetak %(n)d lembar"),
    ),
    "ekspor": Act(
        gettext_lazy("Ekspor"),
        "",
        gettext_lazy("Cerita dan identitas pelapor tidak ikut. Ekspor dicatat."),
        gettext_lazy("Ekspor %(n)d laporan"),
        most=MOST_ROWS,
    ),
}


def offered(held: Iterable[Position]) -> list[tuple[str, Promise]]:
    """Return [(act, label)] of the acts that these positions may do at all."""
    roles = {position.role for position in held}
    mine = []
    if Position.Role.COORDINATOR in roles:
        mine += ["teruskan", "kategori", "gabung", "spam", "buka-lagi"]
    if roles & set(Position.AGENCY_ROLES):
        mine.append("tugaskan")
    if mine:
        mine += ["tanda", "lepas-tanda", "cetak", "ekspor"]
    return [(name, ACTS[name].label) for name in mine]


def chosen(user: User, held: list[Position], numbers: Iterable[str]) -> list[Complaint]:
    """Return the cases with these numbers that `user` may read, in the order of the numbers (3 queries)."""
    wanted = [number for number in dict.fromkeys(numbers) if number.isprintable()][:MOST]
    cases = _with_what_is_judged(access.staff_cases(user, held).filter(tracking_number__in=wanted))
    found = {case.tracking_number: case for case in cases}
    return [found[number] for number in wanted if number in found]


def whole(
    user: User, held: list[Position], wanted: filters.Asked, most: int, now: datetime
) -> tuple[list[Complaint], bool]:
    """Return the first `most` cases of a view as it is narrowed and ordered, and whether there are more of them.

    Never counted: one row more than `most` is looked for, in the order of the queue.
    """
    views = saved_views.views_of(user, held, now)
    view = next((one for one in views if one.key == wanted.view and not one.address), None)
    if view is None:
        return [], False
    narrowed = saved_views.narrowed(view, wanted, user, now)
    found = saved_views.first_of(narrowed, wanted.order, most, _with_what_is_judged)
    return found[:most], len(found) > most


def _with_what_is_judged(cases: QuerySet[Complaint]) -> QuerySet[Complaint]:
    related = ("owner", "category", "excluded_agency", "village__district", "submission", "agenda")
    return cases.select_related(*related).prefetch_related("merged", "tags__tag")


def known_tags() -> list[str]:
    """Return the names of all tags."""
    return list(Tag.objects.values_list("name", flat=True))


def tags_of(complaint: Complaint) -> list[str]:
    """Return the names of the tags of a case that was fetched here."""
    return sorted(row.tag.name for row in complaint.tags.all() if row.removed_at is None)


def problem(name: str, complaint: Complaint, user: User, held: list[Position], now: datetime, answers: Answers) -> str:
    """Return why the act cannot be done to this case, in words; empty where it can. No query for an ordinary case."""
    act = ACTS[name]
    if complaint.access_class != Complaint.AccessClass.ORDINARY:
        return _("Laporan tertutup ditangani satu per satu.")
    if act.right and not lifecycle.may(user, act.right, complaint, now, held=held):
        return _("Bukan tugas jabatan Anda.")
    if not _fits(name, complaint):
        return _("Statusnya sekarang: %(status)s.") % {"status": words.status_of(complaint).others}
    try:
        match name:
            case "tugaskan":
                limits.check(complaint, "assign")
            case "teruskan":
                return _referral_problem(complaint, answers)
            case "kategori" if "category" in answers:
                operations_category.check(complaint, answers["category"])
            case "gabung" if "into" in answers:
                return _merge_problem(complaint, answers["into"])
            case "tanda" if answers.get("tag") in tags_of(complaint):
                return _("Tanda itu sudah ada.")
            case "lepas-tanda" if answers and answers.get("tag") not in tags_of(complaint):
                return _("Tanda itu tidak ada di laporan ini.")
    except Refused as refusal:
        return str(refusal)
    return ""


def _fits(name: str, complaint: Complaint) -> bool:
    """Whether the act can be done in the status of the case."""
    match name:
        case "tugaskan":
            return complaint.status in (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)
        case "kategori":
            return complaint.status in operations_category.SOURCES
    right = ACTS[name].right
    return not right or lifecycle.allows(right, complaint.status, complaint.submitted_because)


def _merge_problem(complaint: Complaint, main: Complaint) -> str:
    if main.pk == complaint.pk:
        return _("Ini laporan induknya. Tetap jalan.")
    operations.check_merge(complaint, main)
    return ""


def _referral_problem(complaint: Complaint, answers: Answers) -> str:
    if complaint.submitted_because == Because.ARBITRATION:
        return _("Putusan penengah ditulis satu per satu.")
    category = answers.get("category") or complaint.category
    if category.topic_id is None:
        # While it may still be chosen for all of them, none is left out.
        return _("Kategorinya belum tepat. Pilih kategori untuk semua.") if answers else ""
    if category.sensitive or category.term_class in _ONE_BY_ONE:
        return _("Laporan tertutup ditangani satu per satu.")
    if "to" in answers:
        routing.check_owner(complaint, answers["to"], category.term_class, Complaint.AccessClass.ORDINARY)
    return ""
