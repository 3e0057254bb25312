"""The agency works on what was referred to it: accept, assign, note, ask, answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, attachments, audit, lifecycle, texts
from complaints.deadlines.offices import calendar_of
from complaints.errors import Refused
from complaints.models import Agency, Attachment, Complaint, Event, Holding, Message, Position, Text, User
from complaints.notifications import outbox, receivers
from complaints.replies import operations as replies
from complaints.routing import limits
from complaints.states import CLOSING_OUTCOMES, SUPERVISORY_OUTCOMES, Outcome, Status

from . import drafts, proposals, terms

MIN_ANSWER = 40  # characters
# How an answer came that the coordinator records; the words are in `complaints.words`.
WAYS = ("telephone", "whatsapp", "letter", "meeting")
LONGEST_BUDGET = 5  # years ahead


@transaction.atomic
def accept(complaint_id: int, *, version: int | None = None, actor: User, now: datetime) -> None:
    """Say that the agency takes the case. The first-response clock goes on: only a word to the reporter stops it."""
    complaint = lifecycle.lock(complaint_id, version=version)
    lifecycle.transition(complaint, "accept", actor=actor, now=now)
    outbox.record(complaint, Event.Kind.ACCEPTED, actor, now)


@transaction.atomic
def assign(
    complaint_id: int,
    *,
    to: User | None,
    note: str = "",
    undone: bool = False,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Give the case to a person of the owning agency, or to nobody in particular; the agency keeps owning it.

    Assigning accepts a referred case by itself. Raises Refused when the person is not of the agency or
    is the one complained about. `undone`: it takes back an assignment that was a mistake.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    if complaint.status not in (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED):
        raise Refused(_("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
    if not lifecycle.may(actor, "accept", complaint, now):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    if to is not None and to not in people_of(complaint.owner, now, sensitive=is_sensitive(complaint)):
        raise Refused(_("Pilih orang dari instansi Anda sendiri"))
    if to is not None and to.pk == complaint.excluded_person_id:
        raise Refused(_("Pilih orang lain"))
    limits.check(complaint, "assign")
    if complaint.status == Status.REFERRED:
        lifecycle.transition(complaint, "accept", actor=actor, now=now)
    complaint.assignee = to
    complaint.save(update_fields=["assignee"])
    kept = texts.keep(complaint, Text.Kind.NOTE, note, now) if note else None
    outbox.record(complaint, Event.Kind.ASSIGNED, actor, now, to=to, note=kept, undone=undone or None)


@transaction.atomic
def release(complaint_id: int, *, person: User, actor: audit.Actor, now: datetime) -> bool:
    """Take a case from somebody who works in its agency no longer; return whether it was theirs.

    It is then anybody's there, and the agency keeps owning it; who gives out the work reads so in the morning.
    """
    complaint = lifecycle.lock(complaint_id)
    still_there = person in people_of(complaint.owner, now, sensitive=is_sensitive(complaint))
    if complaint.assignee_id != person.pk or still_there:
        return False
    complaint.assignee = None
    complaint.save(update_fields=["assignee"])
    event = outbox.record(complaint, Event.Kind.ASSIGNED, actor, now)
    outbox.tell_staff(event, complaint, Message.Kind.RELEASED, receivers.workers(complaint, now), digest=True)
    return True


def note_progress(
    complaint_id: int,
    *,
    text: str,
    photos: Iterable = (),
    begun: replies.Begun | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Tell the reporter how far it is. This is what the first-response clock waits for."""
    rows = attachments.store(photos, Attachment.Purpose.PROGRESS, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        limits.check(complaint, "note_progress")
        replies.check(text)
        lifecycle.transition(complaint, "note_progress", actor=actor, now=now)
        kept = texts.keep(complaint, Text.Kind.PROGRESS, text, now)
        outbox.record(
            complaint, Event.Kind.PROGRESS_NOTED, actor, now, text=kept, photos=attachments.attach(complaint, rows)
        )
        replies.note_use(begun, complaint)


@transaction.atomic
def note_internal(complaint_id: int, *, text: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Keep a note for colleagues who may see the case. It moves no clock and the reporter never reads it."""
    complaint = lifecycle.lock(complaint_id, version=version)
    held = access.positions(actor, now)
    sees = access.staff_cases(actor, held).filter(pk=complaint.pk).exists()
    if not sees or not may_write_notes(actor, now, held=held):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    kept = texts.keep(complaint, Text.Kind.NOTE, text, now)
    outbox.record(complaint, Event.Kind.INTERNAL_NOTED, actor, now, note=kept)


@transaction.atomic
def ask(
    complaint_id: int,
    *,
    question: str,
    begun: replies.Begun | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Ask the reporter; the clocks of life.md 2 stand still until the reply. Raises Refused."""
    complaint = lifecycle.lock(complaint_id, version=version)
    limits.check(complaint, "ask")
    replies.check(question)
    lifecycle.transition(complaint, "ask", actor=actor, now=now)
    kept = texts.keep(complaint, Text.Kind.QUESTION, question, now)
    outbox.record(complaint, Event.Kind.ASKED, actor, now, question=kept)
    replies.note_use(begun, complaint)


def answer(
    complaint_id: int,
    *,
    outcome: Outcome,
    text: str,
    photos: Iterable = (),
    proposed: Iterable[Attachment] = (),
    no_photo_reason: str = "",
    begun: replies.Begun | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Answer the reporter with a closing outcome.

    `text` has at least 40 characters. Where the category is physical, a photo of the result is needed,
    or the reason why there is none (product.md 3): one of `photos`, or of those `proposed` to the head with the
    answer. Raises Refused, also where the head sends the answers of the agency.
    """
    photos, proposed = list(photos), list(proposed)
    rows = attachments.store(photos, Attachment.Purpose.RESULT, now)
    rows += attachments.copies(proposed, Attachment.Purpose.RESULT, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        if proposals.must_wait(complaint, actor, now):
            raise Refused(_("Di instansi ini kepala instansi yang mengirim jawaban. Minta persetujuannya."))
        told = _answered(complaint, "answer", outcome, text, photos + proposed, no_photo_reason, actor, now)
        files = attachments.attach(complaint, rows)
        outbox.record(complaint, Event.Kind.ANSWERED, actor, now, **told, photos=files)
        drafts.forget(complaint, actor)
        replies.note_use(begun, complaint)


def answer_on_behalf(
    complaint_id: int,
    *,
    giver: str,
    way: str,
    given_on: date,
    outcome: Outcome,
    text: str,
    photos: Iterable = (),
    no_photo_reason: str = "",
    proof: Iterable = (),
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Record the answer that an agency gave by another way than the portal; what holds for an answer holds for it.

    `giver` is a name and position, `way` one of WAYS, `given_on` a day since the referral, `proof` a screenshot or
    paper: staff read these. The clocks, and a miss, stay with the agency. Raises Refused.
    """
    if way not in WAYS:
        raise ValueError(way)
    photos = list(photos)
    rows = attachments.store(photos, Attachment.Purpose.RESULT, now)
    rows += attachments.store(proof, Attachment.Purpose.GIVEN, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        told = _answered(complaint, "answer_on_behalf", outcome, text, photos, no_photo_reason, actor, now)
        referred = complaint.events.filter(kind__in=[Event.Kind.REFERRED, Event.Kind.UPHELD]).latest("sequence")
        if not timezone.localdate(referred.at) <= given_on <= timezone.localdate(now):
            raise Refused(_("Tanggal jawaban di antara hari laporan diteruskan dan hari ini"))
        outbox.record(
            complaint,
            Event.Kind.ANSWERED,
            actor,
            now,
            **told,
            photos=attachments.attach(complaint, rows),
            by=complaint.owner,
            way=way,
            on=datetime.combine(given_on, time(0), timezone.get_default_timezone()),
            giver=texts.keep(complaint, Text.Kind.GIVER, giver, now),
        )


def _answered(
    complaint: Complaint,
    act: str,
    outcome: Outcome,
    text: str,
    photos: list,
    no_photo_reason: str,
    actor: User,
    now: datetime,
) -> dict:
    """Check an answer, let a locked complaint be answered, keep the words; return what the event says of them."""
    check_answer(complaint, act, outcome, text, photos, no_photo_reason)
    clock = terms.extended_clock(complaint)
    # By the office hours of the regency for every agency: the figures put them side by side.
    took = calendar_of().working_time_between(complaint.received_at, now)
    lifecycle.transition(complaint, act, actor=actor, now=now)
    return {
        "outcome": outcome,
        # Told by the event itself, so that figures follow from events alone: a day declared free later moves none.
        "took": took // timedelta(minutes=1),
        "deadline": clock and clock.due_at,
        "answer": texts.keep(complaint, Text.Kind.ANSWER, text, now),
        "no_photo": texts.keep(complaint, Text.Kind.REASON, no_photo_reason, now) if no_photo_reason else None,
    }


def check_answer(
    complaint: Complaint, act: str, outcome: Outcome, text: str, photos: list, no_photo_reason: str
) -> None:
    """Raise Refused where this is no answer that may be sent (product.md 3)."""
    limits.check(complaint, act)
    if outcome not in outcomes_of(complaint):
        raise Refused(_("Pilih hasilnya"))
    if len(text.strip()) < MIN_ANSWER:
        raise Refused(_("Tulis jawaban paling sedikit 40 huruf"))
    replies.check(text)
    if needs_photo(complaint, outcome) and not photos and not no_photo_reason:
        raise Refused(_("Tambahkan foto sesudah dikerjakan, atau tulis alasan tanpa foto"))


def outcomes_of(complaint: Complaint) -> tuple[Outcome, ...]:
    """Return with what this complaint can be answered: about the conduct of officials, with what was found out."""
    match complaint.access_class:
        case complaint.AccessClass.SUPERVISORY:
            return SUPERVISORY_OUTCOMES
        case complaint.AccessClass.PROTECTED:
            return (*SUPERVISORY_OUTCOMES, *CLOSING_OUTCOMES)
    return CLOSING_OUTCOMES


def needs_photo(complaint: Complaint, outcome: Outcome | None) -> bool:
    """Whether the result must be shown: physical work, never an inquiry."""
    return complaint.category.physical and outcome not in SUPERVISORY_OUTCOMES


def promise(
    complaint_id: int,
    *,
    outcome: Outcome,
    on: date | None = None,
    document: str = "",
    year: int | None = None,
    text: str,
    photos: Iterable = (),
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Tell the reporter when it will be done: on the day `on`, or when `document` gives the budget of `year`.

    A promise is no answer and stops no clock but that of the first word (product.md 3). A budget is looked at again
    after BUDGET_MONTHS. A free day becomes the next working day. Raises Refused.
    """
    rows = attachments.store(photos, Attachment.Purpose.PROGRESS, now)
    with transaction.atomic():
        complaint = lifecycle.lock(complaint_id, version=version)
        limits.check(complaint, "promise")
        if not text.strip():
            raise Refused(_("Tulis pesan untuk pelapor"))
        today = timezone.localdate(now)
        budget = {}
        if outcome == Outcome.AWAITING_BUDGET:
            if not document.strip() or year is None:
                raise Refused(_("Tulis dokumen anggaran dan tahunnya"))
            if not today.year <= year <= today.year + LONGEST_BUDGET:
                raise Refused(_("Periksa lagi tahun anggarannya"))
            on = terms.months_after(today, terms.BUDGET_MONTHS)
            budget["year"] = year
        elif outcome != Outcome.PROMISED:
            raise Refused(_("Pilih tanggal atau menunggu anggaran"))
        until = terms.closing_time(complaint.owner, on, now)
        lifecycle.transition(complaint, "promise", actor=actor, now=now, until=until)
        if budget:
            budget["document"] = texts.keep(complaint, Text.Kind.PROMISE, document, now)
        outbox.record(
            complaint,
            Event.Kind.PROMISED,
            actor,
            now,
            outcome=outcome,
            until=until,
            text=texts.keep(complaint, Text.Kind.PROGRESS, text, now),
            photos=attachments.attach(complaint, rows),
            **budget,
        )


@transaction.atomic
def extend(
    complaint_id: int,
    *,
    until: date,
    reason: str,
    decided_on: date | None = None,
    decision: str = "",
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Move the date of the work to the closing time of the day `until`, asked for before it is over.

    The first time by the head of the agency, the second by the Sekda's office: then with the day and the number of
    its decision. The reporter reads both dates and `reason`. Raises Refused, always the third time.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    limits.check(complaint, "extend")
    clock = terms.extended_clock(complaint)
    if problem := terms.problem(complaint, clock, now):
        raise Refused(problem)
    again = terms.extensions(complaint) == 1
    if again and (decided_on is None or not decision.strip() or decided_on > timezone.localdate(now)):
        raise Refused(_("Tulis tanggal dan nomor putusan Setda"))
    moment = terms.closing_time(complaint.owner, until, now)
    if moment <= clock.due_at:
        raise Refused(_("Pilih tanggal sesudah batas waktu yang sekarang"))
    lifecycle.transition(complaint, "extend_again" if again else "extend", actor=actor, now=now, until=moment)
    decided = {}
    if again:
        decided["on"] = datetime.combine(decided_on, time(0), timezone.get_default_timezone())
        decided["document"] = texts.keep(complaint, Text.Kind.REASON, decision, now)
    outbox.record(
        complaint,
        Event.Kind.EXTENDED,
        actor,
        now,
        clock=clock.kind,
        before=clock.due_at,
        until=moment,
        reason=texts.keep(complaint, Text.Kind.REASON, reason, now),
        **decided,
    )


def people_of(agency: Agency, now: datetime, *, sensitive: bool = False) -> list[User]:
    """Return who works on cases of an agency today; for sensitive cases only holders of positions marked for them."""
    held = Holding.objects.current(timezone.localdate(now)).filter(
        position__agency=agency, position__role__in=Position.working_roles(agency)
    )
    if sensitive:
        held = held.filter(position__handles_sensitive=True)
    return list(User.objects.filter(holdings__in=held).distinct().order_by("full_name"))


def may_write_notes(user: User, now: datetime, *, held: list[Position] | None = None) -> bool:
    """Whether `user` works on cases at all: leaders, overseers and administrators only read."""
    held = access.positions(user, now) if held is None else held
    return any(position.role in Position.WORKING_ROLES for position in held)


def is_sensitive(complaint: Complaint) -> bool:
    """Whether only positions marked for sensitive cases may work on it."""
    return complaint.access_class == complaint.AccessClass.SENSITIVE
