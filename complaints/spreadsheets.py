"""CSV (RFC 4180) and XLSX that spreadsheets open as they were meant: no cell is ever run as a formula. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter

MEDIA_TYPE = "text/csv; charset=utf-8"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


def workbook(rows: Iterable[Iterable]) -> bytes:
    """Return an XLSX file of one sheet, the first row its head; a text is a cell of text, whatever it begins with."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, (int, float)):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    sheet.write_string(number, column, str(value), None if number else bold)
    return file.getvalue()


class _Echo:
    def write(self, text: str) -> str:
        """Return what `csv` writes, in place of keeping it."""
        return text
