"""The poster of a village or a jetty, to print: for who coordinates, who administers, and who sits in that village."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from besadu.appearance import PORTAL
from complaints import emergencies
from complaints.models import Position

from . import channels, queries
from .forms_entry import PosterForm
from .poster import Poster, pdf


@login_required
@require_safe
def poster(request):
    """Which place; and with a place in the address the poster itself, drawn anew each time."""
    asked = request.GET if "village" in request.GET else None
    form = PosterForm(asked, districts=queries.villages_by_district(_may_print_for(request.positions)))
    if not form.is_valid():
        return render(request, "intake/poster.html", {"form": form})
    village = queries.village(form.cleaned_data["village"])
    answer = HttpResponse(pdf(_of(village, form.cleaned_data["place"])), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="poster-{village.code}.pdf"'
    return answer


def _of(village, place: str) -> Poster:
    regency = queries.regency()
    what = f"{settings.BASE_URL}{reverse('intake:what')}"
    helpers = emergencies.confirmed(regency.emergency_numbers)[:3]
    return Poster(
        programme=f"{PORTAL['name']} {PORTAL['region']}",
        place=", ".join(filter(None, [str(village), place])),
        address=f"{what}?{urlencode({'desa': village.code})}",
        typed=what.partition("//")[2].rstrip("/"),
        office=village.get_kind_display().lower() if queries.has_clerk(village, timezone.localdate()) else "",
        channels=[f"{row.name} {row.value}" for row in channels.confirmed(regency.channels)[:2]],
        emergency=", ".join(f"{row['name']} {row['number']}" for row in helpers),
    )


def _may_print_for(held: list[Position]) -> set[int] | None:
    """Return the villages these positions may print posters for, None for every one; others get 404."""
    if any(position.role == Position.Role.ADMINISTRATOR for position in held):
        return None
    villages = queries.entered_for(held)
    if villages == set():
        raise Http404
    return villages
