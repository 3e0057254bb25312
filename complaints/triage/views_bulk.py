"""One act on the cases that were chosen in the queue: first what would happen, then that it happens (A10)."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints import spreadsheets
from complaints.accounts import proof
from complaints.followup import filters, taking_back
from complaints.routing import queries as routing

from . import bulk, operations_bulk, queries
from .forms_bulk import BulkForm

SHOWN = 100  # of the cases of an export
PROVED = 500  # rows from which on the second factor is asked again (product.md 1)


@login_required
@require_http_methods(["GET", "POST"])
def act_on_many(request):
    """How many, what changes, which are skipped and why; one press more does it and says what was done."""
    now = timezone.now()
    user, held = request.user, request.positions
    name = request.POST.get("act", "")
    if name not in dict(bulk.offered(held)):
        return redirect("followup:queue")
    act, wanted = bulk.ACTS[name], _asked(request)
    seen, is_whole, more = _seen(request), "whole" in request.POST, False
    if is_whole:
        cases, more = bulk.whole(user, held, wanted, act.most, now)
    else:
        cases = bulk.chosen(user, held, seen)
    if not cases:
        messages.info(request, _("Pilih dulu laporannya."))
        return redirect(wanted.address())

    is_filled_in = "checked" in request.POST or "run" in request.POST
    people = list(filters.colleagues(held)) if name == "tugaskan" else []
    form = BulkForm(request.POST if is_filled_in else None, act=name, people=people, cases=cases)
    if not form.fields:  # nothing to ask: at once what would happen
        form = BulkForm({}, act=name, people=people, cases=cases)
    answers = form.cleaned_data if form.is_valid() else {}
    context = {"name": name, "act": act, "form": form, "wanted": wanted}
    judged = [(case, bulk.problem(name, case, user, held, now, answers)) for case in cases]
    fit, skipped = [case for case, why in judged if not why], [(case, why) for case, why in judged if why]
    if form.is_valid() and "run" in request.POST:
        if act.reads:
            return _taken(request, name, fit, answers, wanted, now)
        versions = [(case, seen.get(case.tracking_number) or case.version) for case in cases]
        done, skipped = operations_bulk.run(name, versions, answers, user=user, held=held, now=now)
        until = now + taking_back.UNDO if act.reversible else None
        return render(
            request, "triage/acted_on_many.html", context | {"done": done, "skipped": skipped, "undo_until": until}
        )
    context |= {
        "fit": fit,
        "shown": fit[:SHOWN],
        "skipped": skipped,
        "ready": form.is_valid(),
        # Short or reading: asked and done on one page, the press says how many.
        "one_press": act.reads,
        "button": act.button % {"n": len(fit)},
        "most": act.most if more else None,
        "whole": is_whole and act.reads,
        "main": answers.get("into"),
    }
    return render(request, "triage/act_on_many.html", context)


@login_required
@require_POST
def undo(request):
    """*Batalkan*, within ten minutes of the act, from the page that told that it was done."""
    now = timezone.now()
    seen = _seen(request)
    cases = bulk.chosen(request.user, request.positions, seen)
    if not cases:
        return redirect("followup:queue")
    versions = [(case, seen[case.tracking_number]) for case in cases]
    done, skipped = operations_bulk.undo(versions, user=request.user, now=now)
    context = {"wanted": _asked(request), "done": done, "skipped": skipped}
    return render(request, "triage/undo.html", context)


def _taken(request, name, cases, answers, wanted, now):
    """Give out what is read: sheets to print, or a file; it is recorded."""
    if len(cases) > PROVED and (asked := proof.second_factor_again(request)):
        return asked
    how = answers.get("format", "print")
    operations_bulk.note_taking(how, cases=len(cases), wanted=wanted, actor=request.user, now=now)
    if name == "cetak":
        sheets = [{"complaint": case, **sheet} for case, sheet in zip(cases, routing.sheets(cases), strict=True)]
        return render(request, "triage/sheets.html", {"now": now, "sheets": sheets, "wanted": wanted})
    rows = queries.exported(cases)
    if how == "csv":
        response = HttpResponse(spreadsheets.lines(rows), content_type=spreadsheets.MEDIA_TYPE)
    else:
        response = HttpResponse(spreadsheets.workbook(rows), content_type=spreadsheets.WORKBOOK_TYPE)
    response["Content-Disposition"] = f'attachment; filename="laporan-{timezone.localdate(now)}.{how}"'
    return response


def _asked(request) -> filters.Asked:
    """Return the view of the queue from which the cases were chosen."""
    return filters.asked(dict(parse_qsl(request.POST.get("view", ""))))


def _seen(request) -> dict[str, int]:
    """Return {number: version} of what checkboxes send ("BLT-…:17"): the cases, as the person saw them."""
    found = {}
    for chosen in request.POST.getlist("n"):
        number, _colon, version = chosen.partition(":")
        found[number] = int(version) if version.isdecimal() and len(version) < 9 else 0
    return found
