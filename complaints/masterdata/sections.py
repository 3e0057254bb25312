"""The master data that coordinators change week by week: which rows, which columns of the list, which form (ux.md 2.6).

One list and one form draw all of them. The rest of the master data is the Django admin's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import dates
from complaints.models import Category, Holiday, RoutingRule, ServiceHours, Term

from . import operations, operations_calendar, queries

LONGEST = 300  # rows of a list; a search finds the others


@dataclass(frozen=True)
class Section:
    """A kind of row: `columns` are (heading, what stands there), the first one is the link; `past` are kept out."""

    slug: str
    title: str
    about: str
    add: str
    model: type[models.Model]
    fields: tuple[str, ...]
    fixed: tuple[str, ...]  # given when the row is made, shown afterwards
    columns: tuple[tuple[str, Callable], ...]
    search: tuple[str, ...]
    order: tuple[str, ...]
    operation: Callable
    related: tuple[str, ...] = ()
    past: Callable[[datetime], Q] | None = None

    def rows(self, typed: str, everything: bool, now: datetime) -> list[models.Model]:
        """Return the rows with all typed words in them, at most LONGEST; those of the past only with `everything`."""
        found = self.model.objects.select_related(*self.related).order_by(*self.order)
        for word in typed.split()[:6]:
            condition = Q()
            for field in self.search:
                condition |= Q(**{f"{field}__icontains": word})
            found = found.filter(condition)
        if self.past is not None and not everything:
            found = found.exclude(self.past(now))
        return list(found[:LONGEST])

    def told(self, row: models.Model) -> list[tuple[str, str]]:
        """Return (heading, text) of a row, in the order of the columns."""
        return [(heading, str(tell(row) or "")) for heading, tell in self.columns]

    @property
    def previews(self) -> bool:
        """Whether what a row would do is shown before it is saved."""
        return self.model is Term

    def preview(self, row: models.Model, now: datetime) -> list[str]:
        """Return what the row as typed would do, sentence by sentence; empty where there is nothing to say."""
        return queries.preview_of(row, now) if self.previews else []


def _state(row) -> str:
    marks = [] if row.is_active else [_("tidak dipakai")]
    return ", ".join([*marks, *([_("belum pasti")] if row.is_uncertain else [])])


def _days(row) -> str:
    if row.valid_until is None:
        return dates.short_date(row.valid_from) if row.valid_from else ""
    return f"{dates.short_date(row.valid_from)} – {dates.short_date(row.valid_until)}"


def _today(now: datetime):
    return timezone.localdate(now)


SECTIONS = {
    section.slug: section
    for section in (
        Section(
            slug="kategori",
            title=gettext_lazy("Kategori"),
            about=gettext_lazy("Topik di formulir warga, kategori di bawahnya, instansinya, dan sifatnya."),
            add=gettext_lazy("Tambah kategori"),
            model=Category,
            fields=(
                *("name", "code", "topic", "agency", "term_class", "target_days", "legal_basis"),
                *("form_order", "icon", "hint", "needs_place", "physical", "publish_default", "never_public"),
                *("sensitive", "supervisory_hint", "is_active", "is_uncertain"),
            ),
            fixed=("code",),
            columns=(
                (gettext_lazy("Nama"), lambda row: row.name),
                (gettext_lazy("Topik"), lambda row: row.topic),
                (gettext_lazy("Instansi"), lambda row: row.agency and row.agency.short_name),
                (gettext_lazy("Kelas waktu"), lambda row: row.get_term_class_display()),
                (gettext_lazy("Keadaan"), _state),
            ),
            search=("name", "code", "hint", "agency__short_name", "agency__name"),
            order=("name", "pk"),
            operation=operations.save_category,
            related=("topic", "agency"),
            past=lambda now: Q(is_active=False),
        ),
        Section(
            slug="aturan",
            title=gettext_lazy("Aturan penerusan"),
            about=gettext_lazy("Aturan pertama yang cocok dengan kategori dan tempat menjadi usulan."),
            add=gettext_lazy("Tambah aturan"),
            model=RoutingRule,
            fields=("order", "category", "district", "village", "agency", "reason", "valid_from", "valid_until"),
            fixed=(),
            columns=(
                (gettext_lazy("Kategori"), lambda row: row.category),
                (gettext_lazy("Tempat"), lambda row: row.village or row.district or _("di mana saja")),
                (gettext_lazy("Instansi"), lambda row: row.agency.short_name),
                (gettext_lazy("Urutan"), lambda row: row.order),
                (gettext_lazy("Berlaku"), _days),
            ),
            search=("category__name", "agency__name", "agency__short_name", "reason", "district__name"),
            order=("order", "pk"),
            operation=operations.save_routing_rule,
            related=("category", "district", "village", "agency"),
            past=lambda now: Q(valid_until__lt=_today(now)),
        ),
        Section(
            slug="batas-waktu",
            title=gettext_lazy("Batas waktu"),
            about=gettext_lazy(
                "Yang sudah berlaku tidak diubah: tambahkan yang baru dengan tanggal berlakunya. Laporan yang sedang "
                "berjalan memakai batas waktu lamanya."
            ),
            add=gettext_lazy("Tambah batas waktu"),
            model=Term,
            fields=("clock", "term_class", "amount", "unit", "valid_from", "source", "is_uncertain"),
            fixed=(),
            columns=(
                (gettext_lazy("Tenggat"), lambda row: row.get_clock_display()),
                (gettext_lazy("Kelas"), lambda row: row.get_term_class_display() or _("semua kelas")),
                (gettext_lazy("Lama"), lambda row: f"{row.amount} {row.get_unit_display()}"),
                (gettext_lazy("Berlaku sejak"), lambda row: dates.short_date(row.valid_from)),
                (gettext_lazy("Dasar"), lambda row: row.source),
            ),
            search=("source", "clock", "term_class"),
            order=("clock", "term_class", "-valid_from", "pk"),
            operation=operations_calendar.save_term,
        ),
        Section(
            slug="libur",
            title=gettext_lazy("Hari libur dan penutupan"),
            about=gettext_lazy(
                "Batas waktu yang sedang berjalan ikut pindah, juga bila hari libur baru diumumkan; setiap laporan "
                "mencatatnya. Yang batal tidak dihapus: isi tanggal dicabut."
            ),
            add=gettext_lazy("Tambah hari libur"),
            model=Holiday,
            fields=("day", "name", "kind", "source", "is_uncertain", "withdrawn_on"),
            fixed=("day",),
            columns=(
                (gettext_lazy("Tanggal"), lambda row: dates.full_date(row.day)),
                (gettext_lazy("Nama"), lambda row: row.name),
                (gettext_lazy("Jenis"), lambda row: row.get_kind_display()),
                (gettext_lazy("Dasar"), lambda row: row.source),
                (
                    gettext_lazy("Keadaan"),
                    lambda row: _("dicabut") if row.withdrawn_on else (_("belum pasti") if row.is_uncertain else ""),
                ),
            ),
            search=("name", "source"),
            order=("day", "pk"),
            operation=operations_calendar.save_holiday,
            past=lambda now: Q(day__lt=_today(now)),
        ),
        Section(
            slug="jam",
            title=gettext_lazy("Jam layanan"),
            about=gettext_lazy(
                "Tanpa instansi, jam berlaku untuk semua yang tidak punya jam sendiri. Dengan tanggal, hanya dalam "
                "masa itu (Ramadan)."
            ),
            add=gettext_lazy("Tambah jam"),
            model=ServiceHours,
            fields=("agency", "weekday", "opens", "closes", "open_on_holidays", "valid_from", "valid_until"),
            fixed=(),
            columns=(
                (gettext_lazy("Instansi"), lambda row: row.agency or _("Semua instansi")),
                (gettext_lazy("Hari"), lambda row: row.get_weekday_display()),
                (gettext_lazy("Jam"), lambda row: f"{row.opens:%H.%M}–{row.closes:%H.%M}"),
                (gettext_lazy("Masa"), _days),
            ),
            search=("agency__name", "agency__short_name"),
            order=("agency__name", "weekday", "pk"),
            operation=operations_calendar.save_service_hours,
            related=("agency",),
            past=lambda now: Q(valid_until__lt=_today(now)),
        ),
    )
}
