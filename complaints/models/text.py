"""What people wrote, one immutable row each, and the keys that seal them.

A row never changes (trigger `text_is_immutable`); it may only be sealed (plain becomes cipher) or
erased (everything becomes empty, under an ERASED event).
"""

from django.db import models
from django.db.models import Q


class DataKey(models.Model):
    """A key of one complaint, wrapped by a master key that is not in the database. Destroying it is erasing."""

    class Purpose(models.TextChoices):
        IDENTITY = "identity"
        TEXT = "text"
        FILE = "file"
        # Contacts of supporters: what the reporter has erased is not theirs.
        SUPPORTER = "supporter"

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="keys")
    purpose = models.CharField(max_length=10, choices=Purpose)
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Once at a time: what is written after an erasure is sealed with a new key.
            models.UniqueConstraint(
                fields=["complaint", "purpose"], condition=Q(destroyed_at__isnull=True), name="data_key_once"
            ),
            models.CheckConstraint(
                name="data_key_is_there_or_destroyed",
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped__isnull=True, destroyed_at__isnull=False),
            ),
        ]


class Text(models.Model):
    class Kind(models.TextChoices):
        STORY = "story"
        LANDMARK = "landmark"
        REASON = "reason"
        QUESTION = "question"
        REPLY = "reply"
        PROGRESS = "progress"
        ANSWER = "answer"
        NOTE = "note"
        OBJECTION = "objection"
        COMMENT = "comment"
        FILE_NAME = "file_name"
        EVIDENCE = "evidence"
        PROMISE = "promise"  # the document that a budget promise rests on
        GIVER = "giver"  # who gave an answer recorded on an agency's behalf, and how
        OUTSIDE = "outside"  # what an outside body answered
        PART = "part"  # what a supporting agency was asked to do
        INSTRUCTION = "instruction"
        PUBLIC = "public"  # a story, landmark, answer or news as the public reads it
        PAGE_REPORT = "page_report"  # what somebody says about a public page
        FIELD = "field"  # what somebody in the field is to do, or writes back
        ACCUSED = "accused"  # who is complained about, as the reporter wrote it

    complaint = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="texts")
    kind = models.CharField(max_length=12, choices=Kind)
    plain = models.TextField(null=True)
    cipher = models.BinaryField(null=True)
    # Random, so that the hash kept in the history does not betray a short text after erasure.
    salt = models.BinaryField(max_length=16, null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="text_is_plain_or_sealed_or_erased",
                condition=Q(plain__isnull=False, cipher__isnull=True, salt__isnull=False, erased_at__isnull=True)
                | Q(plain__isnull=True, cipher__isnull=False, salt__isnull=False, erased_at__isnull=True)
                | Q(plain__isnull=True, cipher__isnull=True, salt__isnull=True, erased_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["complaint", "kind"], name="text_of_complaint")]
