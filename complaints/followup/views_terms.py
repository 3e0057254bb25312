"""Pages of the acts beyond the main way: promise a date, move one, record an answer for an agency."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints import access, desk, lifecycle
from complaints.errors import Refused
from complaints.models import Event
from complaints.routing import limits

from . import operations, terms
from .forms_terms import AnswerOnBehalfForm, ExtendForm, PromiseForm
from .views import about


@login_required
@require_http_methods(["GET", "POST"])
def promise(request, number):
    """A date, or a budget to wait for. It is no answer, and the page says so."""
    complaint = desk.case_for(request, number, "promise")
    if back := desk.gone(request, complaint, "promise", limits.problem):
        return back
    form = PromiseForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.promise,
        kind=Event.Kind.PROMISED,
        done=_("Janji sudah dikirim ke pelapor. Laporan tetap terbuka sampai dijawab."),
    )
    desk.choose_files_again(request, form)
    context = {"form": form, "until": _closing_time(form, "on"), **about(complaint)}
    return done or render(request, "followup/promise.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def extend(request, number):
    """A later date for the work: the first time by the head, the second by the Sekda's office."""
    complaint = access.staff_case(request.user, number)
    now = timezone.now()
    if not any(lifecycle.may(request.user, act, complaint, now) for act in ("extend", "extend_again")):
        raise Http404
    if back := desk.gone(request, complaint, "extend", limits.problem):
        return back
    clock, again = terms.extended_clock(complaint), terms.extensions(complaint) >= 1
    if request.method == "GET" and (
        problem := terms.problem(complaint, clock, now) or _not_theirs(request, complaint, again)
    ):
        messages.info(request, problem)
        return redirect("followup:case", number)
    form = ExtendForm(request.POST if request.method == "POST" else None, complaint=complaint, again=again)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.extend,
        kind=Event.Kind.EXTENDED,
        done=_("Batas waktu diperpanjang. Pelapor membaca kedua tanggal dan alasannya."),
    )
    context = {"form": form, "clock": clock, "until": _closing_time(form, "until"), **about(complaint)}
    return done or render(request, "followup/extend.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def answer_on_behalf(request, number):
    """The coordinator records what an agency answered by telephone, WhatsApp, letter or in a meeting."""
    complaint = desk.case_for(request, number, "answer_on_behalf")
    if back := desk.gone(request, complaint, "answer_on_behalf"):
        return back
    form = AnswerOnBehalfForm(*desk.sent(request), complaint=complaint, initial={"given_on": timezone.localdate()})
    done = desk.perform(
        request,
        complaint,
        form,
        operations.answer_on_behalf,
        kind=Event.Kind.ANSWERED,
        done=_("Jawaban dicatat. Pelapor diminta menilai."),
    )
    desk.choose_files_again(request, form)
    return done or render(request, "followup/answer_on_behalf.html", {"form": form, **about(complaint)})


def _not_theirs(request, complaint, again) -> str:
    """Return who decides instead, where an extension is another's to give; empty where it is this person's."""
    if lifecycle.may(request.user, "extend_again" if again else "extend", complaint, timezone.now()):
        return ""
    if again:
        return _("Perpanjangan kedua diputuskan Setda. Minta koordinator mencatat putusannya.")
    return _("Perpanjangan pertama diputuskan kepala instansi yang menangani.")


def _closing_time(form, field):
    """Return when the day ends that was chosen, to be told where the page comes back; None where there is none."""
    day = form.cleaned_data.get(field) if form.is_bound else None
    try:
        return day and terms.closing_time(form.complaint.owner, day, timezone.now())
    except Refused:
        return None
