"""Handing in a complaint: once, however often it is sent (life.md 5)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import attachments, audit, fingerprints, identity, lifecycle, numbers, register, texts
from complaints.errors import Refused
from complaints.escalation import operations as escalation
from complaints.models import (
    Agency,
    Agenda,
    Attachment,
    Category,
    Complaint,
    Event,
    LaporReference,
    Place,
    Regency,
    Submission,
    Text,
    User,
    Village,
)
from complaints.models.term import TermClass
from complaints.notifications import outbox
from complaints.photos import Photo

from . import answers, drafts, kinds

Channel = Submission.Channel
Bring = Callable[[Complaint], list[Attachment]]
# A repeat of the same submission is answered with the same receipt for so long.
REPEATABLE = timedelta(days=7)
# What staff enter came in at most so long ago; older papers are received the day they are found.
OLDEST_RECEIPT = timedelta(days=30)


@dataclass(frozen=True)
class Receipt:
    """What the reporter takes home. The code is derived anew each time; the database only holds its HMAC."""

    complaint: Complaint
    code: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What staff enter for a reporter who came by another way: `channel`, when, and `lapor`, its number in
    SP4N-LAPOR! where it came from there."""

    channel: str
    received_at: datetime
    content: drafts.Content
    reporter: identity.Reporter | None
    may_publish: bool
    lapor: str = ""
    written_at: datetime | None = None  # without signal, some time before it was received
    formal: bool = False  # a request for information that goes to the PPID's register


@dataclass(frozen=True, kw_only=True)
class ProtectedReport:
    """What is told through the secret door: what, who, when, where in the reporter's words; `agency` is the one
    complained about, if one was chosen."""

    story: str
    accused: str = ""
    when: str = ""
    where: str = ""
    agency: Agency | None = None


def submit(
    key: str,
    *,
    seen: str,
    reporter: identity.Reporter | None,
    may_publish: bool,
    formal: bool = False,
    written_at: datetime | None = None,
    underway: Iterable[str] = (),
    now: datetime,
) -> Receipt:
    """Turn the draft under `key` into a complaint and return its receipt; a repeat returns the first receipt again.

    `seen` is the digest of the draft as the person read it (`Content.seen`); `formal` hands a request for information
    to the PPID's register; `written_at`, when it was written without signal, starts no clock; `underway` names the
    photos (SHA-256 in hex, as sent) that were still on their way then. Raises Refused when the draft is gone or has
    changed since, when an answer is missing, or when a repeat says something else.
    """
    body = _body_digest(seen, reporter, may_publish, *(["formal"] if formal else []))

    def from_draft() -> Complaint:
        draft = drafts.find(key, lock=True)
        if draft is None:
            raise Refused(_("Laporan ini tidak kami temukan lagi. Tulis sekali lagi, lalu kirim."))
        content = drafts.read(key)
        if not drafts.was_read(key, seen, underway):
            raise Refused(_("Isi laporan berubah sejak Anda membacanya. Periksa lagi, lalu kirim."))
        entry = Entry(
            channel=Channel.WEB,
            received_at=now,
            content=content,
            reporter=reporter,
            may_publish=may_publish,
            written_at=written_at,
            formal=formal and content.report_class == Complaint.ReportClass.INFORMATION_REQUEST,
        )
        complaint = _file(key, body, entry, lambda filed: attachments.adopt(filed, draft), audit.REPORTER, now)
        draft.delete()
        return complaint

    return _once(key, body, from_draft, now)


def enter(
    key: str, *, entry: Entry, photos: Iterable = (), bring: Bring = lambda _filed: [], actor: User, now: datetime
) -> Receipt:
    """Record a complaint that came by another way than the web and return its receipt, as for the web's.

    `key` stands in the form: the same form sent twice is one complaint. `bring` gives it files that are here already.
    The verification clock counts from `entry.received_at`. Raises Refused when an answer is missing, the time is ahead
    or more than OLDEST_RECEIPT ago, the number in SP4N-LAPOR! is here already, the actor may not, or a repeat differs.
    """
    if entry.channel not in Channel or entry.channel == Channel.WEB:
        raise ValueError(entry.channel)
    photos = list(photos)
    body = _body_digest(
        entry.content.seen(),
        entry.reporter,
        entry.may_publish,
        *(entry.channel, entry.received_at.isoformat(), entry.lapor, actor.pk, [photo.sha256 for photo in photos]),
    )
    if repeated := _repeat(key, body, now):
        return repeated
    if entry.received_at > now:
        raise Refused(_("Waktu diterima tidak boleh sesudah sekarang."))
    if entry.received_at < now - OLDEST_RECEIPT:
        raise Refused(_("Waktu diterima paling lama 30 hari yang lalu."))
    rows = attachments.store(photos, Attachment.Purpose.REPORT, now)

    def from_entry() -> Complaint:
        complaint = _file(key, body, entry, lambda filed: [*attachments.attach(filed, rows), *bring(filed)], actor, now)
        # What lay too long before it was typed in is late from its first moment, and said so at once.
        escalation.pass_time(complaint.pk, now=now)
        return complaint

    with transaction.atomic():
        return _once(key, body, from_entry, now)


