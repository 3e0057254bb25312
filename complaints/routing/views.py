"""Pages on which a complaint gets to the agency responsible."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints import desk, texts
from complaints.models import Event

from . import operations, queries
from .forms import ReferForm, ReturnReferralForm


@login_required
@require_http_methods(["GET", "POST"])
def refer(request, number):
    """Verify and refer on one page. [Perbarui saran] asks the rules about another category, without JavaScript."""
    complaint = desk.case_for(request, number, "refer")
    if back := desk.gone(request, complaint, "refer"):
        return back
    proposals = queries.proposals(complaint, timezone.localdate())
    only_look = "suggest" in request.POST
    form = ReferForm(
        request.POST if request.method == "POST" and not only_look else None,
        complaint=complaint,
        proposals=proposals,
        initial=_initial(request, complaint, proposals),
    )
    if not only_look:
        done = desk.perform(
            request, complaint, form, operations.refer, kind=Event.Kind.REFERRED, done=_("Laporan sudah diteruskan.")
        )
        if done:
            return done
    chosen = str(form["category"].value() or "")
    return render(
        request,
        "routing/refer.html",
        {
            "complaint": complaint,
            "story": texts.stories([complaint])[complaint.pk],
            "form": form,
            "chosen": chosen,
            "proposal": proposals.get(int(chosen)) if chosen.isdigit() else None,
            # Read by static/routing/refer.js: the suggestion follows the category at once.
            "suggestions": queries.suggestions(proposals),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def return_referral(request, number):
    """The agency gives back what is not its task."""
    complaint = desk.case_for(request, number, "return_referral")
    if back := desk.gone(request, complaint, "return_referral"):
        return back
    form = ReturnReferralForm(request.POST if request.method == "POST" else None, complaint=complaint)
    done = desk.perform(
        request, complaint, form, operations.return_referral, kind=Event.Kind.RETURNED, done=_("Laporan dikembalikan.")
    )
    return done or render(request, "routing/return_referral.html", {"complaint": complaint, "form": form})


def _initial(request, complaint, proposals) -> dict:
    """Pre-choose what is likely: the category asked for by [Perbarui saran], its class, the agency proposed for it."""
    asked = request.POST.get("category", "") if "suggest" in request.POST else ""
    category = None
    if asked.isdigit():
        category = queries.exact_categories().filter(pk=int(asked)).first()
    category = category or queries.likely_category(complaint)
    if category is None:
        return {"term_class": complaint.term_class, "priority": complaint.priority}
    proposal = proposals.get(category.pk)
    return {
        "category": category.pk,
        "term_class": category.term_class,
        "priority": complaint.priority,
        "to": proposal.agency.pk if proposal else None,
    }
