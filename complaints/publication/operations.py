"""Show a case to everybody, change what they see of it, and take it from their sight."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import access, audit, lifecycle, photos, texts
from complaints.errors import Refused
from complaints.models import Complaint, Event, Publication, PublishedPhoto, PublishedText, Text, User
from complaints.notifications import outbox
from complaints.timeline.sentences import WORDED

from . import personal_data, queries, rendering, rules
from .content import Content, rounded, stored, texts_of

TITLE_LENGTH = 80


@transaction.atomic
def publish(
    complaint_id: int,
    *,
    content: Content,
    looked_at: bool = False,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Show `content` of a case to everybody, or put it in the place of what they see.

    What people wrote stays as it is: each public text is a row of its own. The copies of photos were written before
    (`copies.make`); those that are shown no more go after the commit. `looked_at` says that the marked personal
    data was looked at. The same content twice is once. Raises Refused.
    """
    complaint = _locked(complaint_id, None, actor, now)
    publication = Publication.objects.filter(complaint=complaint).first()
    before = stored(publication) if publication and publication.story_id else None
    again = complaint.published_at is not None
    if again and before == content:
        return
    complaint = lifecycle.lock(complaint_id, version=version)
    _check(complaint, content, looked_at)
    publication = publication or Publication(complaint=complaint)
    kept = {
        "public_title": _kept(complaint, content.title, before and before.title, now),
        "public_story": _kept(complaint, content.story, before and before.story, now),
        "public_landmark": _kept(complaint, content.landmark, before and before.landmark, now),
    }
    publication.title = content.title
    publication.story = kept["public_story"] or publication.story
    publication.landmark = (kept["public_landmark"] or publication.landmark) if content.landmark else None
    publication.latitude, publication.longitude = rounded(*content.point) if content.point else (None, None)
    publication.first_published_at = publication.first_published_at or now
    publication.hidden_at = publication.hidden_because = None
    _save(publication)
    words = _keep_words(publication, content.words, before.words if before else {}, now)
    _keep_photos(publication, content)
    complaint.published_at = complaint.published_at or now
    complaint.save(update_fields=["published_at"])
    outbox.record(complaint, Event.Kind.PUBLISHED, actor, now, again=again or None, public_words=words or None, **kept)


@transaction.atomic
def publish_answer(complaint_id: int, *, version: int | None = None, actor: User, now: datetime) -> None:
    """Show what agencies wrote since the coordinator last looked, as they wrote it. Raises Refused where there is
    nothing new, where personal data is marked in it, or where the case is not shown."""
    complaint = _locked(complaint_id, version, actor, now)
    if complaint.published_at is None or rules.problem(complaint):
        raise Refused(_("Laporan ini belum ditampilkan. Tampilkan dulu laporannya."))
    publication = complaint.publication
    before = stored(publication)
    new = queries.unchecked_words(complaint, before.words)
    if not new:
        raise Refused(_("Tidak ada jawaban atau kabar baru."))
    if any(personal_data.marks(text) for text in new.values()):
        raise Refused(_("Ada yang mungkin data pribadi di jawaban. Periksa dulu sebelum ditampilkan."))
    words = _keep_words(publication, before.words | new, before.words, now)
    outbox.record(complaint, Event.Kind.PUBLISHED, actor, now, again=True, public_words=words)


@transaction.atomic
def hide(complaint_id: int, *, because: str, version: int | None = None, actor: User, now: datetime) -> None:
    """Take a case from everybody's sight, or decide that it is never shown. `because` is one of `Publication.Hidden`.

    Raises Refused. Twice is once.
    """
    complaint = _locked(complaint_id, version, actor, now)
    _hide(complaint, because, actor, now)


@transaction.atomic
def take_back(complaint_id: int, *, now: datetime) -> None:
    """The reporter does not want it shown (any more): it is hidden at once, and nobody can show it again."""
    complaint = lifecycle.lock(complaint_id)
    if not complaint.submission.may_publish:
        return
    _hide(complaint, Publication.Hidden.WISH, audit.REPORTER, now)


def _locked(complaint_id: int, version: int | None, actor: User, now: datetime) -> Complaint:
    complaint = lifecycle.lock(complaint_id, version=version)
    if not access.may_publish(actor, complaint, access.positions(actor, now)):
        raise Refused(_("Tindakan ini bukan tugas jabatan Anda."))
    return complaint


