"""Which event tells the reporter what, and in which words (ux.md 3.8). Pure: no database, no clock, no request.

No message holds a story, a name, or a place; the words are those of the pages. Messages about closed cases do not even
name the agency: they may be read by who shares the telephone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from complaints import dates
from complaints.models import Event, Message
from complaints.states import ClockKind

Kind = Message.Kind
_GAP = re.compile(r"\{(\w+)\}")
_OF = {
    Event.Kind.SUBMITTED: Kind.RECEIVED,
    Event.Kind.REFERRED: Kind.REFERRED,
    Event.Kind.UPHELD: Kind.REFERRED,
    Event.Kind.ASKED: Kind.ASKED,
    Event.Kind.ANSWERED: Kind.ANSWERED,
    Event.Kind.DEADLINE_PASSED: Kind.LATE,
    Event.Kind.CONFIRMATION_OVER: Kind.CLOSED,
    Event.Kind.CHECK_BACK_OVER: Kind.CLOSED,
    Event.Kind.OUTSIDE_ANSWERED: Kind.CLOSED,
    Event.Kind.ARCHIVED: Kind.ARCHIVED,
    Event.Kind.MERGED: Kind.MERGED,
    Event.Kind.PROGRESS_NOTED: Kind.NEWS,
    Event.Kind.PROMISED: Kind.NEWS,
    Event.Kind.PROMISE_DUE: Kind.NEWS,
    Event.Kind.EXTENDED: Kind.NEWS,
    Event.Kind.DUE_MOVED: Kind.NEWS,
    Event.Kind.RETURNED: Kind.NEWS,
    Event.Kind.SENT_BACK: Kind.NEWS,
    Event.Kind.COMPLETION_OVER: Kind.NEWS,
    Event.Kind.FORWARDED_EXTERNAL: Kind.NEWS,
    Event.Kind.CHECKED_BACK: Kind.NEWS,
    Event.Kind.BOUNCED: Kind.NEWS,
    Event.Kind.UNMERGED: Kind.NEWS,
    Event.Kind.PARTS_DONE: Kind.NEWS,
    Event.Kind.NOT_UPHELD: Kind.NEWS,
    Event.Kind.REOPENED: Kind.NEWS,
    Event.Kind.ASKED_TO_RATE: Kind.RATE,
    Event.Kind.CONTACT_CHANGED: Kind.CONTACT,
}

# What citizens are told; the rest is for staff.
TO_CITIZENS = frozenset({*_OF.values(), Kind.LINK, Kind.SUPPORTED, Kind.UNSHOWN})
# What is told of a clock beside the one that counts: its name, since the date of the case is another.
BESIDE = {
    ClockKind.INSTRUCTION: Kind.INSTRUCTION,
    ClockKind.TARGET: Kind.TARGET,
    ClockKind.STATUTORY: Kind.STATUTORY,
}


_FOR_STAFF = {
    Event.Kind.REFERRED: Kind.NEW_CASE,
    Event.Kind.UPHELD: Kind.NEW_CASE,
    Event.Kind.SENT_BACK: Kind.NEW_CASE,
    Event.Kind.REPLIED: Kind.REPLY,
    Event.Kind.EVIDENCE_ADDED: Kind.REPLY,
    Event.Kind.SUPPORTER_ADDED: Kind.EVIDENCE,
    Event.Kind.FIELD_RETURNED: Kind.FIELD,
    Event.Kind.EXTENDED: Kind.REMINDER,
    Event.Kind.INSTRUCTED: Kind.INSTRUCTION,
}


# What the reporter says about the answer is news to who supports the case in public.
_SAID = frozenset({Event.Kind.CONFIRMED, Event.Kind.OBJECTED})
_NOT_PUBLIC = frozenset({Event.Kind.ASKED_TO_RATE, Event.Kind.CONTACT_CHANGED})


def kind_for_supporters(event_kind: str, data: dict) -> str | None:
    """Return what supporters of a case that everybody sees are told of an event; None where its page says nothing new.

    They are told the public steps of which the reporter is told, what the reporter says of the answer, and when words
    or the whole case can be read (again).
    """
    if "joined" in data or event_kind in _NOT_PUBLIC:
        return None
    if event_kind == Event.Kind.PUBLISHED:
        return Kind.SUPPORTED if data.get("public_words") or not data.get("again") else None
    return Kind.SUPPORTED if event_kind in _SAID or kind_of(event_kind, data.get("clock")) else None


def kind_for_staff(event_kind: str) -> str | None:
    """Return what who works on a case is told at once of an event of this kind; None where the digest does."""
    return _FOR_STAFF.get(event_kind)


def kind_of(event_kind: str, clock: str | None = None) -> str | None:
    """Return what a reporter is told of an event of this kind (about this `clock`); None where the page says it soon
    enough, and where SP4N-LAPOR! alone waits: our answer is with the reporter by then."""
    return None if clock == ClockKind.MIRROR else _OF.get(event_kind)


@dataclass(frozen=True)
class Facts:
    """What a message may name. `agency` is empty in closed cases, `due_at` None when nothing is awaited."""

    number: str
    link: str
    agency: str = ""
    due_at: datetime | None = None
    days_late: int = 0


def sentence(kind: str, facts: Facts) -> str:
    """Return the text of a message without its last line."""
    return str(_text(kind, facts)).format(**_named(facts))


def message(kind: str, facts: Facts, *, stop: str) -> str:
    """Return the whole text; `stop` is the address at which messages are stopped."""
    return _whole(kind, facts).format(**_named(facts), stop=stop)


def gaps(kind: str, facts: Facts, stop: str) -> list[str]:
    """Return what stands in the gaps of a message, in the order of its text: the parameters of a WhatsApp template."""
    named = _named(facts) | {"stop": stop}
    return [str(named[name]) for name in _GAP.findall(_whole(kind, facts))]


def template(kind: str, facts: Facts) -> tuple[str, str]:
    """Return name and text of the template that WhatsApp must have approved for a message with these facts.

    The name tells the kind and how many gaps it has; in the text the gaps are numbered as WhatsApp wants them, with
    words at both ends and between any two.
    """
    number = itertools.count(1)
    text, count = _GAP.subn(lambda _gap: f"{{{{{next(number)}}}}}", _whole(kind, facts))
    return f"besadu_{kind}_{count}", text


def templates() -> dict[str, str]:
    """Return every template that WhatsApp must have approved: name and text."""
    full = Facts("-", "-", agency="-", due_at=datetime.max.replace(tzinfo=UTC), days_late=1)
    every = [full, replace(full, agency=""), replace(full, due_at=None), replace(full, days_late=0)]
    kinds = sorted(TO_CITIZENS)
    return dict(template(kind, facts) for kind in kinds for facts in every if facts.due_at or kind != Kind.RECEIVED)


def _whole(kind: str, facts: Facts) -> str:
    return "\n\n".join([_text(kind, facts), _("Tidak mau dikabari lagi? Buka {stop} lalu tekan Ya.")])


def _named(facts: Facts) -> dict[str, object]:
    return {
        "number": facts.number,
        "agency": facts.agency,
        "date": dates.full_date(facts.due_at) if facts.due_at else "",
        "days": facts.days_late,
        "link": facts.link,
    }


def for_staff(kind: str, facts: Facts) -> str:
    """Return one line for staff: number, what is the matter, by when. It fits a digest as well as an e-mail."""
    named = {"number": facts.number, "what": str(Kind(kind).label), "days": facts.days_late, "date": ""}
    if facts.days_late:
        return _("{number}: {what}, sudah lewat {days} hari kerja").format(**named)
    if facts.due_at is None:
        return _("{number}: {what}").format(**named)
    return _("{number}: {what}, batas {date}").format(**named | {"date": dates.full_date(facts.due_at)})


def digest(lines: list[str], link: str, *, most: int = 100_000) -> str:
    """Return the text of a morning's digest, of at most so many characters: the last lines are counted instead."""
    head = _("Selamat pagi. Laporan yang perlu Anda lihat: {n}").format(n=len(lines))
    for shown in range(len(lines), -1, -1):
        left = [_("dan {n} laporan lagi").format(n=len(lines) - shown)] if shown < len(lines) else []
        text = "\n".join([head, "", *lines[:shown], *left, "", _("Buka antrean: {link}").format(link=link)])
        if len(text) <= most:
            break
    return text


