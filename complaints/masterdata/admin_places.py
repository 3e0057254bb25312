"""Admin of the regency itself, its districts and villages."""

from django.contrib.admin import register
from django.db.models import JSONField
from django.utils.translation import gettext_lazy as _

from complaints.models import District, Regency, Synonym, Village

from . import operations
from .admin_base import MasterDataAdmin
from .admin_forms import LinesField, RegencyForm
from .admin_site import site

_ALIASES = {JSONField: {"form_class": LinesField, "required": False, "help_text": _("Satu nama lain setiap baris")}}


@register(Regency, site=site)
class RegencyAdmin(MasterDataAdmin):
    operation = operations.save_regency
    form = RegencyForm
    list_display = ("name", "province", "programme", "tracking_prefix")
    fields = (
        "name",
        "province",
        "programme",
        "code",
        "tracking_prefix",
        "emergency_numbers",
        "channels",
        ("quiet_from", "quiet_until"),
        "shows_agencies",
    )

    def has_add_permission(self, request):
        return False  # one portal, one regency


@register(District, site=site)
class DistrictAdmin(MasterDataAdmin):
    operation = operations.save_district
    list_display = ("name", "code")
    search_fields = ("name", "code")
    formfield_overrides = _ALIASES
    fields = ("name", "code", "aliases")


@register(Village, site=site)
class VillageAdmin(MasterDataAdmin):
    operation = operations.save_village
    list_display = ("name", "kind", "district", "code")
    list_filter = ("district", "kind")
    list_select_related = ("district",)
    search_fields = ("name", "code")
    formfield_overrides = _ALIASES
    fields = ("name", "kind", "code", "district", "latitude", "longitude", "aliases")


@register(Synonym, site=site)
class SynonymAdmin(MasterDataAdmin):
    operation = operations.save_synonym
    list_display = ("word", "meaning")
    search_fields = ("word", "meaning")
    fields = ("word", "meaning")
