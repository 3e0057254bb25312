"""The stylesheet keeps its budget and its contrasts; the two dark blocks say the same."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
CSS = (STATIC / "css" / "besadu.css").read_text()
SCRIPT = (STATIC / "parts" / "form.js").read_text()


def tokens(block):
    return dict(re.findall(r"(--[\w-]+): (#[0-9A-F]{3,6})\b", block, re.I))


LIGHT = tokens(CSS.split("@media (prefers-color-scheme: dark)")[0])
DARK_SYSTEM = tokens(re.search(r":root:not\(\[data-theme=terang\]\) \{(.*?)\n  \}", CSS, re.S)[1])
DARK_CHOSEN = tokens(re.search(r":root\[data-theme=gelap\] \{(.*?)\n\}", CSS, re.S)[1])


def luminance(colour):
    colour = colour.lstrip("#")
    colour = colour if len(colour) == 6 else "".join(c * 2 for c in colour)
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def test_the_sheet_is_within_the_public_budget():
    assert len(gzip.compress(CSS.encode(), 9)) <= 8 * 1024


def test_the_script_is_within_its_budget_and_writes_no_html():
    assert len(gzip.compress(SCRIPT.encode(), 9)) <= 2 * 1024
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\.style\b", SCRIPT)


def test_nothing_comes_from_elsewhere():
    assert not re.search(r"url\(|@import|@font-face|https?:", CSS)


def test_dark_by_the_phone_and_dark_by_choice_are_the_same():
    assert DARK_SYSTEM == DARK_CHOSEN
    assert set(DARK_SYSTEM) == set(LIGHT)


TEXT = [("ink", bg) for bg in ("page", "surface", "sand", "sea-tint", "ok-t", "warn-t", "bad-t", "info-t")]
TEXT += [("ink2", bg) for bg in ("page", "surface", "sand", "mute-t")]
TEXT += [(name, f"{name}-t") for name in ("ok", "warn", "bad", "info", "mute")]
TEXT += [("sea", "surface"), ("sea", "sea-tint"), ("bad", "surface"), ("bad", "page"), ("bad", "bad-t")]
TEXT += [("link", bg) for bg in ("page", "surface", "sand")] + [("visited", bg) for bg in ("page", "surface", "sand")]
TEXT += [("on-sea", "sea"), ("on-sea", "sea-deep"), ("on-bad", "bad")]
EDGES = [("edge", bg) for bg in ("page", "surface", "sand")] + [("sea", bg) for bg in ("page", "sand")]


@pytest.mark.parametrize("theme", [LIGHT, DARK_SYSTEM], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [(*pair, 4.5) for pair in TEXT] + [(*pair, 3) for pair in EDGES],
    ids=lambda value: str(value),
)
def test_contrast(theme, front, back, least):
    assert contrast(theme[f"--{front}"], theme[f"--{back}"]) >= least


def test_templates_hold_no_style_script_or_handler_inline():
    for page in (STATIC.parent / "templates").rglob("*.html"):
        if page.parent.name == "errors":
            continue  # those few carry their own style by hash: they must work when nothing else does
        text = page.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", text), page
        # The one way out, for who must leave at once, leads to others; nothing is fetched from them.
        away = 1 if page.name == "quick_exit.html" else 0
        assert len(re.findall(r"href=\"(https?:)?//", text)) == away, page
        assert not re.search(r"src=\"(https?:)?//", text), page
