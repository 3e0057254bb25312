"""Who does what next, and by when, in one sentence: for the reporter and for staff (ux.md principle 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.states import Because, ClockKind, Status


@dataclass(frozen=True)
class Step:
    """`do` says who does what; `due_at` by when, None when nothing follows; `note` is one sentence more."""

    do: str
    due_at: datetime | None
    note: str = ""


def for_reporter(complaint: Complaint) -> Step:
    """Return the next step in the words of the reporter's page."""
    agency = complaint.owner.name
    note = ""
    match complaint.status:
        case Status.SUBMITTED:
            do = {
                Because.RETURNED: _("Petugas BESADU memilih instansi lain untuk laporan Anda."),
                Because.OBJECTED: _("Petugas BESADU memeriksa keberatan Anda."),
                Because.ARBITRATION: _("Pimpinan daerah menentukan instansi yang menangani laporan Anda."),
            }.get(complaint.submitted_because, _("Petugas BESADU memeriksa laporan Anda."))
        case Status.NEEDS_INFO:
            do = _("Anda menjawab pertanyaan petugas.")
            note = _("Selama menunggu jawaban Anda, batas waktu petugas berhenti.")
        case Status.REFERRED:
            do = _("{agency} memberi kabar pertama.").format(agency=agency)
        case Status.IN_PROGRESS:
            waits = _first_response_is_due(complaint)
            sentence = _("{agency} memberi kabar pertama.") if waits else _("{agency} menyelesaikan dan menjawab.")
            do = sentence.format(agency=agency)
        case Status.SCHEDULED:
            do = _("{agency} mengerjakan sesuai jadwal.").format(agency=agency)
        case Status.ANSWERED:
            do = _("Anda memberi tahu apakah masalahnya sudah beres.")
        case Status.FORWARDED_EXTERNAL:
            do = _("Petugas BESADU menanyakan kabar ke lembaga yang berwenang.")
        case _:
            return Step(_("Tidak ada langkah lagi. Laporan sudah ditutup."), None)
    return Step(do, complaint.due_at, note)


def for_staff(complaint: Complaint) -> Step:
    """Return the next step as staff read it: who must act, in the words of the desk."""
    agency = complaint.owner.short_name
    match complaint.status:
        case Status.SUBMITTED:
            do = {
                Because.RETURNED: _("{agency} memilih instansi lain."),
                Because.OBJECTED: _("{agency} memeriksa keberatan pelapor."),
                Because.ARBITRATION: _("{agency} memutuskan siapa yang menangani. Koordinator mencatat putusannya."),
            }.get(complaint.submitted_because, _("{agency} memeriksa dan meneruskan."))
        case Status.NEEDS_INFO:
            do = _("Pelapor menjawab pertanyaan {agency}.")
        case Status.REFERRED:
            do = _("{agency} memberi kabar pertama kepada pelapor.")
        case Status.IN_PROGRESS:
            waits = _first_response_is_due(complaint)
            do = (
                _("{agency} memberi kabar pertama kepada pelapor.")
                if waits
                else _("{agency} menyelesaikan dan menjawab.")
            )
        case Status.SCHEDULED:
            do = _("{agency} mengerjakan sesuai jadwal.")
        case Status.ANSWERED:
            do = _("Pelapor menilai apakah masalahnya sudah beres.")
        case Status.FORWARDED_EXTERNAL:
            do = _("{agency} menanyakan kabar ke lembaga luar.")
        case _:
            return Step(_("Tidak ada. Laporan sudah ditutup."), None)
    return Step(do.format(agency=agency), complaint.due_at)


def _first_response_is_due(complaint: Complaint) -> bool:
    # From the clocks the page may have fetched already.
    return any(clock.kind == ClockKind.FIRST_RESPONSE and not clock.stopped_at for clock in complaint.clocks.all())
