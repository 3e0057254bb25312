"""Drafts and the outbox of one phone (ux.md 3.6, P17, P18): what its scripts ask of the server.

A phone keeps drafts itself and hands in later what could not be sent at once. Whatever it sends again is one
complaint: a report of the three steps goes out under the key of its form, one that was written without signal under
the number the phone gave it. Answers are JSON for the script; a person never opens them.
"""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besadu.caching import public_page
from complaints import photos
from complaints.errors import Refused
from complaints.photo_field import too_many

from . import drafts, keys, kinds, operations, queries, shell
from .forms import PlaceForm, WhatForm
from .views import outside, send_form

# --- pages ----------------------------------------------------------------------------------------------------------


@require_safe
@public_page
def outbox(request):
    """P17: what lies on this phone. The script fills in the list; nothing of it is known here."""
    return render(request, "intake/outbox.html")


@require_safe
@public_page
def offline(request):
    """P18: the three steps on one page, as the service worker keeps it."""
    return HttpResponse(shell.page())


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def discard(request):
    """*Hapus draf*: what this browser has written, here and (by the script) on the phone."""
    key = keys.draft_key(request)
    if request.method != "POST":
        return render(request, "intake/discard.html", {"mark": keys.mark(key)})
    if key:
        drafts.discard(key)
    messages.success(request, _("Draf sudah dihapus dari HP ini."))
    response = redirect("intake:home")
    keys.forget_draft(response)
    response.headers["Clear-Site-Data"] = '"cache"'  # Back must not show it to who has the phone next
    return response


# --- the service worker ---------------------------------------------------------------------------------------------


@require_safe
def worker(request):
    """The service worker of the whole portal, asked for again with every visit: unchanged, it costs a few bytes."""
    script = shell.worker()
    etag = f'"{shell.short_hash(script)}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["ETag"], response.headers["Cache-Control"] = etag, "no-cache"
    return response


# --- handing in -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request):
    """GET: a fresh token. POST: one report, for the first time or again; the answer says how it stands with it.

    `number`: it is in, `mark` is what its receipt calls it; `lacks` photos: they must be sent (again) before;
    `gone`: its draft is, and it was never sent; `problems`: what to mend, in words. 400 for nothing we know.
    """
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    sealed = keys.unsealed(request.POST.get("key", ""))
    key = sealed or keys.of_phone(request.POST.get("id", ""))
    if key is None:
        return JsonResponse({}, status=400)
    now = timezone.now()
    content, problems, submission = _after_the_steps(key, request.POST) if sealed else _of_phone(key, request.POST, now)
    words = ""
    if not problems:
        try:
            operations.submit(key, **submission, written_at=_written_at(request.POST, now), now=now)
        except Refused as refusal:
            words = str(refusal)
    number = queries.number_of(key)
    if number is None:
        if sealed and content is None:
            return JsonResponse({"gone": True})
        if problems:
            return JsonResponse({"problems": problems})
        return _not_taken(key, content, words)
    response = JsonResponse({"number": number, "words": words, "mark": keys.mark(key)})
    _clean_up(request, response, key)
    return response


def _after_the_steps(key, data):
    """Return the draft of the three steps, what is wrong with the last form, and what `submit` takes from it."""
    found = drafts.look(key)
    content = found[0] if found else None
    topic = queries.topic(content.category) if content else None
    form = send_form(data, content or drafts.Content(), topic)
    problems = _problems(form)
    return content, problems, None if problems else form.submission()


def _of_phone(key, data, now):
    """Return the same of a report that comes whole, and keep it as the draft that `submit` looks for."""
    found = drafts.look(key)
    content = found[0] if found else drafts.Content()
    what = WhatForm(data, topics=queries.topics(), content=content, kept=0)
    what.full_clean()
    what.answers(content)
    topic = queries.topic(content.category) if content.category else None
    place = PlaceForm(
        data,
        districts=queries.villages_by_district(),
        needs_place=topic is not None and kinds.needs_place(content.report_class, topic),
        content=content,
        outside=outside,
    )
    no_place = bool(data.get("no_place"))
    complete = place.is_valid()
    place.answers(content, no_place=no_place)
    send = send_form(data, content, topic)
    problems = [*_problems(what), *([] if complete or no_place else _problems(place)), *_problems(send)]
    if problems:
        return content, problems, None
    if queries.number_of(key) is None:
        drafts.keep(key, content, now=now)
    # As the phone knows them; when it is sent already there is nothing else to know them by.
    content.photos = data.getlist("photo")[: drafts.MAX_PHOTOS]
    return content, [], send.submission() | {"seen": content.seen()}


def _problems(form) -> list[str]:
    form.full_clean()
    return [str(words) for field in form.errors.values() for words in field]


def _not_taken(key, content, words):
    kept = drafts.look(key)
    if kept and content and kept[0].photos != content.photos:
        return JsonResponse({"lacks": "photos"})
    return JsonResponse({"problems": [words]})


def _written_at(data, now):
    """Return when the report was written without signal, as the phone's clock says it, if that can be true."""
    try:
        written = parse_datetime(data.get("written", ""))
    except ValueError:
        return None
    if written is None or timezone.is_naive(written) or not now - operations.OLDEST_RECEIPT <= written < now:
        return None
    return written


def _clean_up(request, response, key):
    """Let the receipt be opened if the sender waits for it, and forget the draft that the report began as."""
    if request.POST.get("opens"):
        keys.remember_receipt(response, key, secure=request.is_secure())
    begun = keys.draft_key(request)
    if begun == key:
        keys.forget_draft(response)
    elif begun and request.POST.get("mark") == keys.mark(begun):
        drafts.discard(begun)
        keys.forget_draft(response)


@require_POST
def hand_in_photo(request):
    """One photo of a report that comes whole: shown to no one before the rest is there. Sent again, it is one photo."""
    key = keys.of_phone(request.POST.get("id", ""))
    if key is None or "photo" not in request.FILES:
        return JsonResponse({}, status=400)
    now = timezone.now()
    try:
        photo = photos.decode(request.FILES["photo"])
        if queries.number_of(key) is None and drafts.add_photos(key, [photo], now=now):
            raise Refused(too_many())
    except Refused as refusal:
        return JsonResponse({"problems": [str(refusal)]})
    return JsonResponse({"photo": photo.sha256})


@require_POST
def open_receipt(request):
    """Number and secret code of what this phone has sent: who holds its key is who wrote it."""
    key = keys.unsealed(request.POST.get("key", "")) or keys.of_phone(request.POST.get("id", ""))
    if key is None or operations.receipt(key, now=timezone.now()) is None:
        messages.warning(request, _("Nomor dan kode tidak bisa ditampilkan lagi. Pakai yang sudah Anda simpan."))
        return redirect("tracking:find")
    response = redirect("intake:done")
    keys.remember_receipt(response, key, secure=request.is_secure())
    return response
