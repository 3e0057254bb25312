"""Words that mean the same: what people here write, and what offices write. Searches look for both."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Synonym(models.Model):
    word = models.CharField(_("kata setempat"), max_length=40, unique=True)
    meaning = models.CharField(_("artinya"), max_length=40, db_index=True)

    class Meta:
        verbose_name = _("padanan kata")
        verbose_name_plural = _("padanan kata")
        ordering = ["word"]

    def __str__(self):
        return f"{self.word} = {self.meaning}"
