"""T9 and T10: a link to the contact given, and behind it the list of one's own reports."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, links, throttle
from complaints.notifications import operations as notifications
from complaints.notifications import outbox

from . import operations_links, queries
from .forms_links import RecoverForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _of_the_owner(view):
    """Give the view the HMAC of the contact that this browser has proved; others are led to asking for a link."""

    @wraps(view)
    def wrapped(request):
        digest = access.owner(request)
        return redirect("tracking:recover") if digest is None else view(request, digest)

    return wrapped


@form_page
def recover(request):
    """T9: one answer for every contact, whether we know it or not."""
    form = RecoverForm(request.POST if request.method == "POST" else None)
    now, until = timezone.now(), None
    if form.is_valid():
        contact = form.cleaned_data["contact"]
        limits = throttle.of_links(request, contact)
        until = throttle.wait_until(limits, now)
        if until is None:
            throttle.record_failure(limits, now)
            operations_links.ask(contact, now=now)
            return redirect(f"{reverse('tracking:recover')}?terkirim=1")
    context = {
        "form": form,
        "sent": "terkirim" in request.GET and request.method != "POST",
        "minutes": int(links.OWN_VALID.total_seconds() // 60),
        "wait": until and throttle.too_many(until),
    }
    return throttle.answered(render(request, "tracking/recover.html", context), until, now)


@form_page
def enter_mine(request, token):
    """Behind the link: robots that open it use nothing up; a person presses a button, once."""
    if links.own_behind(token) is None:
        return _over(request)
    if request.method != "POST":
        return render(request, "tracking/enter_mine.html", {})
    digest = operations_links.confirm(token, now=timezone.now())
    if digest is None:
        return _over(request)
    response = redirect("tracking:mine")
    access.let_owner_in(response, digest, secure=request.is_secure())
    return response


@require_safe
@_of_the_owner
def mine(request, digest):
    """T10: every report of the confirmed contact, but those told in confidence."""
    context = {
        "rows": queries.mine(digest, timezone.now()),
        "stopped": outbox.is_silent(digest),
    }
    return render(request, "tracking/mine.html", context)


@require_POST
@_of_the_owner
def notify_mine(request, digest):
    """Stop or resume the messages of the confirmed contact, for all of its reports."""
    if "resume" in request.POST:
        notifications.resume_contact(digest)
        messages.success(request, _("Anda dikabari lagi."))
    else:
        notifications.stop_contact(digest, now=timezone.now())
        messages.success(request, _("Anda tidak dikabari lagi. Laporan Anda tetap berjalan."))
    return redirect("tracking:mine")


@require_POST
@_of_the_owner
def open_mine(request, digest):
    """Open one of them, as its number and code would."""
    complaint = access.own_case(digest, request.POST.get("number", ""))
    response = redirect("tracking:case", complaint.tracking_number)
    access.let_reporter_in(response, complaint, secure=request.is_secure())
    return response


@require_POST
@_of_the_owner
def reissue(request, digest):
    """A new secret code, on this answer alone: the database does not hold it."""
    complaint = access.own_case(digest, request.POST.get("number", ""))
    code = operations_links.reissue(complaint.pk, now=timezone.now())
    return render(request, "tracking/reissue.html", {"complaint": complaint, "code": code})


@require_POST
def close_mine(request):
    """*Tutup*: on a shared phone the list does not stay behind."""
    messages.success(request, _("Daftar laporan sudah ditutup di HP ini."))
    response = redirect("tracking:find")
    access.forget_owner(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _over(request):
    messages.warning(request, _("Tautan ini sudah dipakai atau lewat waktunya. Minta tautan baru di sini."))
    return redirect("tracking:recover")
