"""The one vocabulary: what a person reads for a status or an outcome.

Pages, messages, print, CSV and API take their words from here (``ux.md`` principle 14, ``life.md`` 1),
so that a complaint is never called two things. Pure data: no database, no clock, no request. The keys
are the codes that the database stores.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    """How one code is told to people: always a word, an icon and a colour together."""

    public: str
    """The word citizens read, and staff too."""
    icon: str
    """Name for ``{% icon %}``."""
    colour: str
    """Token of the stylesheet: ``ok``, ``warn``, ``bad``, ``info`` or ``mute``."""
    line: str
    """One sentence for the reporter; may name ``{agency}``, ``{date}``, ``{body}`` or ``{number}``."""
    plain: str
    """The same sentence for when those names are not known or must not be told."""
    formal: str
    """The word of the field (SP4N); staff read it under the public word, citizens never."""
    others: str
    """The word for everybody but the reporter: only *Menunggu Anda* speaks to him alone."""


def _word(public, icon, colour, line, formal, plain=None, others=None):
    return Word(public, icon, colour, line, plain or line, formal, others or public)


STATUS = {
    "submitted": _word(
        _("Diterima"),
        "tray",
        "info",
        _("Laporan Anda sudah kami terima."),
        _("Belum diverifikasi"),
    ),
    "needs_info": _word(
        _("Menunggu Anda"),
        "question",
        "warn",
        _("Petugas butuh keterangan dari Anda."),
        _("Menunggu keterangan"),
        others=_("Menunggu pelapor"),
    ),
    "referred": _word(
        _("Diteruskan"),
        "arrow-right",
        "info",
        _("Sudah dikirim ke {agency}."),
        _("Didisposisikan"),
        _("Sudah dikirim ke instansi yang berwenang."),
    ),
    "in_progress": _word(
        _("Dikerjakan"),
        "dots",
        "info",
        _("{agency} sedang mengerjakan."),
        _("Ditindaklanjuti"),
        _("Instansi yang berwenang sedang mengerjakan."),
    ),
    "scheduled": _word(
        _("Dijadwalkan"),
        "calendar",
        "info",
        _("{agency} menjadwalkan pekerjaan {date}."),
        _("Ditindaklanjuti, terjadwal"),
        _("Pekerjaan sudah dijadwalkan."),
    ),
    "answered": _word(
        _("Dijawab"),
        "speech",
        "ok",
        _("{agency} sudah menjawab. Apakah sudah beres?"),
        _("Menunggu penilaian"),
        _("Laporan sudah dijawab. Apakah sudah beres?"),
    ),
    "forwarded_external": _word(
        _("Dialihkan"),
        "arrow-out",
        "mute",
        _("Bukan wewenang Pemkab. Sudah dialihkan ke {body}."),
        _("Dilimpahkan ke luar"),
        _("Bukan wewenang Pemkab. Sudah dialihkan ke lembaga yang berwenang."),
    ),
    "resolved": _word(_("Selesai"), "check", "ok", _("Laporan ditutup."), _("Ditutup")),
    "archived": _word(
        _("Tidak diproses"),
        "bar",
        "mute",
        _("Alasannya tertulis di bawah."),
        _("Diarsipkan"),
    ),
    "withdrawn": _word(
        _("Dicabut"),
        "crossed-sheet",
        "mute",
        _("Laporan dicabut oleh Anda."),
        _("Dicabut pelapor"),
    ),
    "merged": _word(
        _("Digabung"),
        "merge",
        "mute",
        _("Sama dengan laporan {number}."),
        _("Digabung ke laporan induk"),
        _("Sama dengan laporan lain yang sudah ada."),
    ),
}

EXAMINED = _word(
    _("Diperiksa"),
    "eye",
    "info",
    _("Petugas BESADU memeriksa isi laporan."),
    _("Sedang diverifikasi"),
)
"""``submitted`` after *Mulai periksa*."""

OBJECTED = _word(
    _("Ditinjau ulang"),
    "loop",
    "warn",
    _("Anda bilang belum beres. Kami periksa lagi."),
    _("Keberatan diperiksa"),
)
"""``submitted`` because the reporter objected."""

SUBMITTED_FORMAL = {
    "returned": _("Dikembalikan instansi"),
    "bounced": _("Dikembalikan lembaga luar"),
    "reopened": _("Dibuka lagi"),
    "arbitration": _("Menunggu putusan Setda"),
}
"""Why a submitted case is with the coordinator again: staff read this, citizens read *Diperiksa*."""

SUBMITTED_LINE = {
    "returned": _("Instansi sebelumnya mengembalikan laporan Anda. Kami pilihkan yang lain."),
    "bounced": _("Lembaga luar mengembalikan laporan Anda. Kami periksa lagi."),
    "reopened": _("Laporan Anda dibuka lagi. Kami periksa dari awal."),
    "arbitration": _("Laporan Anda dikembalikan dua kali. Pimpinan daerah menentukan instansinya."),
}
"""The same reasons in one line for the reporter."""

LINE_FOR_OTHERS = {
    "submitted": _("Petugas BESADU memeriksa laporan ini."),
    "needs_info": _("Petugas menunggu keterangan tambahan."),
    "referred": _("Sudah dikirim ke {agency}."),
    "in_progress": _("{agency} sedang mengerjakan."),
    "scheduled": _("{agency} sudah menjadwalkan pekerjaan."),
    "answered": _("{agency} sudah menjawab."),
    "forwarded_external": _("Bukan wewenang Pemkab. Sudah dialihkan ke lembaga yang berwenang."),
    "resolved": _("Laporan ditutup."),
    "archived": _("Laporan tidak diproses."),
    "withdrawn": _("Laporan dicabut."),
    "merged": _("Sama dengan laporan lain yang sudah ada."),
}
"""The line under the status for everybody but the reporter; it may name ``{agency}``."""

OUTCOME = {
    "repaired": _word(
        _("Sudah diperbaiki"),
        "check",
        "ok",
        _("Masalahnya sudah diperbaiki."),
        _("Sudah diperbaiki"),
    ),
    "explained": _word(
        _("Sudah dijelaskan"),
        "speech",
        "ok",
        _("Instansi sudah menjelaskan."),
        _("Sudah dijelaskan"),
    ),
    "promised": _word(
        _("Dijadwalkan pada {date}"),
        "calendar",
        "info",
        _("Pekerjaan dijadwalkan pada {date}."),
        _("Dijadwalkan"),
        _("Pekerjaan sudah dijadwalkan."),
    ),
    "awaiting_budget": _word(
        _("Menunggu anggaran"),
        "clock",
        "warn",
        _("Pekerjaan menunggu anggaran."),
        _("Menunggu anggaran"),
    ),
    "cannot_be_done": _word(
        _("Tidak bisa dilakukan"),
        "bar",
        "mute",
        _("Tidak bisa dilakukan. Alasannya tertulis di jawaban."),
        _("Tidak bisa dilakukan"),
    ),
    "not_found": _word(
        _("Tidak ditemukan di lokasi"),
        "search",
        "mute",
        _("Petugas datang, tetapi masalahnya tidak ditemukan."),
        _("Tidak ditemukan di lokasi"),
    ),
    "not_ours": _word(
        _("Bukan wewenang Pemkab"),
        "arrow-out",
        "mute",
        _("Bukan wewenang Pemkab. Jawaban menyebut ke mana bisa dilaporkan."),
        _("Bukan wewenang Pemkab"),
    ),
    "merged": _word(
        _("Digabung"),
        "merge",
        "mute",
        _("Sama dengan laporan {number}."),
        _("Digabung"),
        _("Sama dengan laporan lain yang sudah ada."),
    ),
    "proven": _word(
        _("Terbukti"),
        "check",
        "ok",
        _("Pemeriksaan selesai. Yang dilaporkan terbukti."),
        _("Terbukti"),
    ),
    "not_proven": _word(
        _("Tidak terbukti"),
        "bar",
        "mute",
        _("Pemeriksaan selesai. Yang dilaporkan tidak terbukti."),
        _("Tidak terbukti"),
    ),
    "handed_over": _word(
        _("Dilimpahkan"),
        "arrow-out",
        "mute",
        _("Dilimpahkan ke lembaga yang berwenang memeriksa."),
        _("Dilimpahkan"),
    ),
    "unanswered_outside": _word(
        _("Belum dijawab lembaga luar"),
        "bar",
        "mute",
        _("{body} belum menjawab setelah ditanya dua kali."),
        _("Belum dijawab lembaga luar"),
        _("Lembaga yang berwenang belum menjawab setelah ditanya dua kali."),
    ),
}

PAPER = {
    "report": _("Berkas laporan"),
    "reply": _("Berkas balasan"),
    "objection": _("Berkas keberatan"),
    "progress": _("Berkas kabar"),
    "result": _("Berkas jawaban"),
    "evidence": _("Berkas keterangan"),
    "incoming": _("Surat atau pesan masuk"),
    "given": _("Bukti jawaban"),
    "sheet": _("Lembar disposisi"),
    "instruction": _("Lembar arahan pimpinan"),
    "letter": _("Surat"),
}
"""What a paper is, by the purpose of its attachment; its file is named after it."""

ARCHIVE_REASON = {
    "not_a_complaint": _("Bukan pengaduan"),
    "unclear": _("Tidak jelas setelah ditanya"),
    "spam": _("Iklan atau pesan massal"),
    "in_court": _("Sedang diperiksa pengadilan"),
    "out_of_jurisdiction": _("Bukan wewenang Pemkab"),
}
"""Why a complaint is not processed (``triage.operations.ARCHIVE_REASONS``)."""

CONTACT_REASON = {
    "tell_the_reporter": _("memberi kabar yang diminta"),
    "tell_the_supporter": _("memberi kabar kepada pendukung"),
    "ask_details": _("menanyakan keterangan"),
    "emergency": _("keadaan darurat"),
    "matched": _("mencocokkan nomor atau e-mail"),
}
"""Why a contact is opened (``triage.operations.CONTACT_REASONS``); the reporter reads it too."""

WAY = {
    "telephone": _("telepon"),
    "whatsapp": _("WhatsApp"),
    "letter": _("surat"),
    "meeting": _("rapat"),
}
"""How an agency gave an answer that the coordinator recorded (``followup.operations.WAYS``)."""

SINCE = {"today": _("Hari ini"), "this_week": _("Minggu ini"), "long_ago": _("Sudah lama")}
"""Since when, as the reporter chose it (``ux.md`` 3.1)."""

CLOCK = {
    "verification": _("Memeriksa laporan"),
    "re_referral": _("Meneruskan ulang"),
    "objection_check": _("Memeriksa keberatan"),
    "arbitration": _("Putusan penengah"),
    "acceptance": _("Penerimaan oleh instansi"),
    "first_response": _("Kabar pertama ke pelapor"),
    "resolution": _("Penyelesaian"),
    "rework": _("Pengerjaan ulang"),
    "statutory": _("Batas undang-undang"),
    "completion": _("Jawaban pelapor"),
    "confirmation": _("Penilaian pelapor"),
    "promise": _("Janji kepada pelapor"),
    "check_back": _("Menanyakan kabar lembaga luar"),
    "mirror": _("Balasan di SP4N-LAPOR!"),
    "instruction": _("Arahan pimpinan"),
    "target": _("Target daerah"),
}
"""What each clock of ``states.ClockKind`` counts."""

PRAISE = {"fast": _("Cepat"), "clear": _("Jelas"), "friendly": _("Ramah")}
BLAME = {
    "not_fixed": _("Belum diperbaiki"),
    "unclear": _("Jawaban tidak jelas"),
    "too_slow": _("Terlalu lama"),
    "closed_without_notice": _("Ditutup tanpa kabar"),
}
"""What the reporter may tick beside the judgement (``ux.md`` T5)."""


def status(code: str, *, examined: bool = False, because: str | None = None) -> Word:
    """Return the word of a status as it is told to people.

    ``examined`` and ``because`` (``submitted_because``) matter for ``submitted`` only: it is *Diperiksa*
    from *Mulai periksa* on, and *Ditinjau ulang* when the reporter objected. KeyError for an unknown code.
    """
    if code != "submitted":
        return STATUS[code]
    if because == "objected":
        return OBJECTED
    word = EXAMINED if examined else STATUS[code]
    if because not in SUBMITTED_FORMAL:
        return word
    line = SUBMITTED_LINE[because]
    return word._replace(formal=SUBMITTED_FORMAL[because], line=line, plain=line)


def status_of(complaint) -> Word:
    """Return the word for a complaint row, from ``status``, ``examined_at`` and ``submitted_because``."""
    return status(
        complaint.status,
        examined=getattr(complaint, "examined_at", None) is not None,
        because=getattr(complaint, "submitted_because", None),
    )


def outcome(code: str) -> Word:
    """Return the word of an outcome code. KeyError for an unknown code."""
    return OUTCOME[code]


def sentence(word: Word, **names) -> str:
    """Return the one line under the word, with the names it needs put in.

    A name that is missing or empty gives the plain sentence instead: a page never shows a hole.
    """
    known = {key: value for key, value in names.items() if value}
    try:
        return str(word.line).format(**known)
    except KeyError:
        return str(word.plain)
