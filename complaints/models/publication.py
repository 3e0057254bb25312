"""What the public sees of a complaint, as a person has checked it, and what people do with it there.

Whether it is to be seen stands in `Complaint.published_at`; who may see it, in `complaints.access`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """The public form of one complaint, or the decision that it gets none. It stays when it is hidden: the log of what
    was hidden adds up."""

    class Hidden(models.TextChoices):
        """Why it is not to be seen any more."""

        PERSONAL_DATA = "personal_data", _("Memuat data pribadi")
        UNFIT = "unfit", _("Isi atau foto tidak pantas")
        UNTRUE = "untrue", _("Isinya tidak benar")
        WISH = "wish", _("Diminta pelapor")
        CLASS = "class", _("Ditangani secara tertutup")
        OTHER = "other", _("Alasan lain")

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="publication")
    title = models.CharField(max_length=80, blank=True)
    story = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    landmark = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    # The newest answer that was checked, for lists; all of them stand in `PublishedText`.
    answer = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    # Rounded (degrees, WGS 84); none where only the village is told.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    supporters = models.PositiveIntegerField(default=0)
    # Nothing where the public has never seen it.
    first_published_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_because = models.CharField(max_length=16, choices=Hidden, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="publication_seen_has_its_words",
                condition=Q(hidden_at__isnull=False) | Q(first_published_at__isnull=False, story__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_hidden_has_a_reason",
                condition=Q(hidden_at__isnull=True, hidden_because__isnull=True)
                | Q(hidden_at__isnull=False, hidden_because__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-supporters", "-complaint"],
                name="publication_supported",
                condition=Q(hidden_at__isnull=True),
            ),
            models.Index(fields=["hidden_at"], name="publication_hidden", condition=Q(hidden_at__isnull=False)),
        ]


class PublishedText(models.Model):
    """One answer or news of the history in its public form; without a row the public reads only that it happened."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="texts")
    # The event whose words these are.
    sequence = models.PositiveIntegerField()
    # Nothing where it was decided that the words are not shown.
    text = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "sequence"], name="published_text_once")]


class PublishedPhoto(models.Model):
    """A photo that the public sees: a copy of its own, in which what must not be seen is blurred."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="photos")
    attachment = models.ForeignKey("Attachment", models.PROTECT, related_name="+")
    # Of the copy, below the folder of photos.
    key = models.CharField(max_length=64, unique=True)
    # Blurred boxes [left, top, width, height] in thousandths of width and height.
    boxes = models.JSONField(default=list)
    # In pixels, of the largest size.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["attachment__created_at", "attachment_id"]
        constraints = [models.UniqueConstraint(fields=["publication", "attachment"], name="published_photo_once")]


class Supporter(models.Model):
    """Somebody who has the same problem: a browser, and a contact where it wants to be told. Never shown."""

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="supports")
    # HMAC of the random name in the browser's signed cookie, another one in every complaint.
    browser_digest = models.BinaryField(max_length=32)
    supported_at = models.DateTimeField()
    # The contact as in `Identity`: sealed with a key of the complaint, and its HMAC.
    cipher = models.BinaryField(null=True)
    contact_digest = models.BinaryField(max_length=32, null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "browser_digest"], name="supporter_once"),
            models.CheckConstraint(
                name="supporter_contact_is_sealed",
                condition=Q(cipher__isnull=True, contact_digest__isnull=True)
                | Q(cipher__isnull=False, contact_digest__isnull=False),
            ),
        ]


class PageReport(models.Model):
    """Somebody says that a public page should not be as it is; the coordinator decides."""

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("Data pribadi terlihat")
        UNFIT = "unfit", _("Foto atau isi tidak pantas")
        UNTRUE = "untrue", _("Isinya tidak benar")
        OTHER = "other", _("Lainnya")

    class Decision(models.TextChoices):
        KEPT = "kept", _("Tetap ditampilkan")
        CORRECTED = "corrected", _("Diperbaiki")
        HIDDEN = "hidden", _("Disembunyikan")

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="page_reports")
    reason = models.CharField(max_length=16, choices=Reason)
    text = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()
    # Until when it is decided.
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decision, null=True)
    decided_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="page_report_is_decided_or_waits",
                condition=Q(decided_at__isnull=True, decision__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decision__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="page_report_waiting", condition=Q(decided_at__isnull=True))]
