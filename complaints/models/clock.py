"""Clocks of a complaint, their pauses, and the misses that stay on an agency's record."""

from django.db import models
from django.db.models import F, Q

from complaints.states import ClockKind, Unit

from .term import UNITS

_UNITS = [*UNITS, (Unit.DATE.value, Unit.DATE.value)]


class Clock(models.Model):
    """One running or stopped clock. It keeps the term it started with; a stopped clock never moves (trigger)."""

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ClockKind])
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="clocks")
    started_at = models.DateTimeField()
    # The moment the term counts from; the same for every agency a resolution clock passes through.
    counts_from = models.DateTimeField()
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=14, choices=_UNITS)
    source = models.CharField(max_length=250)
    due_at = models.DateTimeField()
    # While paused: how much of the term is left (working time, or plain time for calendar days).
    paused_at = models.DateTimeField(null=True)
    remaining = models.DurationField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind"], condition=Q(stopped_at__isnull=True), name="clock_runs_once"
            ),
            models.CheckConstraint(
                name="clock_paused_knows_what_is_left",
                condition=Q(paused_at__isnull=True, remaining__isnull=True)
                | Q(paused_at__isnull=False, remaining__isnull=False),
            ),
            models.CheckConstraint(
                name="clock_stops_after_start",
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "due_at"], name="clock_running_due", condition=Q(stopped_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"


class ClockPause(models.Model):
    """From when until when a clock stood still, so that its date can be explained."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    paused_at = models.DateTimeField()
    resumed_at = models.DateTimeField()
    due_before = models.DateTimeField()


class ClockExtension(models.Model):
    """When a due time was moved to a later one, so that both dates can be told (life.md 3)."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="extensions")
    extended_at = models.DateTimeField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="extension_moves_forward", condition=Q(due_after__gt=F("due_before"))),
        ]


class Miss(models.Model):
    """A due time an agency let pass: immutable, whatever is moved afterwards (G3)."""

    clock = models.OneToOneField(Clock, models.PROTECT, related_name="miss")
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="misses")
    due_at = models.DateTimeField()
    # Empty when the clock was still running at the time the miss was recorded.
    stopped_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "misses"
        constraints = [
            models.CheckConstraint(
                name="miss_is_late", condition=Q(stopped_at__isnull=True) | Q(stopped_at__gt=F("due_at"))
            )
        ]
