"""CSV (RFC 4180) that spreadsheets open as it was meant: in UTF-8, and no cell is ever run as a formula. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

MEDIA_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"  # without it Excel reads another charset
# What a spreadsheet may take for a formula at the beginning of a cell (OWASP, ASVS V1.2.10), full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value):
    """Return a text so that it is never run: with an apostrophe before it. Numbers are numbers, also below 0."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """Yield a CSV line by line; None is an empty cell."""
    line = csv.writer(_Echo())
    yield BOM
    for row in rows:
        yield line.writerow(
            [safe(value if value is None or isinstance(value, (int, float)) else str(value)) for value in row]
        )


class _Echo:
    def write(self, text: str) -> str:
        """Return what `csv` writes, in place of keeping it."""
        return text
