"""Published complaints, as pages and lists need them."""

from __future__ import annotations

from datetime import datetime

from complaints import photos, texts
from complaints.models import Attachment, Complaint, Publication, PublishedPhoto, Text
from tests import factories
from tests.factories import NOW
from tests.worlds import make_photo


def shown(
    *,
    title: str = "Lampu jalan mati",
    story: str = "Lampu di depan SD Negeri 5 mati sejak seminggu.",
    answer: str = "",
    now: datetime = NOW,
    supporters: int = 0,
    pictures: tuple[str, ...] = (),
    **filed,
) -> Complaint:
    """A complaint that the public sees with these words; `pictures` are the purposes of its photos."""
    filed.setdefault("village", factories.make_village().code)
    complaint = factories.make_complaint(now=now, story="Pak Budi Rahasia melapor lampu mati.", **filed)
    Publication.objects.create(
        complaint=complaint,
        title=title,
        story=texts.keep(complaint, Text.Kind.PUBLIC, story, now),
        answer=texts.keep(complaint, Text.Kind.PUBLIC, answer, now) if answer else None,
        supporters=supporters,
        first_published_at=now,
    )
    for purpose in pictures:
        drawn = make_photo()
        attachment = Attachment.objects.create(
            complaint=complaint,
            event_sequence=1,
            purpose=purpose,
            key=photos.store(drawn),
            sha256=drawn.sha256,
            width=drawn.width,
            height=drawn.height,
            created_at=now,
        )
        PublishedPhoto.objects.create(
            publication=complaint.publication,
            attachment=attachment,
            key=photos.store(drawn),
            width=drawn.width,
            height=drawn.height,
        )
    complaint.published_at = now
    complaint.save(update_fields=["published_at"])
    return complaint


def hidden(complaint: Complaint, because: str = "personal_data", now: datetime = NOW) -> Complaint:
    """The same, hidden."""
    Complaint.objects.filter(pk=complaint.pk).update(published_at=None)
    Publication.objects.filter(pk=complaint.pk).update(hidden_at=now, hidden_because=because)
    complaint.refresh_from_db()
    return complaint
