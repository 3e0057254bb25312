"""What people upload as a table is read, and what is no table, or more than one, is refused in words."""

import io
import tracemalloc
import zipfile
from datetime import date

import pytest
import xlsxwriter

from complaints import sheets
from complaints.errors import Refused

ROWS = [["Nomor", "Isi"], ["1", "Lampu mati & gelap"], ["2", "=1+1"]]
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def read(content: bytes):
    return sheets.read(io.BytesIO(content), len(content))


def xlsx(rows) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            (sheet.write_number if isinstance(value, int) else sheet.write_string)(number, column, value)
    book.close()
    return file.getvalue()


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr({"sheet": "xl/worksheets/sheet1.xml", "shared": "xl/sharedStrings.xml"}[name], content)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_reads_csv(separator, start):
    text = start + "\r\n".join(separator.join(row) for row in ROWS) + "\r\n\r\n"
    assert read(text.encode()) == ROWS


def test_reads_xlsx_with_numbers_gaps_and_empty_rows():
    assert read(xlsx(ROWS)) == ROWS
    assert read(xlsx([["a", "b", "c"], [], [7, "", "x"]])) == [["a", "b", "c"], ["7", "", "x"]]


def test_a_formula_is_the_value_stored_with_it():
    content = packed(sheet=SHEET.format('<row><c r="A1" t="str"><f>HYPERLINK("x")</f><v>nilai</v></c></row>'))
    assert read(content) == [["nilai"]]


BOMB = '<row><c r="A1" t="inlineStr"><is><t>' + "0" * (sheets.MAX_UNPACKED + 1) + "</t></is></c></row>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SHEET.format("<row/>")


@pytest.mark.parametrize(
    "content",
    [
        packed(sheet=SHEET.format(BOMB)),
        packed(sheet=ENTITIES),
        packed(sheet=ENTITIES, shared="").replace(b"<row/>", b""),
        packed(sheet=SHEET.format('<row><c r="A1" t="s"><v>9</v></c></row>')),
        packed(sheet=SHEET.format('<row><c r="ZZZ1"><v>9</v></c></row>')),
        packed(sheet="<worksheet><row>"),
        packed(shared="<sst/>"),
        packed(sheet=SHEET.format("<row/>" * (sheets.MAX_ROWS + 2000))),
        xlsx(ROWS)[:-40],
        b"\xff\xfe\x00bin",
        b"a,b\0c",
        b"x" * (sheets.MAX_FILE + 1),
        ("a,b\n" * (sheets.MAX_ROWS + 2)).encode(),
        b'"' + b"x" * 200_000,
        ("," * 100).encode() + b"x",
    ],
    ids=range(15),
)
def test_refuses_what_is_hostile_or_broken(content):
    tracemalloc.start()
    with pytest.raises(Refused):
        read(content)
    assert tracemalloc.get_traced_memory()[1] < 130_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("text", ["2021-03-12", "12-03-2021", "12/3/2021", "12.03.2021", "44267", "2021-03-12 08:00"])
def test_days(text):
    assert sheets.day(text) == date(2021, 3, 12)


@pytest.mark.parametrize("text", ["", "kemarin", "31-02-2021", "5", "99999999"])
def test_no_days(text):
    with pytest.raises(ValueError, match=r".*"):
        sheets.day(text)
