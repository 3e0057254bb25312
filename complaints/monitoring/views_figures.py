"""The pages of figures: for everybody, of one agency, and an agency's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from besadu.caching import public_page
from complaints import spreadsheets
from complaints.errors import Refused
from complaints.figures.definitions import DEFINITIONS
from complaints.figures.telling import FEWEST

from . import notes, operations
from .forms import NoteForm
from .sheet import Sheet, table


@public_page
@require_safe
def performance(request):
    """P14: how the whole regency answers; with its agencies, where it wants that."""
    sheet = Sheet(timezone.now())
    shown = notes.agencies_are_shown()
    context = {
        "sheet": sheet,
        "stats": sheet.stats(),
        "process": sheet.process(),
        "charts": [sheet.months_chart(), sheet.topics_chart(), sheet.outcomes_chart(), sheet.dots_chart()],
        "heat": sheet.heat(),
        "lists": [
            ("kanal", DEFINITIONS["kanal"][0], sheet.channels()),
            ("tidak-tampil", DEFINITIONS["tidak-tampil"][0], sheet.unshown()),
        ],
        "ages": sheet.ages(),
        "agencies": sheet.agencies(request.GET.get("urut", "")) if shown else [],
        "definitions": [(code, *words) for code, words in DEFINITIONS.items()],
        "fewest": FEWEST,
    }
    return render(request, "monitoring/performance.html", context)


@public_page
@require_safe
def agency(request, code):
    """P15: the card of one agency, where the regency wants cards to be seen."""
    found = notes.agency(code)
    if found is None or not notes.agencies_are_shown():
        raise Http404
    sheet = Sheet(timezone.now(), found)
    return render(request, "monitoring/agency.html", _card(sheet) | {"answers": notes.newest_answers(found)})


@public_page
@require_safe
def numbers(request):
    """The figures of a page as CSV; `instansi` asks for one agency's."""
    found = None
    if code := request.GET.get("instansi"):
        found = notes.agency(code)
        if found is None or not notes.agencies_are_shown():
            raise Http404
    sheet = Sheet(timezone.now(), found)
    parts = [sheet.months_chart(), sheet.outcomes_chart(), sheet.dots_chart()]
    if found is None:
        parts.insert(1, sheet.topics_chart())
    head = [_("bagian"), _("baris"), _("kolom"), _("nilai")]
    response = HttpResponse(spreadsheets.lines([head, *table(sheet, parts)]), content_type=spreadsheets.MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="kinerja.csv"'
    return response


@login_required
@require_safe
def own(request):
    """O11: the figures of the agency for which somebody works; who watches chooses one with `instansi`."""
    found = notes.own_agency(request.positions)
    watches = notes.watches(request.positions)
    if watches:
        found = notes.agency(request.GET.get("instansi", ""))
    if found is None and not watches:
        raise Http404
    sheet = Sheet(timezone.now(), found, exact=True)
    context = _card(sheet) if found else {"sheet": sheet, "agencies": sheet.agencies(request.GET.get("urut", ""))}
    context |= {"may_note": found is not None and notes.may_note(request.positions, found)}
    return render(request, "monitoring/own.html", context | {"ages": sheet.ages(), "work": notes.work(sheet.totals)})


@login_required
@require_http_methods(["GET", "POST"])
def note(request):
    """The one public note of the month that an agency has beside its figures."""
    found = notes.own_agency(request.positions)
    if found is None or not notes.may_note(request.positions, found):
        raise Http404
    now = timezone.now()
    present = notes.of_month(found, now)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": present})
    if request.method == "POST" and form.is_valid():
        try:
            operations.note(found.pk, text=form.cleaned_data["text"], actor=request.user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Catatan bulan ini sudah disimpan."))
            return redirect("monitoring:own")
    context = {"form": form, "agency": found, "is_public": notes.agencies_are_shown()}
    return render(request, "monitoring/note.html", context)


def _card(sheet: Sheet) -> dict:
    return {
        "sheet": sheet,
        "agency": sheet.agency,
        "stats": sheet.stats(),
        "process": sheet.process(),
        "charts": [sheet.months_chart(), sheet.outcomes_chart(), sheet.dots_chart()],
        "note": notes.of_month(sheet.agency, sheet.now),
        "contact": notes.contact(sheet.agency),
    }
