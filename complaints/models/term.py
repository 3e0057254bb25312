"""Terms are data: how long each clock of each class runs, since when, and by which source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints import words
from complaints.states import Unit


class TermClass(models.TextChoices):
    NORMAL = "NORMAL", _("Pengaduan tidak berkadar pengawasan")
    SUPERVISORY = "SUPERVISORY", _("Pengaduan berkadar pengawasan")
    SENSITIVE = "SENSITIVE", _("Laporan peka")
    EMERGENCY = "EMERGENCY", _("Darurat")
    ASPIRATION = "ASPIRATION", _("Aspirasi")
    INFO = "INFO", _("Permintaan informasi")
    KIP = "KIP", _("Permohonan informasi publik resmi")
    EXTERNAL = "EXTERNAL", _("Di luar kewenangan")


UNITS = [
    (Unit.WORKING_DAYS.value, _("hari kerja")),
    (Unit.CALENDAR_DAYS.value, _("hari kalender")),
    (Unit.HOURS.value, _("jam layanan")),
]
# A promise and an instruction end on a day that was named, a target is its category's.
CLOCKS = [row for row in words.CLOCK.items() if row[0] not in ("promise", "instruction", "target")]


class Term(models.Model):
    """`amount` `unit`s for one clock, of one class or (empty) of every class without a row of its own.

    The newest row whose `valid_from` has come counts; a running clock keeps the term it started with.
    """

    term_class = models.CharField(_("kelas"), max_length=12, choices=TermClass, blank=True)
    clock = models.CharField(_("tenggat"), max_length=20, choices=CLOCKS)
    amount = models.PositiveSmallIntegerField(_("jumlah"))
    unit = models.CharField(_("satuan"), max_length=14, choices=UNITS)
    source = models.CharField(_("dasar"), max_length=250)
    valid_from = models.DateField(_("berlaku sejak"))
    is_uncertain = models.BooleanField(_("belum pasti"), default=False)

    class Meta:
        verbose_name = _("batas waktu")
        verbose_name_plural = _("batas waktu")
        ordering = ["clock", "term_class", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["term_class", "clock", "valid_from"], name="term_once_a_day"),
            models.CheckConstraint(name="term_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self):
        return f"{self.get_clock_display()}: {self.amount} {self.get_unit_display()}"
