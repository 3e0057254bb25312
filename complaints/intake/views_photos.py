"""The photos of a draft: sent by the phone apart from the form, shown to who chose them, taken away again."""

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from complaints import photo_sending, photos

from . import drafts, keys, queries


@require_POST
def add_photo(request):
    """One photo, apart from the form (answers: `photo_sending.answer`). With `begins` it may be the first of a draft.

    The form carries its key, so that a photo can come before anything was saved.
    """
    key = keys.unsealed(request.POST.get("key", ""))
    if key is None:
        return JsonResponse({"problem": ""}, status=400)

    def keep(photo, sent):
        return drafts.add_sent(key, photo, sent, begins="begins" in request.POST, now=timezone.now())

    response = photo_sending.answer(
        request, key, known=lambda sent: queries.photo_of_draft(key, sent) is not None, keep=keep
    )
    if response.status_code == 410 and queries.is_sent(key):
        response = JsonResponse({"filed": True}, status=410)  # it follows the report (tracking:add_late_photo)
    if response.status_code == 200 and "begins" in request.POST:
        keys.remember_draft(response, key, secure=request.is_secure())
    return response


@require_POST
def remove_photo(request):
    """Take away what `add_photo` has taken or still may have: `sha256` names it as it did there."""
    key = keys.unsealed(request.POST.get("key", ""))
    if key is None:
        return JsonResponse({}, status=400)
    drafts.remove_sent(key, request.POST.get("sha256", ""))
    return JsonResponse({})


@require_safe
def photo(request, attachment_id, size):
    """A photo of this visitor's own draft; 404 for every other."""
    key = keys.draft_key(request)
    row = queries.photo_of_draft(key, attachment_id) if key else None
    if row is None:
        raise Http404
    try:
        jpeg = photos.read(row.key, size)
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Content-Disposition": "inline"})
