"""A complaint: where it stands, who must see to the next step, and by when.

What people wrote is in `Text`, who filed it in `Identity`, how it came in `Submission`, where it is in
`Place`, everything that happened in `Event`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.states import FINAL, OPEN, WAITS_FOR, Because, Status, WaitsFor

from .term import TermClass


def _codes(enum):
    return [(member.value, member.value) for member in enum]


def _values(members):
    return sorted(member.value for member in members)


_FINAL = _values(FINAL)
_OPEN = _values(OPEN)
_PUBLIC = Q(published_at__isnull=False)


def _waits_for_what_the_status_says():
    condition = Q(status__in=_FINAL, waits_for__isnull=True)
    for status, waits_for in WAITS_FOR.items():
        condition |= Q(status=status.value, waits_for__isnull=False, waits_for=waits_for.value)
    return condition


class Complaint(models.Model):
    class AccessClass(models.TextChoices):
        """Who may see content and identity (life.md 4)."""

        ORDINARY = "ordinary", _("Biasa")
        SENSITIVE = "sensitive", _("Peka")
        SUPERVISORY = "supervisory", _("Berkadar pengawasan")
        PROTECTED = "protected", _("Jalur rahasia")

    # Here the inspectorate does the coordinator's part (life.md 4).
    CLOSED = frozenset({AccessClass.SUPERVISORY, AccessClass.PROTECTED})

    class ReportClass(models.TextChoices):
        COMPLAINT = "complaint", _("Pengaduan")
        ASPIRATION = "aspiration", _("Aspirasi")
        INFORMATION_REQUEST = "information_request", _("Permintaan informasi")

    class Priority(models.TextChoices):
        NORMAL = "normal", _("Biasa")
        URGENT = "urgent", _("Mendesak")

    tracking_number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=20, choices=_codes(Status))
    submitted_because = models.CharField(max_length=12, choices=_codes(Because), null=True)
    owner = models.ForeignKey("Agency", models.PROTECT, related_name="owned")
    waits_for = models.CharField(max_length=12, choices=_codes(WaitsFor), null=True)
    due_at = models.DateTimeField(null=True)
    next_effect_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    resume_status = models.CharField(max_length=20, choices=_codes(Status), null=True)
    resume_because = models.CharField(max_length=12, choices=_codes(Because), null=True)
    resume_owner = models.ForeignKey("Agency", models.PROTECT, null=True, related_name="+")

    # Who is complained about; both beat every role (life.md 4).
    excluded_agency = models.ForeignKey("Agency", models.PROTECT, null=True, related_name="+")
    excluded_person = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")

    access_class = models.CharField(max_length=12, choices=AccessClass, default=AccessClass.ORDINARY)
    report_class = models.CharField(max_length=20, choices=ReportClass, default=ReportClass.COMPLAINT)
    term_class = models.CharField(max_length=12, choices=TermClass, default=TermClass.NORMAL)
    priority = models.CharField(max_length=8, choices=Priority, default=Priority.NORMAL)
    # Found by the indexes that begin with them.
    category = models.ForeignKey("Category", models.PROTECT, related_name="complaints", db_index=False)
    village = models.ForeignKey("Village", models.PROTECT, null=True, related_name="complaints", db_index=False)
    assignee = models.ForeignKey("User", models.PROTECT, null=True, related_name="assigned")

    received_at = models.DateTimeField()
    examined_at = models.DateTimeField(null=True)
    # Since when the public sees it; nothing while it does not. What it sees is `Publication`.
    published_at = models.DateTimeField(null=True)
    # The sequence of its last event: written by `audit.record` alone. Forms carry it, so that nobody
    # overwrites what somebody else did meanwhile; a cut history does not fit it any more.
    version = models.PositiveIntegerField(default=0)

    # In which position the present act is done: set by `lifecycle` for `audit`, not stored here.
    acting = None
    # Whether the present act took it from the public's sight: set by `lifecycle` for the outbox, not stored here.
    was_hidden = False
    # {moment: hashes} while no clock changes (`audit.clocks_stand`); not a column.
    hashed_clocks = None
    # What the present page is for: set by `desk`, not stored here.
    wanted_act = None

    class Meta:
        # A CHECK lets pass what is unknown: wherever a column may be NULL, the condition says that it is not.
        constraints = [
            models.CheckConstraint(name="complaint_status_known", condition=Q(status__in=_values(Status))),
            models.CheckConstraint(
                name="complaint_open_has_next_step_final_has_end",
                condition=Q(
                    status__in=_OPEN,
                    waits_for__isnull=False,
                    due_at__isnull=False,
                    next_effect_at__isnull=False,
                    closed_at__isnull=True,
                )
                | Q(
                    status__in=_FINAL,
                    waits_for__isnull=True,
                    due_at__isnull=True,
                    next_effect_at__isnull=True,
                    closed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="complaint_waits_for_follows_status", condition=_waits_for_what_the_status_says()
            ),
            models.CheckConstraint(
                name="complaint_submitted_has_a_reason",
                condition=Q(status="submitted", submitted_because__isnull=False, submitted_because__in=_values(Because))
                | (~Q(status="submitted") & Q(submitted_because__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_needs_info_knows_the_way_back",
                condition=Q(
                    status="needs_info",
                    resume_status__isnull=False,
                    resume_status__in=["submitted", "referred", "in_progress"],
                    resume_owner__isnull=False,
                )
                | (~Q(status="needs_info") & Q(resume_status__isnull=True, resume_owner__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_resumes_submitted_with_its_reason",
                condition=Q(
                    resume_status__isnull=False,
                    resume_status="submitted",
                    resume_because__isnull=False,
                    resume_because__in=_values(Because),
                )
                | ((Q(resume_status__isnull=True) | ~Q(resume_status="submitted")) & Q(resume_because__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_owner_is_not_complained_about",
                condition=Q(excluded_agency__isnull=True) | ~Q(owner=models.F("excluded_agency")),
            ),
            # life.md 4: of sensitive, supervisory and protected cases the public never sees anything, nor of any case
            # in which it is noted who is complained about: nobody is accused in public before they are heard.
            models.CheckConstraint(
                name="complaint_public_is_ordinary_and_accuses_nobody",
                condition=Q(published_at__isnull=True)
                | Q(access_class="ordinary", excluded_agency__isnull=True, excluded_person__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_effect_at", "id"], name="complaint_next_effect", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["owner", "status", "due_at", "id"],
                name="complaint_owner_queue",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["status", "due_at", "id"], name="complaint_queue", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["due_at", "id"], name="complaint_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["received_at", "id"], name="complaint_received"),
            *(
                models.Index(fields=[column, "received_at", "id"], name=f"complaint_{column}_received")
                for column in ("owner", "category", "village")
            ),
            models.Index(
                fields=["assignee", "due_at", "id"], name="complaint_assignee", condition=Q(assignee__isnull=False)
            ),
            # What the desk looks through after a case is closed.
            models.Index(fields=["closed_at"], name="complaint_closed", condition=Q(closed_at__isnull=False)),
            # What the public looks through: newest first, by each filter.
            *(
                models.Index(
                    fields=[*columns, "-received_at", "-id"], name=f"complaint_public{name}", condition=_PUBLIC
                )
                for name, columns in {
                    "": [],
                    "_category": ["category"],
                    "_village": ["village"],
                    "_owner": ["owner"],
                    "_status": ["status"],
                }.items()
            ),
            models.Index(fields=["-closed_at", "-id"], name="complaint_public_closed", condition=_PUBLIC),
        ]

    def __str__(self):
        return self.tracking_number

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def may_be_public(self) -> bool:
        """Whether everybody may ever see a case of its class and category, and nobody is noted in it as complained
        about: no one is accused in public before they are heard (life.md 4)."""
        accused = self.excluded_agency_id or self.excluded_person_id
        closed = self.category.never_public or self.category.sensitive
        return self.access_class == self.AccessClass.ORDINARY and not closed and not accused
