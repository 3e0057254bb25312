"""How a complaint came in: the draft before it, the submission behind it, the number in the agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What a visitor has written so far. Sealed with a key that only the visitor's cookie holds; kept 7 days."""

    key_digest = models.BinaryField(max_length=32, unique=True)
    cipher = models.BinaryField()
    updated_at = models.DateTimeField(db_index=True)


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
