"""Answers in the making: templates to start from, drafts, answers that wait for the head, and those that were read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.states import CLOSING_OUTCOMES


class ReplyTemplate(models.Model):
    """A text to start an answer, a word on the way or a question with. Never deleted, only retired."""

    class Use(models.TextChoices):
        ANSWER = "answer", _("Jawaban")
        PROGRESS = "progress", _("Kabar perkembangan")
        QUESTION = "question", _("Pertanyaan kepada pelapor")

    # Whose people are offered it; nobody's: it is for every agency.
    agency = models.ForeignKey("Agency", models.PROTECT, null=True, related_name="+")
    use = models.CharField(max_length=8, choices=Use)
    # A topic stands for every category below it; empty: for all.
    category = models.ForeignKey("Category", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(
        max_length=20, choices=[(code.value, code.value) for code in CLOSING_OUTCOMES], null=True
    )
    title = models.CharField(max_length=80)
    text = models.TextField()
    is_active = models.BooleanField(default=True)
    changed_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reply_template_outcome_is_of_an_answer", condition=Q(outcome__isnull=True) | Q(use="answer")
            ),
        ]

    def __str__(self):
        return self.title


class ReplyUse(models.Model):
    """How often the people of an agency sent what began with a template, and how often changed since one was saved."""

    template = models.ForeignKey(ReplyTemplate, models.CASCADE, related_name="uses")
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="+")
    sent = models.PositiveIntegerField(default=0)
    edited = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "agency"], name="reply_use_once")]


class AnswerDraft(models.Model):
    """What somebody has written of an answer so far: sealed with the case's own key, whatever its class."""

    complaint = models.ForeignKey("Complaint", models.PROTECT, related_name="+")
    user = models.ForeignKey("User", models.CASCADE, related_name="+")
    cipher = models.BinaryField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "user"], name="answer_draft_once")]


class ProposedAnswer(models.Model):
    """An answer that waits for the head of the agency. What it says stands in the event with that sequence."""

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="proposed")
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()


class AnswerReading(models.Model):
    """An answer that the coordinator has read: who did first, and when."""

    event = models.OneToOneField("Event", models.PROTECT, primary_key=True, related_name="reading")
    user = models.ForeignKey("User", models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
