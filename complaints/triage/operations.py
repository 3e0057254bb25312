"""The coordinator's own acts on a case: begin, archive, judge an objection, reopen, merge, un-merge, open a contact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, attachments, audit, identity, lifecycle, register, texts
from complaints.errors import Refused
from complaints.followup import terms
from complaints.models import (
    Agency,
    Attachment,
    Complaint,
    Event,
    InformationRequest,
    LaporReference,
    Merge,
    Position,
    Text,
    User,
)
from complaints.models.term import TermClass
from complaints.notifications import outbox
from complaints.routing import operations as routing
from complaints.states import FINAL, OPEN, Status

# Why a complaint is not processed (ux.md A6); the words are in `complaints.words`.
ARCHIVE_REASONS = ("not_a_complaint", "unclear", "spam", "in_court", "out_of_jurisdiction")
CONTACT_REASONS = ("tell_the_reporter", "ask_details", "emergency")


@transaction.atomic
def examine(complaint_id: int, *, actor: User, now: datetime) -> None:
    """Record that the verifier has begun (*Mulai periksa*): the reporter then reads "Diperiksa". Twice is once."""
    complaint = lifecycle.lock(complaint_id)
    if complaint.status != Status.SUBMITTED or not lifecycle.may(actor, "refer", complaint, now):
        raise Refused(_("Laporan ini tidak sedang menunggu pemeriksaan Anda."))
    if complaint.examined_at is None:
        complaint.examined_at = now
        complaint.save(update_fields=["examined_at"])
        outbox.record(complaint, Event.Kind.EXAMINED, actor, now)


@transaction.atomic
def archive(complaint_id: int, *, code: str, text: str, version: int | None = None, actor: User, now: datetime) -> None:
    """End a complaint that cannot be processed. `code` is one of ARCHIVE_REASONS; the reporter reads `text`."""
    if code not in ARCHIVE_REASONS:
        raise ValueError(code)
    complaint = lifecycle.lock(complaint_id, version=version)
    lifecycle.transition(complaint, "archive", actor=actor, now=now)
    reason = texts.keep(complaint, Text.Kind.REASON, text, now)
    outbox.record(complaint, Event.Kind.ARCHIVED, actor, now, code=code, reason=reason)


@transaction.atomic
def uphold(
    complaint_id: int, *, to: Agency, reason: str, version: int | None = None, actor: User, now: datetime
) -> None:
    """Accept an objection: `to` (the same agency or another) works again, on the rework clock. Raises Refused."""
    complaint = lifecycle.lock(complaint_id, version=version)
    routing.check_owner(complaint, to, complaint.term_class, complaint.access_class)
    lifecycle.transition(complaint, "uphold", actor=actor, now=now, owner=to)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    outbox.record(complaint, Event.Kind.UPHELD, actor, now, to=to, reason=kept)


@transaction.atomic
def not_uphold(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Close an objected complaint as it was answered; the reporter reads `reason` and where to go next."""
    complaint = lifecycle.lock(complaint_id, version=version)
    lifecycle.transition(complaint, "not_uphold", actor=actor, now=now)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    outbox.record(complaint, Event.Kind.NOT_UPHELD, actor, now, reason=kept)


