"""The admin of the master data at /kelola/admin/: open to holders of an administrator's position alone."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from complaints.accounts import sessions
from complaints.models import Position

# Signing in, out and changing passwords have one door each, and it is not here; nothing is shown on another site.
_CLOSED = {"login", "logout", "password_change", "password_change_done", "view_on_site"}


class MasterDataSite(AdminSite):
    """Rights come from the position held today, never from `is_staff` or `is_superuser`."""

    site_title = _("Data induk BESADU")
    site_header = _("Data induk BESADU")
    index_title = _("Data induk")
    site_url = "/petugas/"
    empty_value_display = "–"

    def has_permission(self, request) -> bool:
        held = getattr(request, "positions", [])  # set by the staff middleware, for active people alone
        is_administrator = any(position.role == Position.Role.ADMINISTRATOR for position in held)
        return is_administrator and sessions.has_second_factor(request)

    def admin_view(self, view, cacheable=False):
        """Send strangers to the door, and show a 404 to people who may not see that there is an admin."""
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        inner.csrf_exempt = False
        return inner

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", None) not in _CLOSED]

    def get_log_entries(self, request):
        """Return none: the history of the master data is the system's chain, shown by each object's own page."""
        return []


site = MasterDataSite(name="admin")
