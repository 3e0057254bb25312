"""Pages of what is noted beside the life of a case: the number in SP4N-LAPOR!, the PPID's register, the accused."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import desk, texts
from complaints.models import Event, Position

from . import exclusions, operations, queries
from .forms import AnswerLaporForm, ExcludeForm, LinkLaporForm, RegisterRequestForm

# Who hands a case on outside notes where it stands outside (life.md 3).
_OF_THE_DESK = "forward_external"
# Who judges objections, of closed cases the inspectorate, notes who is complained about.
_OF_WHO_VERIFIES = "uphold"


@login_required
@require_http_methods(["GET", "POST"])
def link_lapor(request, number):
    complaint = desk.case_for(request, number, _OF_THE_DESK)
    form = LinkLaporForm(request.POST if request.method == "POST" else None, complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.link_lapor,
        kind=Event.Kind.LAPOR_LINKED,
        done=_("Nomor SP4N-LAPOR! dicatat. Balasan kita di sana ikut diingatkan."),
    )
    context = {"complaint": complaint, "form": form, "story": texts.story(complaint)}
    if form.is_bound and form.cleaned_data.get("number"):
        context["known"] = queries.case_from_lapor(request.user, form.cleaned_data["number"])
    return done or render(request, "triage/link_lapor.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def exclude(request, number):
    """Who is complained about: from then on they see nothing of the case."""
    complaint = desk.case_for(request, number, _OF_WHO_VERIFIES)
    form = ExcludeForm(request.POST if request.method == "POST" else None, complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        exclusions.exclude,
        kind=Event.Kind.EXCLUDED,
        done=_("Dicatat. Yang dilaporkan tidak melihat laporan ini."),
    )
    story = texts.story(complaint)
    return done or render(request, "triage/exclude.html", {"complaint": complaint, "form": form, "story": story})


@login_required
@require_POST
def answer_lapor(request, number):
    """*Sudah dibalas di LAPOR!*, from the case page."""
    complaint = desk.case_for(request, number, _OF_THE_DESK)
    form = AnswerLaporForm(request.POST, complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.answer_lapor,
        kind=Event.Kind.LAPOR_ANSWERED,
        done=_("Dicatat: sudah dibalas di SP4N-LAPOR!."),
    )
    for error in form.non_field_errors():
        messages.warning(request, error)
    return done or desk.after(request, complaint)


@login_required
@require_http_methods(["GET", "POST"])
def register_request(request, number):
    complaint = desk.case_for(request, number, _OF_THE_DESK)
    form = RegisterRequestForm(request.POST if request.method == "POST" else None, complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.register_request,
        kind=Event.Kind.REGISTERED,
        done=_("Permohonan masuk register PPID. Batas waktunya menurut UU 14/2008."),
    )
    context = {"complaint": complaint, "form": form, "story": texts.story(complaint)}
    return done or render(request, "triage/register_request.html", context)


@login_required
@require_safe
def requests(request):
    """The PPID's register, a year at a time, to read and to print."""
    if not any(position.role == Position.Role.COORDINATOR for position in request.positions):
        raise Http404
    now = timezone.now()
    years = queries.years_of_requests()
    asked = request.GET.get("tahun", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else timezone.localdate(now).year)
    context = {
        "now": now,
        "year": year,
        "years": years,
        "rows": queries.requests_of(request.user, request.positions, year),
    }
    return render(request, "triage/requests.html", context)
