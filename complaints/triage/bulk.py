"""One act on many cases: which of the chosen it can be done on, and why not on the others (ux.md 4.1, A10).

Only what is done alike to all; answers are written one by one, and so are closed cases handled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import access, lifecycle, words
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Complaint, Position, User
from complaints.models.term import TermClass
from complaints.routing import limits
from complaints.routing import operations as routing
from complaints.states import Because, Status

from . import operations

MOST = 100  # cases at once: each is a transaction of its own, in one request
Answers = dict[str, Any]
_ONE_BY_ONE = frozenset({TermClass.SENSITIVE, TermClass.SUPERVISORY})


@dataclass(frozen=True)
class Act:
    """One act: the right of life.md 3 that it needs, what it does in words, and how it is done to one case.

    `undone_by` is the act that takes it back, where one does, and `undo` how that is called.
    """

    label: Promise
    right: str
    changes: Promise
    button: Promise
    perform: Callable[..., None]
    undone_by: str = ""
    undo: Promise | str = ""


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


ACTS = {
    "teruskan": Act(
        gettext_lazy("Teruskan ke instansi"),
        "refer",
        gettext_lazy("Kelas laporan mengikuti kategorinya. Pelapor dan instansi dikabari."),
        gettext_lazy("Teruskan %(n)d laporan"),
        _refer,
    ),
    "tugaskan": Act(
        gettext_lazy("Tugaskan"),
        "accept",
        gettext_lazy("Petugas yang dipilih mendapat laporan ini. Instansi tetap pemiliknya."),
        gettext_lazy("Tugaskan %(n)d laporan"),
        _assign,
        undone_by="tugaskan",
        undo=gettext_lazy("Ubah lagi penugasannya"),
    ),
    "spam": Act(
        gettext_lazy("Tandai spam"),
        "archive",
        gettext_lazy("Laporan ditutup sebagai spam. Pelapor membaca penjelasannya."),
        gettext_lazy("Tutup %(n)d laporan"),
        _archive,
        undone_by="buka-lagi",
        undo=gettext_lazy("Buka lagi yang ditutup"),
    ),
    "buka-lagi": Act(
        gettext_lazy("Buka lagi"),
        "reopen",
        gettext_lazy("Laporan kembali ke antrean verifikasi. Pelapor membaca alasannya."),
        gettext_lazy("Buka lagi %(n)d laporan"),
        _reopen,
    ),
}


def offered(held: Iterable[Position]) -> list[tuple[str, Promise]]:
    """Return [(act, label)] of the acts that these positions may do at all."""
    roles = {position.role for position in held}
    mine = []
    if Position.Role.COORDINATOR in roles:
        mine += ["teruskan", "spam", "buka-lagi"]
    if roles & set(Position.AGENCY_ROLES):
        mine.append("tugaskan")
    return [(name, ACTS[name].label) for name in mine]


def chosen(user: User, held: list[Position], numbers: Iterable[str]) -> list[Complaint]:
    """Return the cases with these numbers that `user` may read, in the order of the numbers (one query)."""
    wanted = [number for number in dict.fromkeys(numbers) if number.isprintable()][:MOST]
    cases = access.staff_cases(user, held).filter(tracking_number__in=wanted)
    found = {case.tracking_number: case for case in cases.select_related("owner", "category", "excluded_agency")}
    return [found[number] for number in wanted if number in found]


def problem(name: str, complaint: Complaint, user: User, held: list[Position], now: datetime, answers: Answers) -> str:
    """Return why the act cannot be done to this case, in words; empty where it can. No query for an ordinary case."""
    act = ACTS[name]
    if complaint.access_class != Complaint.AccessClass.ORDINARY:
        return _("Laporan tertutup ditangani satu per satu.")
    if not lifecycle.may(user, act.right, complaint, now, held=held):
        return _("Bukan tugas jabatan Anda.")
    sources = (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)
    fits = (
        complaint.status in sources
        if name == "tugaskan"
        else lifecycle.allows(act.right, complaint.status, complaint.submitted_because)
    )
    if not fits:
        return _("Statusnya sekarang: %(status)s.") % {"status": words.status_of(complaint).others}
    if name == "tugaskan":
        return limits.problem(complaint, "assign")
    return _referral_problem(complaint, answers) if name == "teruskan" else ""


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
        try:
            routing.check_owner(complaint, answers["to"], category.term_class, Complaint.AccessClass.ORDINARY)
        except Refused as refusal:
            return str(refusal)
    return ""
