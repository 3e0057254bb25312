"""P16: what everybody may download and use again: published reports by month, and the figures of the page as numbers.

A report stands here when everybody reads it on its page, with nothing that is not told there: no words of anybody, the
place rounded. Of all others there are only figures. Those of a month are of the whole regency; what is finer
(category, district, agency, reasons, reports handled apart) is a sum over the months of the page, and below FEWEST
only said to be few. Reports are read in batches by the month's index, never the whole table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Max, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import access, next_steps, words
from complaints.figures import queries
from complaints.figures.definitions import Kind, Totals
from complaints.figures.life import Happened, answered, hours_to
from complaints.figures.telling import FEWEST
from complaints.models import Agency, Category, Complaint, District, Event, Submission, Village
from complaints.publication import content, rendering
from complaints.routing.queries import owning_agencies

from . import notes
from .sheet import UNSHOWN

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.id"
BATCH = 500  # reports read at once
REPORTS, FIGURES, NOW = "laporan", "angka", "angka-kini"
# (since, what), the newest first
CHANGES = ((date(2026, 11, 24), _("Data terbuka mulai tersedia: laporan dan angka per bulan, angka terkini.")),)


class Facts(NamedTuple):
    """What a row of a report is made of."""

    case: Complaint
    first: Happened | None
    outcome: Happened | None

    @property
    def point(self) -> tuple[float, float] | tuple[None, None]:
        """Return the rounded point; nothing where only the village is told."""
        published = self.case.publication
        if published.latitude is None:
            return None, None
        return content.rounded(published.latitude, published.longitude)


class Column(NamedTuple):
    """One column: its name, what it says, and how it is got."""

    name: str
    meaning: str
    value: Callable[[Facts], object]


def _day(moment: datetime | None) -> str | None:
    return moment and timezone.localdate(moment).isoformat()


_CHANNELS = dict(Submission.Channel.choices)
COLUMNS = (
    Column("nomor", _("Nomor laporan"), lambda row: row.case.tracking_number),
    Column(
        "diterima",
        _("Tanggal laporan diterima (tahun-bulan-hari, waktu setempat)"),
        lambda row: _day(row.case.received_at),
    ),
    Column("kategori", _("Kategori laporan"), lambda row: row.case.category.name),
    Column("topik", _("Topik di atas kategori itu"), lambda row: (row.case.category.topic or row.case.category).name),
    Column(
        "kecamatan",
        _("Kecamatan, kosong bila tidak diketahui"),
        lambda row: row.case.village and row.case.village.district.name,
    ),
    Column(
        "desa",
        _("Desa atau kelurahan, kosong bila tidak diketahui"),
        lambda row: row.case.village and row.case.village.name,
    ),
    Column("instansi", _("Yang menangani sekarang"), lambda row: next_steps.who(row.case)),
    Column(
        "status", _("Keadaan sekarang, sama dengan di halaman laporan"), lambda row: words.status_of(row.case).others
    ),
    Column(
        "hasil",
        _("Hasil terakhir, kosong bila belum ada"),
        lambda row: row.outcome and words.outcome(row.outcome.data["outcome"]).public,
    ),
    Column(
        "batas_waktu",
        _("Batas waktu jawaban, kosong bila tidak ada yang ditunggu"),
        lambda row: _day(rendering.due_at(row.case)),
    ),
    Column("dijawab_pertama", _("Tanggal jawaban pertama"), lambda row: row.first and _day(row.first.at)),
    Column("selesai", _("Tanggal selesai atau ditutup"), lambda row: _day(row.case.closed_at)),
    Column(
        "jam_kerja_jawab",
        _("Jam kerja penuh dari diterima sampai jawaban pertama"),
        lambda row: row.first and hours_to(row.first),
    ),
    Column("kanal", _("Cara melapor"), lambda row: _CHANNELS[row.case.submission.channel]),
    Column("dukungan", _("Jumlah dukungan"), lambda row: row.case.publication.supporters),
    Column(
        "lintang",
        _("Garis lintang, dibulatkan sekitar 100 meter, kosong bila tidak ditampilkan"),
        lambda row: row.point[0],
    ),
    Column(
        "bujur", _("Garis bujur, dibulatkan sekitar 100 meter, kosong bila tidak ditampilkan"), lambda row: row.point[1]
    ),
    Column(
        "alamat",
        _("Halaman laporan"),
        lambda row: settings.BASE_URL + reverse("publication:detail", args=[row.case.tracking_number]),
    ),
)
FIGURE_COLUMNS = (
    ("bulan", _("Tahun dan bulan")),
    ("hitungan", _("Apa yang dihitung, lihat daftar di bawah")),
    ("rincian", _("Dari hitungan itu yang mana: kanal, hasil, jam kerja, “on_time” (tepat), “late” (lewat)")),
    ("jumlah", _("Banyaknya di seluruh kabupaten")),
)
NOW_COLUMNS = (
    ("hitungan", _("Apa yang dihitung, lihat daftar di bawah")),
    ("rincian", _("Alasan, tanggal batas waktu, “on_time” (tepat), “late” (lewat)")),
    ("kategori", _("Topik, kosong bila semua")),
    ("kecamatan", _("Kecamatan, kosong bila semua")),
    ("instansi", _("Instansi, kosong bila semua")),
    ("jumlah", _("Banyaknya; “<5” bila kurang dari 5")),
)
# kind -> (its name in files, what is counted)
COUNTED = {
    Kind.RECEIVED: ("masuk", _("Laporan masuk tanpa iklan, menurut tanggal diterima")),
    Kind.CHANNEL: ("kanal", _("Laporan masuk menurut cara melapor")),
    Kind.VERIFIED: ("diperiksa", _("Laporan yang diperiksa, tepat atau lewat tanggal yang dijanjikan")),
    Kind.REFERRED: ("diteruskan", _("Berapa kali laporan diteruskan ke instansi")),
    Kind.RETURNED: ("dikembalikan", _("Laporan yang dikembalikan karena bukan tugas instansi itu")),
    Kind.ANSWERED: ("dijawab", _("Jawaban pertama menurut jam kerja sejak diterima")),
    Kind.PUNCTUAL: ("tepat-waktu", _("Batas waktu jawaban, tepat atau lewat")),
    Kind.OUTCOME: ("hasil", _("Hasil terakhir dari setiap laporan")),
    Kind.JUDGED: ("dinilai", _("Penilaian warga: “yes” (sudah beres) atau “no” (belum)")),
    Kind.CLOSED: ("selesai", _("Laporan yang selesai; “silence” berarti tanpa penilaian")),
    Kind.REOPENED: ("dibuka-lagi", _("Laporan selesai yang dibuka lagi")),
}
STANDING = {
    Kind.OPEN: ("belum-selesai", _("Laporan yang belum selesai saat ini")),
    Kind.OVERDUE: ("terlambat", _("Laporan yang terlambat saat ini, menurut tanggal batas waktunya")),
    Kind.UNSHOWN: ("tidak-tampil", _("Laporan yang tidak ditampilkan, menurut alasan, 12 bulan terakhir")),
    Kind.SPAM: ("iklan", _("Iklan atau pesan massal, 12 bulan terakhir")),
    "apart": ("tertutup", _("Laporan yang ditangani secara tertutup, dari bulan yang sudah lewat")),
}


@dataclass(frozen=True)
class Dataset:
    """A file: `rows` are made while they are sent. `tag` changes whenever they do."""

    columns: list[str]
    rows: Callable[[], Iterable[tuple]]
    tag: str
    month: date | None = None


def months() -> list[tuple[date, int]]:
    """Return (month, published reports in it as counted last), the newest first."""
    return sorted(queries.shown_by_month().items(), reverse=True)


def find(name: str, now: datetime) -> Dataset | None:
    """Return the file called `name` (`laporan-2026-11`, `angka-2026-11`, `angka-kini`); None where there is none."""
    if name == NOW:
        return _of_rows(NOW_COLUMNS, list(_standing(now)))
    kind, _dash, typed = name.partition("-")
    month = _month(typed)
    if month is None or kind not in (REPORTS, FIGURES) or month not in queries.shown_by_month():
        return None
    if kind == FIGURES:
        return _of_rows(FIGURE_COLUMNS, list(_counted(month)), month)
    columns = [column.name for column in COLUMNS]
    return Dataset(columns, lambda: reports(month), _tag(month), month)


def reports(month: date) -> Iterator[tuple]:
    """Yield a row of each published report received in a month, by BATCH (3 queries each)."""
    ids = list(_published(month).order_by("received_at", "pk").values_list("pk", flat=True))
    related = ("owner", "category__topic", "village__district", "publication", "submission")
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        cases = access.published_cases().filter(pk__in=batch).select_related(*related).order_by("received_at", "pk")
        acts = _answers(batch)
        for case in cases:
            facts = Facts(case, *answered(acts.get(case.pk, ())))
            yield tuple(column.value(facts) for column in COLUMNS)


def _answers(cases: list[int]) -> dict[int, list[Happened]]:
    """Return {complaint id: its events that tell of answers and outcomes, in order}."""
    rows = Event.objects.filter(Q(kind=Event.Kind.SENT_BACK) | Q(data__has_key="outcome"), complaint__in=cases)
    found = rows.order_by("complaint_id", "sequence").values_list("complaint_id", "kind", "at", "data")
    return {pk: [Happened(*row[1:]) for row in events] for pk, events in groupby(found, key=lambda row: row[0])}


def _published(month: date):
    first, after = (
        timezone.make_aware(datetime.combine(day, time()))
        for day in (month, (month + timedelta(days=31)).replace(day=1))
    )
    shown = access.published_cases().filter(publication__story__isnull=False)
    return shown.filter(received_at__gte=first, received_at__lt=after)


def _tag(month: date) -> str:
    """Every change of a report has an event, and so moves its version; what has none is looked at itself."""
    state = _published(month).aggregate(
        Count("pk"), Sum("version"), Max("published_at"), Sum("publication__supporters")
    )
    names = [
        list(model.objects.order_by("pk").values_list(*columns))
        for model, columns in (
            (Agency, ("pk", "name", "duty")),
            (Category, ("pk", "name", "topic")),
            (District, ("pk", "name")),
            (Village, ("pk", "name", "district")),
        )
    ]
    return _digest([state, names])


def _of_rows(columns, rows: list[tuple], month: date | None = None) -> Dataset:
    return Dataset([name for name, _meaning in columns], lambda: rows, _digest(rows), month)


def _digest(value) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:32]


def _month(typed: str) -> date | None:
    try:
        return date.fromisoformat(f"{typed}-01") if len(typed) == len("2026-11") else None
    except ValueError:
        return None


def _counted(month: date) -> Iterator[tuple]:
    """Yield the figures of one month, of the whole regency."""
    totals = queries.totals([month])
    for kind, (name, _meaning) in COUNTED.items():
        found = totals.buckets(kind)
        for bucket in sorted(found, key=lambda one: (len(one), one) if one.isdigit() else (0, one)):
            yield f"{month:%Y-%m}", name, _bucket(kind, bucket), found[bucket]


def _bucket(kind: str, bucket: str) -> str:
    match kind:
        case Kind.CHANNEL:
            return str(_CHANNELS[bucket])
        case Kind.OUTCOME:
            return str(words.outcome(bucket).formal)
    return bucket


def _standing(now: datetime) -> Iterator[tuple]:
    """Yield the figures as they stand, and those that are finer than the whole regency."""
    shown = queries.months(now)
    totals = queries.totals(shown)
    names = {kind: name for kind, (name, _meaning) in STANDING.items()}
    yield names[Kind.OPEN], "", "", "", "", totals.of(Kind.OPEN)
    for day, n in sorted(totals.buckets(Kind.OVERDUE).items()):
        yield names[Kind.OVERDUE], day, "", "", "", n
    for reason, n in sorted(totals.buckets(Kind.UNSHOWN).items()):
        yield names[Kind.UNSHOWN], str(UNSHOWN[reason]), "", "", "", _few(n)
    yield names[Kind.SPAM], "", "", "", "", _few(totals.of(Kind.SPAM))
    yield names["apart"], "", "", "", "", _few(queries.closed_classes(shown))
    received = COUNTED[Kind.RECEIVED][0]
    for topic, n in queries.by_topic(shown):
        yield received, "", topic.name, "", "", _few(n)
    districts = dict(District.objects.order_by("name").values_list("pk", "name"))
    for topic, row in sorted(queries.by_topic_and_district(shown).items(), key=lambda one: one[0].name):
        for district in districts:
            if row[district]:
                yield received, "", topic.name, districts[district], "", _few(row[district])
    if notes.agencies_are_shown():
        yield from _of_agencies(queries.by_agency(shown), names)


def _of_agencies(found: dict[int, Totals], names: dict[str, str]) -> Iterator[tuple]:
    rows = owning_agencies().filter(pk__in=found)
    for agency in rows:
        totals = found[agency.pk]
        yield COUNTED[Kind.RECEIVED][0], "", "", "", agency.name, _few(totals.of(Kind.RECEIVED))
        yield names[Kind.OPEN], "", "", "", agency.name, _few(totals.of(Kind.OPEN))
        yield names[Kind.OVERDUE], "", "", "", agency.name, _few(totals.of(Kind.OVERDUE))
        # As on the page: the parts are told when there are enough together.
        told = totals.of(Kind.PUNCTUAL) >= FEWEST
        for bucket, n in sorted(totals.buckets(Kind.PUNCTUAL).items()):
            yield COUNTED[Kind.PUNCTUAL][0], bucket, "", "", agency.name, n if told else _few(n)


def _few(n: int) -> int | str:
    return n if n == 0 or n >= FEWEST else f"<{FEWEST}"
