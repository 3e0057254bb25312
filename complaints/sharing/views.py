"""Pages of sharing: with whom a case is shared, and the part of it that a supporting agency was given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, desk, texts
from complaints.errors import Refused
from complaints.followup.queries import shares_of
from complaints.models import Event

from . import operations, queries
from .forms import FinishPartForm, NotePartForm, ShareForm


@login_required
@require_http_methods(["GET", "POST"])
def share(request, number):
    """With whom the case is shared now, and a form to share it with one more."""
    complaint = _case(request, number)
    form = ShareForm(request.POST if request.method == "POST" else None, complaint=complaint)
    done = desk.perform(
        request, complaint, form, operations.share, kind=Event.Kind.SHARED, done=_("Laporan sudah dibagikan.")
    )
    if done:
        return done
    story = texts.story(complaint)
    context = {"complaint": complaint, "story": story, "form": form, "shares": shares_of(complaint)}
    return render(request, "sharing/share.html", context)


@login_required
@require_POST
def end_share(request, number, agency_id):
    """*Akhiri*, from the page of sharing or, by who leads, from the case: done at once."""
    complaint = access.staff_case(request.user, number)
    if not operations.may_end_parts(request.user, complaint, timezone.now(), request.positions):
        raise Http404
    to = next((one.agency for one in shares_of(complaint) if one.agency.pk == agency_id), None)
    if to is not None:  # else it was ended a moment ago
        try:
            operations.end_share(complaint.pk, to=to, actor=request.user, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return desk.after(request, complaint)
    messages.success(request, _("Laporan tidak dibagikan lagi."))
    if access.may_share(request.user, complaint, request.positions):
        return redirect("sharing:share", number)
    return desk.after(request, complaint)


@login_required
@require_safe
def parts(request):
    """The parts of open cases that the person's agencies were given."""
    if not any(position.role in position.AGENCY_ROLES for position in request.positions):
        raise Http404
    found = queries.parts(request.user, request.positions)
    return render(request, "sharing/parts.html", {"now": timezone.now(), "parts": found})


@login_required
@require_safe
def part(request, number):
    """One part: what was asked, where, and who leads."""
    shown = _part(request, number)[1]
    why = queries.why(shown.complaint, timezone.now())
    return render(request, "sharing/part.html", {"part": shown, "sentences": why and why[:1], "source": why and why[1]})


@login_required
@require_http_methods(["GET", "POST"])
def note_part(request, number):
    """A word back to the agency that leads."""
    return _write_back(
        request,
        number,
        form_class=NotePartForm,
        operation=operations.note_part,
        done=_("Catatan sudah dikirim ke instansi yang menangani."),
        page="sharing/note_part.html",
    )


@login_required
@require_http_methods(["GET", "POST"])
def finish_part(request, number):
    """*Bagian selesai*: what was done, for the agency that leads."""
    return _write_back(
        request,
        number,
        form_class=FinishPartForm,
        operation=operations.finish_part,
        done=_("Bagian Anda selesai. Instansi yang menangani dikabari."),
        page="sharing/finish_part.html",
    )


def _write_back(request, number, *, form_class, operation, done, page):
    given, shown = _part(request, number)
    if request.method != "POST" and not given.complaint.is_open:
        messages.info(request, _("Laporan ini sudah ditutup. Tidak ada lagi yang perlu dikirim."))
        return redirect("sharing:part", number)
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operation(given.pk, **form.cleaned_data, actor=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("sharing:part", number)
    return render(request, page, {"part": shown, "form": form})


def _case(request, number):
    complaint = access.staff_case(request.user, number)
    if not access.may_share(request.user, complaint, request.positions):
        raise Http404
    return complaint


def _part(request, number):
    """Return the share and what its agency sees of it."""
    given = access.part(request.user, number, request.positions)
    return given, queries.read([given])[0]
