"""The queue: its views, what narrows them, the filters that are saved, and who reads what."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access
from complaints.errors import Refused

from . import filters, operations_desk, queries, readings, saved_views
from .forms_filters import FiltersForm, SaveFilterForm

MANY = 100  # urgent cases from here on are told as 99+ on the icon


@login_required
@require_safe
def queue(request):
    """The saved views of this person's positions, one page of one of them, narrowed as the address says."""
    now = timezone.now()
    user, held = request.user, request.positions
    typed = request.GET.get("nomor", "").strip()
    if typed and (found := opened(user, held, typed)):
        return redirect(found)

    views = saved_views.views_of(user, held, now)
    named = saved_views.saved(filters.saved_of(user, held), views, user, now) if views else []
    counts, urgent = saved_views.counts_of([*views, *named], user, now)
    wanted = filters.asked(request.GET)
    key = wanted.view or ("semua" if wanted.found else None)
    view = saved_views.chosen(views, counts, key)
    if view and view.address:
        return redirect(view.address)
    context = {"now": now, "urgent": urgent, "typed": typed, "view": view}
    if view is None:
        return render(request, "followup/queue.html", context)

    wanted = filters.of_view(wanted, view.key, view.orders)
    page = saved_views.page(
        saved_views.narrowed(view, wanted, user, now),
        order=wanted.order,
        older_than=request.GET.get("sesudah"),
        newer_than=request.GET.get("sebelum"),
    )
    shown = [one for one in views if one is view or counts[one.key] or not one.if_any]
    elsewhere = next((one for one in shown if one is not view and counts[one.key]), None)
    current = next((one for one in named if one.query == wanted.query()), view)
    context |= {
        "views": [_chip(one, counts, one is current) for one in (*shown, *named)],
        "wanted": wanted,
        "chips": [{"label": told, "url": wanted.without(name).address()} for name, told in filters.told(wanted, held)],
        "is_saved": current is not view,
        "sorts": _sorts(wanted, view),
        "rows": [
            row | {"url": reverse("followup:case", args=[row["number"]])}
            for row in saved_views.rows_of(page.rows, user, held, now)
        ],
        "show_agency": saved_views.watches_all(held),
        "may_act": queries.acts_on_many(held),
        "total": _total(view, wanted, counts),
        "newer_url": page.newer and wanted.address(sebelum=page.newer),
        "older_url": page.older and wanted.address(sesudah=page.older),
        "elsewhere": elsewhere and {"url": _view_url(elsewhere), "label": elsewhere.label},
    }
    return render(request, "followup/queue.html", context)


def opened(user, held, typed) -> str | None:
    """Return the address of the case whose number was typed: its page, or what little of it this person may see."""
    number = saved_views.number_in(typed)
    if number and saved_views.has(access.staff_cases(user, held), number):
        return reverse("followup:case", args=[number])
    if number and access.has_overview(held) and saved_views.has(access.overview_cases(user, held), number):
        return f"{reverse('monitoring:overview')}?{urlencode({'nomor': number})}"
    return None


def _view_url(view: saved_views.View) -> str:
    return reverse(view.address) if view.address else f"{reverse('followup:queue')}?{view.query}"


def _total(view: saved_views.View, wanted: filters.Asked, counts: dict) -> int | None:
    """Return how many cases are shown on all pages, where its chip has counted them: what is narrowed is not."""
    count = None if wanted.found else counts[view.key]
    return count if count is not None and count <= saved_views.CAP else None


def _chip(view: saved_views.View, counts: dict, current: bool) -> dict:
    count = counts[view.key]
    told = _("1.000+") if count is not None and count > saved_views.CAP else count
    return {"label": view.label, "url": _view_url(view), "count": told, "current": current}


def _sorts(wanted: filters.Asked, view: saved_views.View) -> dict[str, dict]:
    """Return how each column is sorted and where its head leads: {column: {url, sorted}}."""
    order = wanted.order or view.orders[0]
    heads = {"received": ("terbaru", "terlama")}
    if "batas" in view.orders:
        heads["due"] = ("batas", "batas-jauh")
    found = {}
    for column, (first, second) in heads.items():
        then, descending = (second if order == first else first), filters.ORDERS[order][2]
        found[column] = {
            "url": filters.of_view(wanted.sorted_by(then), view.key, view.orders).address(),
            "sorted": ("descending" if descending else "ascending") if order in (first, second) else "",
        }
    return found


@login_required
@require_safe
def narrow(request):
    """Everything that a view can be narrowed by, as a form of the queue's own address; and the saved filters."""
    now = timezone.now()
    views = saved_views.views_of(request.user, request.positions, now)
    offered = [view for view in views if not view.address]
    if not offered:
        raise Http404
    wanted = filters.asked(request.GET)
    view = next((one for one in offered if one.key == wanted.view), offered[0])
    wanted = filters.of_view(wanted, view.key, view.orders)
    context = {
        "form": FiltersForm(view=view, wanted=wanted, choices=queries.choices(request.positions)),
        "view": view,
        "wanted": wanted,
        "mine": filters.saved_of(request.user, request.positions),
        "removable": set(queries.removable_filters(request.user, request.positions).values_list("pk", flat=True)),
    }
    return render(request, "followup/narrow.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def save_filter(request):
    """*Simpan tampilan ini*: a name, and for whom."""
    wanted = filters.asked(request.GET)
    if not (wanted.found or wanted.order):
        return redirect("followup:queue")
    form = SaveFilterForm(request.POST if request.method == "POST" else None, held=request.positions)
    if form.is_valid():
        try:
            operations_desk.save_filter(
                wanted=wanted, actor=request.user, now=timezone.now(), held=request.positions, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saringan disimpan. Letaknya di samping tampilan lain."))
            return redirect(wanted.address())
    context = {"form": form, "wanted": wanted, "told": filters.told(wanted, request.positions)}
    return render(request, "followup/save_filter.html", context)


@login_required
@require_POST
def remove_filter(request, filter_id):
    """Forget a saved filter; the cases stay where they are."""
    if not operations_desk.remove_filter(filter_id, held=request.positions, actor=request.user):
        raise Http404
    messages.success(request, _("Saringan dihapus."))
    return redirect("followup:narrow")


@login_required
@require_POST
def note_reading(request, number):
    """The open page says that it is read, twice a minute; without JavaScript it is a button."""
    now = timezone.now()
    complaint = access.staff_case(request.user, number)
    operations_desk.note_reading(complaint, reader=request.user, now=now)
    if "application/json" not in request.headers.get("Accept", ""):
        return redirect("followup:case", number)
    return JsonResponse({"open_by": readings.open_by(complaint, request.user, now)})


@login_required
@require_safe
@cache_control(private=True, max_age=7 * 24 * 3600)
def icon(request, urgent):
    """The icon of the tab with the number of urgent cases on it."""
    said = urgent if urgent < MANY else f"{MANY - 1}+"
    return render(request, "followup/icon.svg", {"urgent": said}, content_type="image/svg+xml")
