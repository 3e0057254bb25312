"""How every page of the admin works: the administrator alone, changes by an operation, no deletion, a history."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin, display
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.accounts import proof
from complaints.errors import Refused

from . import queries
from .admin_forms import MasterDataForm
from .changes import FIXED


class MasterDataAdmin(ModelAdmin):
    """Saves through `operation(pk or None, values=…, actor=…, now=…)`; what that refuses is said above the form."""

    operation = None
    form = MasterDataForm
    asks_again = False  # whether changes ask for the second factor anew (product.md 1)
    actions = None
    list_per_page = 100
    view_on_site = False

    # --- who may what: the site decides, and nobody deletes

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [url for url in super().get_urls() if not (url.name or "").endswith("_delete")]

    # --- forms

    def get_readonly_fields(self, request, obj=None):
        fixed = FIXED.get(self.model, set()) if obj else set()
        return [*super().get_readonly_fields(request, obj), *sorted(fixed)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else _refused(form, refusal)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """No windows on top of windows: another row is made on its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    # --- saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form again with what was typed when the operation refuses; its transaction is undone by then."""
        if self.asks_again and (asked := proof.second_factor_again(request)):
            return asked
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = str(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in (form.changed_data if change else form.cleaned_data)}
        obj.pk = self.perform(request, obj.pk if change else None, values).pk

    def perform(self, request, pk, values):
        """Call the operation; return the saved row."""
        return type(self).operation(pk, values=values, actor=request.user, now=timezone.now())

    # --- the history is the system's chain, not a second one of the admin's

    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Riwayat perubahan: %s") % obj,
            "opts": self.opts,
            "object": obj,
            "module_name": self.opts.verbose_name_plural,
            "changes": queries.changes_of(obj),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    @display(description=gettext_lazy("catatan"))
    def certainty(self, obj) -> str:
        """Mark in lists what the reference data could not confirm."""
        return _("⚠ belum pasti") if obj.is_uncertain else ""


def _refused(form, refusal: str):
    """Return `form` with what the operation said against it."""

    class RefusedForm(form):
        def clean(self):
            cleaned = super().clean()
            self.add_error(None, refusal)
            return cleaned

    return RefusedForm
