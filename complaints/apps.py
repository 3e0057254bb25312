from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """The one app of the portal; its stages are packages, not apps."""

    name = "complaints"
    label = "complaints"
    verbose_name = _("Pengaduan")
    default_auto_field = "django.db.models.BigAutoField"
