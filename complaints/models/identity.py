"""Who filed a complaint. Read and written by `complaints.identity` alone."""

from django.db import models
from django.db.models import Q


class Identity(models.Model):
    """Name and contact, sealed with the complaint's own key. No row: filed without a name (*tanpa nama*)."""

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="identity")
    cipher = models.BinaryField(null=True)
    # HMAC of the normalised contact: lets the same contact be recognised without being read.
    contact_digest = models.BinaryField(max_length=32, null=True, db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="identity_is_sealed_or_erased",
                condition=Q(cipher__isnull=False, contact_digest__isnull=False, erased_at__isnull=True)
                | Q(cipher__isnull=True, contact_digest__isnull=True, erased_at__isnull=False),
            )
        ]
