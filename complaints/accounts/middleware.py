"""What stands between signing in and the work: a good session, an own password, the second factor, a post.

Rights are read from the positions held at each request, so that whoever leaves a post is out at the next click.
"""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from complaints import access

from . import queries, sessions
from .views import ask_to_unlock

# Pages that no account opens more of: everybody's, and health.
_PUBLIC_STAGES = {"intake", "tracking", "pages"}
_PUBLIC = {"alive", "ready"}
_WAYS_OUT = {"account_logout", "accounts:unlock"}
_OWN_PASSWORD = _WAYS_OUT | {"account_change_password"}
_SECOND_FACTOR = _OWN_PASSWORD | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
_WITHOUT_POSITION = _SECOND_FACTOR | {"accounts:profile", "mfa_deactivate_totp"}


class StaffMiddleware:
    """Let a signed-in person on only when nothing is left to do first; `request.positions` is what they hold today."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.positions = []
        response = self.get_response(request)
        if getattr(request, "is_present", False):
            sessions.touch(request, response)
        if request.method == "POST" and request.resolver_match and request.resolver_match.view_name == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache"'  # what was on the screen does not come back by the arrow
        return response

    def process_view(self, request, view, args, kwargs):
        """Answer instead of the view, or return None. Pages of everybody cost no query."""
        match = request.resolver_match
        if match.namespace in _PUBLIC_STAGES or match.view_name in _PUBLIC or not request.user.is_authenticated:
            return None
        now, name = timezone.now(), match.view_name
        request.positions = held = access.positions(request.user, now)
        privileged = sessions.is_privileged(held)
        if sessions.is_over(request, held, now):
            logout(request)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if privileged and name not in _WAYS_OUT and sessions.is_idle(request, now):
            return ask_to_unlock(request)
        request.is_present = privileged and name not in _WAYS_OUT
        if request.user.password_is_temporary and name not in _OWN_PASSWORD:
            return redirect("account_change_password")
        if privileged and name not in _SECOND_FACTOR and not sessions.has_second_factor(request):
            return self._prove_second_factor(request)
        if not held and name not in _WITHOUT_POSITION:
            return redirect("accounts:profile")
        return None

    def _prove_second_factor(self, request):
        """Enrolment for who has none yet; else a code, when this session began before it was needed."""
        if queries.second_factor(request.user) is None:
            return redirect("mfa_activate_totp")
        return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
