"""The disposition sheet (lembar disposisi): to print and sign as offices know it, and the signed one to keep."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import access, desk, texts
from complaints.models import Event

from . import operations, queries
from .forms import AddSheetForm


@login_required
@require_safe
def sheet(request, number):
    """One page A4. Who reads the case may print it; of a closed or sensitive case it does not tell what was written."""
    complaint = queries.sheet_case(request.user, number)
    return render(
        request,
        "routing/sheet.html",
        {"now": timezone.now(), "complaint": complaint, **queries.sheet(complaint)},
    )


@login_required
@require_http_methods(["GET", "POST"])
def add_sheet(request, number):
    """Keep the sheet as it came back signed."""
    complaint = access.staff_case(request.user, number)
    if not queries.may_add_sheet(request.user, complaint, request.positions):
        raise Http404
    form = AddSheetForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.add_sheet,
        kind=Event.Kind.SHEET_ADDED,
        done=_("Lembar disposisi disimpan."),
    )
    story = texts.story(complaint)
    return done or render(request, "routing/add_sheet.html", {"complaint": complaint, "story": story, "form": form})
