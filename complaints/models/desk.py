"""What the desk remembers for its people: what each has read, the filters they have saved, the tags on its cases."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """Up to which event somebody has read a case, and when they had its page open last. Kept for a month."""

    user = models.ForeignKey("User", models.CASCADE, related_name="+")
    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="readings")
    version = models.PositiveIntegerField()
    read_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "user"], name="reading_once")]


class SavedFilter(models.Model):
    """A view of the queue with filters that somebody named, for themselves or for their agency."""

    user = models.ForeignKey("User", models.CASCADE, related_name="+")
    # Whose people find it in their queue; nobody's: it is personal.
    agency = models.ForeignKey("Agency", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("nama"), max_length=40)
    # The query of an address: codes and words of fixed lists alone.
    query = models.CharField(max_length=280)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class Tag(models.Model):
    """A word by which the desk finds cases again; the reporter and the public never see it."""

    name = models.CharField(_("tanda"), max_length=30, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class CaseTag(models.Model):
    """A tag on a case, until it is taken off."""

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+")
    tagged_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Begins with the tag: the queue looks for the cases of one.
            models.UniqueConstraint(fields=["tag", "complaint"], condition=Q(removed_at__isnull=True), name="tag_once"),
            models.CheckConstraint(
                name="tag_is_removed_after_it_was_put",
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("tagged_at")),
            ),
        ]

    def __str__(self):
        return str(self.tag)
