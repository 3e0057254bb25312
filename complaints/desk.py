"""How every act of staff goes through a page: the case if it is theirs, the form, one operation, back to the case.

Used by the views of routing, followup and triage, so that refusals, conflicts and repeats look the same
everywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, lifecycle, timeline
from complaints.errors import Refused
from complaints.models import Complaint, Event


class ActForm(forms.Form):
    """A form of one act on one case. It carries the version of the case that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.complaint = complaint
        self.fields["version"].initial = complaint.version

    def renew(self) -> None:
        """Show the form again as seen now: what was typed stays, the next press meets the present version."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = Complaint.objects.values_list("version", flat=True).get(
            pk=self.complaint.pk
        )


def case_for(request: HttpRequest, number: str, act: str) -> Complaint:
    """Return the case on which this person may do `act` by position, whatever its status; Http404 otherwise."""
    complaint = access.staff_case(request.user, number)
    if not lifecycle.may(request.user, act, complaint, timezone.now()):
        raise Http404
    return complaint


def perform(
    request: HttpRequest,
    complaint: Complaint,
    form: ActForm,
    operation: Callable,
    *,
    kind: Event.Kind,
    done: str,
) -> HttpResponse | None:
    """Call `operation` with the form's answers and return the redirect to the case, or None to show the page.

    `kind` is the event the operation records: the same form pressed twice is one act, and the second press
    is told so. A conflict or refusal stands at the head of the form, and what was typed stays.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        operation(complaint.pk, actor=request.user, now=timezone.now(), **form.cleaned_data)
    except lifecycle.Conflict as conflict:
        written = [name for name, field in form.fields.items() if isinstance(field, forms.CharField)]
        if not timeline.is_same_act(conflict.event, kind, request.user, form.cleaned_data, written=written):
            form.add_error(None, str(conflict))
            form.renew()
            form.newest = timeline.newest(complaint)  # drawn by base_staff.html, beside what was typed
            return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return after(request, complaint)


def after(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Return the way back to the case, or to the queue when the act has made it somebody else's to read."""
    if access.staff_cases(request.user).filter(pk=complaint.pk).exists():
        return redirect("followup:case", complaint.tracking_number)
    return redirect("followup:queue")


def gone(request: HttpRequest, complaint: Complaint, act: str) -> HttpResponse | None:
    """Return the way back to the case when its status does not allow `act` any more, else None.

    Only for who opens the page: what was sent is judged by the operation, so that a repeat is told as done and
    nothing that was typed is lost.
    """
    if request.method == "POST" or lifecycle.allows(act, complaint.status, complaint.submitted_because):
        return None
    messages.info(request, _("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
    return redirect("followup:case", complaint.tracking_number)
