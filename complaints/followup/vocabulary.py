"""What a mistyped word of a search may have meant: words of the dialect, and words that stand in many complaints.

A word that few complaints hold is nobody's to be led to: it may be a name, and of a case that is not theirs.
"""

from __future__ import annotations

from django.db import connection, transaction

from complaints.models import Synonym

JOB = "vocabulary"
COMMON = 5  # complaints that hold a word, from which on it is a word of everybody
MOST = 3  # words that one typed word may have meant
_SHORTEST = 4  # letters: shorter words resemble too much
_LONG = 8  # letters, from which on two may be wrong


def same(words: list[str]) -> list[list[str]]:
    """Return each word with what it is called in the other tongue, *aik* with *air* (one query)."""
    pairs = Synonym.objects.filter(word__in=words) | Synonym.objects.filter(meaning__in=words)
    groups = {word: [word] for word in words}
    for pair in pairs.order_by("word"):
        for word, other in ((pair.word, pair.meaning), (pair.meaning, pair.word)):
            if word in groups:
                groups[word].append(other)
    return [groups[word] for word in words]


def near(word: str) -> list[str]:
    """Return the common words that differ from `word` by a letter or two, the nearest and most common first.

    Of those that begin alike; on PostgreSQL with pg_trgm of all that resemble it, first (a query or two).
    """
    if len(word) < _SHORTEST or word.isdecimal():
        return []
    most = 2 if len(word) >= _LONG else 1
    for candidates in (_resembling, _beginning_alike):
        found = [(distance(word, term, most), -doc, term) for term, doc in candidates(word, most)]
        if near_ones := [term for far, _doc, term in sorted(found) if 0 < far <= most]:
            return near_ones[:MOST]
    return []


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be put in, left out, changed or exchanged with their neighbour to make one word the
    other; most + 1 where it is more than `most`. (Optimal string alignment.)"""
    if abs(len(one) - len(other)) > most:
        return most + 1
    earlier: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        line = [i]
        for j, there in enumerate(other, start=1):
            cost = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and there == one[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            line.append(cost)
        earlier, last = last, line
    return min(last[-1], most + 1)


def _resembling(word: str, _most: int) -> list[tuple[str, int]]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('desk_vocabulary') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(
            "SELECT term, doc FROM complaints_deskwords_vocabulary WHERE term %% %s "
            "ORDER BY similarity(term, %s) DESC LIMIT 50",
            [word, word],
        )
        return cursor.fetchall()


def _beginning_alike(word: str, most: int) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, doc FROM complaints_deskwords_vocabulary WHERE term >= %s AND term < %s "
            "AND length(term) BETWEEN %s AND %s AND doc >= %s",
            [word[0], chr(ord(word[0]) + 1), len(word) - most, len(word) + most, COMMON],
        )
        return cursor.fetchall()


@transaction.atomic
def gather() -> int:
    """Gather the words that are COMMON now; return how many. SQLite has them in its index already."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM complaints_deskwords_vocabulary")
            cursor.execute(
                "INSERT INTO complaints_deskwords_vocabulary (term, doc) SELECT word, ndoc "
                "FROM ts_stat('SELECT words FROM complaints_deskwords', 'A') WHERE ndoc >= %s AND length(word) <= 40",
                [COMMON],
            )
        cursor.execute("SELECT count(*) FROM complaints_deskwords_vocabulary WHERE doc >= %s", [COMMON])
        return cursor.fetchone()[0]
