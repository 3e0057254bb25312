"""Reads tables that people upload, CSV or XLSX, as rows of texts, within limits that no hostile file passes. Pure.

An XLSX is a ZIP of XML: it is read as a stream, never unpacked; what it says about its own sizes is not believed. No
DTD is read, so no entity is expanded; a formula counts as the value that was stored with it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from complaints.errors import Refused

MAX_FILE = 5 * 1024 * 1024  # bytes as uploaded
MAX_UNPACKED = 40 * 1024 * 1024  # bytes of XML read of one file
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 2000, 40, 20_000
_MAX_PARTS = 200  # files in the ZIP
_CHUNK = 64 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
# What reading a file raises that is no XLSX, damaged, cut short, encrypted, or packed in a way unknown here.
_DAMAGES = (zipfile.BadZipFile, expat.ExpatError, KeyError, IndexError, ValueError, RuntimeError, EOFError, OSError)
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
)


def read(file: BinaryIO, size: int) -> list[list[str]]:
    """Return the rows of the first sheet that hold something, every cell as stripped text.

    Raises Refused, in words for who uploaded it, for what is no CSV in UTF-8 nor an XLSX, and for what is too large.
    """
    if size > MAX_FILE:
        raise Refused(_("Berkas terlalu besar, paling besar 5 MB. Bagi menjadi beberapa berkas."))
    content = file.read(MAX_FILE + 1)
    rows = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    kept = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(kept) > MAX_ROWS:  # the first one is the heading
            raise Refused(_too_many())
        if len(cells) > MAX_COLUMNS or max(map(len, cells)) > MAX_CELL:
            raise Refused(_("Baris %(n)d terlalu lebar atau selnya terlalu panjang.") % {"n": len(kept) + 1})
        kept.append(cells)
    return kept


def day(text: str) -> date:
    """Return the day that a cell names: 2021-03-12, 12-03-2021, 12/03/2021, or a spreadsheet's own number.

    Raises ValueError for anything else.
    """
    for shape in _DAYS:
        if found := shape.fullmatch(text.strip()):
            return date(*(int(found[part]) for part in ("year", "month", "day")))
    number = int(float(text))
    if not 20_000 < number < 80_000:  # from 1954 to 2119
        raise ValueError(text)
    return _SPREADSHEET_EPOCH + timedelta(days=number)


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("Berkas ini bukan CSV dalam UTF-8 dan bukan XLSX. Simpan ulang sebagai XLSX.")) from error
    if "\0" in text:
        raise Refused(_("Berkas ini bukan CSV dalam UTF-8 dan bukan XLSX. Simpan ulang sebagai XLSX."))
    heading = text.partition("\n")[0]
    separator = max(";,\t", key=heading.count)  # spreadsheets in Indonesian write semicolons
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Refused(_("CSV ini rusak: ada sel yang terlalu panjang atau tanda kutip yang tidak ditutup.")) from error


def _xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > _MAX_PARTS:
                raise Refused(_damaged())
            left = [MAX_UNPACKED]
            shared = _SharedStrings()
            if "xl/sharedStrings.xml" in archive.namelist():
                _parse(archive, "xl/sharedStrings.xml", shared, left)
            sheet = _Sheet(shared.texts)
            _parse(archive, _first_sheet(archive), sheet, left)
    except _DAMAGES as error:
        raise Refused(_damaged()) from error
    yield from sheet.rows


def _too_many() -> str:
    return _("Terlalu banyak baris, paling banyak %(n)d. Bagi menjadi beberapa berkas.") % {"n": MAX_ROWS}


def _damaged() -> str:
    return _("XLSX ini rusak, dikunci sandi, atau tidak bisa dibaca dengan aman. Simpan ulang sebagai CSV.")


def _first_sheet(archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", name)]
    return min(names, key=lambda name: int(re.sub(r"\D", "", name)))


def _parse(archive: zipfile.ZipFile, name: str, handler: _Handler, left: list[int]) -> None:
    """Feed one part to `handler`, as long as what was read of the whole file stays within bounds."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            left[0] -= len(chunk)
            if left[0] < 0:
                raise Refused(_("Isi berkas ini terlalu besar. Bagi menjadi beberapa berkas."))
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse(*_declaration) -> None:
    raise Refused(_damaged())


class _Handler:
    """Collects what stands in text elements; `collects` says whether one is open."""

    def __init__(self):
        self.collects, self.collected = False, []

    def text(self, data: str) -> None:
        if self.collects:
            self.collected.append(data)


class _SharedStrings(_Handler):
    def __init__(self):
        super().__init__()
        self.texts: list[str] = []

    def start(self, name, _attributes):
        match name.rpartition(" ")[2]:
            case "si":
                self.collected = []
            case "t":
                self.collects = True
            case "rPh":  # how it is pronounced, not what it says
                self.collects = False

    def end(self, name):
        match name.rpartition(" ")[2]:
            case "si":
                self.texts.append("".join(self.collected))
            case "t":
                self.collects = False


class _Sheet(_Handler):
    def __init__(self, shared: list[str]):
        super().__init__()
        self.shared, self.rows = shared, []
        self.column, self.kind = 0, ""

    def start(self, name, attributes):
        match name.rpartition(" ")[2]:
            case "row":
                if len(self.rows) > MAX_ROWS + 1000:  # empty ones are left out afterwards
                    raise Refused(_too_many())
                self.rows.append([])
            case "c":
                found = _REFERENCE.fullmatch(attributes.get("r", ""))
                self.column = _number(found[1]) if found else len(self.rows[-1])
                self.kind, self.collected = attributes.get("t", "n"), []
            case "v" | "t":
                self.collects = True

    def end(self, name):
        match name.rpartition(" ")[2]:
            case "v" | "t":
                self.collects = False
            case "c":
                value = "".join(self.collected)
                if not value:
                    return
                if self.column >= MAX_COLUMNS:
                    raise Refused(_("Tabel ini terlalu lebar, paling banyak %(n)d kolom.") % {"n": MAX_COLUMNS})
                row = self.rows[-1]
                row.extend([""] * (self.column + 1 - len(row)))
                row[self.column] = _told(self.shared[int(value)] if self.kind == "s" else value, self.kind)


def _told(value: str, kind: str) -> str:
    """Return a cell as a person reads it: whole numbers without the ".0" that some programs write."""
    return value.removesuffix(".0") if kind == "n" else value


def _number(letters: str) -> int:
    """Return the column of letters, A being 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
