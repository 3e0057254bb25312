"""What the pages of figures show, as figures in words and charts with their tables. Reads through `figures.queries`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import dates, words
from complaints.figures import definitions, histogram, queries, telling
from complaints.figures.definitions import DEFINITIONS, Kind, Part, Totals
from complaints.figures.life import ALL, UNCHECKED, WISH
from complaints.models import Agency, Category, District, Publication, Submission
from complaints.routing.queries import owning_agencies

from . import charts

TOPICS = 10
UNSHOWN = {
    **dict(Publication.Hidden.choices),
    UNCHECKED: gettext_lazy("Belum diperiksa untuk ditampilkan"),
    WISH: gettext_lazy("Diminta tidak ditampilkan"),
}


@dataclass(frozen=True)
class Stat:
    """One figure. `code` names its definition, `query` what the list behind it is asked for."""

    code: str
    value: str
    note: str = ""
    query: str = ""
    is_bad: bool = False

    @property
    def name(self) -> str:
        return DEFINITIONS[self.code][0]


@dataclass(frozen=True)
class Chart:
    """A drawing with its table; `name` heads its part of the page and of the CSV. `code` names the definition."""

    name: str
    title: str
    svg: SafeString | str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    code: str = ""
    legend: Sequence[tuple[int, str, str]] = ()


@dataclass(frozen=True)
class Heat:
    """A table of topics by districts; a cell is (number in words, shade 0 to 4)."""

    districts: Sequence[District]
    rows: Sequence[tuple[Category, Sequence[tuple[str, int]]]]


@dataclass(frozen=True)
class Line:
    """An agency among all of them."""

    agency: Agency
    open: str
    overdue: str
    punctual: str
    verdict: str


@dataclass
class Sheet:
    """All that one page shows. `exact`: for who sees the cases anyway."""

    now: datetime
    agency: Agency | None = None
    exact: bool = False
    months: list[date] = field(init=False)

    def __post_init__(self):
        self.months = queries.months(self.now)
        self.counted_at = queries.counted_at()
        self._of = self.agency.pk if self.agency else ALL
        self.totals = queries.totals(self.months, self._of)

    @property
    def period(self) -> str:
        """Return the time that is shown, in words."""
        return _("%(first)s sampai %(last)s") % {
            "first": dates.month(self.months[0]),
            "last": dates.month(self.months[-1]),
        }

    @property
    def verdict(self) -> str:
        return telling.verdict(definitions.punctual(self.totals))

    def stats(self) -> list[Stat]:
        """Return the figures at the head of the page."""
        totals = self.totals
        own = f"instansi={self.agency.code}&" if self.agency else ""
        slow, overdue = definitions.slow_hours(totals), definitions.overdue(totals)
        found = [
            Stat("masuk", self._count(definitions.received(totals)), query=f"{own}waktu=365"),
            Stat("dijawab", self._count(definitions.answered(totals)), query=f"{own}status=dijawab"),
            Stat(
                "waktu-jawab",
                telling.hours(definitions.median_hours(totals)),
                note=_("9 dari 10 dalam %(hours)s") % {"hours": telling.hours(slow)} if slow is not None else "",
                query=f"{own}status=selesai",
            ),
            Stat("tepat-waktu", self._part(definitions.punctual(totals)), query=f"{own}waktu=365"),
            Stat(
                "terlambat",
                self._count(overdue),
                note=_("dari %(count)s yang belum selesai") % {"count": self._count(totals.of(Kind.OPEN))},
                query=f"{own}status=dikerjakan",
                is_bad=overdue > 0,
            ),
            Stat("sudah-beres", self._part(definitions.satisfied(totals)), query=f"{own}status=selesai"),
        ]
        if self.agency:
            found.append(Stat("dibuka-lagi", self._part(definitions.reopened(totals)), query=f"{own}status=diperiksa"))
        return found

    def process(self) -> list[Stat]:
        """Return the figures of how the office works (domain.md 3.3)."""
        found = [
            Stat("ditutup-diam", self._part(definitions.silent(self.totals))),
            Stat("dikembalikan", self._part(definitions.returned(self.totals))),
        ]
        if not self.agency:
            return [
                Stat("diperiksa", self._part(definitions.verified(self.totals))),
                Stat("dibuka-lagi", self._part(definitions.reopened(self.totals))),
                *found,
            ]
        return found

    def ages(self) -> list[tuple[str, str]]:
        """Return (age in words, number) of what is overdue."""
        found = definitions.ages(self.totals, timezone.localdate(self.now))
        return [(words_, self._count(n)) for words_, n in found]

    def months_chart(self) -> Chart:
        """Return what came in and what was closed in each month."""
        by_month = queries.by_month(self.months, self._of)
        rows = [
            charts.Row(
                dates.short_month(month),
                (definitions.received(totals), totals.of(Kind.CLOSED)),
                running=month == self.months[-1],
            )
            for month, totals in by_month.items()
        ]
        title = _("Laporan masuk dan selesai per bulan")
        return Chart(
            name="bulan",
            title=title,
            svg=charts.bars("bulan", title, charts.highest(rows), rows),
            columns=(_("Bulan"), _("Masuk"), _("Selesai")),
            rows=[
                (
                    dates.month(month) + (_(" (belum selesai)") if month == self.months[-1] else ""),
                    *(self._count(value) for value in row.values),
                )
                for month, row in zip(by_month, rows, strict=True)
            ],
            code="masuk",
        )

    def topics_chart(self) -> Chart:
        """Return the topics with the most reports; what is left together."""
        found = queries.by_topic(self.months)
        first, rest = found[:TOPICS], sum(n for _topic, n in found[TOPICS:])
        named = [(topic.name, n) for topic, n in first]
        if rest:
            named.append((_("Semua yang lain"), rest))
        rows = [charts.Row(_short(name), (n,)) for name, n in named]
        title = _("Laporan menurut kategori")
        fact = charts.highest([charts.Row(name, (n,)) for name, n in named])
        return Chart(
            name="kategori",
            title=title,
            svg=charts.bars("kategori", title, fact, rows, left=130) if rows else "",
            columns=(_("Kategori"), _("Laporan")),
            rows=[(name, self._count(n)) for name, n in named],
            code="masuk",
        )

    def outcomes_chart(self) -> Chart:
        """Return what came of reports, as parts of a whole."""
        found = sorted(self.totals.buckets(Kind.OUTCOME).items(), key=lambda one: (-one[1], one[0]))
        total = sum(n for _code, n in found)
        rows = [(str(words.outcome(code).formal), telling.part(Part(n, total), exact=self.exact)) for code, n in found]
        title = _("Hasil laporan")
        fact = _("Paling sering: %(outcome)s.") % {"outcome": rows[0][0]} if rows else ""
        told = self.exact or total >= telling.FEWEST
        return Chart(
            name="hasil",
            title=title,
            svg=charts.shares("hasil", title, fact, [n for _code, n in found]) if rows and told else "",
            columns=(_("Hasil"), _("Laporan")),
            rows=rows if told else [(_("Semua hasil"), telling.count(total))] if total else [],
            code="hasil",
            legend=[(number, name, value) for number, (name, value) in enumerate(rows, 1)] if told else (),
        )

    def dots_chart(self) -> Chart:
        """Return how long each first answer of the running month took; of the month before while there are few."""
        for month in (self.months[-1], self.months[-2]):
            counts = definitions.hours(queries.answers(month, self._of))
            if (middle := histogram.median(counts)) is not None:
                break
        title = _("Waktu jawab setiap laporan, %(month)s") % {"month": dates.month(month)}
        if middle is None:
            return Chart("waktu-jawab", title, "", (), (), code="waktu-jawab")
        fact = _("Setengah dijawab dalam %(hours)s atau lebih cepat.") % {"hours": telling.hours(middle)}
        return Chart(
            name="waktu-jawab",
            title=title,
            svg=charts.dots("jawab", title, fact, dict(counts), middle),
            columns=(_("Waktu jawab"), _("Laporan")),
            rows=[(name, self._count(n)) for name, n in _by_day(counts)],
            code="waktu-jawab",
        )

    def heat(self) -> Heat:
        """Return the first topics by district."""
        found = queries.by_topic_and_district(self.months)
        first = sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0].name))[:TOPICS]
        most = max((n for _topic, row in first for n in row.values()), default=1)
        places = list(District.objects.order_by("name"))
        return Heat(
            places,
            [
                (topic, [(telling.short(row[p.pk]), charts.shade(row[p.pk], most)) for p in places])
                for topic, row in first
            ],
        )

    def channels(self) -> list[tuple[str, str]]:
        """Return (channel, number) of what came in."""
        labels = dict(Submission.Channel.choices)
        found = sorted(self.totals.buckets(Kind.CHANNEL).items(), key=lambda one: (-one[1], one[0]))
        return [(labels[code], self._count(n)) for code, n in found]

    def unshown(self) -> list[tuple[str, str]]:
        """Return (reason, number) of what the public does not see; handled apart: only of months that are over."""
        found = sorted(self.totals.buckets(Kind.UNSHOWN).items(), key=lambda one: (-one[1], one[0]))
        rows = [(UNSHOWN[code], self._count(n)) for code, n in found]
        if spam := self.totals.of(Kind.SPAM):
            rows.append((_("Iklan atau pesan massal"), self._count(spam)))
        if apart := queries.closed_classes(self.months):
            rows.append((_("Ditangani secara tertutup"), self._count(apart)))
        return rows

    def agencies(self, order: str = "") -> list[Line]:
        """Return every agency that has figures, by name, or as asked for; never the worst first by itself."""
        found = queries.by_agency(self.months)
        rows = owning_agencies().filter(pk__in=found)
        if order == "terbuka":
            rows = sorted(rows, key=lambda agency: -found[agency.pk].of(Kind.OPEN))
        elif order == "tepat":
            rows = sorted(rows, key=lambda agency: -telling.percent(definitions.punctual(found[agency.pk])))
        return [self._line(agency, found[agency.pk]) for agency in rows]

    def _line(self, agency: Agency, totals: Totals) -> Line:
        punctual = definitions.punctual(totals)
        return Line(
            agency=agency,
            open=self._count(totals.of(Kind.OPEN)),
            overdue=self._count(definitions.overdue(totals)),
            punctual=self._part(punctual),
            verdict=telling.verdict(punctual),
        )

    def _count(self, n: int) -> str:
        return telling.count(n, exact=self.exact)

    def _part(self, value: Part) -> str:
        return telling.part(value, exact=self.exact)


def _by_day(counts) -> list[tuple[str, int]]:
    """Return (time in words, n) of answers, by working days of 8 hours."""
    found: dict[int, int] = {}
    for hours, n in counts.items():
        found[hours // 8] = found.get(hours // 8, 0) + n
    return [
        (_("%(first)s sampai %(last)s jam kerja") % {"first": 8 * day, "last": 8 * day + 7}, found[day])
        for day in sorted(found)
    ]


def _short(name: str, most: int = 17) -> str:
    """Return a name that fits beside a bar; the whole one is in the table."""
    return name if len(name) <= most else name[: most - 1].rstrip(" ,") + "…"


def table(sheet: Sheet, parts: Sequence[Chart]) -> list[tuple[str, str, str, str]]:
    """Return (part, row, column, value) of all that a page shows: its CSV."""
    rows = [("angka", str(stat.name), "", stat.value) for stat in (*sheet.stats(), *sheet.process())]
    for part in parts:
        for first, *values in part.rows:
            rows += [
                (part.name, str(first), str(column), str(value))
                for column, value in zip(part.columns[1:], values, strict=True)
            ]
    return rows
