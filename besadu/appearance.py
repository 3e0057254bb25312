"""How the page looks for this visitor: theme and letter size from two cookies, without JavaScript.

The cookies are written by ``intake:theme`` and ``intake:text_size`` and hold nothing but one of the words
below; anything else is as if it were not there.
"""

import re

from django.conf import settings

THEME_COOKIE = "tema"
THEMES = ("terang", "gelap", "ikut")
"""Light, dark, or as the phone is set (the same as no cookie)."""

LETTERS_COOKIE = "huruf"
LETTERS = ("biasa", "besar")

# Programs that open links in a window of their own, where camera and location may not work (ux.md 3.6).
_IN_APP = re.compile(
    r"FBAN|FBAV|FB_IAB|Instagram|Barcelona|TikTok|musical_ly|BytedanceWebview|Twitter|Snapchat|Line/|; wv\)"
)

PORTAL = {"name": "BESADU", "region": "Kabupaten Belitung", "origin": settings.BASE_URL}


def appearance(request) -> dict:
    """Context processor: ``appearance.theme``, ``appearance.letters``, ``portal``, and ``in_app``: whether the page is
    shown inside another program. No query."""
    theme = request.COOKIES.get(THEME_COOKIE)
    letters = request.COOKIES.get(LETTERS_COOKIE)
    return {
        "appearance": {
            "theme": theme if theme in THEMES else "ikut",
            "letters": letters if letters in LETTERS else "biasa",
        },
        "portal": PORTAL,
        "in_app": bool(_IN_APP.search(request.META.get("HTTP_USER_AGENT", "")[:1000])),
    }
