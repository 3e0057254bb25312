"""Who does what next, and by when, in one sentence: for the reporter and for staff (ux.md principle 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Agency, Complaint
from complaints.states import FINAL, Because, ClockKind, Status, WaitsFor


@dataclass(frozen=True)
class Step:
    """`do` says who does what; `due_at` by when, None when nothing follows; `note` is one sentence more.

    `late` means that the office or an agency let the date pass; `passed` that the reporter's own date is over.
    """

    do: str
    due_at: datetime | None
    note: str = ""
    late: bool = False
    passed: bool = False


def for_reporter(complaint: Complaint, now: datetime) -> Step:
    """Return the next step in the words of the reporter's page."""
    if complaint.status in FINAL:
        return Step(_END[complaint.status], None)
    over = complaint.due_at < now
    if complaint.waits_for == WaitsFor.REPORTER:
        do, note = _of_the_reporter(complaint, over)
        return Step(str(do).format(agency=who(complaint)), complaint.due_at, note, passed=over)
    do = _of_the_office(complaint).format(agency=who(complaint))
    note = _lateness(complaint) if over else ""
    if complaint.status == Status.SCHEDULED and not over:
        note = _("Janji bukan jawaban. Laporan tetap terbuka sampai pekerjaannya selesai dan dijawab.")
    return Step(do, complaint.due_at, note, late=over)


_END = {
    Status.RESOLVED: lazy("Tidak ada langkah lagi. Laporan sudah ditutup."),
    Status.ARCHIVED: lazy("Tidak ada langkah lagi. Laporan tidak diproses."),
    Status.WITHDRAWN: lazy("Tidak ada langkah lagi. Anda sudah mencabut laporan ini."),
    Status.MERGED: lazy("Tidak ada langkah lagi di sini. Laporan ini digabung dengan laporan lain."),
}


def _of_the_reporter(complaint: Complaint, over: bool) -> tuple[str, str]:
    if complaint.status == Status.NEEDS_INFO:
        note = _("Tanpa jawaban Anda, petugas belum bisa melanjutkan.")
        if over:
            note = _("Anda masih bisa menjawab. Tanpa jawaban Anda, petugas belum bisa melanjutkan.")
        return _("Giliran Anda: jawab pertanyaan {agency}."), note
    note = _("Anda masih bisa menilai.") if over else ""
    return _("Giliran Anda: beri tahu apakah masalahnya sudah beres."), note


def _of_the_office(complaint: Complaint) -> str:
    match complaint.status:
        case Status.SUBMITTED:
            return {
                Because.RETURNED: _("{agency} memilih instansi lain untuk laporan Anda."),
                Because.OBJECTED: _("{agency} memeriksa keberatan Anda."),
                Because.REOPENED: _("{agency} memeriksa laporan Anda lagi."),
                Because.BOUNCED: _("{agency} memeriksa laporan Anda lagi."),
                Because.ARBITRATION: _("Pimpinan daerah menentukan instansi yang menangani laporan Anda."),
            }.get(complaint.submitted_because, _("{agency} memeriksa laporan Anda."))
        case Status.IN_PROGRESS if not _first_response_is_due(complaint):
            return _("{agency} menyelesaikan masalahnya, lalu menjawab.")
        case Status.SCHEDULED:
            return _("{agency} mengerjakan sesuai janji, lalu menjawab.")
        case Status.FORWARDED_EXTERNAL:
            return _("{agency} menanyakan kabar ke lembaga yang berwenang.")
    return _("{agency} memberi kabar pertama.")


def who(complaint: Complaint) -> str:
    """Return the name under which the reporter knows who has the case: the desk as the programme, agencies as such."""
    return _("Petugas BESADU") if _is_with_the_desk(complaint) else complaint.owner.name


def _lateness(complaint: Complaint) -> str:
    """Say who is late. That it stays on record is true of every clock that an agency can miss (life.md 2)."""
    if complaint.status == Status.FORWARDED_EXTERNAL:
        return _("Kami terlambat menanyakannya.")
    if _is_with_the_desk(complaint):
        return _("Kami terlambat. Keterlambatan ini tercatat dan tidak bisa dihapus.")
    sentence = _("{agency} terlambat. Keterlambatan ini tercatat dan tidak bisa dihapus.")
    return sentence.format(agency=complaint.owner.name)


def _is_with_the_desk(complaint: Complaint) -> bool:
    """Whether the coordinating agency has it as the desk of BESADU, not as an agency that works on its own cases."""
    at_the_desk = {Status.SUBMITTED, Status.FORWARDED_EXTERNAL} & {complaint.status, complaint.resume_status}
    return bool(at_the_desk) and complaint.owner.duty == Agency.Duty.COORDINATOR


def for_staff(complaint: Complaint, *, with_head: bool = False) -> Step:
    """Return the next step as staff read it: who must act, in the words of the desk. `with_head`: an answer lies
    before the head of the agency."""
    agency = complaint.owner.short_name
    if with_head:
        return Step(_("Kepala {agency} memeriksa jawaban sebelum dikirim.").format(agency=agency), complaint.due_at)
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
            do = _("{agency} mengerjakan sesuai janji, lalu menjawab.")
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
