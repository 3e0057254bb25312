"""P13: the map, drawn by us; and a street map for who presses for it."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from besadu.caching import public_page
from complaints.routing.queries import districts as all_districts

from . import mapping, tiles


@csp_update({"img-src": ["data:"]})  # Leaflet's empty picture, put where a tile is not needed any more
@require_safe
@public_page
def map(request):
    """Where reports are open: the regency, or the district that `tempat` names by its code."""
    districts = all_districts()
    chosen = _chosen(request, districts)
    drawn = mapping.of_district(chosen) if chosen else mapping.of_regency(districts)
    context = {"chosen": chosen, "map": drawn}
    if tiles.is_there():
        address = reverse("publication:points") + (f"?tempat={chosen.code}" if chosen else "")
        context |= {"box": tiles.box(), "points_url": address, "credit": settings.TILES_CREDIT}
    return render(request, "publication/map.html", context)


@require_safe
@public_page
def points(request):
    """The published reports that the street map shows, with their rounded places."""
    chosen = _chosen(request, all_districts())
    return JsonResponse({"points": mapping.points(chosen)})


@require_safe
def tile(request, zoom, column, row):
    """One picture of the street map, from the source that is configured."""
    if not tiles.is_there() or not tiles.shows_the_regency(zoom, column, row):
        raise Http404
    try:
        picture, media = tiles.fetch(zoom, column, row)
    except tiles.NotThere:
        return HttpResponse(status=503, headers={"Cache-Control": "no-store"})
    return HttpResponse(picture, content_type=media, headers={"Cache-Control": "public, max-age=604800"})


def _chosen(request, districts):
    code = request.GET.get("tempat")
    chosen = next((district for district in districts if district.code == code), None)
    if code and chosen is None:
        raise Http404
    return chosen
