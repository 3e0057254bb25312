"""Handing in a complaint: once, however often it is sent (life.md 5)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import attachments, audit, fingerprints, identity, lifecycle, numbers, texts
from complaints.errors import Refused
from complaints.models import Agency, Agenda, Category, Complaint, Event, Place, Regency, Submission, Text, Village

from . import answers, drafts

# A repeat of the same submission is answered with the same receipt for so long.
REPEATABLE = timedelta(days=7)


@dataclass(frozen=True)
class Receipt:
    """What the reporter takes home. The code is derived anew each time; the database only holds its HMAC."""

    complaint: Complaint
    code: str


def submit(key: str, *, seen: str, reporter: identity.Reporter | None, may_publish: bool, now: datetime) -> Receipt:
    """Turn the draft under `key` into a complaint and return its receipt; a repeat returns the first receipt again.

    `seen` is the digest of the draft as the person read it (`Content.seen`). Raises Refused when the
    draft is gone or has changed since, when an answer is missing, or when a repeat says something else.
    """
    body = _body_digest(seen, reporter, may_publish)
    if repeated := _repeat(key, body, now):
        return repeated
    try:
        with transaction.atomic():
            return _submit(key, body, seen=seen, reporter=reporter, may_publish=may_publish, now=now)
    except IntegrityError:
        # Somebody else sent the same key at the same moment and was first; anything else is a bug.
        if repeated := _repeat(key, body, now):
            return repeated
        raise


def receipt(key: str, *, now: datetime) -> Receipt | None:
    """Return the receipt of the submission sent under `key`, as long as repeats are answered."""
    submission = _submission(key)
    if submission is None or not _still_repeatable(submission, now):
        return None
    return Receipt(submission.complaint, numbers.access_code(key))


def _submit(key, body, *, seen, reporter, may_publish, now) -> Receipt:
    # The lock makes the agenda numbers follow each other and keeps two sends of one key apart.
    regency = Regency.objects.select_for_update().get()
    if repeated := _repeat(key, body, now):
        return repeated
    draft = drafts.find(key)
    if draft is None:
        raise Refused(_("Laporan ini tidak kami temukan lagi. Tulis sekali lagi, lalu kirim."))
    content = drafts.read(key)
    if content.seen() != seen:
        raise Refused(_("Isi laporan berubah sejak Anda membacanya. Periksa lagi, lalu kirim."))
    category, village = _category(content), _village(content)
    if problem := answers.problem(content, category, village):
        raise Refused(problem.words)

    complaint = Complaint(
        tracking_number=numbers.new_tracking_number(regency.tracking_prefix),
        owner=Agency.objects.get(duty=Agency.Duty.COORDINATOR),
        category=category,
        term_class=category.term_class,
        # Closed and sealed from the first moment, not only when somebody has looked at it.
        access_class=Complaint.AccessClass.SENSITIVE if category.sensitive else Complaint.AccessClass.ORDINARY,
        village=village,
        received_at=now,
    )
    lifecycle.file(complaint, now=now)
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
        key_digest=numbers.digest("idempotency key", key),
        code_digest=numbers.digest("access code", numbers.access_code(key)),
        key_version=numbers.KEY_VERSION,
        body_digest=body,
        may_publish=may_publish,
        since=content.since,
    )
    if reporter is not None:
        # Without the kind: a number is the same contact by WhatsApp and by telephone.
        digest = numbers.digest("contact", reporter.contact)
        identity.keep(complaint, reporter, digest)
    _number_in_agenda(complaint, now)
    photos = attachments.adopt(complaint, draft)
    audit.record(
        complaint,
        Event.Kind.SUBMITTED,
        audit.REPORTER,
        now,
        story=story,
        landmark=landmark,
        photos=photos,
        village=village and village.pk,
        may_publish=may_publish,
        named=reporter is not None,
        **fingerprints.filing(complaint),
    )
    draft.delete()
    return Receipt(complaint, numbers.access_code(key))


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
    digest = numbers.digest("idempotency key", key)
    return Submission.objects.select_related("complaint").filter(key_digest=digest).first()


def _still_repeatable(submission: Submission, now: datetime) -> bool:
    return submission.code_reissued_at is None and now <= submission.complaint.received_at + REPEATABLE


def _body_digest(seen: str, reporter: identity.Reporter | None, may_publish: bool) -> bytes:
    person = [reporter.name, reporter.contact_kind, reporter.contact] if reporter else None
    return numbers.digest("body", json.dumps([seen, person, may_publish], ensure_ascii=False))


def _category(content: drafts.Content) -> Category | None:
    return Category.objects.filter(code=content.category, is_active=True, form_order__isnull=False).first()


def _village(content: drafts.Content) -> Village | None:
    if content.no_place or not content.village:
        return None
    return Village.objects.filter(code=content.village).first()


def _number_in_agenda(complaint: Complaint, now: datetime) -> None:
    """Give the next number of the year; the regency's row is locked, so that no two get the same."""
    year = timezone.localdate(now).year
    series = Agenda.Series.GENERAL
    last = Agenda.objects.filter(series=series, year=year).order_by("-number").values_list("number", flat=True).first()
    Agenda.objects.create(complaint=complaint, series=series, year=year, number=(last or 0) + 1)
