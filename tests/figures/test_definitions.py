"""Sums become figures, and figures words."""

from datetime import date

import pytest

from complaints.figures import definitions, histogram, telling
from complaints.figures.definitions import DEFINITIONS, Part, Totals
from tests.architecture.source import ROOT

TOTALS = Totals(
    {
        ("received", ""): 40,
        ("answered", "2"): 3,
        ("answered", "5"): 2,
        ("answered", "30"): 5,
        ("punctual", "on_time"): 31,
        ("punctual", "late"): 7,
        ("judged", "yes"): 6,
        ("judged", "no"): 2,
        ("closed", ""): 8,
        ("closed", "silence"): 2,
        ("reopened", ""): 1,
        ("referred", ""): 20,
        ("returned", ""): 3,
        ("verified", "on_time"): 9,
        ("verified", "late"): 1,
        ("overdue", "2026-11-23"): 2,
        ("overdue", "2026-11-17"): 1,
        ("overdue", "2026-11-16"): 4,
        ("overdue", "2026-10-24"): 8,
    }
)


def test_every_figure_by_hand():
    assert definitions.received(TOTALS) == 40
    assert definitions.answered(TOTALS) == 10
    assert definitions.median_hours(TOTALS) == 17.5  # between the fifth (5) and the sixth (30)
    assert definitions.slow_hours(TOTALS) == 30
    assert definitions.punctual(TOTALS) == (31, 38)
    assert definitions.satisfied(TOTALS) == (6, 8)
    assert definitions.silent(TOTALS) == (2, 10)
    assert definitions.reopened(TOTALS) == (1, 10)
    assert definitions.returned(TOTALS) == (3, 20)
    assert definitions.verified(TOTALS) == (9, 10)
    assert definitions.overdue(TOTALS) == 15
    # 1 to 7, 8 to 30 and more days before 24 November.
    assert [n for _words, n in definitions.ages(TOTALS, date(2026, 11, 24))] == [3, 4, 8]


@pytest.mark.parametrize(
    ("counts", "median", "ninth"),
    [
        ({}, None, None),
        ({1: 4}, None, None),
        ({1: 5}, 1, 1),
        ({9: 1, 1: 2, 2: 2}, 2, 9),
        ({0: 3, 4: 3}, 2, 4),
        (dict.fromkeys(range(1, 11), 1), 5.5, 9),
        ({7: 1_000_000, 8: 1_000_000}, 7.5, 8),
    ],
)
def test_median_and_nearest_rank(counts, median, ninth):
    assert histogram.median(counts) == median
    assert histogram.percentile(counts, 90) == ninth


@pytest.mark.parametrize(
    ("n", "words"), [(0, "0"), (1, "kurang dari 5"), (4, "kurang dari 5"), (5, "5"), (1234567, "1.234.567")]
)
def test_few_are_said_as_few(n, words):
    assert telling.count(n) == words
    assert telling.short(n) == words.replace("kurang dari ", "<")
    assert telling.count(n, exact=True) == telling.number(n)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part(0, 0), "belum ada"),
        (Part(4, 4), "kurang dari 5"),
        (Part(3, 5), "3 dari 5"),
        (Part(19, 19), "19 dari 19"),
        (Part(31, 38), "31 dari 38 (82 %)"),
        (Part(1, 200), "1 dari 200 (1 %)"),
    ],
)
def test_no_percentage_of_few(part, words):
    assert telling.part(part) == words


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part(4, 4), "Data belum cukup"),
        (Part(9, 10), "Menjawab tepat waktu"),
        (Part(89, 100), "Sebagian terlambat"),
        (Part(60, 100), "Sebagian terlambat"),
        (Part(59, 100), "Banyak terlambat"),
        (Part(0, 5), "Banyak terlambat"),
    ],
)
def test_the_verdict_is_a_word_by_rule(part, words):
    assert telling.verdict(part) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [(None, "data belum cukup"), (0, "kurang dari 1 jam kerja"), (1, "1 jam kerja"), (11.5, "11,5 jam kerja")],
)
def test_hours_in_words(hours, words):
    assert telling.hours(hours) == words


def test_every_figure_shown_has_a_definition():
    sheet = (ROOT / "complaints/monitoring/sheet.py").read_text()
    for code in DEFINITIONS:
        used = f'"{code}"' in sheet or f'"{code}"' in (ROOT / "complaints/monitoring/views_figures.py").read_text()
        assert used, code
