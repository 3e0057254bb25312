"""Pages on which a complaint gets to the agency responsible."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import desk, lifecycle, texts, timeline
from complaints.models import Event, Regency
from complaints.states import Because, Status

from . import limits, operations, queries
from .forms import (
    BounceForm,
    CheckBackForm,
    ForwardExternalForm,
    RecordOutsideAnswerForm,
    ReferForm,
    ReturnReferralForm,
)


@login_required
@require_http_methods(["GET", "POST"])
def refer(request, number):
    """Verify and refer on one page. [Perbarui saran] asks the rules about another category, without JavaScript."""
    complaint = desk.case_for(request, number, "refer")
    if back := desk.gone(request, complaint, "refer"):
        return back
    today = timezone.localdate()
    proposals, outside = queries.proposals(complaint, today), queries.proposals(complaint, today, outside=True)
    only_look = "suggest" in request.POST
    form = ReferForm(
        *(() if only_look else desk.sent(request)),
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
        desk.choose_files_again(request, form)
    chosen = str(form["category"].value() or "")
    proposal = proposals.get(int(chosen)) if chosen.isdigit() else None
    return render(
        request,
        "routing/refer.html",
        {
            "complaint": complaint,
            "story": texts.story(complaint),
            "form": form,
            "chosen": chosen,
            "returned": _returned(complaint) if complaint.submitted_because == Because.ARBITRATION else [],
            "proposal": proposal,
            "outside": outside.get(int(chosen)) if chosen.isdigit() and proposal is None else None,
            "may_forward": lifecycle.may(request.user, "forward_external", complaint, timezone.now()),
            # Read by static/routing/refer.js: the suggestion follows the category at once.
            "suggestions": queries.suggestions(complaint, proposals, outside),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def return_referral(request, number):
    """The agency gives back what is not its task."""
    complaint = desk.case_for(request, number, "return_referral")
    if back := desk.gone(request, complaint, "return_referral", limits.problem):
        return back
    proposed = queries.is_only_proposed(complaint)
    form = ReturnReferralForm(request.POST if request.method == "POST" else None, complaint=complaint)
    done = desk.perform(
        request, complaint, form, operations.return_referral, kind=Event.Kind.RETURNED, done=_("Laporan dikembalikan.")
    )
    context = {"complaint": complaint, "form": form, "proposed": proposed}
    return done or render(request, "routing/return_referral.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def forward_external(request, number):
    """No wrong door: what is not the regency's is handed on, with body, reason and hotline for the reporter."""
    complaint = desk.case_for(request, number, "forward_external")
    if back := desk.gone(request, complaint, "forward_external"):
        return back
    form = ForwardExternalForm(*desk.sent(request), complaint=complaint, initial=_likely_body(request, complaint))
    done = desk.perform(
        request,
        complaint,
        form,
        operations.forward_external,
        kind=Event.Kind.FORWARDED_EXTERNAL,
        done=_("Laporan sudah dialihkan. Cetak surat pengantarnya dari halaman ini."),
    )
    desk.choose_files_again(request, form)
    context = {"complaint": complaint, "form": form, "story": texts.story(complaint)}
    context["ask_at"] = queries.check_back_due(complaint, timezone.now())
    return done or render(request, "routing/forward_external.html", context)


@login_required
@require_safe
def letter(request, number):
    """The letter to the body, to print and sign: its number is written by hand, the reporter is not named."""
    complaint = desk.case_for(request, number, "forward_external")
    forwarded = queries.last_forwarding(complaint)
    if forwarded is None:
        raise Http404
    context = {
        "complaint": complaint,
        "story": texts.story(complaint),
        "landmark": texts.landmark(complaint),
        "body": queries.body_of(complaint),
        "reason": timeline.text_of(forwarded, "reason"),
        "regency": Regency.objects.first(),
        "sender": complaint.owner,
        "answer_by": complaint.due_at if complaint.status == Status.FORWARDED_EXTERNAL else None,
        "now": timezone.now(),
    }
    return render(request, "routing/letter.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def check_back(request, number):
    """*Sudah ditanyakan lagi*: the reporter sees that the coordinator asks."""
    return _outside(
        request,
        number,
        operation=operations.check_back,
        form_class=CheckBackForm,
        kind=Event.Kind.CHECKED_BACK,
        done=_("Sudah dicatat. Pelapor melihatnya."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def record_outside_answer(request, number):
    """The body has answered: the reporter reads it, the case is closed and can be objected to."""
    return _outside(
        request,
        number,
        operation=operations.record_outside_answer,
        form_class=RecordOutsideAnswerForm,
        kind=Event.Kind.OUTSIDE_ANSWERED,
        done=_("Jawaban dicatat. Laporan ditutup, pelapor membacanya."),
        initial={"answered_on": timezone.localdate()},
    )


@login_required
@require_http_methods(["GET", "POST"])
def bounce(request, number):
    """The body has given the case back: it is verified again."""
    return _outside(
        request,
        number,
        operation=operations.bounce,
        form_class=BounceForm,
        kind=Event.Kind.BOUNCED,
        done=_("Laporan kembali ke antrean verifikasi."),
    )


def _outside(request, number, *, operation, form_class, kind, done, **more):
    """One act on a case that an outside body has."""
    complaint = desk.case_for(request, number, "bounce")
    if back := desk.gone(request, complaint, "bounce"):
        return back
    form = form_class(*desk.sent(request), complaint=complaint, **more)
    answered = desk.perform(request, complaint, form, operation, kind=kind, done=done)
    desk.choose_files_again(request, form)
    context = {
        "complaint": complaint,
        "form": form,
        "story": texts.story(complaint),
        "body": queries.body_of(complaint),
    }
    return answered or render(request, f"routing/{operation.__name__}.html", context)


def _returned(complaint) -> list[timeline.Entry]:
    """Return how agencies gave it back, with their reasons: what the arbiter has decided between."""
    return [entry for entry in timeline.entries(complaint, for_staff=True) if entry.kind == Event.Kind.RETURNED]


def _likely_body(request, complaint) -> dict:
    """Pre-choose category and body that the verification page led to, else what the rules propose."""
    asked, body = (_id(request.GET.get(name, "")) for name in ("kategori", "lembaga"))
    category = queries.exact_categories().filter(pk=asked).first() if asked else queries.likely_category(complaint)
    if category is not None and body is None:
        proposal = queries.proposals(complaint, timezone.localdate(), outside=True).get(category.pk)
        body = proposal and proposal.agency.pk
    return {"category": category and category.pk, "body": body}


def _id(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


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
        "term_class": queries.class_for(complaint, category),
        "priority": complaint.priority,
        "to": proposal.agency.pk if proposal else None,
    }
