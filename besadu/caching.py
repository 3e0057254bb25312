"""Who may keep an answer. Nobody, unless a view says otherwise (besadu/middleware.py sets no-store)."""

from functools import wraps


def public_page(view):
    """Let the reader's own browser keep the page if it asks before showing it again; proxies still may not."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return wrapped
