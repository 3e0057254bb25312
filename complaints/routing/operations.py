"""Getting a complaint to who is responsible: verify and refer, return, arbitrate; hand on to outside bodies.

No wrong door (domain.md 4.2): what is not the regency's is handed on with its reason. The coordinating agency keeps
owning it: it asks for news and tells the reporter. What time does to it is `escalation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, attachments, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Agency, Attachment, Category, Complaint, Event, RoutingRule, Text, User
from complaints.models.term import TermClass
from complaints.notifications import outbox
from complaints.states import Because, Status

from . import limits, queries

Access = Complaint.AccessClass


def refer(
    complaint_id: int,
    *,
    category: Category,
    term_class: str,
    priority: str,
    to: Agency,
    reason: str = "",
    rule: RoutingRule | None = None,
    decided_on: date | None = None,
    decided_by: str = "",
    sheet: Iterable = (),
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Verify a submitted complaint (category, class, priority) and make `to` its owner, in one act.

    `reason` is what the verifier tells the agency and is required when `to` is not what the rule
    proposed, and for an arbiter's decision: that one was taken on the day `decided_on` by the position `decided_by`,
    perhaps with a signed `sheet` (papers). The class decides who may own: supervisory complaints go to
    the inspectorate, sensitive ones to an agency that helps. Raises Refused.
    """
    rows = attachments.store(sheet, Attachment.Purpose.INSTRUCTION, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        access_class = _access_class(complaint, category, term_class)
        check_owner(complaint, to, term_class, access_class)
        decision = {}
        if complaint.submitted_because == Because.ARBITRATION:
            decision = _decision(complaint, reason, decided_on, now)
        was_open_text = complaint.access_class not in texts.SEALED_CLASSES
        lifecycle.transition(
            complaint,
            "refer",
            actor=actor,
            now=now,
            owner=to,
            category=category,
            term_class=term_class,
            priority=priority,
            access_class=access_class,
        )
        if was_open_text and access_class in texts.SEALED_CLASSES:
            texts.seal_all(complaint)
            attachments.seal_all(complaint)
        if decision and decided_by:
            decision["giver"] = texts.keep(complaint, Text.Kind.GIVER, decided_by, now)
        outbox.record(
            complaint,
            Event.Kind.REFERRED,
            actor,
            now,
            to=to,
            reason=texts.keep(complaint, Text.Kind.REASON, reason, now) if reason else None,
            rule=rule and rule.pk,
            proposed=rule and rule.agency,
            photos=attachments.attach(complaint, rows) or None,
            **decision,
        )


def _decision(complaint: Complaint, reason: str, decided_on: date | None, now: datetime) -> dict:
    """Return what the event says of the arbiter's decision. Raises Refused: no words, a wrong day."""
    if not reason or decided_on is None:
        raise Refused(_("Tulis putusan penengah dan tanggalnya"))
    returned = queries.returns(complaint).last()
    if not timezone.localdate(returned.at) <= decided_on <= timezone.localdate(now):
        raise Refused(_("Tanggal putusan di antara hari laporan dikembalikan dan hari ini"))
    return {"on": datetime.combine(decided_on, time(0), timezone.get_default_timezone())}


@transaction.atomic
def return_referral(
    complaint_id: int,
    *,
    reason: str,
    suggested: Agency | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Give a referred complaint back to the coordinator, or the second time to the arbiter.

    The inspectorate so refuses a class that was only proposed: the complaint is an ordinary or sensitive one again,
    and that is no return between agencies; what it has confirmed it answers. `suggested` is the agency the returning
    one thinks responsible. Raises Refused.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    limits.check(complaint, "return_referral")
    if suggested is not None and suggested.pk == complaint.owner_id:
        raise Refused(_("Pilih instansi lain, bukan instansi Anda sendiri"))
    returned_by, refused = complaint.owner, queries.is_only_proposed(complaint)
    again = not refused and any("not_supervisory" not in event.data for event in queries.returns(complaint))
    changes = _as_any_other(complaint) if refused else {}
    owner = lifecycle.verifying_agency(complaint, changes.get("access_class"))
    lifecycle.transition(
        complaint,
        "return_referral_again" if again else "return_referral",
        actor=actor,
        now=now,
        owner=Agency.objects.get(duty=Agency.Duty.ARBITER) if again else owner,
        **changes,
    )
    outbox.record(
        complaint,
        Event.Kind.RETURNED,
        actor,
        now,
        by=returned_by,
        reason=texts.keep(complaint, Text.Kind.REASON, reason, now),
        suggested=suggested,
        not_supervisory=refused or None,
    )


def _as_any_other(complaint: Complaint) -> dict[str, str]:
    """Return the classes of a complaint that is not about the conduct of officials; what was sealed stays sealed."""
    term_class = complaint.category.term_class
    if term_class == TermClass.SUPERVISORY:
        term_class = TermClass.NORMAL
    return {"term_class": term_class, "access_class": _access_class(complaint, complaint.category, term_class)}


def forward_external(
    complaint_id: int,
    *,
    body: Agency,
    reason: str,
    category: Category | None = None,
    letter: Iterable = (),
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Hand a complaint on to a body outside the regency's government; the check-back clock runs for the coordinator.

    The reporter reads `reason`, the body and its hotline. `category` is the exact one, where the coordinator knows it;
    `letter` are scans or photos of the letter that was sent, if there is one already. Raises Refused.
    """
    rows = attachments.store(letter, Attachment.Purpose.LETTER, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        if not body.is_outside:
            raise Refused(_("Pilih lembaga di luar Pemkab"))
        if body.pk == complaint.excluded_agency_id:
            raise Refused(_("Lembaga tidak boleh menangani laporan tentang dirinya sendiri"))
        owner = lifecycle.verifying_agency(complaint)
        more = {"category": category} if category else {}
        becomes_sensitive = complaint.access_class == Access.ORDINARY and category is not None and category.sensitive
        if becomes_sensitive:
            more["access_class"] = Access.SENSITIVE
        lifecycle.transition(complaint, "forward_external", actor=actor, now=now, owner=owner, **more)
        if becomes_sensitive:
            texts.seal_all(complaint)
        attachments.seal_all(complaint)
        kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
        files = attachments.attach(complaint, rows)
        outbox.record(complaint, Event.Kind.FORWARDED_EXTERNAL, actor, now, body=body, reason=kept, photos=files)


def check_back(
    complaint_id: int, *, letter: Iterable = (), version: int | None = None, actor: User, now: datetime
) -> None:
    """Record that the body was asked for news, with photos of the `letter` if there is one.

    The date to ask by stands: only the body's answer ends it. Raises Refused.
    """
    rows = attachments.store(letter, Attachment.Purpose.LETTER, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        if complaint.status != Status.FORWARDED_EXTERNAL or not lifecycle.may(actor, "bounce", complaint, now):
            raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
        body, files = queries.body_of(complaint), attachments.attach(complaint, rows)
        outbox.record(complaint, Event.Kind.CHECKED_BACK, actor, now, body=body, photos=files)


def record_outside_answer(
    complaint_id: int,
    *,
    text: str,
    answered_on: date,
    photos: Iterable = (),
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Close a forwarded complaint with what the body answered on that day; the reporter reads it and may object.

    Raises Refused for a day before the complaint was handed on or after today.
    """
    rows = attachments.store(photos, Attachment.Purpose.LETTER, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        lifecycle.transition(complaint, "record_outside_answer", actor=actor, now=now)
        forwarded = queries.last_forwarding(complaint)
        if not timezone.localdate(forwarded.at) <= answered_on <= timezone.localdate(now):
            raise Refused(_("Tanggal jawaban di antara hari pengalihan dan hari ini"))
        outbox.record(
            complaint,
            Event.Kind.OUTSIDE_ANSWERED,
            actor,
            now,
            body=forwarded.data["body"],
            on=datetime.combine(answered_on, time(0), timezone.get_default_timezone()),
            outside=texts.keep(complaint, Text.Kind.OUTSIDE, text, now),
            photos=attachments.attach(complaint, rows),
        )


@transaction.atomic
def bounce(complaint_id: int, *, reason: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Take a complaint back that the body gave back: it is verified again, on a clock of its own. Raises Refused."""
    complaint = lifecycle.lock(complaint_id, version=version)
    body = queries.body_of(complaint)
    lifecycle.transition(complaint, "bounce", actor=actor, now=now)
    kept = texts.keep(complaint, Text.Kind.REASON, reason, now)
    outbox.record(complaint, Event.Kind.BOUNCED, actor, now, body=body, reason=kept)


def add_sheet(complaint_id: int, *, sheet: Iterable, version: int | None = None, actor: User, now: datetime) -> None:
    """Keep the disposition sheet as it came back signed (PDF or photos of it). It moves no clock, and the reporter is
    not told. Whoever reads the case and works on cases may do it, whatever its status. Raises Refused.
    """
    sheet = list(sheet)
    if not sheet:
        raise Refused(_("Tambahkan PDF atau foto lembarnya"))
    rows = attachments.store(sheet, Attachment.Purpose.SHEET, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        if not queries.may_add_sheet(actor, complaint, access.positions(actor, now)):
            raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
        outbox.record(complaint, Event.Kind.SHEET_ADDED, actor, now, photos=attachments.attach(complaint, rows))


def check_owner(complaint: Complaint, to: Agency, term_class: str, access_class: str) -> None:
    """Raise Refused when `to` may not own the complaint with these classes; also for triage.uphold."""
    if not to.may_own:
        raise Refused(_("Instansi ini tidak bisa menerima laporan. Pilih instansi lain"))
    if to.pk == complaint.excluded_agency_id:
        raise Refused(_("Instansi tidak boleh menangani laporan tentang dirinya sendiri"))
    if term_class == TermClass.EXTERNAL:
        raise Refused(_("Kelas ini untuk lembaga luar. Pilih kelas lain untuk instansi daerah"))
    if term_class == TermClass.SUPERVISORY or access_class in Complaint.CLOSED:
        inspects = lifecycle.inspecting_agency(complaint)
        if to.pk != inspects.pk:
            sentence = _("Laporan berkadar pengawasan hanya ditangani %(agency)s")
            if access_class == Access.PROTECTED:
                sentence = _("Laporan jalur rahasia hanya ditangani %(agency)s")
            raise Refused(sentence % {"agency": inspects.short_name})
    if access_class == Access.SENSITIVE and not to.handles_sensitive:
        raise Refused(_("Laporan peka hanya diteruskan ke instansi yang menangani laporan peka"))


def _access_class(complaint: Complaint, category: Category, term_class: str) -> str:
    """A sensitive category stays closed whatever its clock: violence that is an emergency, for example."""
    if complaint.access_class == Access.PROTECTED:
        return Access.PROTECTED
    if term_class == TermClass.SUPERVISORY:
        return Access.SUPERVISORY
    return Access.SENSITIVE if term_class == TermClass.SENSITIVE or category.sensitive else Access.ORDINARY
