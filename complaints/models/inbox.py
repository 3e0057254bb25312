"""What comes in by e-mail and WhatsApp before a person has made something of it. Sealed: only a digest is searched."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .submission import Submission


class Conversation(models.Model):
    """The messages of one sender by one channel until somebody decides. While open it has an owner and a due time."""

    class Outcome(models.TextChoices):
        CASE = "case", _("Jadi laporan")
        ADDED = "added", _("Ditambahkan ke laporan")
        NOT_A_COMPLAINT = "not_complaint", _("Bukan pengaduan")

    channel = models.CharField(max_length=12, choices=Submission.Channel)
    # As `Identity.contact_digest`; of a sender without an address that can be answered, the digest of the message.
    contact_digest = models.BinaryField(max_length=32)
    # The key of its own, wrapped like those of complaints; gone when what it sealed is to be read no more.
    wrapped = models.BinaryField(null=True)
    sender = models.BinaryField(null=True)
    # Why it is no complaint.
    reason = models.BinaryField(null=True)
    owner = models.ForeignKey("Agency", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    # The sender's last word: WhatsApp can be answered freely for a day after it.
    last_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # When those who are late are told (again).
    next_effect_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    complaint = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="conversations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "contact_digest"],
                condition=Q(closed_at__isnull=True),
                name="conversation_open_once_a_sender",
            ),
            models.CheckConstraint(
                name="conversation_open_has_next_step_closed_has_outcome",
                condition=Q(
                    closed_at__isnull=True,
                    next_effect_at__isnull=False,
                    closed_by__isnull=True,
                    outcome="",
                    wrapped__isnull=False,
                )
                | Q(closed_at__isnull=False, next_effect_at__isnull=True, closed_by__isnull=False)
                & Q(outcome__in=["case", "added", "not_complaint"]),
            ),
            models.CheckConstraint(
                name="conversation_of_a_case_names_it",
                condition=Q(outcome__in=["case", "added"], complaint__isnull=False)
                | Q(outcome__in=["", "not_complaint"], complaint__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="conversation_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["next_effect_at"], name="conversation_effect", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["closed_at", "id"], name="conversation_closed", condition=Q(closed_at__isnull=False)),
        ]


class InboxMessage(models.Model):
    """One message, known by its sender's own name for it: fetched or sent to us twice it is one."""

    class Sort(models.TextChoices):
        WRITTEN = "written"  # by a person, to us
        REPLY = "reply"  # by us
        BOUNCE = "bounce"
        AUTOMATIC = "automatic"  # no person wrote it: nothing is answered, nothing becomes of it
        OWN = "own"

    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, related_name="messages")
    sort = models.CharField(max_length=10, choices=Sort)
    # HMAC of the channel and the message's own name.
    source_digest = models.BinaryField(max_length=32, unique=True)
    received_at = models.DateTimeField()
    cipher = models.BinaryField(null=True)
    # Pictures that are still to be fetched, by names that are sealed; and how often that failed.
    awaited = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    # Files that came with it and were not taken.
    left_out = models.PositiveIntegerField(default=0)
    author = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inbox_message_belongs_where_a_person_wrote",
                condition=Q(sort="written", conversation__isnull=False, author__isnull=True)
                | Q(sort="reply", conversation__isnull=False, author__isnull=False)
                | Q(sort__in=["bounce", "automatic", "own"], conversation__isnull=True, author__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["id"], name="inbox_message_awaits", condition=Q(awaited__gt=0))]


class Mailbox(models.Model):
    """How far a mailbox was read: its messages are never marked, moved or deleted by us."""

    # Digest of server, user and folder.
    digest = models.BinaryField(max_length=32, unique=True)
    validity = models.PositiveBigIntegerField()
    last_uid = models.PositiveBigIntegerField()
