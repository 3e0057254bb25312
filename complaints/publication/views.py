"""The public pictures of published cases."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from complaints import access, photos

from . import queries


@require_safe
def photo(request, number, key, size):
    """One size of a published photo: the blurred copy, never the one that was sent."""
    shown = queries.photo(access.published_case(number), key)
    if size not in photos.SIZES:
        raise Http404
    try:
        jpeg = photos.read(shown.key, size)
    except FileNotFoundError:
        raise Http404 from None
    # A changed photo has a new address; a hidden one is gone from browsers soon.
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=600"})
