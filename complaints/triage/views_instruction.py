"""A leader's instruction on a case: given on the page, or on paper and recorded with its sheet."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints import access, desk, texts
from complaints.models import Event

from . import operations
from .forms import InstructForm, RecordInstructionForm


@login_required
@require_http_methods(["GET", "POST"])
def instruct(request, number):
    """By the leader who is signed in."""
    complaint = access.staff_case(request.user, number)
    if operations.leader_among(request.positions) is None:
        raise Http404
    if request.method == "GET" and not complaint.is_open:
        return redirect("followup:case", number)
    form = InstructForm(request.POST if request.method == "POST" else None, complaint=complaint)
    done = desk.perform(
        request, complaint, form, operations.instruct, kind=Event.Kind.INSTRUCTED, done=_("Arahan Anda dikirim.")
    )
    return done or render(request, "triage/instruct.html", {"form": form, **_about(complaint)})


@login_required
@require_http_methods(["GET", "POST"])
def record_instruction(request, number):
    """By the coordinator, for a leader who gave it on paper."""
    complaint = desk.case_for(request, number, "reopen")
    if request.method == "GET" and not complaint.is_open:
        return redirect("followup:case", number)
    form = RecordInstructionForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.record_instruction,
        kind=Event.Kind.INSTRUCTED,
        done=_("Arahan pimpinan dicatat."),
    )
    return done or render(request, "triage/record_instruction.html", {"form": form, **_about(complaint)})


def _about(complaint) -> dict:
    return {"complaint": complaint, "story": texts.story(complaint)}
