"""The rules of a report, the same for forms, steps and operation."""

import pytest

from complaints.errors import Refused
from complaints.intake import answers, drafts, operations
from complaints.intake.answers import Problem
from complaints.intake.drafts import Content
from complaints.models import Category, Village
from tests import factories
from tests.factories import NOW, STORY

LAMP, HEALTH = Category(needs_place=True), Category(needs_place=False)
HERE = Village(name="Kota")


@pytest.mark.parametrize(
    ("content", "category", "village", "problem"),
    [
        (Content(story=STORY), None, HERE, ("what", "Pilih jenis masalah atau pilih Saya tidak yakin")),
        (Content(), LAMP, HERE, ("what", "Tulis apa yang terjadi")),
        (Content(story=" \n "), LAMP, HERE, ("what", "Tulis apa yang terjadi")),
        (Content(story="123456789"), LAMP, HERE, ("what", "Tulis sedikit lagi, paling sedikit 10 huruf")),
        (Content(story="1234567890"), LAMP, HERE, None),
        (Content(story="x" * 1500), LAMP, HERE, None),
        (Content(story="x" * 1501), LAMP, HERE, ("what", "Tulisan terlalu panjang. Kurangi 1 huruf")),
        (Content(story=STORY), LAMP, None, ("place", "Pilih desa atau kelurahan")),
        (Content(story=STORY, no_place=True), LAMP, None, None),
        (Content(story=STORY), HEALTH, None, None),
        (Content(story=STORY, landmark="x" * 200), LAMP, HERE, None),
        (Content(story=STORY, landmark="x" * 201), LAMP, HERE, ("place", "Tulisan terlalu panjang. Kurangi 1 huruf")),
    ],
)
def test_the_first_problem_in_the_order_of_the_steps(content, category, village, problem):
    assert answers.problem(content, category, village) == (problem and Problem(*problem))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"category": "tidak-ada"}, "Pilih jenis masalah atau pilih Saya tidak yakin"),
        ({"story": "Gelap"}, "Tulis sedikit lagi, paling sedikit 10 huruf"),
        ({"story": "x" * 1501}, "Tulisan terlalu panjang. Kurangi 1 huruf"),
        ({"landmark": "x" * 300}, "Tulisan terlalu panjang. Kurangi 100 huruf"),
    ],
)
def test_the_operation_holds_them_too(db, changes, words):
    """A draft keeps what was typed wrong as well: it must not become a complaint by another way."""
    key = factories.make_draft()
    content = drafts.read(key)
    for name, value in changes.items():
        setattr(content, name, value)
    drafts.keep(key, content, now=NOW)
    with pytest.raises(Refused, match=words):
        factories.submit(key)
    assert operations.receipt(key, now=NOW) is None


@pytest.mark.parametrize(
    ("story", "found"),
    [
        ("NIK 1902011234567890 milik saya", True),
        ("1902 0112 3456 7890", True),
        ("1902-0112-3456-7890.", True),
        ("HP 081234567890", True),
        ("telepon 0812 3456 7890 ya", True),
        ("+62 812-3456-7890", True),
        ("6281234567890", True),
        ("Tiang nomor 0812", False),
        ("12 November 2026 pukul 18.30", False),
        ("Rp 1.500.000 dan 25.000", False),
        ("nomor 190201123456789012345", False),
        ("rumah 12, RT 03 RW 01, 33411", False),
    ],
)
def test_numbers_of_persons_are_recognised(story, found):
    assert answers.names_numbers(story) is found


def test_recognising_takes_no_time_whatever_is_written():
    for story in ("0 " * 5000, "08-" * 3000, "1" * 20000, "+62" * 3000):
        answers.names_numbers(story)


def test_texts_are_kept_as_they_are_counted():
    assert answers.clean(" a\r\nb\rc\x00 \n") == "a\nb\nc"
