"""A photo that a phone sends by itself, apart from the form it belongs to (ux.md 3.6): what is asked, what is answered.

The phone tries again until it has an answer, so every answer is safe to repeat; the words in it are final.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import attachments, photos, throttle
from complaints.errors import NotNow, Refused
from complaints.photo_field import LIMIT


class SentForm(forms.Form):
    """Which of the photos of its list it is, and the SHA-256 (hex) of its bytes as the phone knows them."""

    index = forms.IntegerField(min_value=1, max_value=LIMIT)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$")
    photo = forms.FileField(allow_empty_file=True)

    def arrived_whole(self) -> bool:
        """Whether the bytes are those that were sent. Only for a valid form."""
        upload = self.cleaned_data["photo"]
        digest = hashlib.sha256()
        for part in upload.chunks():
            digest.update(part)
        return digest.hexdigest() == self.cleaned_data["sha256"]


def answer(
    request: HttpRequest,
    key: str,
    *,
    known: Callable[[UUID], bool],
    keep: Callable[[photos.Photo, UUID], UUID | None],
) -> JsonResponse:
    """Take one photo under `key` and say how it stands with it.

    200 it is here, as `id`; 400 it never will be, `problem` says why (empty: nothing a phone of ours sends); 409 its
    bytes changed on the way; 410 what it belongs to is not here; 429 and 503 later. `known` tells whether the photo
    with an id is here already, `keep` stores it and returns the id it has here, None where there is nothing to add
    it to.
    """
    form = SentForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"problem": ""}, status=400)
    if not form.arrived_whole():
        return JsonResponse({}, status=409)
    number, now = form.cleaned_data["index"], timezone.now()
    sent = attachments.sent_id(key, form.cleaned_data["sha256"])
    if known(sent):
        return JsonResponse({"id": str(sent)})
    limits = throttle.of_photos(request)
    if until := throttle.wait_until(limits, now):
        later = {"Retry-After": throttle.retry_after(until, now)}
        return JsonResponse({"problem": throttle.too_many(until)}, status=429, headers=later)
    try:
        kept = keep(photos.decode(form.cleaned_data["photo"]), sent)
    except NotNow:
        return JsonResponse({}, status=503)
    except Refused as refusal:
        words = _("Foto %(number)d: %(problem)s") % {"number": number, "problem": refusal}
        return JsonResponse({"problem": words}, status=400)
    if kept is None:
        return JsonResponse({}, status=410)
    throttle.record_failure(limits, now)
    return JsonResponse({"id": str(kept)})
