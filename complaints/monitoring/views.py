"""The pages of who watches: how it stands, and the cases of which only number, status and clocks may be seen."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from complaints import access, next_steps
from complaints.followup import queries as cases
from complaints.followup import saved_views
from complaints.models import Complaint
from complaints.publication import flags

from . import custody as chain
from . import queries

Access = Complaint.AccessClass
# What a class is called here, and why no more of it is shown.
_NAMES = {
    Access.ORDINARY: gettext_lazy("Laporan biasa"),
    Access.SENSITIVE: gettext_lazy("Laporan peka"),
    Access.SUPERVISORY: gettext_lazy("Berkadar pengawasan"),
    Access.PROTECTED: gettext_lazy("Jalur rahasia"),
}
_NOTES = {
    Access.SENSITIVE: gettext_lazy("Isinya hanya dibaca instansi yang menolong."),
    Access.SUPERVISORY: gettext_lazy("Isinya hanya dibaca Inspektorat."),
    Access.PROTECTED: gettext_lazy("Isinya hanya dibaca Inspektorat."),
}


@login_required
@require_safe
def home(request):
    """How it stands today, class by class, as far as this person may know it."""
    now, held = timezone.now(), request.positions
    counts = queries.class_counts(request.user, held, now)
    if not counts:
        raise Http404
    reads = {view.key for view in saved_views.views_of(request.user, held, now)}
    own = Complaint.CLOSED if any(position.role == position.Role.INSPECTORATE for position in held) else ()
    return render(
        request,
        "monitoring/home.html",
        {
            "now": now,
            **_flags(request.user, held, now),
            "classes": [
                {
                    "name": _NAMES[count.access_class],
                    "note": "" if count.access_class in own else _NOTES.get(count.access_class, ""),
                    "open": _told(count.open),
                    "late": _told(count.late),
                    "is_late": bool(count.late),
                    "months": [(month, _told(number)) for month, number in count.months],
                    "links": _links(count, reads, access.inspects(held)),
                }
                for count in counts
            ],
        },
    )


@login_required
@require_safe
def overview(request):
    """The cases whose number, status, owner and clocks this person may see and whose content not; `nomor` shows one."""
    now, held = timezone.now(), request.positions
    if not access.has_overview(held):
        raise Http404
    typed = request.GET.get("nomor", "").strip()
    context = {"now": now, "typed": typed}
    if typed:
        case = access.overview_case(request.user, saved_views.number_in(typed) or "", held)
        running, stopped = cases.clocks(case, now)
        missed = sum(clock.missed for clock in stopped)
        rows = queries.rows_of([case], held, now, lambda number: "")
        context |= {"rows": rows, "complaint": case, "running": running, "stopped": stopped, "missed": missed}
        return render(request, "monitoring/overview.html", context | _step(case, now))

    view = saved_views.overview(request.user, held)
    page = saved_views.page(view, older_than=request.GET.get("sesudah"), newer_than=request.GET.get("sebelum"))
    context |= {
        "rows": queries.rows_of(page.rows, held, now, lambda number: f"?{urlencode({'nomor': number})}"),
        "newer_url": page.newer and f"?{urlencode({'sebelum': page.newer})}",
        "older_url": page.older and f"?{urlencode({'sesudah': page.older})}",
    }
    return render(request, "monitoring/overview.html", context)


@login_required
@require_safe
def supervision(request):
    """L6: the supervisory and protected cases of who inspects, those still open first; no word of their content."""
    now, held = timezone.now(), request.positions
    if not access.inspects(held):
        raise Http404
    view = saved_views.View("pengawasan", _("Pengawasan"), queries.closed_cases(request.user, held), newest_first=True)
    page = saved_views.page(view, older_than=request.GET.get("sesudah"), newer_than=request.GET.get("sebelum"))
    context = {
        "now": now,
        "rows": queries.rows_of(page.rows, held, now, lambda number: reverse("followup:case", args=[number])),
        "newer_url": page.newer and f"?{urlencode({'sebelum': page.newer})}",
        "older_url": page.older and f"?{urlencode({'sesudah': page.older})}",
    }
    return render(request, "monitoring/supervision.html", context)


@login_required
@require_safe
def custody(request, number):
    """L6, one case: through whose hands it went, and who looked into it."""
    held = request.positions
    if not access.inspects(held):
        raise Http404
    complaint = access.with_number(queries.closed_cases(request.user, held).select_related("owner"), number)
    now = timezone.now()
    context = _step(complaint, now) | {
        "now": now,
        "complaint": complaint,
        "name": _NAMES[complaint.access_class],
        "holders": chain.holders(complaint),
        "openings": chain.openings(complaint),
    }
    return render(request, "monitoring/custody.html", context)


def _step(complaint: Complaint, now: datetime) -> dict:
    """Return who acts next, by when, and whether that is over: for followup/step.html."""
    return {"step": next_steps.for_staff(complaint), "late": saved_views.is_late(complaint, now)}


def _flags(user, held, now) -> dict[str, int]:
    """Return how many reported public pages wait for this person, and how many are late; nothing for others."""
    if not access.reviews(held):
        return {}
    waiting, late = flags.counts(user, held, now)
    return {"flags": waiting, "late_flags": late}


def _links(count: queries.ClassCount, reads: set[str], inspects: bool) -> list[dict]:
    """Return the lists behind the figures of a class, where this person has them."""
    queue = reverse("followup:queue")
    if count.access_class == Access.ORDINARY and "terlambat" in reads:
        return [
            {"label": _("Lihat yang terlambat"), "url": f"{queue}?v=terlambat"},
            {"label": _("Lihat semua"), "url": f"{queue}?v=semua"},
        ]
    if count.access_class in Complaint.CLOSED and inspects:
        return [{"label": _("Lihat pengawasan"), "url": reverse("monitoring:supervision")}]
    if count.access_class == Access.SENSITIVE and "ikhtisar" in reads:
        return [{"label": _("Lihat nomor dan batas waktu"), "url": reverse("monitoring:overview")}]
    return []


def _told(number: int | None):
    return _("1.000+") if number is not None and number > saved_views.CAP else number
