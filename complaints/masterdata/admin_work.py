"""Admin of what decides about complaints: agencies, categories, rules, terms and the calendar."""

from django.contrib.admin import display, register
from django.db.models import JSONField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models import Agency, Category, Holiday, RoutingRule, ServiceHours, Term

from . import operations, operations_calendar, queries
from .admin_base import MasterDataAdmin
from .admin_forms import CategoryForm, LinesField, previewed
from .admin_site import site


@register(Agency, site=site)
class AgencyAdmin(MasterDataAdmin):
    operation = operations.save_agency
    list_display = ("name", "short_name", "kind", "duty", "is_active", "certainty")
    list_filter = ("is_active", "is_uncertain", "kind", "duty", "handles_sensitive")
    search_fields = ("name", "short_name", "code", "former_names__name")
    list_select_related = True
    readonly_fields = ("former", "duty")
    formfield_overrides = {JSONField: {"form_class": LinesField, "required": False}}
    fieldsets = (
        (None, {"fields": ("name", "short_name", "code", "kind", "duty", "former")}),
        (_("Tugas"), {"fields": ("handles", "handles_sensitive", "hotline", "parent", "district", "village")}),
        (_("Cara kerja"), {"fields": ("heads_approve",)}),
        (
            _("Keadaan"),
            {
                "fields": ("is_active", "successor", "is_uncertain"),
                "description": _(
                    "Instansi tidak pernah dihapus. Ganti nama: tulis nama barunya, nama lama tersimpan. "
                    "Dilebur: isi penerus, lalu nonaktifkan setelah laporannya diteruskan."
                ),
            },
        ),
    )

    @display(description=_("nama lama"))
    def former(self, agency):
        return "; ".join(f"{old.name} ({_('sampai')} {old.until:%d-%m-%Y})" for old in agency.former_names.all())


@register(Category, site=site)
class CategoryAdmin(MasterDataAdmin):
    operation = operations.save_category
    form = CategoryForm
    list_display = ("name", "topic", "agency", "term_class", "form_order", "sensitive", "is_active", "certainty")
    list_filter = ("is_active", "is_uncertain", "sensitive", "never_public", "physical", "term_class", "topic")
    list_select_related = ("topic", "agency")
    search_fields = ("name", "code", "hint")
    fieldsets = (
        (None, {"fields": ("name", "code", "topic", "agency", "term_class", "target_days", "legal_basis")}),
        (
            _("Di formulir pelapor"),
            {
                "fields": ("form_order", "icon", "hint", "needs_place"),
                "description": _("Tanpa urutan, kategori hanya dipilih oleh petugas yang memeriksa."),
            },
        ),
        (_("Sifat"), {"fields": ("physical", "publish_default", "never_public", "sensitive", "supervisory_hint")}),
        (_("Keadaan"), {"fields": ("is_active", "is_uncertain")}),
    )


@register(RoutingRule, site=site)
class RoutingRuleAdmin(MasterDataAdmin):
    operation = operations.save_routing_rule
    list_display = ("order", "category", "district", "village", "agency", "valid_from", "valid_until")
    list_display_links = ("order", "category")
    list_filter = ("agency", "district")
    list_select_related = ("category", "district", "village", "agency")
    search_fields = ("category__name", "agency__name", "reason")
    fieldsets = (
        (
            None,
            {
                "fields": ("order", "category", "district", "village", "agency", "reason", "valid_from", "valid_until"),
                "description": _(
                    "Aturan pertama yang cocok menjadi usulan. Aturan tidak dihapus: isi tanggal sampai untuk "
                    "mengakhirinya."
                ),
            },
        ),
    )


def _in_force(term):
    return term is not None and term.valid_from <= timezone.localdate()


@register(Term, site=site)
class TermAdmin(MasterDataAdmin):
    operation = operations_calendar.save_term
    list_display = ("clock", "class_name", "length", "valid_from", "state", "source", "certainty")
    list_filter = ("is_uncertain", "clock", "term_class")
    ordering = ("clock", "term_class", "-valid_from")
    fieldsets = (
        (
            None,
            {
                "fields": ("clock", "term_class", "amount", "unit", "valid_from", "source", "preview", "is_uncertain"),
                "description": _(
                    "Batas waktu yang sudah berlaku tidak diubah: tambahkan baris baru dengan tanggal berlakunya, "
                    "mulai hari ini atau sesudahnya. Laporan yang sedang berjalan memakai batas waktu lamanya. "
                    "Tanpa kelas, baris berlaku untuk setiap kelas yang tidak punya baris sendiri."
                ),
            },
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        own = ("clock", "term_class", "amount", "unit", "valid_from", "source") if _in_force(obj) else ()
        return [*super().get_readonly_fields(request, obj), "preview", *own]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return previewed(form) if "_preview" in request.POST else form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["previews"] = not _in_force(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @display(description=_("kelas"), ordering="term_class")
    def class_name(self, term):
        return term.get_term_class_display() if term.term_class else _("Semua kelas")

    @display(description=_("lama"))
    def length(self, term):
        return f"{term.amount} {term.get_unit_display()}"

    @display(description=_("pratinjau"))
    def preview(self, term):
        """What the term, as typed so far, would do from now on: seen before it is saved."""
        return "\n".join(queries.preview_of(term, timezone.now())) or _("Isi jumlah dan satuan, lalu tekan Pratinjau.")

    @display(description=_("keadaan"))
    def state(self, term):
        return _("Berlaku") if term.valid_from <= timezone.localdate() else _("Belum berlaku")


@register(Holiday, site=site)
class HolidayAdmin(MasterDataAdmin):
    operation = operations_calendar.save_holiday
    list_display = ("day", "name", "kind", "source", "withdrawn_on", "certainty")
    list_filter = ("is_uncertain", "kind")
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)
    fieldsets = (
        (
            None,
            {
                "fields": ("day", "name", "kind", "source", "is_uncertain", "withdrawn_on"),
                "description": _("Hari libur yang batal tidak dihapus: isi tanggal dicabut."),
            },
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["day"] if obj else [])]


@register(ServiceHours, site=site)
class ServiceHoursAdmin(MasterDataAdmin):
    operation = operations_calendar.save_service_hours
    list_display = ("office", "weekday", "opens", "closes", "open_on_holidays", "valid_from", "valid_until")
    list_display_links = ("office", "weekday")
    list_filter = ("agency", "weekday", "open_on_holidays")
    list_select_related = ("agency",)
    fieldsets = (
        (
            None,
            {
                "fields": ("agency", "weekday", "opens", "closes", "open_on_holidays", "valid_from", "valid_until"),
                "description": _(
                    "Tanpa instansi, jam berlaku untuk semua instansi yang tidak punya jam sendiri. Dengan tanggal, "
                    "jam hanya berlaku dalam masa itu (Ramadan) dan menggantikan semua jam tetap. Hari yang tidak "
                    "dilayani lagi: isi mulai dan sampai dengan tanggal yang sudah lewat. Tutup 00.00 berarti tengah "
                    "malam."
                ),
            },
        ),
    )

    @display(description=_("instansi"), ordering="agency__name")
    def office(self, hours):
        return hours.agency or _("Semua instansi")
