"""Charts as SVG that the server draws (ux.md 5.2): values printed on the marks, the main fact in words, no library.

Text stands at 13 px or more where a chart fills a phone. Colours are classes of the stylesheet, and a pattern or a
number tells the same. A number too small to be told has a mark of one length. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from complaints.figures import telling

WIDTH = 328  # a phone of 360 px without its margins
LEFT = 96  # of the words beside bars
ROOM = 44  # of the value after a bar
LINE = 18  # a bar and its value
DOTS = 200  # more answers are drawn as columns
SMALL = telling.FEWEST / 2  # the length of a mark that stands for few


class Row(NamedTuple):
    """A line of bars, one of each series. `running`: a time that is not over."""

    label: str
    values: Sequence[int]
    running: bool = False


def bars(name: str, title: str, fact: str, rows: Sequence[Row], left: int = LEFT) -> SafeString:
    """Draw horizontal bars from zero: the first series solid, the second hatched, one that runs only outlined.

    `left` is the room (px) for the words beside them.
    """
    most = max([_length(value) for row in rows for value in row.values], default=0) or 1
    height, marks = 4, []
    for row in rows:
        marks.append(format_html('<text x="0" y="{}">{}</text>', height + 13, row.label))
        for series, value in enumerate(row.values):
            width = round((WIDTH - left - ROOM) * _length(value) / most)
            hatched = series and not row.running
            look = "run" if row.running else "hatched" if hatched else "b1"
            fill = format_html(' fill="url(#{}-h)"', name) if hatched else ""
            marks.append(
                format_html(
                    '<rect class="{}" x="{}" y="{}" width="{}" height="14"{}/>', look, left, height, width, fill
                )
            )
            marks.append(
                format_html('<text x="{}" y="{}">{}</text>', left + width + 4, height + 13, telling.short(value))
            )
            height += LINE
        height += 8
    axis = format_html('<path class="ax" d="M{} 0V{}"/>', left, height - 6)
    return _svg(name, title, fact, height, [axis, *marks])


def shares(name: str, title: str, fact: str, values: Sequence[int]) -> SafeString:
    """Draw one row of parts of a whole; each carries the number under which the legend tells it."""
    total = sum(values)
    marks, at = [], 0.0
    for number, value in enumerate(values, 1):
        width = WIDTH * value / total if total else 0
        left = round(at, 1)
        part = '<rect class="p{}" x="{}" y="0" width="{}" height="34"/>'
        marks.append(format_html(part, (number - 1) % 5 + 1, left, round(width, 1)))
        if width >= 18:
            marks.append(format_html('<text class="on" x="{}" y="22">{}</text>', left + 5, number))
        at += width
    return _svg(name, title, fact, 34, marks)


def dots(name: str, title: str, fact: str, counts: dict[int, int], middle: float) -> SafeString:
    """Draw a dot for every value on a line of hours, like ones above each other, and a line at the middle one.

    More than DOTS are drawn as columns.
    """
    most = max(counts) or 1
    inner, tallest = WIDTH - 24, 0
    stacked: dict[int, int] = {}
    for hours, n in sorted(counts.items()):
        x = 12 + round(inner * hours / most / 8) * 8
        stacked[x] = stacked.get(x, 0) + n
    tallest = max(stacked.values())
    step = 8 if sum(counts.values()) <= DOTS and tallest <= 20 else 160 / tallest
    base = round(min(tallest * step, 160)) + 22
    if step == 8:
        path = "".join(f"M{x} {base - 5 - 8 * level}h0" for x, n in stacked.items() for level in range(n))
    else:
        path = "".join(f"M{x} {base}V{base - step * n:.1f}" for x, n in stacked.items())
    at = 12 + round(inner * middle / most)
    anchor = "end" if at > WIDTH / 2 else "start"
    marks = [
        format_html('<path class="dots" d="{}"/><path class="ax" d="M0 {}H{}"/>', path, base, WIDTH),
        format_html('<path class="mid" d="M{} 16V{}"/>', at, base),
        format_html('<text x="{}" y="12" text-anchor="{}">{}</text>', at, anchor, telling.hours(middle)),
        format_html('<text x="0" y="{}">0</text>', base + 16),
        format_html('<text x="{}" y="{}" text-anchor="end">{}</text>', WIDTH, base + 16, telling.hours(most)),
    ]
    return _svg(name, title, fact, base + 20, marks)


def shade(value: int, most: int) -> int:
    """Return how dark a cell of a heat table is: 0 to 4. What is too small to be told has no shade."""
    return 0 if value < telling.FEWEST else min(4, -(-4 * value // most))


def _length(value: int) -> float:
    return SMALL if 0 < value < telling.FEWEST else value


def _svg(name: str, title: str, fact: str, height: float, marks: Sequence[SafeString]) -> SafeString:
    hatch = format_html(
        '<defs><pattern id="{}-h" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path class="hatch" d="M0 6L6 0"/></pattern></defs>',
        name,
    )
    return format_html(
        '<svg class="bar" role="img" viewBox="0 0 {} {}" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}</svg>',
        *(WIDTH, round(height), name, name, name, title, name, fact, hatch),
        format_html_join("", "{}", ((mark,) for mark in marks)),
    )


def highest(rows: Sequence[Row]) -> str:
    """Return the main fact of bars in words: which row has the most of the first series."""
    top = max(rows, key=lambda row: row.values[0], default=None)
    if top is None or top.values[0] < telling.FEWEST:
        return _("Belum ada yang mencapai 5 laporan.")
    return _("%(label)s tertinggi, %(count)s laporan.") % {
        "label": top.label,
        "count": telling.number(top.values[0]),
    }
