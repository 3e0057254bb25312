"""How alike two reports are by their words, and how near is near (ux.md 3.4). Pure.

Words are compared as PostgreSQL's pg_trgm does: sets of three letters, each word with two blanks before it and one
behind; so both databases say the same.
"""

from __future__ import annotations

import re

ALIKE = 0.35
"""From this similarity on two texts are of the same matter (ux.md 3.4)."""
NEAR = 250
"""Metres."""
_WORD = re.compile(r"\w+")


def trigrams(text: str) -> frozenset[str]:
    """Return the groups of three letters of a text."""
    padded = (f"  {word} " for word in _WORD.findall(text.lower()))
    return frozenset(word[start : start + 3] for word in padded for start in range(len(word) - 2))


def of(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of all their trigrams two texts share, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def of_texts(text: str, *others: str) -> float:
    """Return the likeness of a text with the most similar one of `others`."""
    mine = trigrams(text)
    return max((of(mine, trigrams(other)) for other in others), default=0.0)
