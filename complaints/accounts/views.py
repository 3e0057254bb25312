"""Pages of ours around those of django-allauth: the profile, passkeys, the lock, and proving oneself again."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows import reauthentication
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.errors import Refused

from . import operations, passkeys, proof, queries, sessions
from . import shortcuts as shortcut_keys
from .forms import AbsenceForm, AddPasskeyForm, ProveForm, RenamePasskeyForm, UnlockForm


@login_required
@require_GET
def profile(request):
    today = timezone.localdate()
    return render(
        request,
        "accounts/profile.html",
        {
            "holdings": list(queries.holdings(request.user, today)),
            "today": today,
            "second_factor": queries.second_factor(request.user),
            "must_have_second_factor": sessions.is_privileged(request.positions),
            "telegram": queries.telegram(request.user),
            "away": queries.away(queries.holdings(request.user, today), today),
            "deputised": [position for position in request.positions if not position.is_own],
            "coordinating_agency": None if request.positions else queries.coordinating_agency(),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def shortcuts(request):
    """S7: which keys do what, and whether they do it here; the queue asks once and is gone back to."""
    if request.method == "POST":
        operations.choose_shortcuts(request.user, request.POST.get("on") == "1")
        return redirect("followup:queue" if "asked" in request.POST else "accounts:shortcuts")
    return render(request, "accounts/shortcuts.html", {"keys": shortcut_keys.told()})


@login_required
@require_http_methods(["GET", "POST"])
def unlock(request):
    """The page of a locked session. By a passkey, the second factor has been proved again too."""
    if request.method == "GET":
        return proof.ask_to_unlock(request)
    if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return limited
    form = UnlockForm(request.POST, user=request.user)
    if not form.is_valid():
        return proof.ask_to_unlock(request, form)
    if form.by_passkey:
        passkeys.record_use(request, form.cleaned_data["credential"])
    else:
        sessions.record_proof(request, "password")
    response = proof.go_on(request, form)
    sessions.touch(request, response)
    return response


@login_required
@require_http_methods(["GET", "POST"])
def prove(request):
    """Ask for the second factor again; who has none sets one up first."""
    if request.method == "GET" or queries.second_factor(request.user) is None:
        return proof.ask_to_prove(request)
    if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return limited
    form = ProveForm(request.POST, user=request.user)
    if not form.is_valid():
        return proof.ask_to_prove(request, form)
    passkeys.record_use(request, form.proved_by())
    return proof.go_on(request, form)


@login_required
@require_POST
def challenge(request):
    """Return the question that a passkey answers, as JSON for parts/passkey.js; `?baru` asks to make a new one."""
    if "baru" not in request.GET:
        return JsonResponse(passkeys.question_to_prove(request.user))
    if reauthentication.is_reauthentication_required(request, app="allauth.mfa"):
        return JsonResponse({}, status=403)
    return JsonResponse(passkeys.question_to_add(request.user))


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def add_passkey(request):
    """Make a passkey on this device."""
    known = queries.second_factor(request.user)
    form = AddPasskeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        made_codes = passkeys.add(request, **form.cleaned_data)
        sessions.record_proof(request, "mfa")
        return redirect("mfa_view_recovery_codes" if made_codes else "accounts:profile")
    return render(request, "accounts/add_passkey.html", {"form": form, "is_first": known is None})


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def rename_passkey(request, pk):
    passkey = get_object_or_404(passkeys.of(request.user), pk=pk)
    form = RenamePasskeyForm(request.POST if request.method == "POST" else None, initial={"name": passkey.wrap().name})
    if form.is_valid():
        passkeys.rename(passkey, form.cleaned_data["name"])
        messages.success(request, _("Nama kunci sandi sudah diganti."))
        return redirect("accounts:profile")
    return render(request, "accounts/rename_passkey.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def remove_passkey(request, pk):
    """Take a passkey away; the last second factor of a role that demands one stays."""
    passkey = get_object_or_404(passkeys.of(request.user), pk=pk)
    may_go = passkeys.may_remove(passkey, privileged=sessions.is_privileged(request.positions))
    if request.method == "POST" and may_go:
        passkeys.remove(request, passkey)
        return redirect("accounts:profile")
    return render(request, "accounts/remove_passkey.html", {"name": passkey.wrap().name, "may_go": may_go})


@login_required
@require_http_methods(["GET", "POST"])
def record_absence(request):
    """Say that one is away, or somebody one may speak for; below stands who is or will be."""
    now = timezone.now()
    people = queries.people_to_excuse(request.user, now)
    if not people:
        raise Http404
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        people=people,
        me=request.user,
        today=timezone.localdate(now),
    )
    if form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        try:
            operations.record_absence(form.cleaned_data["person"], **days, actor=request.user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Tidak masuk sudah dicatat. Penggantinya melihat antrean pada hari-hari itu."))
            return redirect("accounts:record_absence")
    away = queries.away(queries.absences_for(request.user, now), timezone.localdate(now))
    return render(request, "accounts/record_absence.html", {"form": form, "away": away})


@login_required
@require_POST
def end_absence(request, pk):
    """Say that somebody is there again."""
    now = timezone.now()
    spoken_for = queries.away(queries.absences_for(request.user, now), timezone.localdate(now))
    if pk not in {each.absence.pk for each in spoken_for}:
        raise Http404
    operations.end_absence(pk, actor=request.user, now=now)
    messages.success(request, _("Catatan tidak masuk sudah diakhiri."))
    return redirect("accounts:record_absence")
