"""What stands between signing in and the work: a good session, an own password, the second factor, a post.

Rights are read from the positions held at each request, so that whoever leaves a post is out at the next click.
"""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils import timezone

from complaints import access, opening

from . import proof, queries, sessions

# Pages that no account opens more of: everybody's, and health.
_PUBLIC_STAGES = {"intake", "tracking", "pages"}
_PUBLIC = {"alive", "ready", "notifications:stop"}
_WAYS_OUT = {"account_logout", "accounts:unlock", "accounts:challenge"}
_COVER = {"followup:case", "followup:open_case"}
_OWN_PASSWORD = _WAYS_OUT | {"account_change_password"}
_SECOND_FACTOR = _OWN_PASSWORD | {
    "account_reauthenticate",
    "accounts:prove",
    "accounts:add_passkey",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
# What makes, shows or takes away a second factor: for a session that has proved the one there is.
_CHANGES_SECOND_FACTOR = {
    "accounts:add_passkey",
    "accounts:rename_passkey",
    "accounts:remove_passkey",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
_WITHOUT_POSITION = _SECOND_FACTOR | {
    "accounts:profile",
    *_CHANGES_SECOND_FACTOR,
}


class StaffMiddleware:
    """Let a signed-in person on only when nothing is left to do first; `request.positions` is what they act in."""

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
        # Where staff record reports, a public stage has pages of theirs.
        public = match.namespace in _PUBLIC_STAGES and not match.route.startswith("petugas/")
        if public or match.view_name in _PUBLIC or not request.user.is_authenticated:
            return None
        now, name = timezone.now(), match.view_name
        request.positions = held = access.positions(request.user, now)
        privileged = sessions.is_privileged(held)
        if sessions.is_over(request, held, now):
            logout(request)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if privileged and name not in _WAYS_OUT and sessions.is_idle(request, now):
            return proof.ask_to_unlock(request)
        # What a page asks by itself, again and again, is no sign that somebody sits there.
        request.is_present = privileged and name not in _WAYS_OUT and "X-By-Itself" not in request.headers
        if request.user.password_is_temporary and name not in _OWN_PASSWORD:
            return redirect("account_change_password")
        if not sessions.has_second_factor(request):
            if privileged and name not in _SECOND_FACTOR:
                return proof.ask_to_prove(request)
            # Else a session from before it was set up would read its codes, or make itself one of its own.
            if name in _CHANGES_SECOND_FACTOR and queries.second_factor(request.user) is not None:
                return proof.ask_to_prove(request)
        if not held and name not in _WITHOUT_POSITION:
            return redirect("accounts:profile")
        return _not_opened(request, kwargs.get("number"), held, name)


def _not_opened(request, number, held, name):
    """No page of a protected case but its cover, before it was opened by a press; others cost no query."""
    may_read = access.inspects(held)
    if number is None or not may_read or name in _COVER:
        return None
    # Only of cases that are theirs: of all others an address must not even say that they exist.
    if not opening.is_closed(request, access.staff_cases(request.user, held), number):
        return None
    return redirect("followup:case", number)