def protected(
    key: str,
    *,
    report: ProtectedReport,
    photos: Iterable[Photo] = (),
    reporter: identity.Reporter | None,
    now: datetime,
) -> Receipt:
    """File what came through the secret door (*jalur rahasia*) and return its receipt; a repeat returns it again.

    The inspectorate owns it, or the Sekda's office where the inspectorate is complained about (life.md 4). Nothing
    of it lies readable in a table or a file: no village, no point, no draft. Raises Refused as `submit` does.
    """
    photos = list(photos)
    words = report.story, report.accused, report.when, report.where
    accused = report.agency and report.agency.pk
    body = _body_digest(json.dumps(words), reporter, False, accused, [photo.sha256 for photo in photos])

    def from_the_door() -> Complaint:
        if problem := answers.story_problem(report.story):
            raise Refused(problem)
        return _file_protected(key, body, report, photos, reporter, now)

    return _once(key, body, from_the_door, now)


def _file_protected(
    key: str,
    body: bytes,
    report: ProtectedReport,
    photos: list[Photo],
    reporter: identity.Reporter | None,
    now: datetime,
) -> Complaint:
    """File it: everything written is sealed. The regency's row is locked."""
    complaint = Complaint(
        tracking_number=numbers.new_tracking_number(Regency.objects.get().tracking_prefix),
        # The same for every one of them: the topic would speak.
        category=Category.objects.filter(is_active=True).order_by("-supervisory_hint", "form_order", "pk")[:1].get(),
        term_class=TermClass.SUPERVISORY,
        access_class=Complaint.AccessClass.PROTECTED,
        excluded_agency=report.agency,
        received_at=now,
    )
    complaint.owner = lifecycle.verifying_agency(complaint)
    lifecycle.file(complaint, actor=audit.REPORTER, now=now)
    story = report.story
    if report.when:
        story += "\n\n" + _("Kapan: %(when)s") % {"when": report.when}
    story = texts.keep(complaint, Text.Kind.STORY, story, now)
    accused = texts.keep(complaint, Text.Kind.ACCUSED, report.accused, now) if report.accused else None
    where = texts.keep(complaint, Text.Kind.LANDMARK, report.where, now) if report.where else None
    if where:
        Place.objects.create(complaint=complaint, landmark=where)
    Submission.objects.create(
        complaint=complaint,
        key_digest=numbers.digest("idempotency key", key),
        code_digest=numbers.digest("access code", numbers.access_code(key)),
        key_version=numbers.KEY_VERSION,
        body_digest=body,
        may_publish=False,
    )
    if reporter is not None:
        identity.keep(complaint, reporter)
    number_in_agenda(complaint, now)
    outbox.record(
        complaint,
        Event.Kind.SUBMITTED,
        audit.REPORTER,
        now,
        story=story,
        accused=accused,
        landmark=where,
        photos=attachments.keep_sealed(complaint, photos, Attachment.Purpose.REPORT, now),
        may_publish=False,
        named=reporter is not None,
        **fingerprints.filing(complaint),
    )
    return complaint


def receipt(key: str, *, now: datetime) -> Receipt | None:
    """Return the receipt of the submission sent under `key`, as long as repeats are answered."""
    submission = _submission(key)
    if submission is None or not _still_repeatable(submission, now):
        return None
    return Receipt(submission.complaint, numbers.access_code(key))


def _once(key: str, body: bytes, file: Callable[[], Complaint], now: datetime) -> Receipt:
    """File what was sent under `key`, or answer a repeat, also one that comes at the same moment."""
    if repeated := _repeat(key, body, now):
        return repeated
    try:
        with transaction.atomic():
            # The lock makes the agenda numbers follow each other and keeps two sends of one key apart.
            Regency.objects.select_for_update().get()
            return _repeat(key, body, now) or Receipt(file(), numbers.access_code(key))
    except IntegrityError:
        # Somebody else sent the same key at the same moment and was first; anything else is a bug.
        if repeated := _repeat(key, body, now):
            return repeated
        raise


