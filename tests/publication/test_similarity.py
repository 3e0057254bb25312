"""Likeness of words and distance of points: pure."""

import pytest

from complaints.publication.similarity import ALIKE, of, of_texts, trigrams


def test_trigrams_are_those_of_pg_trgm():
    assert trigrams("Kata, kata!") == {"  k", " ka", "kat", "ata", "ta "}
    # SELECT similarity('word', 'two words') in PostgreSQL's own manual
    assert of(trigrams("word"), trigrams("two words")) == pytest.approx(0.36363637)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Lampu jalan mati di depan SD", "Lampu jalan depan SD mati", True),
        ("Lampu jalan mati di depan SD", "Sampah menumpuk di pasar ikan", False),
        ("", "Lampu", False),
        ("!!!", "???", False),
    ],
)
def test_what_is_alike(one, other, alike):
    assert (of_texts(one, other) >= ALIKE) == alike
    assert of_texts(one, other) == of_texts(other, one)


def test_the_best_of_several_counts_and_the_same_is_one():
    assert of_texts("Lampu mati", "Sampah", "Lampu mati") == 1
