"""People with an account, the positions (jabatan) that carry the roles, and who holds which from when until when."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. Rights come from positions held: `is_superuser` opens nothing."""

    first_name = None
    last_name = None
    full_name = models.CharField(_("nama lengkap"), max_length=200)
    # Set with a password that the administrator knows too: the person must choose their own before anything else.
    password_is_temporary = models.BooleanField(_("sandi sementara"), default=False)
    # Single keys act on pages only for who turned them on (WCAG 2.1.4). None: not asked yet.
    uses_shortcuts = models.BooleanField(_("pintasan papan tombol"), null=True)

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta(AbstractUser.Meta):
        verbose_name = _("akun petugas")
        verbose_name_plural = _("akun petugas")

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.split(" ")[0] if self.full_name else self.username


class PositionQuerySet(models.QuerySet):
    def acted_in(self, user: User, day: date) -> list[Position]:
        """Return the positions, with agencies, in which `user` acts on `day` (local date), their own (`is_own`) first.

        Those they hold, and those they deputise for: while no holder of a position is there, who holds its deputy acts
        in it too (product.md 1). A Plt. or Plh. is a holder who is there. One query, two for who is somebody's deputy:
        every request and every act asks, and one statement of both took longer to compile than to answer.
        """
        active = self.filter(is_active=True, agency__is_active=True).select_related("agency").order_by("pk")
        in_force = Holding.objects.in_force(day)
        held = active.filter(pk__in=in_force.filter(user=user, user__is_active=True).values("position"))
        is_deputy = Exists(Position.objects.filter(deputy=OuterRef("pk")))
        own = list(held.annotate(is_own=Value(True), is_deputy=is_deputy))
        deputised = []
        if any(position.is_deputy for position in own):
            away = Exists(Absence.objects.filter(holding=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day))
            holders = in_force.filter(user__is_active=True)
            absent, present = holders.filter(away).values("position"), holders.exclude(away).values("position")
            others = active.filter(deputy__in=own, pk__in=absent).exclude(pk__in=present)
            deputised = list(others.exclude(pk__in=held.values("pk")).annotate(is_own=Value(False)))
        return own + deputised


class Position(models.Model):
    """A post in an agency. A case belongs to the agency; a person only holds the post."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Admin koordinator")
        LIAISON = "liaison_officer", _("Pejabat penghubung")
        CASE_OFFICER = "case_officer", _("Pejabat pelaksana")
        HEAD = "head", _("Kepala instansi")
        LEADER = "leader", _("Pimpinan")
        INSPECTORATE = "inspectorate", _("Inspektorat")
        OVERSEER = "overseer", _("Pengawas (Ombudsman)")
        ADMINISTRATOR = "administrator", _("Administrator sistem")
        ENTRY = "entry", _("Petugas desa (hanya mengisi)")

    # Who works on the cases of the own agency.
    AGENCY_ROLES = (Role.LIAISON, Role.CASE_OFFICER, Role.HEAD)
    # Who works on cases at all: leaders, overseers and administrators only read.
    WORKING_ROLES = (*AGENCY_ROLES, Role.COORDINATOR, Role.INSPECTORATE)
    # Who must sign in with a second factor (product.md 1).
    SECOND_FACTOR_ROLES = (Role.COORDINATOR, Role.LEADER, Role.INSPECTORATE, Role.OVERSEER, Role.ADMINISTRATOR)

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    title = models.CharField(_("nama jabatan"), max_length=150)
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="positions", verbose_name=_("instansi"))
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    handles_sensitive = models.BooleanField(_("melihat laporan peka"), default=False)
    # Of a *petugas desa*: for whose visitors reports are entered; empty for an office that serves every village.
    village = models.ForeignKey(
        "Village", models.PROTECT, null=True, blank=True, verbose_name=_("desa atau kelurahan"), related_name="+"
    )
    deputy = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputises_for", verbose_name=_("pengganti")
    )
    is_active = models.BooleanField(_("aktif"), default=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("jabatan")
        verbose_name_plural = _("jabatan")
        ordering = ["agency__name", "title"]
        constraints = [
            models.CheckConstraint(
                name="position_of_a_village_only_enters", condition=Q(village__isnull=True) | Q(role="entry")
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.agency.short_name}"

    def enters(self, village_id: int | None) -> bool:
        """Whether it enters reports for visitors about things in this village, or about what has no place (None)."""
        if self.role == self.Role.COORDINATOR:
            return True
        return self.role == self.Role.ENTRY and (self.village_id is None or village_id in (None, self.village_id))

    def inspects(self, complaint) -> bool:
        """Whether it does the inspectorate's part in this case: where that one is complained about, the positions of
        the Sekda's office that are marked for closed cases stand in (life.md 4)."""
        accused = complaint.excluded_agency
        if accused is not None and accused.duty == accused.Duty.INSPECTORATE:
            return self.agency.duty == accused.Duty.ARBITER and self.handles_sensitive
        return self.role == self.Role.INSPECTORATE

    def coordinates(self, complaint) -> bool:
        """Whether it does the coordinator's part in this case: where the coordinating agency is complained about, who
        works in the Sekda's office stands in, as nobody may handle a complaint about themselves (life.md 4)."""
        accused = complaint.excluded_agency
        if accused is not None and accused.duty == accused.Duty.COORDINATOR:
            return self.agency.duty == accused.Duty.ARBITER and self.role in self.AGENCY_ROLES
        return self.role == self.Role.COORDINATOR

    @classmethod
    def working_roles(cls, owner) -> tuple[str, ...]:
        """Return the roles that work on the cases `owner` has: the inspectorate's own handle theirs (life.md 4)."""
        if owner.duty == owner.Duty.INSPECTORATE:
            return (*cls.AGENCY_ROLES, cls.Role.INSPECTORATE)
        return cls.AGENCY_ROLES


class HoldingQuerySet(models.QuerySet):
    def current(self, day: date) -> HoldingQuerySet:
        """Holdings in force on `day` of active people and positions."""
        return self.in_force(day).filter(
            user__is_active=True, position__is_active=True, position__agency__is_active=True
        )

    def in_force(self, day: date) -> HoldingQuerySet:
        """Holdings whose time is `day` (local date; the last day still counts), whoever is active."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Holding(models.Model):
    """One person in one position, by decree (SK), in his own right or as Plt./Plh."""

    class Basis(models.TextChoices):
        OWN_RIGHT = "own_right", _("Definitif")
        ACTING = "plt", _("Pelaksana tugas (Plt.)")
        DAILY_ACTING = "plh", _("Pelaksana harian (Plh.)")

    position = models.ForeignKey(Position, models.PROTECT, related_name="holdings", verbose_name=_("jabatan"))
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings", verbose_name=_("pemegang"))
    basis = models.CharField(_("dasar"), max_length=10, choices=Basis, default=Basis.OWN_RIGHT)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    decree_number = models.CharField(_("nomor SK"), max_length=100)
    decree_date = models.DateField(_("tanggal SK"))
    decree_file = models.FileField(_("berkas SK"), upload_to="decrees/", blank=True)
    pledge_signed_on = models.DateField(_("pakta integritas ditandatangani"), null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemegang jabatan")
        verbose_name_plural = _("pemegang jabatan")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="holding_ends_after_start", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(ends_on__isnull=True, basis="own_right"),
                name="holding_one_holder_in_own_right",
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.position}"


class Absence(models.Model):
    """From when until when (local dates, both count) the holder of a position is away: the deputy acts meanwhile."""

    holding = models.ForeignKey(Holding, models.PROTECT, related_name="absences")
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
        ]
