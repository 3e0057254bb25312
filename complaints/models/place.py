"""Districts and villages of the regency, and where one complaint is."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class District(models.Model):
    code = models.CharField(_("kode"), max_length=13, unique=True)
    name = models.CharField(_("nama kecamatan"), max_length=100)
    aliases = models.JSONField(_("nama lain"), default=list, blank=True)

    class Meta:
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")
        ordering = ["code"]

    def __str__(self):
        return self.name


class Village(models.Model):
    class Kind(models.TextChoices):
        DESA = "desa", _("Desa")
        KELURAHAN = "kelurahan", _("Kelurahan")

    code = models.CharField(_("kode"), max_length=13, unique=True)
    name = models.CharField(_("nama"), max_length=100)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    district = models.ForeignKey(District, models.PROTECT, related_name="villages", verbose_name=_("kecamatan"))
    latitude = models.FloatField(_("lintang"))
    longitude = models.FloatField(_("bujur"))
    aliases = models.JSONField(_("nama lain"), default=list, blank=True)

    class Meta:
        verbose_name = _("desa atau kelurahan")
        verbose_name_plural = _("desa dan kelurahan")
        ordering = ["district__code", "name"]

    def __str__(self):
        # Not get_kind_display: for each of a long list it hashes the words of all kinds.
        return f"{_KINDS.get(self.kind, self.kind)} {self.name}"


_KINDS = dict(Village.Kind.choices)


class Place(models.Model):
    """The exact spot of a complaint, apart from the village that lists and figures use.

    Coordinates in degrees (WGS 84), accuracy in metres as the phone gave it.
    """

    complaint = models.OneToOneField("Complaint", models.PROTECT, primary_key=True, related_name="place")
    latitude = models.FloatField(null=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    accuracy = models.PositiveIntegerField(null=True)
    landmark = models.ForeignKey("Text", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__isnull=False,
                    longitude__range=(-180, 180),
                ),
            )
        ]
        indexes = [models.Index(fields=["latitude", "longitude"], name="place_spot")]
