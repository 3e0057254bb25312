"""Medians and the like from how often each value occurs. Pure."""

from __future__ import annotations

from collections.abc import Mapping

FEWEST = 5  # a median of less says nothing (ux.md 5.1)


def median(counts: Mapping[int, int]) -> float | None:
    """Return the middle value, or the mean of the two in the middle; None for fewer than FEWEST values."""
    total = sum(counts.values())
    if total < FEWEST:
        return None
    return (_nth(counts, (total + 1) // 2) + _nth(counts, total // 2 + 1)) / 2


def percentile(counts: Mapping[int, int], percent: int) -> int | None:
    """Return the smallest value that at least `percent` of all do not exceed (nearest rank); None for too few."""
    total = sum(counts.values())
    if total < FEWEST:
        return None
    return _nth(counts, max(1, -(-total * percent // 100)))


def _nth(counts: Mapping[int, int], n: int) -> int:
    """Return the n-th value in order, counting from 1."""
    for value in sorted(counts):
        n -= counts[value]
        if n <= 0:
            return value
    raise ValueError("There are not so many.")
