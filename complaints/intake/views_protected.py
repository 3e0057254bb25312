"""The secret door (*jalur rahasia*, ux.md P8): one page that leaves nothing behind but the complaint.

No draft, no cookie with content. No page of it may be kept (besadu/middleware.py sets no-store), and no other site
learns where somebody came from: the site's Referrer-Policy is same-origin. The stricter "no-referrer" would make
browsers send `Origin: null` with the form itself, which the CSRF check rightly refuses.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.errors import Refused

from . import drafts, keys, operations, queries
from .forms_protected import ProtectedForm


@require_http_methods(["GET", "HEAD", "POST"])
def protected(request):
    """Ask, file, and show the receipt. The form carries the key: sent twice it is one complaint."""
    key = keys.unsealed(request.POST.get("key", "")) or drafts.new_key()
    agencies = queries.agencies()
    if "use" in request.POST:
        # Another way to be told, without a script: the page comes back with what was typed.
        if request.FILES:
            messages.warning(request, _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))
        return _show(request, ProtectedForm(agencies=agencies, typed=request.POST), key)
    if request.method != "POST":
        return _show(request, ProtectedForm(agencies=agencies), key)
    form = ProtectedForm(request.POST, request.FILES, agencies=agencies)
    if not form.is_valid():
        return _show(request, form, key)
    try:
        operations.protected(key, **form.given(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, key)
    response = redirect("intake:done")
    keys.remember_receipt(response, key, secure=request.is_secure())
    return response


def _show(request, form, key):
    return render(request, "intake/protected.html", {"form": form, "key": keys.sealed(key)})
