"""Agencies (OPD) of the regency, its companies, and the bodies outside that complaints are handed on to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """Only an active agency of the regency or its companies may own a complaint (trigger `owner_may_own`)."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("Perangkat daerah")
        COMPANY = "bumd", _("Perusahaan daerah")
        VILLAGE = "village", _("Pemerintah desa")
        EXTERNAL = "external", _("Lembaga luar")
        OVERSIGHT = "oversight", _("Lembaga pengawas")

    OWNING_KINDS = (Kind.REGIONAL, Kind.COMPANY)
    # What is not the regency's is handed on to them; they never own here.
    OUTSIDE_KINDS = (Kind.EXTERNAL, Kind.OVERSIGHT)

    class Duty(models.TextChoices):
        """The part an agency plays in every case, beside its own work."""

        COORDINATOR = "coordinator", _("Koordinator pengaduan")
        INSPECTORATE = "inspectorate", _("Inspektorat")
        ARBITER = "arbiter", _("Penengah antarinstansi")

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    short_name = models.CharField(_("singkatan"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind)
    duty = models.CharField(_("peran khusus"), max_length=12, choices=Duty, null=True, blank=True, unique=True)
    handles = models.JSONField(_("tugas dalam kata biasa"), default=list, blank=True)
    handles_sensitive = models.BooleanField(_("menangani laporan peka"), default=False)
    heads_approve = models.BooleanField(
        _("jawaban dikirim kepala instansi"),
        default=False,
        help_text=_(
            "Jawaban petugas menunggu kepala instansi, yang mengirim atau mengembalikannya. Batas waktu berjalan terus."
        ),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("induk")
    )
    district = models.ForeignKey("District", models.PROTECT, null=True, blank=True, verbose_name=_("kecamatan"))
    village = models.ForeignKey("Village", models.PROTECT, null=True, blank=True, verbose_name=_("desa atau kelurahan"))
    hotline = models.CharField(_("telepon"), max_length=40, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("penerus")
    )
    is_uncertain = models.BooleanField(_("nama belum pasti"), default=False)

    class Meta:
        verbose_name = _("instansi")
        verbose_name_plural = _("instansi")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="agency_with_duty_may_own", condition=Q(duty__isnull=True) | Q(kind="regional", is_active=True)
            ),
            models.CheckConstraint(
                name="agency_is_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("pk")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def may_own(self) -> bool:
        return self.is_active and self.kind in self.OWNING_KINDS

    @property
    def is_outside(self) -> bool:
        return self.is_active and self.kind in self.OUTSIDE_KINDS


class AgencyName(models.Model):
    """A name an agency had, kept when it is renamed, so that old papers and links stay readable."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="former_names")
    name = models.CharField(_("nama"), max_length=150)
    short_name = models.CharField(_("singkatan"), max_length=60)
    until = models.DateField(_("sampai"))

    class Meta:
        verbose_name = _("nama lama instansi")
        verbose_name_plural = _("nama lama instansi")
        ordering = ["-until"]

    def __str__(self):
        return self.name
