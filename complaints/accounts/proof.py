"""Proving oneself again without losing the page: a session left alone, and acts that ask for the second factor anew.

What was being sent stands in the page as hidden fields and is sent on afterwards, with the files chosen again. It is
kept in the page alone: nothing of it is stored, for it may be the text of a protected case.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from . import queries, sessions
from .forms import ProveForm, UnlockForm


def second_factor_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the second factor, or None when it was proved in the last ten minutes.

    For views that open a contact, export more than 500 rows or change accounts (product.md 1), after they know that
    the person may do it at all: `if asked := proof.second_factor_again(request): return asked`.
    """
    return None if sessions.has_fresh_second_factor(request) else ask_to_prove(request)


def ask_to_prove(request: HttpRequest, form: ProveForm | None = None) -> HttpResponse:
    """Show the page that asks for a code or passkey; who has neither is led to set one up."""
    known = queries.second_factor(request.user)
    if known is None:
        if not sessions.is_privileged(request.positions):  # who must have one reads it on the page anyway
            messages.info(request, _("Tindakan ini memerlukan langkah kedua. Pasang dulu, lalu ulangi."))
        return redirect("mfa_activate_totp")
    return _ask(request, "accounts/prove.html", ProveForm, form, "accounts:prove", known)


def ask_to_unlock(request: HttpRequest, form: UnlockForm | None = None) -> HttpResponse:
    """Show the page of a locked session."""
    known = queries.second_factor(request.user)
    return _ask(request, "accounts/unlock.html", UnlockForm, form, "accounts:unlock", known)


def go_on(request: HttpRequest, form: forms.Form) -> HttpResponse:
    """Return the way on: to where the person was going, with what they were sending."""
    response = HttpResponseRedirect(_way_back(request, form.cleaned_data["next"]))
    if form.cleaned_data["resend"]:
        response.status_code = 307  # the browser sends again what was being sent
    return response


def _ask(request, page, form_class, form, own_address, known) -> HttpResponse:
    here = request.resolver_match.view_name == own_address
    if form is None:
        going = request.GET.get("next", "") if here else request.get_full_path()
        sending = request.method == "POST" and not here
        form = form_class(initial={"next": going, "resend": sending}, user=request.user)
    own = {form.add_prefix(name) for name in form.fields} | {"csrfmiddlewaretoken"}
    carried = [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
    context = {"form": form, "carried": carried, "known": known, "files": _files(request)}
    return render(request, page, context)


def _files(request) -> list[dict]:
    """Return the files that a page cannot carry, one entry a field: its name and what was chosen."""
    return [
        {"name": name, "chosen": ", ".join(file.name for file in files), "several": len(files) > 1}
        for name, files in request.FILES.lists()
    ]


def _way_back(request, address: str) -> str:
    """Return `address` if it is one of ours, else the queue."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else resolve_url("followup:queue")
