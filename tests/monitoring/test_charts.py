"""Charts are drawn by the server: small, told in words, and silent about what is few."""

import re
from xml.etree import ElementTree

import pytest

from complaints.monitoring import charts
from complaints.monitoring.charts import Row

LIMIT = 6 * 1024  # bytes (ux.md 5.2)
YEAR = [Row(f"Des {2020 + number}", (1_000_000 - number, 987_654), running=number == 11) for number in range(12)]
DRAWN = {
    "a year of large numbers": charts.bars("bulan", "Masuk dan selesai", "Desember tertinggi.", YEAR),
    "ten topics": charts.bars("topik", "Kategori", "Sampah.", [Row("Jalan dan jemba…", (5,))] * 11, left=130),
    "every outcome": charts.shares("hasil", "Hasil", "Diperbaiki.", [50, 20, 9, 9, 5, 3, 2, 1, 1, 1, 1]),
    "few answers": charts.dots("jawab", "Waktu jawab", "Setengah.", {0: 3, 4: 1, 90: 1}, 4),
    "as many as are dots": charts.dots("jawab", "Waktu", "Setengah.", dict.fromkeys(range(200), 1), 99.5),
    "too many to be dots": charts.dots("jawab", "Waktu", "Setengah.", dict.fromkeys(range(400), 900), 200),
}
EVERY = pytest.mark.parametrize("name", sorted(DRAWN))


def parsed(name):
    return ElementTree.fromstring(DRAWN[name])  # noqa: S314 (our own)


@EVERY
def test_small_whole_and_told_in_words(name):
    svg = DRAWN[name]
    assert len(svg.encode()) <= LIMIT
    root = parsed(name)
    words = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert all(words[one] for one in root.get("aria-labelledby").split())
    assert root.get("role") == "img"
    assert "style=" not in svg


@EVERY
def test_nothing_is_drawn_beside_the_paper(name):
    root = parsed(name)
    width, height = (float(number) for number in root.get("viewBox").split()[2:])
    for rect in root.iter("rect"):
        assert float(rect.get("x")) + float(rect.get("width")) <= width + 0.2
        assert float(rect.get("y")) + float(rect.get("height")) <= height
    for text in root.iter("text"):
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= height


def test_bars_begin_at_zero_and_keep_their_ratio():
    widths = [int(one) for one in re.findall(r'width="(\d+)" height="14"', charts.bars("a", "b", "c", _rows(10, 5, 0)))]
    assert widths[0] == 2 * widths[1]
    assert widths[2] == 0


def test_what_is_few_looks_like_every_other_few():
    one, four = (charts.bars("a", "b", "c", _rows(20, few)) for few in (1, 4))
    assert one == four
    assert "&lt;5" in one


def test_a_running_time_is_only_outlined():
    svg = charts.bars("a", "b", "c", [Row("Nov 2026", (7, 5), running=True)])
    assert svg.count('class="run"') == 2
    assert "url(#a-h)" not in svg


def test_the_main_fact_names_the_highest():
    assert charts.highest([Row("Okt", (5,)), Row("Nov", (52,))]) == "Nov tertinggi, 52 laporan."
    assert charts.highest([Row("Okt", (4,))]) == charts.highest([]) == "Belum ada yang mencapai 5 laporan."


def test_words_are_escaped():
    assert "<b>" not in charts.bars("a", "<b>", "<b>", [Row("<b>", (5,))])


def test_few_have_no_shade():
    assert [charts.shade(value, 40) for value in (0, 4, 5, 20, 40)] == [0, 0, 1, 2, 4]


def _rows(*values):
    return [Row("Okt", (value,)) for value in values]
