"""The title of a case: the first sentence of its story."""

import pytest

from complaints import texts


@pytest.mark.parametrize(
    ("story", "title"),
    [
        ("Lampu jalan mati. Gelap sekali.", "Lampu jalan mati."),
        ("Lampu jalan mati\nsejak seminggu", "Lampu jalan mati"),
        ("1. lampu jalan mati 2. got mampet", "1. lampu jalan mati 2."),
        ("Pak!\nlampu mati. Tolong", "Pak! lampu mati."),
        ("gelap", "gelap"),
        ("", ""),
    ],
)
def test_the_first_sentence(story, title):
    assert texts.title(story) == title


def test_a_long_sentence_ends_between_words():
    title = texts.title("Jalan di depan pasar berlubang besar sekali, " * 4)
    assert title == "Jalan di depan pasar berlubang besar sekali, Jalan di depan pasar berlubang…"
    assert len(title) <= texts.TITLE_LENGTH
