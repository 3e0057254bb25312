"""The three kinds of what people hand in: complaint, aspiration, request for information (domain.md 1.2). Pure.

One form for all three; what differs is said here: words, whether a place is needed, and whose terms count.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from complaints.models import Category, Complaint
from complaints.models.term import TermClass

ReportClass = Complaint.ReportClass


@dataclass(frozen=True)
class Kind:
    """How one kind is asked for. `word` stands in addresses (`?jenis=`); `publish` decides before the topic does."""

    word: str
    report_class: str
    heading: str
    category: str
    story: str
    hint: str
    missing: str
    publish: bool | None = None


KINDS = {
    kind.report_class: kind
    for kind in (
        Kind(
            word="pengaduan",
            report_class=ReportClass.COMPLAINT,
            heading=_("Apa yang terjadi?"),
            category=_("Jenis masalah"),
            story=_("Ceritakan masalahnya"),
            hint=_("Apa yang rusak atau terjadi. Jangan tulis NIK atau nomor HP di sini"),
            missing=_("Tulis apa yang terjadi"),
        ),
        Kind(
            word="aspirasi",
            report_class=ReportClass.ASPIRATION,
            heading=_("Apa usulan Anda?"),
            category=_("Tentang apa"),
            story=_("Tulis usulan Anda"),
            hint=_("Apa yang sebaiknya dibuat atau diubah, dan untuk siapa"),
            missing=_("Tulis usulan Anda"),
            publish=True,
        ),
        Kind(
            word="informasi",
            report_class=ReportClass.INFORMATION_REQUEST,
            heading=_("Informasi apa yang Anda cari?"),
            category=_("Tentang apa"),
            story=_("Tulis informasi yang Anda minta"),
            hint=_("Sebut dokumen, data, atau tahunnya kalau tahu"),
            missing=_("Tulis informasi yang Anda minta"),
            publish=False,
        ),
    )
}
_TERMS = {ReportClass.ASPIRATION: TermClass.ASPIRATION, ReportClass.INFORMATION_REQUEST: TermClass.INFO}


def by_word(word: str) -> Kind | None:
    """Return the kind that an address names, None for any other word."""
    return next((kind for kind in KINDS.values() if kind.word == word), None)


def term_class(report_class: str, category: Category, *, formal: bool = False) -> str:
    """Return whose terms count at filing: those of the kind; a closed topic keeps its own, which are shorter.

    `formal`: a request that goes to the PPID's register.
    """
    if formal and not category.sensitive:
        return TermClass.KIP
    return category.term_class if category.sensitive else _TERMS.get(report_class, category.term_class)


def needs_place(report_class: str, category: Category) -> bool:
    """Whether a village must be named: only what is broken or happens somewhere needs one."""
    return category.needs_place and report_class == ReportClass.COMPLAINT


def publish_default(report_class: str, category: Category) -> bool:
    """Return whether showing it to others is proposed: by the kind, for complaints by the topic."""
    chosen = KINDS[report_class].publish
    return category.publish_default if chosen is None else chosen