@transaction.atomic
def send_back(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Give an answer that says nothing back to its agency, within a working day; it has not stopped the agency's time.

    Agency and reporter read `reason`. Raises Refused afterwards.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    answered = complaint.events.filter(kind=Event.Kind.ANSWERED).order_by("-sequence").first()
    if answered and now > terms.send_back_until(complaint, answered.at):
        raise Refused(_("Jawaban hanya bisa dikembalikan dalam satu hari kerja. Sekarang pelapor yang menilai."))
    lifecycle.transition(complaint, "send_back", actor=actor, now=now)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    outbox.record(complaint, Event.Kind.SENT_BACK, actor, now, to=complaint.owner, reason=kept)


@transaction.atomic
def reopen(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Take up a closed complaint again: the coordinating agency owns it and its verification clock runs."""
    complaint = lifecycle.lock(complaint_id, version=version)
    owner = lifecycle.verifying_agency(complaint)
    lifecycle.transition(complaint, "reopen", actor=actor, now=now, owner=owner)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    outbox.record(complaint, Event.Kind.REOPENED, actor, now, reason=kept)


def record_instruction(
    complaint_id: int,
    *,
    leader: Position,
    text: str,
    given_on: date,
    finish_by: date,
    sheet: Iterable,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Record what a leader instructed on paper on that day, with the sheet (PDF or photo): leaders who do not sign in
    are served by paper (product.md 1). The agency reads it, the reporter does not. Raises Refused.
    """
    sheet = list(sheet)
    if not sheet:
        raise Refused(_("Tambahkan PDF atau foto lembarnya"))
    rows = attachments.store(sheet, Attachment.Purpose.INSTRUCTION, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        # The coordinator, in closed cases the inspectorate: as for taking a case up again, whatever its status.
        held = access.positions(actor, now)
        reads = access.staff_cases(actor, held).filter(pk=complaint.pk).exists()
        if not reads or not lifecycle.may(actor, "reopen", complaint, now, held=held):
            raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
        if leader.role != Position.Role.LEADER or not leader.is_active:
            raise Refused(_("Pilih pimpinan yang memberi arahan"))
        _instruct(complaint, leader, text, given_on, finish_by, rows, actor, now)


@transaction.atomic
def instruct(
    complaint_id: int, *, text: str, finish_by: date, version: int | None = None, actor: User, now: datetime
) -> None:
    """Give an instruction on a case: a leader who is signed in, and who reads the case. Raises Refused."""
    complaint = lifecycle.lock(complaint_id, version=version)
    held = access.positions(actor, now)
    leader = leader_among(held)
    if leader is None or not access.staff_cases(actor, held).filter(pk=complaint.pk).exists():
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    complaint.acting = leader
    _instruct(complaint, leader, text, timezone.localdate(now), finish_by, [], actor, now)


def leaders() -> QuerySet[Position]:
    """Return the positions that lead the regency."""
    return Position.objects.filter(role=Position.Role.LEADER, is_active=True).select_related("agency")


def leader_among(held: Iterable[Position]) -> Position | None:
    """Return the position in which its holder leads the regency, None if there is none."""
    return next((position for position in held if position.role == Position.Role.LEADER), None)


def _instruct(
    complaint: Complaint,
    leader: Position,
    text: str,
    given_on: date,
    finish_by: date,
    rows: Iterable[Attachment],
    actor: User,
    now: datetime,
) -> None:
    """`given_on` and `finish_by` are local dates. The clock runs beside the others until the closing of the last day.
    An answer to the reporter stops it, and so does what ends the case."""
    today = timezone.localdate(now)
    if complaint.status in FINAL:
        raise Refused(_("Laporan ini sudah ditutup"))
    if given_on > today:
        raise Refused(_("Tanggal arahan paling lambat hari ini"))
    if finish_by < today:
        raise Refused(_("Batas waktu paling cepat hari ini"))
    zone = timezone.get_default_timezone()
    lifecycle.start_instruction(complaint, datetime.combine(finish_by, time(0), zone), now)
    outbox.record(
        complaint,
        Event.Kind.INSTRUCTED,
        actor,
        now,
        leader=leader,
        on=datetime.combine(given_on, time(0), zone),
        until=datetime.combine(finish_by, time(23, 59), zone),
        instruction=texts.keep(complaint, Text.Kind.INSTRUCTION, text, now),
        photos=attachments.attach(complaint, rows),
    )


@transaction.atomic
def merge(complaint_id: int, *, into: Complaint, version: int | None = None, actor: User, now: datetime) -> None:
    """Let a complaint rest as the same as `into`, its main one; the reporter reads the main one's answers.

    Both histories get their line. Raises Refused where the two do not go together (`check_merge`).
    """
    complaint, main = _lock_both(complaint_id, into.pk, version)
    held = access.positions(actor, now)
    if not access.staff_cases(actor, held).filter(pk=main.pk).exists():
        raise Refused(_("Nomor itu tidak ada di antara laporan Anda. Periksa lagi nomornya."))
    check_merge(complaint, main)
    lifecycle.transition(complaint, "merge", actor=actor, now=now)
    Merge.objects.create(complaint=complaint, into=main, merged_at=now)
    outbox.record(complaint, Event.Kind.MERGED, actor, now, into=main.pk)
    # Not told: its reporter learns nothing of the other one.
    outbox.record(main, Event.Kind.MERGED, actor, now, joined=complaint.pk)


@transaction.atomic
def unmerge(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Undo a merge: the complaint goes on where it stood, with its clocks. The reporter reads `reason`."""
    merged = Merge.objects.filter(complaint=complaint_id, undone_at__isnull=True).first()
    if merged is None:
        lifecycle.lock(complaint_id, version=version)  # says who was quicker, if somebody was
        raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
    complaint, main = _lock_both(complaint_id, merged.into_id, version)
    lifecycle.transition(complaint, "unmerge", actor=actor, now=now)
    merged.undone_at = now
    merged.save(update_fields=["undone_at"])
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    outbox.record(complaint, Event.Kind.UNMERGED, actor, now, into=main.pk, reason=kept)
    outbox.record(main, Event.Kind.UNMERGED, actor, now, joined=complaint.pk)


def check_merge(complaint: Complaint, main: Complaint) -> None:
    """Raise Refused, in words for the coordinator, where `complaint` cannot be merged into `main`."""
    ordinary = Complaint.AccessClass.ORDINARY
    if main.pk == complaint.pk:
        raise Refused(_("Laporan tidak bisa digabung dengan dirinya sendiri"))
    # The reporter of one reads what the other is told: never across classes, and never in closed ones.
    if complaint.access_class != ordinary or main.access_class != ordinary:
        raise Refused(_("Hanya laporan biasa yang bisa digabung"))
    if main.status == Status.MERGED:
        raise Refused(_("Laporan induk itu sendiri sudah digabung ke laporan lain. Pilih laporan yang terakhir"))
    if main.status not in OPEN | {Status.RESOLVED}:
        raise Refused(_("Laporan induk itu tidak diproses. Pilih laporan yang masih jalan atau sudah dijawab"))
    if any(joined.undone_at is None for joined in complaint.merged.all()):
        raise Refused(_("Laporan ini sudah menjadi induk laporan lain. Gabungkan yang lain ke laporan ini"))
    if _accused(complaint) != _accused(main):
        raise Refused(_("Yang dilaporkan di kedua laporan ini berbeda"))


def _accused(complaint: Complaint) -> tuple[int | None, int | None]:
    return complaint.excluded_agency_id, complaint.excluded_person_id


def _lock_both(complaint_id: int, main_id: int, version: int | None) -> tuple[Complaint, Complaint]:
    """Lock two complaints, the older one first whoever it is: two merges that cross never wait for each other."""
    if main_id < complaint_id:
        main = lifecycle.lock(main_id)
        return lifecycle.lock(complaint_id, version=version), main
    complaint = lifecycle.lock(complaint_id, version=version)
    return complaint, lifecycle.lock(main_id) if main_id != complaint_id else complaint


@transaction.atomic
def link_lapor(complaint_id: int, *, number: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Note under which `number` (digits) the case stands in SP4N-LAPOR!, where it went there.

    Where our answer is given already, the time to mirror it begins. Raises Refused when a number is noted already, or
    this one for another case.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    _check_the_desk(complaint, actor, now)
    if LaporReference.objects.filter(complaint=complaint).exists():
        raise Refused(_("Nomor SP4N-LAPOR! laporan ini sudah dicatat."))
    if LaporReference.objects.filter(number=number).exists():
        raise Refused(_("Nomor SP4N-LAPOR! ini sudah tercatat pada laporan lain."))
    LaporReference.objects.create(complaint=complaint, number=number, direction=LaporReference.Direction.WENT_TO)
    if complaint.status == Status.ANSWERED:
        lifecycle.start_mirror(complaint, now)
    outbox.record(complaint, Event.Kind.LAPOR_LINKED, actor, now, number=int(number))


@transaction.atomic
def answer_lapor(complaint_id: int, *, version: int | None = None, actor: User, now: datetime) -> None:
    """*Sudah dibalas di LAPOR!*: our answer stands there too; the mirror stops. Raises Refused when it does not run."""
    complaint = lifecycle.lock(complaint_id, version=version)
    _check_the_desk(complaint, actor, now)
    lifecycle.stop_mirror(complaint, now)
    outbox.record(complaint, Event.Kind.LAPOR_ANSWERED, actor, now)


@transaction.atomic
def register_request(complaint_id: int, *, version: int | None = None, actor: User, now: datetime) -> None:
    """Hand a request for information to the PPID's register as a formal one: its number, and the terms of the Act.

    Raises Refused for what is no request for information, is closed, or stands in the register.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    _check_the_desk(complaint, actor, now)
    if complaint.report_class != Complaint.ReportClass.INFORMATION_REQUEST or not complaint.is_open:
        raise Refused(_("Hanya permintaan informasi yang masih berjalan bisa didaftarkan."))
    if InformationRequest.objects.filter(complaint=complaint).exists():
        raise Refused(_("Permohonan ini sudah ada di register PPID."))
    lifecycle.reclass(complaint, TermClass.KIP, now)
    request = register.enter(complaint, now)
    outbox.record(complaint, Event.Kind.REGISTERED, actor, now, year=request.year, number=request.number)


def _check_the_desk(complaint: Complaint, actor: User, now: datetime) -> None:
    """What is noted beside the life of a case is the coordinator's, never in closed cases: as handing it on outside."""
    if not lifecycle.may(actor, "forward_external", complaint, now):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))


@transaction.atomic
def open_contact(complaint_id: int, *, reason: str, actor: User, now: datetime) -> identity.Reporter:
    """Return the reporter's name and contact, after recording who opened it and why.

    `reason` is one of CONTACT_REASONS. The complaint's history and the system's each get their line.
    Raises Refused when there is nothing to open or it is not theirs.
    """
    if reason not in CONTACT_REASONS:
        raise ValueError(reason)
    complaint = lifecycle.lock(complaint_id)
    if not access.may_open_contact(actor, complaint, access.positions(actor, now)):
        raise Refused(_("Kontak pelapor tidak bisa dibuka dari jabatan Anda."))
    reporter = identity.read(complaint)
    if reporter is None:
        raise Refused(_("Laporan ini tanpa nama. Tidak ada kontak yang tersimpan."))
    outbox.record(complaint, Event.Kind.CONTACT_OPENED, actor, now, reason=reason)
    audit.record(None, Event.Kind.CONTACT_OPENED, actor, now, case=complaint.pk, reason=reason)
    return reporter
