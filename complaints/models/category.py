"""What complaints are about. Citizens choose a topic, the verifier the exact category below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .term import TermClass


class CategoryQuerySet(models.QuerySet):
    def on_the_form(self):
        """What a citizen may choose from now, in the order of the form."""
        return self.filter(is_active=True, form_order__isnull=False).order_by("form_order", "name")

    def under(self, topic_id: int):
        """A topic and the categories below it."""
        return self.filter(models.Q(pk=topic_id) | models.Q(topic=topic_id))


class Category(models.Model):
    """A topic (no parent) or a category below a topic. Never deleted, only deactivated."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=100)
    topic = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="categories", verbose_name=_("topik")
    )
    agency = models.ForeignKey(
        "Agency", models.PROTECT, null=True, blank=True, related_name="categories", verbose_name=_("instansi")
    )
    term_class = models.CharField(_("kelas waktu"), max_length=12, choices=TermClass, default=TermClass.NORMAL)
    # The order on the citizen's form; empty means: not offered there.
    form_order = models.PositiveSmallIntegerField(_("urutan di formulir"), null=True, blank=True)
    icon = models.CharField(_("ikon"), max_length=30, blank=True)
    hint = models.CharField(_("petunjuk"), max_length=150, blank=True)
    needs_place = models.BooleanField(_("perlu tempat"), default=False)
    physical = models.BooleanField(
        _("pekerjaan fisik"), default=False, help_text=_("Jawaban butuh foto hasil atau alasan tanpa foto.")
    )
    publish_default = models.BooleanField(_("tampil untuk umum bila pelapor setuju"), default=False)
    never_public = models.BooleanField(_("tidak pernah tampil"), default=False)
    sensitive = models.BooleanField(_("peka"), default=False)
    supervisory_hint = models.BooleanField(_("mungkin berkadar pengawasan"), default=False)
    target_days = models.PositiveSmallIntegerField(
        _("target hari kerja"),
        null=True,
        blank=True,
        help_text=_(
            "Target daerah dalam hari kerja sejak diteruskan. Hanya dipakai bila lebih awal dari batas waktu kelasnya. "
            "Laporan yang sudah diteruskan tidak berubah."
        ),
    )
    legal_basis = models.CharField(_("dasar hukum"), max_length=250, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_uncertain = models.BooleanField(_("belum pasti"), default=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("kategori")
        verbose_name_plural = _("kategori")
        ordering = ["name"]

    def __str__(self):
        return self.name
