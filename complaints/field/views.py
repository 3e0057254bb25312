"""Pages of the agency: hand a case out, look at what came back, the list for a trip."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import desk, texts
from complaints.errors import Refused
from complaints.followup.views import about, photo_of
from complaints.models import Event, Position

from . import operations, queries
from .forms import DecideForm, HandOutForm


@login_required
@require_safe
def trip(request):
    """O8: the villages with something to do, then the cases of one, to be pressed on a phone or printed."""
    if not any(position.role in Position.AGENCY_ROLES for position in request.positions):
        raise Http404
    cases = queries.on_the_way(request.user, request.positions)
    code = request.GET.get("desa", "")
    if not code:
        return render(request, "field/trip.html", {"villages": queries.villages(cases)})
    now = timezone.now()
    rows = queries.trip(cases, code, now) if code.isascii() and len(code) < 20 else []
    return render(request, "field/sheet.html", {"rows": rows, "now": now})


@login_required
@require_http_methods(["GET", "POST"])
def hand_out(request, number):
    """Make a link, and send the text with it; beside it the links that open something and what came back."""
    complaint = desk.case_for(request, number, "note_progress")
    if back := desk.gone(request, complaint, "note_progress", operations.problem):
        return back
    now = timezone.now()
    form = HandOutForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.hand_out,
        kind=Event.Kind.FIELD_SENT,
        done=_("Tugas lapangan dibuat. Kirim teks di bawah ini kepada petugas."),
    )
    if done:
        return redirect("field:hand_out", number) if done.status_code == 302 else done
    context = {
        "form": form,
        "links": [
            {"row": link, "id": f"teks-{link.pk}", "text": text, "url": f"https://wa.me/?text={quote(text)}"}
            for link in queries.given_out(complaint, now)
            for text in [queries.message(link)]
        ],
        "returns": queries.returns(complaint),
        **about(complaint),
    }
    return render(request, "field/hand_out.html", context)


@login_required
@require_POST
def take_back(request, number, link_id):
    """*Cabut tautan*: done at once."""
    complaint = desk.case_for(request, number, "note_progress")
    try:
        operations.take_back(complaint.pk, link_id=link_id, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return desk.after(request, complaint)
    messages.success(request, _("Tautan dicabut. Tidak bisa dibuka lagi."))
    return redirect("field:hand_out", number)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request, number, return_id):
    """What came back beside what was reported; a press lets it count."""
    complaint = desk.case_for(request, number, "note_progress")
    returned = next((row for row in queries.returns(complaint) if row.pk == return_id), None)
    if returned is None:
        raise Http404
    form = DecideForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        lambda case, **given: operations.decide(case, return_id=return_id, **given),
        kind=Event.Kind.FIELD_DECIDED,
        done=_("Keputusan disimpan."),
    )
    if done:
        may_answer = done.status_code == 302 and form.cleaned_data["taken"]
        return redirect("followup:answer", number) if may_answer else done
    draw = photo_of(complaint)
    after = [draw(row, place) for place, row in enumerate(queries.photos_of(complaint, returned), 1)]
    written = texts.read(returned.text) if returned.text else ""
    context = {"form": form, "returned": returned, "after": after, "text": written, **about(complaint)}
    return render(request, "field/decide.html", context)
