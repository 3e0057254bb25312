"""Figures as they are kept: counted once from the events, never by looking through complaints when somebody asks."""

from django.db import models


class Tally(models.Model):
    """How many of one kind there are in one cell. What is counted, and when, says `figures.life`.

    A cell is whole where a column is 0: over all agencies, all categories, the whole regency. Rows exist for those
    combinations that a page shows, so that a page reads a few hundred rows, however many complaints there are.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received"
        SPAM = "spam"
        CHANNEL = "channel"  # bucket: the channel
        UNSHOWN = "unshown"  # bucket: why the public does not see it
        LOGGED = "logged"  # shown at least once, of whatever class; bucket: why it is hidden, empty where it is seen
        VERIFIED = "verified"  # bucket: on_time or late
        REFERRED = "referred"
        RETURNED = "returned"
        ANSWERED = "answered"  # bucket: after how many full working hours
        PUNCTUAL = "punctual"  # bucket: on_time or late
        OUTCOME = "outcome"  # bucket: the outcome
        JUDGED = "judged"  # bucket: yes or no
        CLOSED = "closed"  # bucket: silence or nothing
        REOPENED = "reopened"
        # As it stands now; the month is that of the receipt.
        OPEN = "open"  # bucket: assigned or unassigned, of an agency
        OVERDUE = "overdue"  # bucket: the day on which it was due

    class Span(models.TextChoices):
        DAY = "day"
        MONTH = "month"

    agency = models.PositiveBigIntegerField()
    category = models.PositiveBigIntegerField()
    district = models.PositiveBigIntegerField()
    village = models.PositiveBigIntegerField()
    access_class = models.CharField(max_length=12)
    span = models.CharField(max_length=5, choices=Span)
    # The first day of it, local time.
    starts_on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    bucket = models.CharField(max_length=20, blank=True)
    n = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("agency", "category", "district", "village"),
                    *("access_class", "span", "starts_on", "kind", "bucket"),
                ],
                name="tally_once",
            ),
        ]
        indexes = [
            # All agencies side by side, and what stands open whenever it came in.
            models.Index(fields=["kind", "span", "starts_on", "agency"], name="tally_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.kind} {self.starts_on:%Y-%m}: {self.n}"


class Counted(models.Model):
    """Up to which event a complaint is in the figures."""

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="counted")
    sequence = models.PositiveIntegerField()
    # Of that event: the greatest of them is where counting goes on.
    event = models.PositiveBigIntegerField(db_index=True)


class AgencyNote(models.Model):
    """What an agency says beside its public figures, once a month."""

    agency = models.ForeignKey("Agency", models.PROTECT, related_name="notes")
    month = models.DateField()  # its first day
    text = models.ForeignKey("Text", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "month"], name="agency_note_once_a_month"),
        ]

    def __str__(self):
        return f"{self.agency} {self.month:%Y-%m}"
