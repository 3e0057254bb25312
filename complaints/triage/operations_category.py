"""Giving a case another category where it stands: its class and dates follow, its agency keeps it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import lifecycle
from complaints.errors import Refused
from complaints.models import Category, Complaint, Event, User
from complaints.models.term import TermClass
from complaints.notifications import outbox
from complaints.routing import queries as routing
from complaints.states import Status

# While its clocks count by category and class, and none of them stands still for a question.
SOURCES = (Status.SUBMITTED, Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)
_CLOSING = frozenset({TermClass.SENSITIVE, TermClass.SUPERVISORY})


def check(complaint: Complaint, category: Category) -> None:
    """Raise Refused, in words for the coordinator, where the case cannot be given this category where it stands."""
    if category.pk == complaint.category_id:
        raise Refused(_("Kategorinya sudah itu."))
    if category.sensitive or category.term_class in _CLOSING:
        raise Refused(_("Kategori ini menutup laporan. Teruskan satu per satu."))
    if category.term_class == TermClass.EXTERNAL and complaint.status != Status.SUBMITTED:
        raise Refused(_("Kategori ini untuk lembaga luar. Laporan sedang ditangani instansi daerah."))
    if complaint.published_at is not None and category.never_public:
        raise Refused(_("Laporan ini tampil untuk umum, kategori itu tidak pernah. Sembunyikan dulu."))


@transaction.atomic
def recategorise(
    complaint_id: int,
    *,
    category: Category,
    term_class: str | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Give an ordinary case another category; the class follows it, and its dates from the same base (life.md 2).

    `term_class` takes an earlier change back: the class as it was. Raises Refused.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    if complaint.access_class != Complaint.AccessClass.ORDINARY or not lifecycle.may(actor, "merge", complaint, now):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    if complaint.status not in SOURCES:
        raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
    check(complaint, category)
    lifecycle.reclass(complaint, term_class or routing.class_for(complaint, category), now, category=category)
    undone = None if term_class is None else True
    outbox.record(complaint, Event.Kind.CATEGORY_CHANGED, actor, now, category=category.pk, undone=undone)
