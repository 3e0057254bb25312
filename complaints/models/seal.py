"""The daily seal: how long each chain was and which hash it ended with, under one root."""

from django.db import models
from django.db.models import Q


class Seal(models.Model):
    """One day's root. It covers the root before it, so that a missing day shows."""

    day = models.DateField(unique=True)
    previous_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]


class SealedChain(models.Model):
    """The end of one chain on the day of a seal; only chains that grew since the seal before."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="chains")
    complaint = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        # Two, because SQLite takes every NULL for another one.
        constraints = [
            models.UniqueConstraint(fields=["seal", "complaint"], name="chain_once_in_a_seal"),
            models.UniqueConstraint(
                fields=["seal"], condition=Q(complaint__isnull=True), name="system_chain_once_in_a_seal"
            ),
        ]
