"""How the page looks for this visitor: theme and letter size from two cookies, without JavaScript.

The cookies are written by ``intake:theme`` and ``intake:text_size`` and hold nothing but one of the words
below; anything else is as if it were not there.
"""

THEME_COOKIE = "tema"
THEMES = ("terang", "gelap", "ikut")
"""Light, dark, or as the phone is set (the same as no cookie)."""

LETTERS_COOKIE = "huruf"
LETTERS = ("biasa", "besar")

PORTAL = {"name": "BESADU", "region": "Kabupaten Belitung"}


def appearance(request) -> dict:
    """Context processor: ``appearance.theme``, ``appearance.letters`` and ``portal``. No query."""
    theme = request.COOKIES.get(THEME_COOKIE)
    letters = request.COOKIES.get(LETTERS_COOKIE)
    return {
        "appearance": {
            "theme": theme if theme in THEMES else "ikut",
            "letters": letters if letters in LETTERS else "biasa",
        },
        "portal": PORTAL,
    }
