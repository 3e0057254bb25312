"""A11: reported pages wait here for the coordinator, or who has the case by now, and each gets a decision."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import access, desk
from complaints.models import Event

from . import flags
from . import reviews as operations
from .forms_reviews import DecideForm


@login_required
@require_safe
def reviews(request):
    """What waits, the first due on top."""
    if not access.reviews(request.positions):
        raise Http404
    waiting = flags.waiting(request.user, request.positions)
    rows = [row | {"url": reverse("publication:decide", args=[row["number"], row["id"]])} for row in waiting]
    context = {"now": timezone.now(), "rows": rows[: flags.ROWS], "more": len(rows) > flags.ROWS}
    return render(request, "publication/reviews.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, number, flag_id):
    complaint = _case(request, number)
    flag = flags.of_case(complaint, flag_id)
    form = DecideForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        partial(operations.decide, flag_id=flag.pk),
        kind=Event.Kind.PAGE_REPORT_DECIDED,
        done=_("Putusan dicatat."),
    )
    context = {"now": timezone.now(), "complaint": complaint, "flag": flag, "said": flags.said(flag), "form": form}
    return done or render(request, "publication/decide.html", context)


def _case(request, number):
    cases = access.reviewed_cases(request.user, request.positions).select_related("owner", "publication")
    try:
        return access.with_number(cases, number)
    except Http404:
        raise desk.NotTheirs(request) from None
