"""Photos of a draft or a complaint. Files carry names the server chose; bytes are in `complaints.photos`."""

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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey("Draft", models.CASCADE, null=True, related_name="attachments")
    complaint = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="attachments")
    # The sequence of the event it belongs to, once it belongs to a complaint.
    event_sequence = models.PositiveIntegerField(null=True)
    purpose = models.CharField(max_length=10, choices=Purpose)
    key = models.CharField(max_length=64, unique=True)
    # SHA-256 (hex) of the largest version as stored.
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file_name = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="attachment_of_draft_or_complaint",
                condition=Q(draft__isnull=False, complaint__isnull=True, event_sequence__isnull=True)
                | Q(draft__isnull=True, complaint__isnull=False, event_sequence__isnull=False),
            )
        ]
