"""The answers of the day: read one by one, an empty one sent back with one press."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.errors import Refused
from complaints.followup.views import photo_of

from . import answers as reading
from . import operations_answers

_WHERE = ("v", "sesudah", "sebelum")  # in the list, as its address says


@login_required
@require_safe
def answers(request):
    """Those that nobody has read yet, or all (`?v=semua`), the newest first."""
    if not reading.reads(request.positions):
        raise Http404
    now, everything = timezone.now(), request.GET.get("v") == "semua"
    shown = (
        reading.every(request.user, request.positions)
        if everything
        else reading.to_read(request.user, request.positions, now)
    )
    page = reading.page(shown, after=request.GET.get("sesudah"), before=request.GET.get("sebelum"))
    rows = reading.told(page.rows)
    for row in rows:
        draw = photo_of(row.event.complaint)
        row.drawn.extend(draw(photo, place) for place, photo in enumerate(row.photos, 1))
    view = {"v": "semua"} if everything else {}
    context = {
        "rows": rows,
        "now": now,
        "where": [(name, request.GET[name]) for name in _WHERE if name in request.GET],
        "everything": everything,
        "views": [
            {"label": _("Belum dibaca"), "url": reverse("triage:answers"), "count": None, "current": not everything},
            {"label": _("Semua"), "url": f"{reverse('triage:answers')}?v=semua", "count": None, "current": everything},
        ],
        "newer_url": page.newer and f"?{urlencode(view | {'sebelum': page.newer})}",
        "older_url": page.older and f"?{urlencode(view | {'sesudah': page.older})}",
    }
    return render(request, "triage/answers.html", context)


@login_required
@require_POST
def read_answer(request, event_id):
    """*Sudah dibaca*."""
    answer = get_object_or_404(reading.every(request.user, request.positions), pk=event_id)
    operations_answers.read_answer(answer, actor=request.user, now=timezone.now())
    return redirect(_back(request))


@login_required
@require_POST
def send_back_empty(request, event_id):
    """*Kembalikan: jawaban kosong*, at once."""
    answers = reading.every(request.user, request.positions).select_related("complaint__owner")
    answer = get_object_or_404(answers, pk=event_id)
    version = request.POST.get("version", "")
    try:
        operations_answers.send_back_empty(
            answer, version=int(version) if version.isdecimal() else 0, actor=request.user, now=timezone.now()
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        told = _("Jawaban %(number)s dikembalikan ke %(agency)s. Batas waktunya berjalan terus.")
        about = {"number": answer.complaint.tracking_number, "agency": answer.complaint.owner.short_name}
        messages.success(request, told % about)
    return redirect(_back(request))


def _back(request) -> str:
    """Return the address of the list as it was left."""
    where = {name: request.POST[name] for name in _WHERE if name in request.POST}
    return f"{reverse('triage:answers')}?{urlencode(where)}" if where else reverse("triage:answers")
