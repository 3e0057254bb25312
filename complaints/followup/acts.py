"""What a person can do on a case now, as the case page offers it: the one act the state asks for, then the others.

Pure: from the acts that `lifecycle.possible_acts` allows to words, icons and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Event
from complaints.routing import limits, queries
from complaints.states import Because, ClockKind, Status
from complaints.timeline import Entry

from . import terms


@dataclass(frozen=True)
class Act:
    """One act: its address name, its words, and for whom its text is."""

    url: str
    label: str
    icon: str
    post: bool = False  # done at once by a button, without a page of its own


ACTS = {
    "examine": Act("triage:examine", _("Mulai periksa"), "eye", post=True),
    "refer": Act("routing:refer", _("Verifikasi dan teruskan"), "arrow-right"),
    "uphold": Act("triage:uphold", _("Terima keberatan"), "loop"),
    "not_uphold": Act("triage:not_uphold", _("Tidak terima keberatan"), "bar"),
    "accept": Act("followup:accept", _("Terima laporan"), "check", post=True),
    "note_progress": Act("followup:note_progress", _("Kirim kabar ke pelapor"), "dots"),
    "answer": Act("followup:answer", _("Jawab pelapor"), "speech"),
    "give_back": Act("followup:give_back", _("Kembalikan jawaban ke petugas"), "arrow-back"),
    "promise": Act("followup:promise", _("Janjikan tanggal"), "calendar"),
    "answer_on_behalf": Act("followup:answer_on_behalf", _("Catat jawaban instansi"), "speech"),
    "send_back": Act("triage:send_back", _("Kembalikan jawaban kosong"), "loop"),
    "hand_out": Act("field:hand_out", _("Kirim ke petugas lapangan"), "phone"),
    "ask": Act("followup:ask", _("Tanya pelapor"), "question"),
    "assign": Act("followup:assign", _("Tugaskan"), "user"),
    "instruct": Act("triage:instruct", _("Beri arahan"), "flag"),
    "record_instruction": Act("triage:record_instruction", _("Catat arahan pimpinan"), "flag"),
    "note_internal": Act("followup:note_internal", _("Tulis catatan internal"), "note"),
    "return_referral": Act("routing:return_referral", _("Kembalikan ke koordinator"), "arrow-back"),
    "extend": Act("followup:extend", _("Perpanjang batas waktu"), "clock"),
    "extend_again": Act("followup:extend", _("Catat perpanjangan kedua"), "clock"),
    "record_outside_answer": Act("routing:record_outside_answer", _("Catat jawaban lembaga"), "speech"),
    "check_back": Act("routing:check_back", _("Sudah ditanyakan lagi"), "question"),
    "letter": Act("routing:letter", _("Cetak surat pengantar"), "print"),
    "bounce": Act("routing:bounce", _("Dikembalikan lembaga"), "arrow-back"),
    "forward_external": Act("routing:forward_external", _("Alihkan ke lembaga luar"), "arrow-out"),
    "merge": Act("triage:merge", _("Gabung dengan laporan lain"), "merge"),
    "unmerge": Act("triage:unmerge", _("Batalkan penggabungan"), "loop"),
    "publish": Act("publication:publish", _("Tampilkan untuk umum"), "eye"),
    "share": Act("sharing:share", _("Bagikan"), "arrow-out"),
    "register_request": Act("triage:register_request", _("Daftarkan sebagai permohonan resmi (PPID)"), "tray"),
    "answer_lapor": Act("triage:answer_lapor", _("Sudah dibalas di LAPOR!"), "check", post=True),
    "link_lapor": Act("triage:link_lapor", _("Catat nomor SP4N-LAPOR!"), "arrow-out"),
    "exclude": Act("triage:exclude", _("Catat yang dilaporkan"), "user"),
    "archive": Act("triage:archive", _("Tidak diproses"), "crossed-sheet"),
    "reopen": Act("triage:reopen", _("Buka lagi"), "loop"),
}

# What the inspectorate decides of a class that was only proposed to it; the acts behind are the same.
_CONFIRM = Act("followup:accept", _("Tetapkan berkadar pengawasan"), "check", post=True)
_REFUSE = Act("routing:return_referral", _("Bukan pengawasan, kembalikan"), "arrow-back")

# Where the head of the agency sends its answers.
_PROPOSE = Act("followup:answer", _("Ajukan jawaban ke kepala"), "speech")
_SEND = Act("followup:answer", _("Periksa dan kirim jawaban"), "speech")

_ASKED_FOR = {
    "refer": {
        Because.RETURNED: _("Pilih instansi lain untuk laporan ini."),
        Because.ARBITRATION: _("Catat putusan penengah, lalu teruskan."),
        None: _("Periksa laporan ini dan teruskan ke instansi yang berwenang."),
    },
    "uphold": {None: _("Periksa keberatan pelapor.")},
    "note_progress": {None: _("Beri kabar pertama kepada pelapor.")},
    "answer": {
        None: _("Selesaikan, lalu jawab pelapor."),
        Status.SCHEDULED: _("Kerjakan sesuai janji, lalu jawab pelapor."),
    },
    "record_outside_answer": {None: _("Tanyakan kabar ke lembaga luar, lalu catat jawabannya.")},
}


@dataclass(frozen=True)
class Offer:
    """`do` says what to do in one sentence, empty when nothing is asked of this person."""

    do: str
    first: Act | None
    others: list[Act]
    note: str = ""


def of_the_desk(complaint: Complaint) -> set[str]:
    """Return what the coordinator may note on a case beside the acts of its life: SP4N-LAPOR! and the PPID's register.

    The case comes with its clocks, its reference and its registration fetched.
    """
    noted = set()
    if any(clock.kind == ClockKind.MIRROR and clock.stopped_at is None for clock in complaint.clocks.all()):
        noted.add("answer_lapor")
    if not hasattr(complaint, "lapor"):
        noted.add("link_lapor")
    asks = complaint.report_class == Complaint.ReportClass.INFORMATION_REQUEST
    if asks and complaint.is_open and not hasattr(complaint, "information_request"):
        noted.add("register_request")
    return noted


def offer(
    complaint: Complaint, possible: set[str], *, writes_notes: bool, shares: bool = False, first_response_due: bool
) -> Offer:
    """Return what the case page offers to a person who may do `possible` on it."""
    possible = set(possible)
    if "refer" in possible and complaint.examined_at is None and complaint.submitted_because == Because.NEW:
        possible.add("examine")
    if "answer" in possible:  # whoever may answer has the case, and may give it to a colleague
        possible.add("assign")
        accused = complaint.excluded_agency_id or complaint.excluded_person_id
        if complaint.access_class == Complaint.AccessClass.ORDINARY and not accused:
            possible.add("hand_out")
    if "bounce" in possible:  # an outside body has it
        possible |= {"check_back", "letter"}
    if writes_notes:
        possible.add("note_internal")
    if shares:
        possible.add("share")
    if "accept" in possible and queries.is_only_proposed(complaint):
        names = {**ACTS, "return_referral": _REFUSE}
        others = [act for name, act in names.items() if name in possible - {"accept"}]
        return Offer(do=_("Tetapkan apakah laporan ini berkadar pengawasan."), first=_CONFIRM, others=others)
    first = _first(complaint, possible, first_response_due)
    sentences = _ASKED_FOR.get(first, {})
    return Offer(
        do=sentences.get(complaint.submitted_because or complaint.status) or sentences.get(None, ""),
        first=ACTS[first] if first else None,
        others=[act for name, act in ACTS.items() if name in possible and name != first],
        note=_("Menerima laporan belum menghentikan batas waktu. Pelapor menunggu kabar.")
        if "accept" in possible
        else "",
    )


def with_approval(offer: Offer, complaint: Complaint, *, waits: bool, heads: bool, proposed: Event | None) -> Offer:
    """Return the offer where the head of the agency sends its answers: what `waits` is put before them, and while one
    (`proposed`) lies there, the head is asked and nobody else."""
    answer = ACTS["answer"]
    named = _PROPOSE if waits else _SEND if proposed and heads else answer
    acts = [named if act == answer else act for act in (offer.first, *offer.others)]
    if proposed is None:
        return replace(offer, first=acts[0], others=acts[1:])
    acts = [act for act in acts if act]
    if heads and _SEND in acts:
        do = _("Periksa jawaban yang diajukan %(name)s, lalu kirim atau kembalikan.")
        others = [ACTS["give_back"], *(act for act in acts if act != _SEND)]
        return Offer(do=do % {"name": proposed.actor.full_name}, first=_SEND, others=others)
    return Offer(do="", first=None, others=acts, note=_("Batas waktu berjalan terus."))


def withheld(complaint: Complaint, possible: set[str], entries: list[Entry], now: datetime) -> set[str]:
    """Return the acts that would be refused now whatever the status says: their time is over, or not come yet.

    The case comes with its clocks fetched, `entries` are its timeline.
    """
    held = limits.withheld(complaint, [entry.kind for entry in entries])
    clock, granted = terms.extended_clock(complaint), terms.counted(entry.kind for entry in entries)
    if clock is None or clock.due_at <= now or granted != 0:
        held.add("extend")
    if clock is None or clock.due_at <= now or granted != 1:
        held.add("extend_again")
    if "send_back" in possible:
        answered = next((entry for entry in reversed(entries) if entry.kind == Event.Kind.ANSWERED), None)
        if answered and now > terms.send_back_until(complaint, answered.at):
            held.add("send_back")
    return held


def _first(complaint: Complaint, possible: set[str], first_response_due: bool) -> str | None:
    wanted = {
        Status.SUBMITTED: ["uphold", "refer"],
        Status.REFERRED: ["note_progress"],
        Status.IN_PROGRESS: ["note_progress" if first_response_due else "answer"],
        Status.SCHEDULED: ["answer"],
        Status.FORWARDED_EXTERNAL: ["record_outside_answer"],
    }.get(complaint.status, [])
    return next((act for act in wanted if act in possible), None)
