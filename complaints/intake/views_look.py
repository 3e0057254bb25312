"""How pages look, chosen by a button and kept in a cookie."""

from datetime import timedelta

from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from besadu.appearance import LETTERS, LETTERS_COOKIE, THEME_COOKIE, THEMES

LOOK_KEPT = timedelta(days=365)


@require_POST
def theme(request):
    return _keep_look(request, THEME_COOKIE, THEMES)


@require_POST
def text_size(request):
    return _keep_look(request, LETTERS_COOKIE, LETTERS)


def _keep_look(request, cookie, known):
    back = request.POST.get("kembali", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if safe else "intake:home")
    if request.POST.get(cookie) in known:
        response.set_cookie(
            cookie,
            request.POST[cookie],
            max_age=LOOK_KEPT,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response
