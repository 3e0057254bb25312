"""A QR code is plain markup that a strict CSP and a screen reader take."""

import re
from xml.etree import ElementTree

import segno

from complaints import qr

ADDRESS = "https://besadu.example.id/lacak/?n=BLT-7K4M-2QXD-V"


def parse(markup) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314 - our own markup


class TestSvg:
    def test_is_one_sized_image_with_a_name_and_no_style(self):
        root = parse(qr.svg(ADDRESS, title="Kode QR laporan"))
        assert (root.tag, root.get("role")) == ("svg", "img")
        assert root.get("width") == root.get("height")
        assert int(root.get("width")) >= 100
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
        assert root.find("title").text == "Kode QR laporan"
        assert not re.search(r"style=|<style|<script|href", qr.svg(ADDRESS, title="Kode QR"))

    def test_draws_the_modules_of_the_address_on_white(self):
        root = parse(qr.svg(ADDRESS, title="Kode QR", scale=1))
        white, black = root.iter("path")
        assert white.get("fill") == "#fff"
        assert drawn(black.get("d")) == {
            (x, y)
            for y, row in enumerate(segno.make_qr(ADDRESS, error="m").matrix_iter(border=4))
            for x, dark in enumerate(row)
            if dark
        }

    def test_the_title_cannot_break_out(self):
        root = parse(qr.svg(ADDRESS, title='</title><script>alert("1")</script>&'))
        assert root.find("title").text == '</title><script>alert("1")</script>&'
        assert list(root.iter("script")) == []


def drawn(path: str) -> set[tuple[int, int]]:
    """Return the modules that the strokes of an SVG path cover."""
    modules, x, y = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            modules |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
    return modules
