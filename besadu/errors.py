"""Pages for what went wrong. They need neither the database nor a static file nor the request's body.

Their few lines of style stand in the page itself, allowed by hash: an error page must be readable
when nothing else is (ux.md 2.8). Each says what happened, whether the text is lost, and one way on.
"""

import base64
import hashlib
import sys
from functools import cache

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

RETRY_SECONDS = 30


@cache
def _style_source() -> str:
    """Return what the style of templates/errors/base.html is called in a Content-Security-Policy."""
    digest = hashlib.sha256(render_to_string("errors/style.css").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def page(name: str, status: int, **context) -> HttpResponse:
    """Return the page templates/errors/<name>.html with `status`."""
    response = HttpResponse(render_to_string(f"errors/{name}.html", context), status=status)
    response._csp_update = {"style-src": [_style_source()]}  # django-csp's own decorators set the same attribute
    return response


def bad_request(request, exception=None) -> HttpResponse:
    """400: the browser sent something that cannot be read; 413 when it was only too long."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return page("400", 400)


def permission_denied(request, exception=None) -> HttpResponse:
    """403: signed in, but not for this."""
    return page("403", 403)


def csrf_failure(request, reason="") -> HttpResponse:
    """403: the form is older than the session, or the browser keeps no cookies."""
    return page("csrf", 403)


def not_found(request, exception=None) -> HttpResponse:
    """404: nothing here, or not for this reader; the two are never told apart.

    Who wrote something for a case that is not theirs any more gets it back, to copy (`complaints.desk.NotTheirs`).
    """
    return page("404", 404, written=getattr(exception, "written", ()))


def too_large(request) -> HttpResponse:
    """413: the photos together are longer than one request may be."""
    return page("413", 413)


def too_many_requests(request, retry_after: int | None = None) -> HttpResponse:
    """429: asked too often. `retry_after` is seconds."""
    response = page("429", 429, minutes=-(-retry_after // 60) if retry_after else None)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request) -> HttpResponse:
    """500, or 503 when the database or the disk does not answer: that passes by itself."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError | OSError):
        return unavailable(request)
    return page("500", 500)


def unavailable(request) -> HttpResponse:
    """503: nothing was stored; try again in a moment."""
    response = page("503", 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
