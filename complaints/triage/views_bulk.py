"""One act on the cases that were chosen in the queue: first what would happen, then that it happens (A10)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.followup import filters

from . import bulk, operations_bulk
from .forms_bulk import BulkForm


@login_required
@require_http_methods(["GET", "POST"])
def act_on_many(request):
    """How many, what changes, which are skipped and why; one press more does it and says what was done."""
    now = timezone.now()
    user, held = request.user, request.positions
    name = request.POST.get("act", "")
    if name not in dict(bulk.offered(held)):
        return redirect("followup:queue")
    seen = dict(_seen(one) for one in request.POST.getlist("n"))
    cases = bulk.chosen(user, held, seen)
    if not cases:
        messages.info(request, _("Pilih dulu laporannya."))
        return redirect("followup:queue")

    people = list(filters.colleagues(held))
    is_filled_in = "checked" in request.POST or "run" in request.POST
    form = BulkForm(request.POST if is_filled_in else None, act=name, people=people)
    answers = form.cleaned_data if form.is_valid() else {}
    act = bulk.ACTS[name]
    context = {"nav": "queue", "name": name, "act": act, "form": form}
    if form.is_valid() and "run" in request.POST:
        versions = [(case, seen[case.tracking_number] or case.version) for case in cases]
        done, skipped = operations_bulk.run(name, versions, answers, user=user, held=held, now=now)
        context |= {"done": done, "skipped": skipped}
        return render(request, "triage/acted_on_many.html", context)

    judged = [(case, bulk.problem(name, case, user, held, now, answers)) for case in cases]
    fit = [case for case, why in judged if not why]
    context |= {
        "fit": fit,
        "skipped": [(case, why) for case, why in judged if why],
        "ready": form.is_valid(),
        "button": act.button % {"n": len(fit)},
    }
    return render(request, "triage/act_on_many.html", context)


def _seen(chosen: str) -> tuple[str, int]:
    """Return the number and the version that the person saw, of what a checkbox sends ("BLT-…:17")."""
    number, _colon, version = chosen.partition(":")
    return number, int(version) if version.isdecimal() and len(version) < 9 else 0
