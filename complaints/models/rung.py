"""The ladder as data: who is reminded before a due time and told after it, when (product.md 3)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Rung(models.Model):
    """One step: so many working days before (negative) or after a due time, somebody is told. It moves nothing else."""

    class Ladder(models.TextChoices):
        AGENCY = "agency", _("Instansi terlambat")
        DESK = "desk", _("Koordinator terlambat")
        REPORTER = "reporter", _("Pelapor belum menilai")
        OUTSIDE = "outside", _("Menunggu lembaga luar")
        INSTRUCTION = "instruction", _("Arahan pimpinan")
        STATUTORY = "statutory", _("Batas undang-undang")

    class To(models.TextChoices):
        WORKERS = "workers", _("Yang mengerjakan")
        HEAD = "head", _("Kepala instansi")
        POSITION = "position", _("Jabatan tertentu")
        REPORTER = "reporter", _("Pelapor")
        LEADER = "leader", _("Pimpinan yang memberi arahan")

    ladder = models.CharField(_("tangga"), max_length=12, choices=Ladder)
    after = models.SmallIntegerField(_("hari kerja sesudah batas"))
    to = models.CharField(_("kepada"), max_length=8, choices=To)
    position = models.ForeignKey(
        "Position", models.PROTECT, null=True, blank=True, related_name="rungs", verbose_name=_("jabatan")
    )
    copies_inspectorate = models.BooleanField(_("tembusan Inspektorat"), default=False)
    # The last one of a ladder: it comes back every week until somebody acts.
    repeats_weekly = models.BooleanField(_("diulang tiap minggu"), default=False)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("anak tangga")
        verbose_name_plural = _("tangga pengingat")
        ordering = ["ladder", "after", "id"]
        constraints = [
            models.CheckConstraint(
                name="rung_reminds_reporters_on_their_own_ladder",
                condition=Q(ladder="reporter", to="reporter", after__lt=0) | ~(Q(ladder="reporter") | Q(to="reporter")),
            ),
            models.CheckConstraint(
                name="rung_tells_the_leader_of_an_instruction",
                condition=Q(ladder="instruction") | ~Q(to="leader"),
            ),
            models.CheckConstraint(
                name="rung_names_its_position",
                condition=Q(to="position", position__isnull=False) | (~Q(to="position") & Q(position__isnull=True)),
            ),
            models.UniqueConstraint(fields=["ladder", "after", "to", "position"], name="rung_once"),
            # Two, because every NULL is another one.
            models.UniqueConstraint(
                fields=["ladder", "after", "to"], condition=Q(position__isnull=True), name="rung_once_without_position"
            ),
        ]

    def __str__(self):
        return f"{self.get_ladder_display()}: {self.after:+d}"
