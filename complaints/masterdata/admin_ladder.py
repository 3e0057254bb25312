"""The ladder in the admin: who is reminded and told, when."""

from django.contrib.admin import display, register
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from complaints.models import Rung

from . import operations_calendar
from .admin_base import MasterDataAdmin
from .admin_site import site


@register(Rung, site=site)
class RungAdmin(MasterDataAdmin):
    operation = operations_calendar.save_rung
    list_display = ("ladder", "when", "to", "position", "copies_inspectorate", "repeats_weekly", "is_active")
    list_filter = ("ladder", "is_active")
    list_select_related = ("position__agency",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("ladder", "after", "to", "position"),
                    *("copies_inspectorate", "repeats_weekly", "is_active"),
                ),
                "description": _(
                    "Angka negatif berarti sebelum batas waktu. Anak tangga hanya memberi tahu: pemegang laporan dan "
                    "batas waktunya tetap. Yang kosong dilewati, dan koordinator diberi tahu. Anak tangga terakhir "
                    "diulang tiap minggu. Tidak ada yang dihapus: hapus centang aktif."
                ),
            },
        ),
    )

    @display(description=_("kapan"), ordering="after")
    def when(self, rung):
        if rung.after == 0:
            return _("Saat batas waktu lewat")
        days = abs(rung.after)
        if rung.after < 0:
            return ngettext("%(n)d hari kerja sebelumnya", "%(n)d hari kerja sebelumnya", days) % {"n": days}
        return ngettext("%(n)d hari kerja sesudahnya", "%(n)d hari kerja sesudahnya", days) % {"n": days}
