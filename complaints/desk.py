"""How every act of staff goes through a page: the case if it is theirs, the form, one operation, back to the case.

Used by the views of routing, followup and triage, so that refusals, conflicts and repeats look the same
everywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, lifecycle, repeats, timeline
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


class NotTheirs(Http404):
    """No such case, or not theirs (any more). `written` is what they had typed themselves: nobody loses a text."""

    def __init__(self, request: HttpRequest):
        super().__init__()
        texts = request.POST.values() if request.method == "POST" else ()
        self.written = [text for text in texts if len(text.split()) > 1]  # codes and tokens are one word


def case_for(request: HttpRequest, number: str, act: str) -> Complaint:
    """Return the case on which this person may do `act` by position, whatever its status; NotTheirs otherwise."""
    try:
        complaint = access.staff_case(request.user, number)
    except Http404:
        raise NotTheirs(request) from None
    if not lifecycle.may(request.user, act, complaint, timezone.now()):
        raise NotTheirs(request)
    return complaint


def sent(request: HttpRequest) -> tuple:
    """Return what a form of an act is made from: what was sent, or nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


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
    is told so. A refusal stands at the head of the form, and what was typed stays. So does a conflict, with what the
    other person did: the next press sends anyway. Where the act does not fit any more a page of its own shows both.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        operation(complaint.pk, actor=request.user, now=timezone.now(), **form.cleaned_data)
    except lifecycle.Conflict as conflict:
        written = [name for name, field in form.fields.items() if isinstance(field, forms.CharField)]
        if not repeats.is_same_act(conflict.event, kind, request.user, form.cleaned_data, written=written):
            form.add_error(None, str(conflict))
            form.news = timeline.since(complaint, form.cleaned_data["version"])  # drawn by base_staff.html
            form.renew()
            return None if _still_fits(request, complaint) else _overtaken(request, complaint, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return after(request, complaint)


def choose_files_again(request: HttpRequest, form: forms.Form) -> None:
    """Say that a browser does not send files twice, when a page to which some were sent comes back."""
    if request.FILES and form.is_bound and form.errors:
        for name in form.fields.keys() & set(request.FILES):
            form.add_error(name, _("Berkas tidak ikut tersimpan. Pilih lagi berkasnya"))


def _still_fits(request: HttpRequest, complaint: Complaint) -> bool:
    """Whether the act this page is for can be done on the case as it stands now, and by this person."""
    act = complaint.wanted_act
    if act is None:
        return True
    now_there = Complaint.objects.select_related("owner", "excluded_agency").get(pk=complaint.pk)
    return act in lifecycle.possible_acts(request.user, now_there, timezone.now())


def _overtaken(request: HttpRequest, complaint: Complaint, form: ActForm) -> HttpResponse:
    """Show what the other person did and what this one wrote, to be copied: it cannot be sent any more."""
    written = [
        {"label": field.label, "text": field.value(), "id": f"tulisan-{field.name}"}
        for field in form
        if isinstance(field.field, forms.CharField) and field.value()
    ]
    context = {"complaint": complaint, "form": form, "written": written, "files": bool(request.FILES)}
    context["may_read"] = access.staff_cases(request.user).filter(pk=complaint.pk).exists()
    return render(request, "desk/overtaken.html", context)


def after(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Return the way back to the case, or to the queue when the act has made it somebody else's to read."""
    if access.staff_cases(request.user).filter(pk=complaint.pk).exists():
        return redirect("followup:case", complaint.tracking_number)
    return redirect("followup:queue")


def gone(
    request: HttpRequest, complaint: Complaint, act: str, problem: Callable[[Complaint, str], str] | None = None
) -> HttpResponse | None:
    """Return the way back to the case when its status does not allow `act` any more, or `problem(complaint, act)`
    says why not; else None.

    Only for who opens the page: what was sent is judged by the operation, so that a repeat is told as done and
    nothing that was typed is lost.
    """
    complaint.wanted_act = act
    if request.method == "POST":
        return None
    why = "" if problem is None else problem(complaint, act)
    if not lifecycle.allows(act, complaint.status, complaint.submitted_because):
        why = _("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi.")
    if not why:
        return None
    messages.info(request, why)
    return redirect("followup:case", complaint.tracking_number)
