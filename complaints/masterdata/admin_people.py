"""Admin of positions, accounts, and who holds which position by which decree."""

from django.contrib.admin import display, register
from django.http import FileResponse, Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.accounts import proof
from complaints.errors import Refused
from complaints.models import Holding, Position, User

from . import operations, operations_holders, queries
from .admin_base import MasterDataAdmin
from .admin_forms import AccountForm, HoldingForm
from .admin_site import site


@register(Position, site=site)
class PositionAdmin(MasterDataAdmin):
    asks_again = True
    operation = operations.save_position
    list_display = ("title", "agency", "role", "holder", "handles_sensitive", "is_active")
    list_filter = ("is_active", "role", "handles_sensitive", "agency")
    search_fields = ("title", "code", "agency__name", "agency__short_name")
    fields = ("title", "code", "agency", "role", "village", "handles_sensitive", "deputy", "is_active")

    def get_queryset(self, request):
        return queries.with_current_holders(super().get_queryset(request), timezone.localdate())

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "deputy":
            kwargs["queryset"] = Position.objects.select_related("agency")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @display(description=gettext_lazy("pemegang hari ini"))
    def holder(self, position):
        names = [
            str(holding.user)
            if holding.basis == Holding.Basis.OWN_RIGHT
            else f"{holding.user} ({holding.get_basis_display()})"
            for holding in position.holders
        ]
        return ", ".join(names) or _("⚠ kosong")


@register(Holding, site=site)
class HoldingAdmin(MasterDataAdmin):
    """One screen changes the holder of a position: adding the new one ends the time of the old."""

    asks_again = True
    form = HoldingForm
    list_display = ("position", "user", "basis", "starts_on", "ends_on", "decree_number", "decree")
    list_filter = ("basis", "position__role", "position__agency")
    list_select_related = ("position__agency", "user")
    search_fields = ("user__full_name", "position__title", "position__agency__name", "decree_number")
    readonly_fields = ("decree",)
    date_hierarchy = "starts_on"
    fieldsets = (
        (
            None,
            {
                "fields": ("position", "user", "basis", "starts_on", "ends_on"),
                "description": gettext_lazy(
                    "Pemegang baru mengakhiri masa pemegang lama sehari sebelumnya. Definitif juga mengakhiri Plt.; "
                    "Plh. berjalan di samping pemegang definitif. Hak lama berhenti pada permintaan berikutnya."
                ),
            },
        ),
        (
            gettext_lazy("Surat keputusan"),
            {"fields": ("decree_number", "decree_date", "decree_file", "decree", "pledge_signed_on")},
        ),
    )

    def get_urls(self):
        scan = path("<int:pk>/sk/", self.admin_site.admin_view(self.decree_view), name="complaints_holding_decree")
        return [scan, *super().get_urls()]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "position":
            kwargs["queryset"] = Position.objects.filter(is_active=True).select_related("agency")
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("full_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def perform(self, request, pk, values):
        now = timezone.now()
        if pk is None:
            position, person = values.pop("position"), values.pop("user")
            change = operations_holders.change_holder(
                position.pk, person=person, decree=values, actor=request.user, now=now
            )
            return change.holding
        return operations.save_holding(pk, values=values, actor=request.user, now=now)

    @display(description=gettext_lazy("berkas"))
    def decree(self, holding):
        if holding.pk is None or not holding.decree_file:
            return ""
        address = reverse("admin:complaints_holding_decree", args=[holding.pk])
        return format_html('<a href="{}">{}</a>', address, _("Unduh SK"))

    def decree_view(self, request, pk):
        """Hand out the scan of a decree: always as a download, never shown in our origin."""
        holding = Holding.objects.filter(pk=pk).first()
        if holding is None or not holding.decree_file:
            raise Http404
        ending = holding.decree_file.name.rpartition(".")[2]
        response = FileResponse(holding.decree_file.open("rb"), as_attachment=True, filename=f"SK-{pk}.{ending}")
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


@register(User, site=site)
class AccountAdmin(MasterDataAdmin):
    asks_again = True
    form = AccountForm
    list_display = ("full_name", "username", "email", "positions", "second_factor", "last_login", "is_active")
    list_filter = ("is_active",)
    search_fields = ("full_name", "username", "email")
    ordering = ("full_name",)
    change_form_template = "admin/complaints/user/change_form.html"

    def get_queryset(self, request):
        return queries.with_access(super().get_queryset(request), timezone.localdate())

    def get_urls(self):
        reset = path("<int:pk>/akses/", self.admin_site.admin_view(self.reset_view), name="complaints_user_reset")
        return [reset, *super().get_urls()]

    def get_fields(self, request, obj=None):
        return ("username", "full_name", "email", "is_active") if obj else ("username", "full_name", "email")

    def perform(self, request, pk, values):
        now = timezone.now()
        if pk is not None:
            return operations.save_account(pk, values=values, actor=request.user, now=now)
        user, request.temporary_password = operations.add_account(**values, actor=request.user, now=now)
        return user

    def response_add(self, request, obj, post_url_continue=None):
        return self._show_password(request, obj, request.temporary_password)

    def reset_view(self, request, pk):
        """Give somebody who lost everything a way back in. A GET only asks."""
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if asked := proof.second_factor_again(request):
            return asked
        refusal = ""
        if request.method == "POST":
            try:
                password = operations.reset_access(pk, actor=request.user, now=timezone.now())
            except Refused as refused:
                refusal = str(refused)
            else:
                return self._show_password(request, user, password)
        context = self._context(request, user, _("Beri sandi sementara")) | {"refusal": refusal}
        return TemplateResponse(request, "admin/complaints/user/reset.html", context)

    def _show_password(self, request, user, password):
        """The only page that ever shows it; it is kept nowhere, not even in a message."""
        context = self._context(request, user, _("Sandi sementara")) | {"password": password}
        return TemplateResponse(request, "admin/complaints/user/password.html", context)

    def _context(self, request, user, title) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, "account": user, "title": title}

    @display(description=gettext_lazy("jabatan hari ini"))
    def positions(self, user):
        return "; ".join(str(holding.position) for holding in user.held) or _("⚠ tanpa jabatan")

    @display(description=gettext_lazy("langkah kedua"), boolean=True)
    def second_factor(self, user):
        return user.has_second_factor
