"""The working calendar as data: free days and service hours."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day that does not count. `withdrawn_on` keeps the row of a day that was declared and taken back."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("Libur nasional")
        JOINT_LEAVE = "joint_leave", _("Cuti bersama")
        LOCAL = "local", _("Tutup setempat")

    day = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind)
    source = models.CharField(_("dasar"), max_length=200, blank=True)
    is_uncertain = models.BooleanField(_("belum pasti"), default=False)
    withdrawn_on = models.DateField(_("dicabut tanggal"), null=True, blank=True)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {self.name}"


class ServiceHours(models.Model):
    """Opening and closing on one weekday (0 = Monday), local time; `closes` 00:00 means midnight.

    Without agency: of every agency that has no hours of its own. With dates: only then (Ramadan).
    An agency open on holidays too (shifts) says so on its rows.
    """

    agency = models.ForeignKey(
        "Agency", models.PROTECT, null=True, blank=True, related_name="hours", verbose_name=_("instansi")
    )
    weekday = models.PositiveSmallIntegerField(
        _("hari"),
        choices=[
            (0, _("Senin")),
            (1, _("Selasa")),
            (2, _("Rabu")),
            (3, _("Kamis")),
            (4, _("Jumat")),
            (5, _("Sabtu")),
            (6, _("Minggu")),
        ],
    )
    opens = models.TimeField(_("buka"))
    closes = models.TimeField(_("tutup"))
    open_on_holidays = models.BooleanField(_("buka di hari libur"), default=False)
    valid_from = models.DateField(_("mulai"), null=True, blank=True)
    valid_until = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("jam layanan")
        verbose_name_plural = _("jam layanan")
        ordering = ["agency__name", "weekday"]
        constraints = [
            models.CheckConstraint(name="hours_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="hours_close_after_open", condition=Q(closes__gt=F("opens")) | Q(closes="00:00:00")
            ),
            models.CheckConstraint(
                name="hours_have_both_dates_or_none",
                condition=Q(valid_from__isnull=True, valid_until__isnull=True)
                | Q(valid_from__isnull=False, valid_until__isnull=False, valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H.%M}-{self.closes:%H.%M}"
