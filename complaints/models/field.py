"""A case in the hands of somebody without an account, by a link, and what came back by it."""

from django.db import models
from django.db.models import F, Q


class FieldLink(models.Model):
    """Opens one case's task page to who has it. It ends by time, when it is taken back, and when the case moves on."""

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="field_links")
    # Who gave it out: when another agency has the case the link opens nothing.
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="+")
    # What is to be done, in the words of who gave it out.
    task = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="field_link_ends_after_it_was_made", condition=Q(expires_at__gt=F("made_at"))),
        ]


class FieldReturn(models.Model):
    """A sentence and photos from the field. They count when somebody of the agency has looked and taken them."""

    link = models.ForeignKey(FieldLink, models.PROTECT, related_name="returns")
    # The event with the photos.
    sequence = models.PositiveIntegerField()
    text = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    taken = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "sequence"], name="field_return_once"),
            models.CheckConstraint(
                name="field_return_is_decided_once",
                condition=Q(decided_at__isnull=True, taken__isnull=True)
                | Q(decided_at__isnull=False, taken__isnull=False),
            ),
        ]
