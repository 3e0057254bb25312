"""What a person can do on a case now, as the case page offers it: the one act the state asks for, then the others.

Pure: from the acts that `lifecycle.possible_acts` allows to words, icons and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from complaints.states import Because, Status


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
    "ask": Act("followup:ask", _("Tanya pelapor"), "question"),
    "assign": Act("followup:assign", _("Tugaskan"), "user"),
    "note_internal": Act("followup:note_internal", _("Tulis catatan internal"), "note"),
    "return_referral": Act("routing:return_referral", _("Kembalikan ke koordinator"), "arrow-back"),
    "archive": Act("triage:archive", _("Tidak diproses"), "crossed-sheet"),
    "reopen": Act("triage:reopen", _("Buka lagi"), "loop"),
}

_ASKED_FOR = {
    "refer": {
        Because.RETURNED: _("Pilih instansi lain untuk laporan ini."),
        Because.ARBITRATION: _("Catat putusan penengah, lalu teruskan."),
        None: _("Periksa laporan ini dan teruskan ke instansi yang berwenang."),
    },
    "uphold": {None: _("Periksa keberatan pelapor.")},
    "note_progress": {None: _("Beri kabar pertama kepada pelapor.")},
    "answer": {None: _("Selesaikan, lalu jawab pelapor.")},
}


@dataclass(frozen=True)
class Offer:
    """`do` says what to do in one sentence, empty when nothing is asked of this person."""

    do: str
    first: Act | None
    others: list[Act]
    note: str = ""


def offer(complaint: Complaint, possible: set[str], *, writes_notes: bool, first_response_due: bool) -> Offer:
    """Return what the case page offers to a person who may do `possible` on it."""
    possible = set(possible)
    if "refer" in possible and complaint.examined_at is None and complaint.submitted_because == Because.NEW:
        possible.add("examine")
    if "answer" in possible:  # whoever may answer has the case, and may give it to a colleague
        possible.add("assign")
    if writes_notes:
        possible.add("note_internal")
    first = _first(complaint, possible, first_response_due)
    sentences = _ASKED_FOR.get(first, {})
    return Offer(
        do=sentences.get(complaint.submitted_because) or sentences.get(None, ""),
        first=ACTS[first] if first else None,
        others=[act for name, act in ACTS.items() if name in possible and name != first],
        note=_("Menerima laporan belum menghentikan batas waktu. Pelapor menunggu kabar.")
        if "accept" in possible
        else "",
    )


def _first(complaint: Complaint, possible: set[str], first_response_due: bool) -> str | None:
    wanted = {
        Status.SUBMITTED: ["uphold", "refer"],
        Status.REFERRED: ["note_progress"],
        Status.IN_PROGRESS: ["note_progress" if first_response_due else "answer"],
        Status.SCHEDULED: ["answer"],
    }.get(complaint.status, [])
    return next((act for act in wanted if act in possible), None)
