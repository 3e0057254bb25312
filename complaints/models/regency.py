"""The regency whose portal this is. One row; another regency is other reference data, no code."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _


class Regency(models.Model):
    code = models.CharField(_("kode wilayah"), max_length=13, unique=True)
    name = models.CharField(_("nama"), max_length=100)
    province = models.CharField(_("provinsi"), max_length=100)
    programme = models.CharField(_("nama program"), max_length=100)
    tracking_prefix = models.CharField(_("awalan nomor laporan"), max_length=5)
    # What pages show beside the form: [{"name", "number", "unconfirmed"}] and [{"name", "value", "hours"}].
    emergency_numbers = models.JSONField(_("nomor darurat"), default=list)
    channels = models.JSONField(_("saluran lain"), default=list)
    # The regency decides it (ux.md 5.3); each agency sees its own in any case.
    shows_agencies = models.BooleanField(
        _("kartu nilai instansi tampil untuk umum"),
        default=False,
        help_text=_("Bila tidak, setiap instansi hanya melihat angkanya sendiri."),
    )

    # Local time: between the two no message makes a citizen's telephone ring. The same twice: never quiet.
    quiet_from = models.TimeField(_("tidak mengirim pesan mulai"), default=time(20))
    quiet_until = models.TimeField(_("sampai"), default=time(7))

    class Meta:
        verbose_name = _("pemerintah daerah")
        verbose_name_plural = _("pemerintah daerah")

    def __str__(self):
        return self.name
