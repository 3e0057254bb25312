"""Which agency a category belongs to, by place, as data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RoutingRule(models.Model):
    """The first rule in `order` that matches category and place proposes its agency; the reason is shown and stored."""

    order = models.PositiveSmallIntegerField(_("urutan"))
    category = models.ForeignKey("Category", models.PROTECT, related_name="rules", verbose_name=_("kategori"))
    district = models.ForeignKey("District", models.PROTECT, null=True, blank=True, verbose_name=_("kecamatan"))
    village = models.ForeignKey("Village", models.PROTECT, null=True, blank=True, verbose_name=_("desa atau kelurahan"))
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="rules", verbose_name=_("instansi"))
    reason = models.CharField(_("alasan"), max_length=200, help_text=_("Satu kalimat yang dibaca petugas dan pelapor."))
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("aturan penerusan")
        verbose_name_plural = _("aturan penerusan")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="routing_rule_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            )
        ]

    def __str__(self):
        return f"{self.category} → {self.agency}"
