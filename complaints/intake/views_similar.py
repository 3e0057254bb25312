"""P4: before a report is sent, similar ones that everybody can read; to support one of them is offered, never asked."""

import hashlib
import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from besadu.caching import public_page
from complaints import access, throttle
from complaints.errors import Refused
from complaints.publication import browsers, listing, supporting
from complaints.publication import similar as reports

from . import answers, drafts, joining, keys, queries
from .forms_similar import SimilarForm

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def similar(request):
    """The cards; with `?laporan=` the one that was chosen, and how to support it."""
    key = keys.unsealed(request.POST.get("key", "")) or keys.draft_key(request)
    look = drafts.look(key) if key else None
    number = request.POST.get("laporan") or request.GET.get("laporan", "")
    if look is None:
        return _without_draft(request, key, number)
    now = timezone.now()
    found = offered(look[0], now)
    chosen = next((one for one in found if one.complaint.tracking_number == number and one.complaint.is_open), None)
    if not found or (request.method == "POST" and chosen is None):
        return redirect("intake:send")
    if chosen is None:
        return render(request, "intake/similar.html", {"cards": _cards(found, now)})
    form = SimilarForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (done := _join(request, key, chosen.complaint, form, now)):
        return done
    context = {
        "form": form,
        "key": keys.sealed(key),
        "mark": keys.mark(key),
        "card": _cards([chosen], now)[0],
        "number": number,
    }
    return render(request, "intake/similar.html", context | {"photos": len(look[1])})


def offered(content: drafts.Content, now) -> list[reports.Similar]:
    """Return the published reports like a draft. A search that fails must not stop anybody from sending."""
    try:
        topic, village = queries.topic(content.category), queries.village(content.village)
        if topic is None or village is None or content.no_place or not answers.may_be_public(topic):
            return []
        point = None if content.latitude is None else (content.latitude, content.longitude)
        return reports.find(category=topic, village=village, point=point, story=content.story, now=now)
    except Exception as error:  # whatever it is, the report must go out
        logger.error("similar reports not searched: %s", type(error).__name__)
        return []


def _join(request, key, complaint, form, now):
    """Support it; None where the page must be shown again."""
    limits = throttle.of_support(request, complaint.tracking_number)
    if until := throttle.wait_until(limits, now):
        form.add_error(None, throttle.too_many(until))
        return None
    browser = _browser(request, key)
    try:
        new = joining.join(complaint.pk, key=key, browser=browser, now=now, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    if new:
        throttle.record_failure(limits, now)
    if form.cleaned_data["adds"]:
        messages.success(request, _("Terima kasih. Dukungan Anda dihitung. Cerita Anda kami teruskan ke petugas."))
    else:
        messages.success(request, _("Terima kasih. Dukungan Anda dihitung. Draf Anda masih tersimpan 7 hari."))
    response = redirect("publication:detail", complaint.tracking_number)
    browsers.remember(response, browser, secure=request.is_secure())
    if form.cleaned_data["adds"]:
        keys.forget_draft(response)
    return response


def _browser(request, key: str) -> str:
    """Return the browser's name; a new one follows from the draft, so that a form sent twice counts once."""
    return browsers.name_of(request) or hashlib.sha256(f"supporter {key}".encode()).hexdigest()[:32]


def _without_draft(request, key, number):
    """The draft is gone: handed over by the first of two presses, sent, or kept too long."""
    if key and number:
        try:
            complaint = access.published_case(number)
        except Http404:
            complaint = None
        if complaint and supporting.of_browser(complaint, _browser(request, key)):
            return redirect("publication:detail", number)
    return redirect("intake:send" if key else "intake:what")


def _cards(found: list[reports.Similar], now) -> list[dict]:
    cards = listing.cards([one.complaint for one in found], now)
    for card, one in zip(cards, found, strict=True):
        card |= {"number": one.complaint.tracking_number, "is_open": one.complaint.is_open, "metres": one.metres}
    return cards
