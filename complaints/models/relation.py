"""How complaints hang together, and with whom one is shared beside its owner."""

from django.db import models
from django.db.models import F, Q


class Merge(models.Model):
    """One complaint is the same as another: it rests as `merged` until that is undone."""

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="merges")
    into = models.ForeignKey("Complaint", models.PROTECT, related_name="merged")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint"], condition=Q(undone_at__isnull=True), name="merge_once"),
            models.CheckConstraint(name="merge_into_another", condition=~Q(complaint=F("into"))),
            models.CheckConstraint(
                name="merge_undone_after_merging",
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("merged_at")),
            ),
        ]


class Share(models.Model):
    """A supporting agency reads the part it was given; an overseer reads the case without identity (life.md 4)."""

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="shares")
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="shares")
    # What a supporting agency was asked to do; nothing for an overseer.
    part = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # When the supporting agency said that its part is done, and what it did.
    done_at = models.DateTimeField(null=True)
    report = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "agency"], condition=Q(ended_at__isnull=True), name="share_once"
            ),
            models.CheckConstraint(
                name="share_ends_after_start", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("shared_at"))
            ),
            models.CheckConstraint(
                name="share_done_is_a_part_with_its_report",
                condition=Q(done_at__isnull=True, report__isnull=True)
                | Q(part__isnull=False, report__isnull=False, done_at__isnull=False, done_at__gte=F("shared_at")),
            ),
        ]
