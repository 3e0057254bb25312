"""Finding cases: by number, by words, by place, by a reporter's contact."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from complaints import finding, throttle
from complaints.errors import Refused

from . import operations_desk, saved_views, searching
from .forms_filters import FindContactForm
from .views_queue import opened


@login_required
@require_safe
def search(request):
    """S6: a number opens its case; words and places are found among the cases that this person may read."""
    now = timezone.now()
    user, held = request.user, request.positions
    if all(view.address for view in saved_views.views_of(user, held, now)):
        raise Http404
    typed = finding.asked(request.GET.get("q", ""))
    if typed and (address := opened(user, held, typed)):
        return redirect(address)
    similar = "mirip" in request.GET
    turned = {"after": request.GET.get("sesudah"), "before": request.GET.get("sebelum")}
    found = searching.search(typed, user, held, now, similar=similar, **turned)
    words = {"q": typed, "mirip": "1"} if similar or found.instead else {"q": typed}
    here = reverse("followup:search")
    context = {
        "now": now,
        "typed": typed,
        "by_contact": operations_desk.may_find_by_contact(held),
        "found": found,
        "similar_url": found.similar and f"{here}?{urlencode(words | {'mirip': '1'})}",
        "places": searching.places(typed),
        "rows": [
            row | {"url": reverse("followup:case", args=[row["number"]])}
            for row in saved_views.rows_of(found.page.rows, user, held, now)
        ],
        "show_agency": saved_views.watches_all(held),
        "newer_url": found.page.newer and f"{here}?{urlencode(words | {'sebelum': found.page.newer})}",
        "older_url": found.page.older and f"{here}?{urlencode(words | {'sesudah': found.page.older})}",
    }
    return render(request, "followup/search.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def find_contact(request):
    """By a reporter's telephone number or e-mail: sent in the body, never in an address, and recorded where it fits."""
    now = timezone.now()
    user, held = request.user, request.positions
    if not operations_desk.may_find_by_contact(held):
        raise Http404
    form = FindContactForm(request.POST if request.method == "POST" else None)
    cases = None
    limits = throttle.of_contact_search(user.pk)
    if form.is_valid():
        if until := throttle.wait_until(limits, now):
            form.add_error(None, throttle.too_many(until))
        else:
            try:
                cases = operations_desk.find_by_contact(form.cleaned_data["contact"], actor=user, held=held, now=now)
            except Refused as refusal:
                form.add_error("contact", str(refusal))
            if not cases:
                throttle.record_failure(limits, now)
    return render(request, "followup/find_contact.html", {"form": form, "cases": cases})