def _file(
    key: str,
    body: bytes,
    entry: Entry,
    bind: Callable[[Complaint], list[Attachment]],
    actor: audit.Actor,
    now: datetime,
) -> Complaint:
    """File a complaint, whichever way it came. `bind` gives it its photos. The regency's row is locked."""
    content = entry.content
    category, village = _category(content), _village(content)
    if problem := answers.problem(content, category, village):
        raise Refused(problem.words)
    complaint = Complaint(
        tracking_number=numbers.new_tracking_number(Regency.objects.get().tracking_prefix),
        owner=Agency.objects.get(duty=Agency.Duty.COORDINATOR),
        category=category,
        report_class=content.report_class,
        term_class=kinds.term_class(content.report_class, category, formal=entry.formal),
        # Closed and sealed from the first moment, not only when somebody has looked at it.
        access_class=Complaint.AccessClass.SENSITIVE if category.sensitive else Complaint.AccessClass.ORDINARY,
        village=village,
        received_at=entry.received_at,
    )
    by_reporter = actor == audit.REPORTER
    lifecycle.file(complaint, act="submit" if by_reporter else "enter", actor=actor, now=now)
    story = texts.keep(complaint, Text.Kind.STORY, content.story, now)
    landmark = None
    if content.landmark and not content.no_place:
        landmark = texts.keep(complaint, Text.Kind.LANDMARK, content.landmark, now)
    if landmark or (content.latitude is not None and not content.no_place):
        Place.objects.create(
            complaint=complaint,
            latitude=content.latitude,
            longitude=content.longitude,
            accuracy=content.accuracy,
            landmark=landmark,
        )
    Submission.objects.create(
        complaint=complaint,
        channel=entry.channel,
        key_digest=numbers.digest("idempotency key", key),
        code_digest=numbers.digest("access code", numbers.access_code(key)),
        key_version=numbers.KEY_VERSION,
        body_digest=body,
        may_publish=entry.may_publish,
        since=content.since,
        entered_by=None if by_reporter else actor,
        follows=Complaint.objects.filter(tracking_number=content.follows).first() if content.follows else None,
    )
    if entry.reporter is not None:
        identity.keep(complaint, entry.reporter)
    if entry.lapor:
        came_from_lapor(complaint, entry.lapor)
    number_in_agenda(complaint, now)
    outbox.record(
        complaint,
        Event.Kind.SUBMITTED,
        actor,
        now,
        channel=None if by_reporter else entry.channel,
        received=None if by_reporter else entry.received_at,
        written=entry.written_at,
        lapor=int(entry.lapor) if entry.lapor else None,
        story=story,
        landmark=landmark,
        photos=bind(complaint),
        village=village and village.pk,
        may_publish=entry.may_publish,
        named=entry.reporter is not None,
        **fingerprints.filing(complaint),
    )
    if entry.formal:
        request = register.enter(complaint, now)
        outbox.record(complaint, Event.Kind.REGISTERED, actor, now, year=request.year, number=request.number)
    return complaint


def came_from_lapor(complaint: Complaint, number: str) -> None:
    """Note its number in SP4N-LAPOR!; raises Refused when another case has it."""
    if LaporReference.objects.filter(number=number).exists():
        raise Refused(_("Nomor SP4N-LAPOR! ini sudah tercatat pada laporan lain."))
    LaporReference.objects.create(complaint=complaint, number=number, direction=LaporReference.Direction.CAME_FROM)


def _repeat(key: str, body: bytes, now: datetime) -> Receipt | None:
    submission = _submission(key)
    if submission is None:
        return None
    if not _still_repeatable(submission, now):
        raise Refused(_("Laporan ini sudah terkirim. Lihat dengan nomor laporan dan kode rahasia Anda."))
    if not numbers.same(submission.body_digest, body):
        raise Refused(
            _(
                "Laporan ini sudah terkirim dengan isi lain. "
                "Tambahkan keterangan lewat Lacak laporan, atau buat laporan baru."
            )
        )
    return Receipt(submission.complaint, numbers.access_code(key))


def _submission(key: str) -> Submission | None:
    return Submission.objects.select_related("complaint").under(key).first()


def _still_repeatable(submission: Submission, now: datetime) -> bool:
    if submission.code_reissued_at is not None:
        return False
    filed_at = submission.complaint.received_at
    if submission.entered_by_id is not None:  # received before it was filed
        filed_at = submission.complaint.events.get(kind=Event.Kind.SUBMITTED).at
    return now <= filed_at + REPEATABLE


def _body_digest(seen: str, reporter: identity.Reporter | None, may_publish: bool, *more) -> bytes:
    person = [reporter.name, reporter.contact_kind, reporter.contact] if reporter else None
    return numbers.digest("body", json.dumps([seen, person, may_publish, *more], ensure_ascii=False))


def _category(content: drafts.Content) -> Category | None:
    return Category.objects.filter(code=content.category, is_active=True, form_order__isnull=False).first()


def _village(content: drafts.Content) -> Village | None:
    if content.no_place or not content.village:
        return None
    return Village.objects.filter(code=content.village).first()


def number_in_agenda(complaint: Complaint, now: datetime) -> None:
    """Give the next number of the year; the regency's row is locked, so that no two get the same."""
    year = timezone.localdate(now).year
    protected = complaint.access_class == Complaint.AccessClass.PROTECTED
    series = Agenda.Series.PROTECTED if protected else Agenda.Series.GENERAL
    last = Agenda.objects.filter(series=series, year=year).order_by("-number").values_list("number", flat=True).first()
    Agenda.objects.create(complaint=complaint, series=series, year=year, number=(last or 0) + 1)
