"""What the desk remembers for its people: what each has read, and the filters they have saved."""

from django.db import models
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