def for_group(loads: Iterable, now: datetime, link: str) -> str:
    """Return what the coordinator sends to the agencies' own group: counts by agency, no number and no name.

    `loads` are rows with agency, late and soon (`queries.Load`).
    """
    lines = []
    for load in loads:
        parts = [_("{n} terlambat").format(n=load.late)] if load.late else []
        parts += [_("{n} sampai hari kerja berikutnya").format(n=load.soon)] if load.soon else []
        lines.append(f"- {load.agency}: {', '.join(parts)}")
    head = _("BESADU, {day}. Laporan yang menunggu kabar:").format(day=dates.full_date(now))
    if not lines:
        return _("BESADU, {day}. Tidak ada laporan yang terlambat. Terima kasih.").format(day=dates.full_date(now))
    return "\n".join([head, *lines, _("Buka antrean: {link}").format(link=link)])


def subject(kind: str, number: str) -> str:
    """Return the subject of an e-mail: number and status, nothing else."""
    return f"[BESADU {number}] {Kind(kind).label}"


def _text(kind: str, facts: Facts) -> str:
    named, dated = bool(facts.agency), facts.due_at is not None
    match kind:
        case Kind.RECEIVED:
            return _(
                "Laporan Anda sudah kami terima dengan nomor {number}. Petugas memeriksa paling lambat {date}. "
                "Pantau di sini: {link}"
            )
        case Kind.REFERRED if named and dated:
            return _(
                "Kabar laporan {number}: sudah diteruskan ke {agency}. Kabar pertama paling lambat {date}. "
                "Lihat: {link}"
            )
        case Kind.ASKED if dated:
            return _("Petugas butuh keterangan untuk laporan {number}. Jawab paling lambat {date} di sini: {link}")
        case Kind.ANSWERED if named and dated:
            return _(
                "Laporan {number} sudah dijawab oleh {agency}. Apakah masalahnya sudah beres? "
                "Jawab di sini, cukup 1 ketukan: {link} Tanpa jawaban sampai {date}, laporan kami tutup."
            )
        case Kind.LATE if named and facts.days_late:
            return _(
                "Jawaban untuk laporan {number} terlambat. Sudah lewat {days} hari kerja di {agency}. "
                "Keterlambatan ini tercatat. Lihat: {link}"
            )
        case Kind.RATE if dated:
            return _(
                "Boleh tanya? Apakah masalah di laporan {number} sudah beres? Jawab 1 ketukan: {link} "
                "Tanpa jawaban, laporan ditutup {date}."
            )
        case Kind.CLOSED:
            return _(
                "Laporan {number} sudah ditutup. Terima kasih sudah peduli. Belum beres? Minta ditinjau di sini: {link}"
            )
        case Kind.ARCHIVED:
            return _("Laporan {number} tidak bisa kami proses. Alasannya dan pilihan lain ada di sini: {link}")
        case Kind.MERGED:
            return _("Laporan {number} sama dengan laporan lain. Anda tetap dikabari dari sini: {link}")
        case Kind.CONTACT:
            return _("Kontak ini dipakai untuk kabar laporan {number}. Pantau di sini: {link}")
        case Kind.LINK:
            return _(
                "Tautan ke laporan Anda, seperti diminta. Buka dalam 30 menit: {link} "
                "Bukan Anda yang meminta? Abaikan pesan ini."
            )
        case Kind.SUPPORTED:
            return _("Ada kabar baru untuk laporan {number} yang Anda dukung. Baca di sini: {link}")
        case Kind.UNSHOWN:
            return _(
                "Laporan {number} yang Anda dukung tidak ditampilkan lagi. Alasannya: {link} "
                "Laporannya tetap kami simpan. Kalau tampil lagi, Anda kami kabari."
            )
        case _ if named:
            return _("Ada kabar baru untuk laporan {number} dari {agency}. Baca di sini: {link}")
    return _("Ada kabar baru untuk laporan {number}. Baca di sini: {link}")
