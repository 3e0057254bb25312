"""Pages of ours around those of django-allauth: the profile, and the lock of a session left alone."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from . import queries, sessions
from .forms import UnlockForm


@login_required
@require_GET
def profile(request):
    today = timezone.localdate()
    return render(
        request,
        "accounts/profile.html",
        {
            "nav": "profile",
            "holdings": list(queries.holdings(request.user, today)),
            "today": today,
            "second_factor": queries.second_factor(request.user),
            "must_have_second_factor": sessions.is_privileged(request.positions),
            "coordinating_agency": None if request.positions else queries.coordinating_agency(),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def unlock(request):
    if request.method == "GET":
        return ask_to_unlock(request)
    limited = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
    if limited:
        return limited
    form = UnlockForm(request.POST, user=request.user)
    if not form.is_valid():
        return ask_to_unlock(request, form)
    sessions.record_proof(request, "password")
    response = HttpResponseRedirect(_way_back(request, form.cleaned_data["next"]))
    if form.cleaned_data["resend"]:
        response.status_code = 307  # the browser sends again what was being sent when the session was found locked
    sessions.touch(request, response)
    return response


def ask_to_unlock(request, form=None):
    """Show the page of a locked session. What was being sent stands in it as hidden fields, and is sent on afterwards.

    It is kept in the page alone: nothing of it is stored, for it may be the text of a protected case.
    """
    if form is None:
        here = request.resolver_match.view_name == "accounts:unlock"
        sending = request.method == "POST" and not here
        form = UnlockForm(
            initial={"next": request.GET.get("next", "") if here else request.get_full_path(), "resend": sending},
            user=request.user,
        )
    own = {form.add_prefix(name) for name in form.fields} | {"csrfmiddlewaretoken"}
    carried = [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
    context = {"form": form, "carried": carried, "photos_lost": bool(request.FILES)}
    return render(request, "accounts/unlock.html", context)


def _way_back(request, address: str) -> str:
    """Return `address` if it is one of ours, else the queue."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else resolve_url("followup:queue")
