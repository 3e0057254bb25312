"""What everybody reads without any proof: the list, a report, its photos, what is hidden, and the feed."""

from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from besadu.caching import public_page
from complaints import access, throttle
from complaints.errors import Refused

from . import feeds, filters, listing, log, rendering, reviews
from .forms_reviews import FlagForm


@require_safe
@public_page
def list(request):
    """P10: find one's own problem, and see that things get answered."""
    now = timezone.now()
    offered = filters.choices()
    wanted = listing.asked(request.GET, offered)
    unknown = listing.number_meant(wanted.q)
    if unknown and (address := _page_of(unknown)):
        return redirect(address)
    page = listing.page(wanted, now, after=request.GET.get("sesudah"), before=request.GET.get("sebelum"))
    orders = [
        {"label": label, "url": listing.ordered(wanted, word).address(), "count": None, "current": word == wanted.order}
        for word, (label, _by, _descending) in listing.ORDERS.items()
    ]
    context = {
        "wanted": wanted,
        "chosen": listing.chosen(wanted),
        "options": filters.options("publication/options.html", offered, wanted.filters),
        "orders": orders,
        "unknown": unknown,
        "cards": listing.cards(page.rows, now),
        "newer_url": page.newer and wanted.address(sebelum=page.newer),
        "older_url": page.older and wanted.address(sesudah=page.older),
        "feed_url": wanted.address("publication:feed"),
    }
    return render(request, "publication/list.html", context)


def _page_of(number: str) -> str | None:
    """Return the address of a report that was published once, None for any other number."""
    for find in (access.published_case, access.hidden_case):
        try:
            return reverse("publication:detail", args=[find(number).tracking_number])
        except Http404:
            pass
    return None


@require_safe
@public_page
def feed(request):
    """The newest of the list with the same filters, as Atom."""
    now = timezone.now()
    wanted = listing.asked(request.GET, filters.choices())
    page = listing.page(wanted, now)
    own = wanted.address("publication:feed")
    atom = feeds.atom(listing.entries(page.rows), title=listing.title(wanted), address=wanted.address(), own=own)
    return HttpResponse(atom, content_type="application/atom+xml; charset=utf-8")


@require_safe
@public_page
def sitemap(request):
    """Where the newest reports are, for search engines."""
    return HttpResponse(feeds.sitemap(listing.mapped()), content_type="application/xml; charset=utf-8")


def of_published(view):
    """Give a view the published report that its address names. Where one is hidden now stands why, and nothing of it;
    Http404 where none was ever shown."""

    @wraps(view)
    def wrapped(request, number):
        try:
            complaint = access.published_case(number)
        except Http404:
            publication = access.hidden_case(number).publication
            return render(request, "publication/gone.html", {"number": number, "publication": publication}, status=410)
        return view(request, complaint)

    return wrapped


@require_safe
@public_page
@of_published
def detail(request, complaint):
    """P11: one report as the public reads it, its answers, and what can be done with the page."""
    number = complaint.tracking_number
    address = settings.BASE_URL + reverse("publication:detail", args=[number])
    context = {
        "page": rendering.published(complaint),
        "main": listing.main_of(complaint),
        "address": address,
        "may_support": complaint.is_open,
        "whatsapp_url": f"https://wa.me/?{urlencode({'text': f'{complaint.publication.title} {address}'})}",
        "facebook_url": f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}",
    }
    return render(request, "publication/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
@of_published
def flag(request, complaint):
    """P19: somebody says that this page should not be as it is."""
    number, now, until = complaint.tracking_number, timezone.now(), None
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limits = throttle.of_page_reports(request, number)
        until = throttle.wait_until(limits, now)
        if until is None:
            try:
                reviews.flag(complaint.pk, now=now, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                throttle.record_failure(limits, now)
                messages.success(request, _("Terima kasih. Petugas memeriksa halaman ini."))
                return redirect("publication:detail", number)
    context = {"complaint": complaint, "form": form, "wait": until and throttle.too_many(until)}
    return throttle.answered(render(request, "publication/flag.html", context), until, now)


@require_safe
@public_page
def hidden(request):
    """What was shown once and is not any more: numbers and reasons, which add up."""
    page = log.page(after=request.GET.get("sesudah"), before=request.GET.get("sebelum"))
    context = {
        "tally": log.tally(),
        "rows": page.rows,
        "newer_url": page.newer and f"?sebelum={page.newer}",
        "older_url": page.older and f"?sesudah={page.older}",
    }
    return render(request, "publication/hidden.html", context)
