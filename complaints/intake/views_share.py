"""The installed portal in the telephone's list of what one can share with: a photo from WhatsApp begins a report."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from complaints.errors import Refused
from complaints.photo_field import PhotosField, too_many

from . import drafts, keys, operations_shared


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def share(request):
    """POST: what the telephone shares, by itself and so without a token of ours. It becomes a draft apart from the
    visitor's own, whose cookie this answer leaves alone: a strange page that sends a form here gains nothing.

    GET: straight to step 1; who has written something already is asked where it belongs.
    """
    if request.method == "POST":
        return _take(request)
    key = keys.shared_key(request)
    shared = drafts.look(key) if key else None
    if shared is None:
        return redirect("intake:what")
    own_key = keys.draft_key(request)
    own = drafts.look(own_key) if own_key and own_key != key else None
    if own is None:
        return _begin(request, key)
    context = {"story": own[0].story, "photos": len(shared[1]), "text": shared[0].story}
    return render(request, "intake/share.html", context)


@require_POST
def choose_shared(request):
    """Put what was shared into the draft that is there, or begin another report with it."""
    key, own_key = keys.shared_key(request), keys.draft_key(request)
    if key is None or drafts.look(key) is None:
        return redirect("intake:what")
    if request.POST.get("into") != "draft" or own_key is None or drafts.look(own_key) is None:
        return _begin(request, key)
    if operations_shared.join(own_key, key, now=timezone.now()):
        messages.warning(request, _sentence(too_many()))
    response = redirect("intake:what")
    keys.forget_shared(response)
    return response


def _take(request):
    field, now = PhotosField(), timezone.now()
    problems = []
    try:
        field.clean(request.FILES.getlist("photos"))
    except ValidationError as refused:
        problems = refused.messages
    texts = [request.POST.get(name, "") for name in ("title", "text", "url")]
    try:
        key, left_out = operations_shared.keep(texts, field.good, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("intake:what")
    for words in [*problems, *([too_many()] if left_out else [])]:
        messages.warning(request, _sentence(words))
    response = redirect("intake:share")
    response.status_code = 303
    keys.remember_shared(response, key, secure=request.is_secure())
    return response


def _begin(request, key):
    """Let what was shared be the visitor's draft from now on."""
    messages.info(request, _("Yang Anda bagikan sudah masuk ke laporan ini. Pilih jenis masalahnya."))
    response = redirect("intake:what")
    keys.remember_draft(response, key, secure=request.is_secure())
    keys.forget_shared(response)
    return response


def _sentence(words: str) -> str:
    """Return what stands beside a field as a sentence that stands alone."""
    return words.rstrip(".") + "."