def _check(complaint: Complaint, content: Content, looked_at: bool) -> None:
    if why := rules.problem(complaint):
        raise Refused(why)
    if not content.title.strip() or not content.story.strip():
        raise Refused(_("Tulis judul dan isi yang ditampilkan."))
    if len(content.title) > TITLE_LENGTH:
        raise Refused(_("Judul paling panjang 80 huruf."))
    if not looked_at and any(personal_data.marks(text) for text in texts_of(content)):
        raise Refused(_("Ada yang mungkin data pribadi. Hapus, atau centang bahwa sudah Anda periksa."))
    for shown in content.photos:
        belongs = shown.attachment.complaint_id == complaint.pk and rendering.may_be_shown(shown.attachment)
        if not belongs or not shown.key:
            raise ValueError("a photo that cannot be shown")
    unknown = content.words.keys() - set(complaint.events.filter(kind__in=WORDED).values_list("sequence", flat=True))
    if unknown:
        raise ValueError(f"no words stand at {sorted(unknown)}")


def _hide(complaint: Complaint, because: str, actor: audit.Actor, now: datetime) -> None:
    publication = Publication.objects.filter(complaint=complaint).first()
    if publication is None:
        publication = Publication(complaint=complaint, hidden_at=now, hidden_because=because)
        publication.save(force_insert=True)
    elif publication.hidden_because == because:
        return
    elif not lifecycle.hide(complaint, because, now):
        publication.hidden_because = because
        publication.save(update_fields=["hidden_because"])
    complaint.save(update_fields=["published_at"])
    outbox.record(complaint, Event.Kind.HIDDEN, actor, now, because=str(because))


def _kept(complaint: Complaint, now_there: str, before: str | None, now: datetime) -> Text | None:
    """Keep a public text that is new or another; nothing where it is what stood there."""
    if not now_there or now_there == before:
        return None
    return texts.keep(complaint, Text.Kind.PUBLIC, now_there, now)


def _save(publication: Publication) -> None:
    if publication._state.adding:
        publication.save(force_insert=True)
        return
    publication.save(
        update_fields=[
            *("title", "story", "landmark", "latitude", "longitude"),
            *("first_published_at", "hidden_at", "hidden_because"),
        ]
    )


def _keep_words(publication: Publication, words: dict[int, str], before: dict[int, str], now: datetime) -> list[Text]:
    """Keep the public form of answers and news, and return the new texts. What was looked at stays so."""
    new = []
    for sequence, text in sorted(words.items()):
        if before.get(sequence) == text:
            continue
        kept = _kept(publication.complaint, text, None, now)
        PublishedText.objects.update_or_create(publication=publication, sequence=sequence, defaults={"text": kept})
        if kept:
            new.append(kept)
    _note_the_newest_answer(publication)
    return new


def _note_the_newest_answer(publication: Publication) -> None:
    kinds = (Event.Kind.ANSWERED, Event.Kind.OUTSIDE_ANSWERED)
    answers = publication.complaint.events.filter(kind__in=kinds).values("sequence")
    newest = publication.texts.filter(sequence__in=answers, text__isnull=False).order_by("-sequence").first()
    if publication.answer_id != (newest and newest.text_id):
        publication.answer = newest and newest.text
        publication.save(update_fields=["answer"])


def _keep_photos(publication: Publication, content: Content) -> None:
    rows = {row.attachment_id: row for row in publication.photos.all()}
    wanted = {shown.attachment.pk: shown for shown in content.photos}
    for pk, row in rows.items():
        if pk not in wanted or wanted[pk].key != row.key:
            row.delete()
            transaction.on_commit(lambda key=row.key: _remove(key))
    for pk, shown in wanted.items():
        if pk not in rows or rows[pk].key != shown.key:
            PublishedPhoto.objects.create(
                publication=publication,
                attachment=shown.attachment,
                key=shown.key,
                boxes=[list(box) for box in shown.boxes],
                width=shown.width,
                height=shown.height,
            )


def _remove(key: str) -> None:
    with suppress(OSError):  # what stays is swept
        photos.remove(key)
