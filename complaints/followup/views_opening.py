"""Opening a protected case: what is seen before, and the press that opens it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from complaints import access, next_steps, opening
from complaints.models import Complaint

from . import operations_desk, queries, saved_views


@login_required
@require_POST
def open_case(request, number):
    """[Buka isi laporan]: recorded, read by the reporter, good for half an hour in this browser."""
    complaint = access.staff_case(request.user, number)
    if complaint.access_class != Complaint.AccessClass.PROTECTED:
        raise Http404
    operations_desk.open_case(complaint.pk, actor=request.user, now=timezone.now())
    response = redirect("followup:case", number)
    opening.remember(response, request, number)
    return response


def closed(request, complaint, now):
    """Number, status and clocks of a case that has not been opened."""
    running, stopped = queries.clocks(complaint, now)
    context = {"now": now, "complaint": complaint, "running": running, "stopped": stopped}
    context |= {"missed": sum(clock.missed for clock in stopped), "step": next_steps.for_staff(complaint)}
    context["late"] = saved_views.is_late(complaint, now)
    return render(request, "followup/closed.html", context)
