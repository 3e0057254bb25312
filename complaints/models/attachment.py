"""Photos of a draft or a complaint, and papers of a case. Files carry names the server chose.

Bytes are in `complaints.photos` and `complaints.documents`.
"""

import uuid

from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    class Purpose(models.TextChoices):
        REPORT = "report"
        REPLY = "reply"
        OBJECTION = "objection"
        PROGRESS = "progress"
        RESULT = "result"
        PROPOSED = "proposed"  # with an answer that waits for the head of the agency
        EVIDENCE = "evidence"
        INCOMING = "incoming"  # the letter, note or picture of a message that was entered for a reporter
        GIVEN = "given"  # how an agency gave the answer that the coordinator recorded on its behalf
        SHEET = "sheet"  # the signed disposition sheet
        INSTRUCTION = "instruction"  # the sheet with a leader's instruction
        LETTER = "letter"  # to or from an outside body
        FIELD = "field"  # from the field, before somebody has taken it
        SUPPORTER = "supporter"  # from who supports the case in public

    # What goes from office to office about a case, or from a supporter to them; the reporter is told of none of it.
    INTERNAL = frozenset(
        {
            Purpose.SHEET,
            Purpose.INSTRUCTION,
            Purpose.GIVEN,
            Purpose.SUPPORTER,
            Purpose.PROPOSED,
            Purpose.FIELD,
        }
    )

    class Media(models.TextChoices):
        JPEG = "image/jpeg"
        PDF = "application/pdf"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey("Draft", models.CASCADE, null=True, related_name="attachments")
    # With a message that nobody has made something of yet.
    inbox = models.ForeignKey("InboxMessage", models.PROTECT, null=True, related_name="attachments")
    complaint = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="attachments")
    # The sequence of the event it belongs to, once it belongs to a complaint.
    event_sequence = models.PositiveIntegerField(null=True)
    purpose = models.CharField(max_length=12, choices=Purpose)
    media_type = models.CharField(max_length=20, choices=Media, default=Media.JPEG)
    # Whether the stored bytes are encrypted with the complaint's own key (life.md 5).
    is_sealed = models.BooleanField(default=False)
    key = models.CharField(max_length=64, unique=True)
    # SHA-256 (hex) of the largest version, as it was before sealing.
    sha256 = models.CharField(max_length=64)
    # In pixels; a PDF has none.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    file_name = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="attachment_of_draft_message_or_complaint",
                condition=Q(
                    draft__isnull=False, inbox__isnull=True, complaint__isnull=True, event_sequence__isnull=True
                )
                | Q(draft__isnull=True, inbox__isnull=False, complaint__isnull=True, event_sequence__isnull=True)
                | Q(draft__isnull=True, inbox__isnull=True, complaint__isnull=False, event_sequence__isnull=False),
            ),
            models.CheckConstraint(
                name="attachment_photo_has_a_size",
                condition=Q(media_type="image/jpeg", width__isnull=False, height__isnull=False)
                | Q(media_type="application/pdf", width__isnull=True, height__isnull=True),
            ),
        ]
