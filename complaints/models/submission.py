"""How a complaint came in: the draft before it, the submission behind it, the number in the agenda."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints import numbers


class Draft(models.Model):
    """What a visitor has written so far. Sealed with a key that only the visitor's cookie holds; kept 7 days."""

    key_digest = models.BinaryField(max_length=32, unique=True)
    cipher = models.BinaryField()
    updated_at = models.DateTimeField(db_index=True)


class SubmissionQuerySet(models.QuerySet):
    def under(self, key: str) -> SubmissionQuerySet:
        """What the draft under `key` has become: one at most."""
        return self.filter(key_digest=numbers.digest("idempotency key", key))


class Submission(models.Model):
    """The act of filing. Keys and codes only as HMAC, so that the database alone opens nothing (life.md 5)."""

    class Channel(models.TextChoices):
        WEB = "web", _("Web")
        WHATSAPP = "whatsapp", _("WhatsApp")
        PHONE = "phone", _("Telepon")
        COUNTER = "counter", _("Loket")
        LETTER = "letter", _("Surat")
        EMAIL = "email", _("E-mail")
        SOCIAL_MEDIA = "social_media", _("Media sosial")
        SP4N = "sp4n", _("SP4N-LAPOR!")

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="submission")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.WEB)
    # The HMAC of the idempotency key and of the secret code derived from it; which server key made them.
    key_digest = models.BinaryField(max_length=32, unique=True)
    code_digest = models.BinaryField(max_length=32)
    key_version = models.PositiveSmallIntegerField()
    # HMAC of everything sent: a repeat must be the same submission, not another one under an old key.
    body_digest = models.BinaryField(max_length=32)
    # A re-issued code ends repeats: the old code must not be shown again.
    code_reissued_at = models.DateTimeField(null=True)
    may_publish = models.BooleanField()
    since = models.CharField(max_length=12, blank=True)
    # Who typed it for the reporter; nobody where the reporter did.
    entered_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    # The closed complaint about the same thing that this one follows.
    follows = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="followed_by")

    objects = SubmissionQuerySet.as_manager()


class Agenda(models.Model):
    """The office's yearly agenda number. Protected cases run in a series of their own, so that no gap speaks."""

    class Series(models.TextChoices):
        GENERAL = "general", _("Umum")
        PROTECTED = "protected", _("Rahasia")

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="agenda")
    series = models.CharField(max_length=10, choices=Series, default=Series.GENERAL)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year", "number"], name="agenda_number_once")]

    def __str__(self):
        return f"{self.number:04d}/{self.year}"


class LaporReference(models.Model):
    """The number under which the same complaint stands in SP4N-LAPOR!, where it came from or went to."""

    class Direction(models.TextChoices):
        CAME_FROM = "came_from", _("Berasal dari SP4N-LAPOR!")
        WENT_TO = "went_to", _("Diteruskan ke SP4N-LAPOR!")

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="lapor")
    number = models.CharField(max_length=20, unique=True)
    direction = models.CharField(max_length=10, choices=Direction)


class InformationRequest(models.Model):
    """The PPID's register of formal requests for public information (UU 14/2008), numbered by year."""

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="information_request")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="information_request_number_once")]

    def __str__(self):
        return f"{self.number:03d}/PPID/{self.year}"
