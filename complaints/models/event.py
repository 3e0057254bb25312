"""Everything that happened, in order: append-only, each row carrying the hash of the one before it."""

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One line of a complaint's history or, without complaint, of the system's.

    Holds no free text: kind, actor, time, ids, numbers, and salted hashes of `Text` rows (life.md 5).
    Written by `audit.record` alone; the database refuses to change or delete a row.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted"
        EXAMINED = "examined"
        REFERRED = "referred"
        ASKED = "asked"
        REPLIED = "replied"
        ACCEPTED = "accepted"
        RETURNED = "returned"
        ASSIGNED = "assigned"
        PROGRESS_NOTED = "progress_noted"
        INTERNAL_NOTED = "internal_noted"
        ANSWERED = "answered"
        # Waits for the head of the agency, who sends it or gives it back.
        ANSWER_PROPOSED = "answer_proposed"
        ANSWER_GIVEN_BACK = "answer_given_back"
        CONFIRMED = "confirmed"
        OBJECTED = "objected"
        UPHELD = "upheld"
        NOT_UPHELD = "not_upheld"
        ARCHIVED = "archived"
        WITHDRAWN = "withdrawn"
        REOPENED = "reopened"
        PROMISED = "promised"
        PROMISE_DUE = "promise_due"
        EXTENDED = "extended"
        SENT_BACK = "sent_back"
        COMPLETION_OVER = "completion_over"
        CONFIRMATION_OVER = "confirmation_over"
        DEADLINE_PASSED = "deadline_passed"
        FORWARDED_EXTERNAL = "forwarded_external"
        CHECKED_BACK = "checked_back"
        CHECK_BACK_OVER = "check_back_over"
        OUTSIDE_ANSWERED = "outside_answered"
        BOUNCED = "bounced"
        MERGED = "merged"
        UNMERGED = "unmerged"
        SHARED = "shared"
        SHARE_ENDED = "share_ended"
        PART_DONE = "part_done"
        PARTS_DONE = "parts_done"
        TAGGED = "tagged"
        CATEGORY_CHANGED = "category_changed"
        EXCLUDED = "excluded"
        EVIDENCE_ADDED = "evidence_added"
        # From who supports the case in public: staff alone read it.
        SUPPORTER_ADDED = "supporter_added"
        CONTACT_ADDED = "contact_added"
        # The same person is told by another way now.
        CONTACT_CHANGED = "contact_changed"
        # For who has proved to hold the contact.
        CODE_REISSUED = "code_reissued"
        # Asked for by somebody, sent to the contact that is kept.
        LINK_SENT = "link_sent"
        SHEET_ADDED = "sheet_added"
        INSTRUCTED = "instructed"
        INSTRUCTION_PASSED = "instruction_passed"
        # By a link, to and from somebody without an account.
        FIELD_SENT = "field_sent"
        FIELD_TAKEN_BACK = "field_taken_back"
        FIELD_OPENED = "field_opened"
        FIELD_RETURNED = "field_returned"
        FIELD_DECIDED = "field_decided"
        REGISTERED = "registered"
        LAPOR_LINKED = "lapor_linked"
        LAPOR_ANSWERED = "lapor_answered"
        CASE_OPENED = "case_opened"
        DUE_MOVED = "due_moved"
        CLOCK_MOVED = "clock_moved"
        REMINDED = "reminded"
        ESCALATED = "escalated"
        # Whoever has the case has done nothing for two working days: who deputises was told.
        SILENT = "silent"
        ASKED_TO_RATE = "asked_to_rate"
        CONTACT_OPENED = "contact_opened"
        PUBLISHED = "published"
        HIDDEN = "hidden"
        PAGE_REPORTED = "page_reported"
        PAGE_REPORT_DECIDED = "page_report_decided"
        ERASED = "erased"
        # The system's own chain.
        SEALED = "sealed"
        MASTER_DATA_CHANGED = "master_data_changed"
        HOLDER_CHANGED = "holder_changed"
        SIGNED_IN = "signed_in"
        CHANNEL_TRIED = "channel_tried"
        MONTH_NOTED = "month_noted"
        EXPORTED = "exported"
        # Of what came by e-mail and WhatsApp, before it is a complaint.
        INBOX_LATE = "inbox_late"
        INBOX_DECIDED = "inbox_decided"

    class ActorKind(models.TextChoices):
        STAFF = "staff"
        REPORTER = "reporter"
        SYSTEM = "system"

    complaint = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=Kind)
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    actor = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    position = models.ForeignKey("Position", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["complaint_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "sequence"], name="event_once_in_its_chain"),
            models.UniqueConstraint(
                fields=["sequence"], condition=Q(complaint__isnull=True), name="event_once_in_the_system_chain"
            ),
            models.CheckConstraint(name="event_sequence_starts_at_one", condition=Q(sequence__gte=1)),
            models.CheckConstraint(
                name="event_of_staff_names_the_person",
                condition=Q(actor_kind="staff", actor__isnull=False) | (~Q(actor_kind="staff") & Q(actor__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["complaint", "kind"], name="event_of_kind"),
            # The answers of a day.
            models.Index(fields=["at", "id"], name="event_answered", condition=Q(kind="answered")),
            # Of whom a deputy was told.
            models.Index(fields=["at"], name="event_silent", condition=Q(kind="silent")),
        ]

    def __str__(self):
        return f"{self.complaint or 'system'} #{self.sequence} {self.kind}"
