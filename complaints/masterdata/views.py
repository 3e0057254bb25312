"""Who holds which position, and the one screen that changes it. For administrators; the rest is the admin's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from complaints.accounts import proof
from complaints.errors import Refused

from . import operations_holders, queries
from .admin_site import site
from .forms import ChangeHolderForm


@login_required
@require_GET
def positions(request):
    """List every position with its holders; `?kosong` only those without, `?q=` those with a word in them."""
    _only_administrators(request)
    rows = queries.positions(timezone.localdate())
    empty = [row for row in rows if not row.holders]
    only_empty, typed = "kosong" in request.GET, request.GET.get("q", "")[:100].strip()
    shown = [row for row in (empty if only_empty else rows) if typed.casefold() in row.words()]
    context = {"rows": shown, "count": len(rows), "empty": len(empty), "only_empty": only_empty, "typed": typed}
    return render(request, "masterdata/positions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change_holder(request, code):
    """Ask for the second factor before anything is typed, change the holder, and say what became of the cases."""
    _only_administrators(request)
    today = timezone.localdate()
    position = queries.position(code, today)
    if asked := proof.second_factor_again(request):
        return asked
    form = ChangeHolderForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        people=queries.candidates(request.user, today),
        definitive=position.definitive,
        today=today,
    )
    context = {"position": position, "form": form, "today": today}
    if form.is_valid():
        try:
            change = operations_holders.change_holder(
                position.pk, **form.inputs(), actor=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _told(change, position)
            if change.password:  # shown this once, kept nowhere
                return render(request, "masterdata/change_holder_done.html", context | {"change": change, "told": told})
            messages.success(request, told)
            return redirect("masterdata:positions")
    return render(request, "masterdata/change_holder.html", context)


def _only_administrators(request) -> None:
    """Raise Http404 for everybody else, as the admin does."""
    if not site.has_permission(request):
        raise Http404


def _told(change, position) -> str:
    """Say who has the position from when, who leaves it, and whose the cases are."""
    sentences = [
        _("%(name)s tercatat sebagai %(title)s (%(basis)s).")
        % {"name": change.holding.user, "title": position, "basis": change.holding.get_basis_display()}
    ]
    if change.left:
        sentences.append(
            _(
                "Masa %(names)s berakhir sehari sebelumnya; laporan yang ditugaskan kepadanya lalu untuk siapa saja "
                "di %(agency)s."
            )
            % {"names": ", ".join(map(str, change.left)), "agency": position.agency.short_name}
        )
    sentences.append(_("Semua laporan tetap dipegang %(agency)s.") % {"agency": position.agency.name})
    return " ".join(sentences)
