"""O10 and M6, the templates of an agency and those for all: the list, a new one, a change, retiring one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, gaps, texts, timeline
from complaints.errors import Refused
from complaints.models import Event, ReplyTemplate

from . import operations, queries
from .forms import TemplateForm


@login_required
@require_safe
def templates(request):
    """What the own agencies can begin a text with, the most used first."""
    _only_who_keeps(request)
    return render(request, "replies/templates.html", {"rows": queries.listed(request.positions)})


@login_required
@require_http_methods(["GET", "POST"])
def add(request):
    """A new one; `?laporan=` begins it with the last answer of that case, without what only fits there."""
    _only_who_keeps(request)
    posted = request.POST if request.method == "POST" else None
    form = TemplateForm(posted, initial=_from_an_answer(request), new=True, **_whose(request))
    if form.is_valid():
        try:
            operations.add(**form.cleaned_data, actor=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Templat disimpan."))
            return redirect("replies:templates")
    return render(request, "replies/add.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def change(request, template_id):
    """Another title, category, outcome or text."""
    row = get_object_or_404(queries.kept(request.positions), pk=template_id)
    names = ("use", "title", "category", "outcome", "text")
    initial = {name: getattr(row, name) for name in names}
    posted = request.POST if request.method == "POST" else None
    form = TemplateForm(posted, initial=initial, new=False, **_whose(request))
    if form.is_valid():
        operations.change(row.pk, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("Templat disimpan."))
        return redirect("replies:templates")
    return render(request, "replies/change.html", {"form": form, "row": row})


@login_required
@require_POST
def retire(request, template_id):
    """Offer it no more, or again."""
    row = get_object_or_404(queries.kept(request.positions), pk=template_id)
    operations.retire(row.pk, actor=request.user, now=timezone.now())
    done = _("Templat tidak ditawarkan lagi.") if row.is_active else _("Templat ditawarkan lagi.")
    messages.success(request, done)
    return redirect("replies:templates")


def _only_who_keeps(request) -> None:
    if not queries.keeps_for(request.positions):
        raise Http404


def _whose(request) -> dict:
    held = request.positions
    return {"agencies": queries.keeps_for(held), "for_all": queries.keeps_for_all(held)}


def _from_an_answer(request) -> dict:
    """Return what a template begins with that is made of the last answer of a case this person reads."""
    number = request.GET.get("laporan")
    if not number:
        return {"use": ReplyTemplate.Use.ANSWER}
    complaint = access.staff_case(request.user, number)
    event = timeline.last_of(complaint, Event.Kind.ANSWERED)
    if event is None:
        raise Http404
    values = queries.values(complaint, texts.title(texts.story(complaint)), request.user, timezone.now())
    return {
        "use": ReplyTemplate.Use.ANSWER,
        "agency": complaint.owner_id,
        "category": complaint.category_id,
        "outcome": event.data["outcome"],
        "text": gaps.empty(timeline.text_of(event, "answer"), values),
    }
