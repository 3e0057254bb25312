"""The explanation of a due time in sentences ("Mengapa tanggal ini?"): pure, no database, no clock.

`explanation` computes the lines; here each becomes what a person reads, with free days in a row told together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from complaints import dates
from complaints.states import ClockKind, Unit

from .calendar import FreeDay, SkippedDay
from .explanation import CountedFrom, Ends, Explanation, Extended, Paused, Started


def sentences(explanation: Explanation, unit: str, *, to_reporter: bool = False) -> list[str]:
    """Return the lines of an explanation of a term counted in `unit`, one sentence each, in the order of time.

    `to_reporter` speaks to the reporter, who is *Anda* there.
    """
    return list(_told(explanation, Unit(unit), to_reporter))


def named_day(explanation: Explanation) -> list[str]:
    """Return the lines of a term that ends with a day that a leader named, one sentence each, in the order of time."""
    started, *lines = explanation.lines
    told = [_("Pimpinan memberi batas {day}.").format(day=dates.full_date(started.at))]
    told += _free_days([line for line in lines if isinstance(line, SkippedDay)])
    for line in lines:
        match line:
            case CountedFrom() if line.after_closing:
                told.append(_("Dicatat setelah jam layanan hari itu, jadi batasnya hari kerja berikutnya."))
            case Extended():
                told.append(_extended(line))
            case Ends():
                told.append(_("Berakhir saat jam layanan tutup: {moment}.").format(moment=dates.full_moment(line.at)))
    return told


def term(amount: int, unit: str) -> str:
    """Return the length of a term in words: *3 hari kerja*."""
    words = {
        Unit.WORKING_DAYS: _("{amount} hari kerja"),
        Unit.CALENDAR_DAYS: _("{amount} hari"),
        Unit.HOURS: _("{amount} jam layanan"),
        Unit.DATE: _("sampai tanggal yang dijanjikan"),
    }
    return words[Unit(unit)].format(amount=amount)


def allowance(kind: str, amount: int, unit: str, agency: str) -> str:
    """Return what a clock gives time for, as the reporter reads it; `agency` is the name of who has that time."""
    allowed = {
        ClockKind.VERIFICATION: _("{agency} punya waktu {term} untuk memeriksa laporan."),
        ClockKind.RE_REFERRAL: _("{agency} punya waktu {term} untuk memilih instansi lain."),
        ClockKind.OBJECTION_CHECK: _("{agency} punya waktu {term} untuk memeriksa keberatan Anda."),
        ClockKind.ARBITRATION: _("{agency} punya waktu {term} untuk menentukan instansinya."),
        ClockKind.FIRST_RESPONSE: _("{agency} punya waktu {term} untuk memberi kabar pertama."),
        ClockKind.RESOLUTION: _("Masalah harus selesai dan dijawab dalam {term} sejak laporan diteruskan."),
        ClockKind.REWORK: _("{agency} punya waktu {term} untuk mengerjakan lagi."),
        ClockKind.PROMISE: _("{agency} menjanjikan tanggal ini."),
        ClockKind.COMPLETION: _("Anda punya waktu {term} untuk menjawab."),
        ClockKind.CONFIRMATION: _("Anda punya waktu {term} untuk menilai."),
        ClockKind.CHECK_BACK: _("{agency} menanyakan kabar setelah {term}."),
    }
    return allowed[ClockKind(kind)].format(agency=agency, term=term(amount, unit))


def _told(explanation: Explanation, unit: Unit, to_reporter: bool) -> Iterator[str]:
    for is_free, lines in groupby(explanation.lines, lambda line: isinstance(line, SkippedDay)):
        if is_free:
            yield from _free_days(list(lines))
            continue
        for line in lines:
            match line:
                case Started():
                    yield _("Mulai: {moment}.").format(moment=dates.full_moment(line.at))
                case CountedFrom():
                    yield _counted_from(line, unit)
                case Paused():
                    yield _paused(line, unit, to_reporter)
                case Extended():
                    yield _extended(line)
                case Ends():
                    yield _ends(line, unit)


def _extended(line: Extended) -> str:
    return _("Diperpanjang {days} hari, sampai {moment}.").format(days=line.days, moment=dates.full_moment(line.until))


def _free_days(days: list[SkippedDay]) -> Iterator[str]:
    """Weekends in one sentence; a day with a name in its own."""
    rest = [day for day in days if day.kind == FreeDay.REST]
    if rest:
        told = ", ".join(f"{dates.DAYS[day.day.weekday()]} {dates.short_date(day.day)}" for day in rest)
        yield _("Tidak dihitung, bukan hari kerja: {days}.").format(days=told)
    for day in days:
        if day.kind != FreeDay.REST:
            sentence = _("Tidak dihitung: {day}, {name}.")
            if day.uncertain:
                sentence = _("Tidak dihitung: {day}, {name} (tanggal perkiraan).")
            yield sentence.format(day=dates.full_date(day.day), name=day.name)


def _counted_from(line: CountedFrom, unit: Unit) -> str:
    moment = dates.full_moment(line.at)
    if unit is Unit.HOURS:
        return _("Jam layanan dihitung sejak {moment}.").format(moment=moment)
    if line.after_closing:
        return _("Masuk setelah jam layanan, jadi dianggap masuk {day}. Hari itu belum dihitung.").format(
            day=dates.full_date(line.at)
        )
    return _("{day} adalah hari ke-0, belum dihitung.").format(day=dates.full_date(line.at))


def _paused(line: Paused, unit: Unit, to_reporter: bool) -> str:
    for_whom = _("menunggu jawaban Anda") if to_reporter else _("menunggu pelapor")
    began = dates.full_moment(line.began)
    if line.ended is None:
        sentence = _("Berhenti sejak {began}, {for_whom}. Dihitung lagi setelah ada jawaban.")
        return sentence.format(began=began, for_whom=for_whom)
    sentence = _("Berhenti {began} sampai {ended}, {for_whom}.")
    if line.days and unit is Unit.CALENDAR_DAYS:
        sentence = _("Berhenti {began} sampai {ended}, {for_whom}. Batas mundur {days} hari.")
    elif line.days:
        sentence = _("Berhenti {began} sampai {ended}, {for_whom}. Batas mundur {days} hari kerja.")
    return sentence.format(began=began, ended=dates.full_moment(line.ended), for_whom=for_whom, days=line.days)


def _ends(line: Ends, unit: Unit) -> str:
    sentence = {
        Unit.WORKING_DAYS: _("Hari kerja ke-{number} berakhir {moment}."),
        Unit.CALENDAR_DAYS: _("Hari ke-{number} berakhir {moment}."),
        Unit.HOURS: _("{number} jam layanan habis {moment}."),
    }[unit]
    return sentence.format(number=line.number, moment=dates.full_moment(line.at))
