"""Each figure, defined once (ux.md 5.1): its name, how it is worked out in words, and the function that does it.

`Totals` are the sums of `Tally` over a time and a place; from them alone follows everything that pages show. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from complaints.models import Tally

from .histogram import median, percentile
from .life import LATE, NO, ON_TIME, SILENCE, YES

Kind = Tally.Kind


class Part(NamedTuple):
    """`count` of `of`."""

    count: int
    of: int


class Totals(Counter):
    """{(kind, bucket): n} over a time and a place."""

    def of(self, kind: str, bucket: str | None = None) -> int:
        """Return how many of a kind there are, in one bucket or in all."""
        if bucket is not None:
            return self[kind, bucket]
        return sum(self.buckets(kind).values())

    def buckets(self, kind: str) -> dict[str, int]:
        """Return {bucket: n} of a kind."""
        return {bucket: n for (one, bucket), n in self.items() if one == kind}


def received(totals: Totals) -> int:
    """All reports except spam, by the day they came in; sensitive, supervisory and protected ones stand apart."""
    return totals.of(Kind.RECEIVED)


def answered(totals: Totals) -> int:
    """Reports whose first answer with an outcome was sent, by the day of it; one that was sent back is none."""
    return totals.of(Kind.ANSWERED)


def median_hours(totals: Totals) -> float | None:
    """The middle of the full working hours from receipt to the first answer; nothing for fewer than 5 answers."""
    return median(hours(totals))


def slow_hours(totals: Totals) -> int | None:
    """The working hours that 90 of 100 first answers did not exceed; nothing for fewer than 5 answers."""
    return percentile(hours(totals), 90)


def hours(totals: Totals) -> Mapping[int, int]:
    """How many first answers came after how many full working hours."""
    return {int(bucket): n for bucket, n in totals.buckets(Kind.ANSWERED).items()}


def punctual(totals: Totals) -> Part:
    """Answers before their deadline, of those and of the deadlines that passed; an objection upheld sets another."""
    return _part(totals, Kind.PUNCTUAL, ON_TIME, LATE)


def overdue(totals: Totals) -> int:
    """Open reports on which somebody in the government should have acted by the time of counting."""
    return totals.of(Kind.OVERDUE)


def satisfied(totals: Totals) -> Part:
    """Reporters who said *Ya, sudah beres*, of all who judged an answer."""
    return _part(totals, Kind.JUDGED, YES, NO)


def reopened(totals: Totals) -> Part:
    """Closed reports that were opened again, of all that were closed."""
    return Part(totals.of(Kind.REOPENED), totals.of(Kind.CLOSED))


def silent(totals: Totals) -> Part:
    """Reports that were closed because the reporter did not judge the answer, of all that were closed."""
    return Part(totals.of(Kind.CLOSED, SILENCE), totals.of(Kind.CLOSED))


def verified(totals: Totals) -> Part:
    """Reports checked and passed on before the date promised on the receipt, of those and of the dates that passed."""
    return _part(totals, Kind.VERIFIED, ON_TIME, LATE)


def returned(totals: Totals) -> Part:
    """Reports that an agency returned as not its own, of all times a report was passed on to one."""
    return Part(totals.of(Kind.RETURNED), totals.of(Kind.REFERRED))


AGES = ((7, _("1 sampai 7 hari")), (30, _("8 sampai 30 hari")), (None, _("lebih dari 30 hari")))


def ages(totals: Totals, today: date) -> list[tuple[str, int]]:
    """(age in words, n) of what is overdue, in calendar days since it was due."""
    found = [0] * len(AGES)
    for due, n in totals.buckets(Kind.OVERDUE).items():
        days = (today - date.fromisoformat(due)).days
        found[next(number for number, (most, _words) in enumerate(AGES) if most is None or days <= most)] += n
    return [(words, n) for (_most, words), n in zip(AGES, found, strict=True)]


def _part(totals: Totals, kind: str, right: str, wrong: str) -> Part:
    return Part(totals.of(kind, right), totals.of(kind, right) + totals.of(kind, wrong))


# code in the address -> (name, how it is worked out), in the order of the page
DEFINITIONS = {
    "masuk": (
        _("Laporan masuk"),
        _(
            "Semua laporan kecuali iklan, menurut tanggal diterima. Laporan yang ditangani secara tertutup tidak "
            "dihitung di sini."
        ),
    ),
    "dijawab": (
        _("Dijawab"),
        _(
            "Laporan yang jawaban pertamanya sudah dikirim, menurut tanggal jawaban. Kabar kemajuan dan janji belum "
            "dihitung sebagai jawaban."
        ),
    ),
    "waktu-jawab": (
        _("Waktu jawab tengah"),
        _(
            "Jam kerja dari laporan diterima sampai jawaban pertama. Setengah dari laporan dijawab lebih cepat, "
            "setengah lebih lama. Angka kedua: 90 dari 100 laporan dijawab dalam waktu itu. Butuh paling sedikit 5 "
            "jawaban."
        ),
    ),
    "tepat-waktu": (
        _("Tepat waktu"),
        _(
            "Jawaban yang dikirim sebelum batas waktunya, dibagi semua jawaban itu ditambah batas waktu yang lewat. "
            "Setiap batas waktu dihitung satu kali, pada bulan jawabannya dikirim atau batas waktunya lewat."
        ),
    ),
    "terlambat": (
        _("Terlambat sekarang"),
        _("Laporan yang belum selesai dan sudah lewat batas waktunya saat angka ini dihitung."),
    ),
    "sudah-beres": (
        _("Sudah beres menurut pelapor"),
        _("Jawaban “Ya, sudah beres”, dibagi semua yang menilai jawaban: ya, sebagian, dan belum."),
    ),
    "dibuka-lagi": (
        _("Dibuka lagi"),
        _("Laporan selesai yang dibuka lagi, dibagi semua laporan yang selesai."),
    ),
    "hasil": (
        _("Hasil"),
        _("Hasil terakhir dari setiap laporan, pada bulan hasil itu dikirim."),
    ),
    "kanal": (
        _("Cara melapor"),
        _("Lewat apa laporan disampaikan, menurut tanggal diterima."),
    ),
    "tidak-tampil": (
        _("Tidak ditampilkan"),
        _(
            "Laporan yang isinya tidak terlihat umum, menurut alasannya. Yang ditangani secara tertutup dihitung dari "
            "bulan yang sudah lewat."
        ),
    ),
    "diperiksa": (
        _("Diperiksa tepat waktu"),
        _(
            "Laporan yang diperiksa dan diteruskan sebelum tanggal yang dijanjikan, dibagi semua itu ditambah tanggal "
            "yang lewat."
        ),
    ),
    "dikembalikan": (
        _("Dikembalikan"),
        _("Laporan yang dikembalikan karena bukan tugas instansi itu, dibagi semua yang diteruskan."),
    ),
    "ditutup-diam": (
        _("Ditutup tanpa penilaian"),
        _("Laporan yang ditutup karena tidak ada penilaian, dibagi semua laporan yang selesai."),
    ),
}
