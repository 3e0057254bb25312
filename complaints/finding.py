"""Finding complaints by words, in an index that the database keeps itself (migrations 0003 and 0004).

Found is what has every word, each as the beginning of one; on PostgreSQL also other forms of it (*memperbaiki*,
*perbaikan*). Hits are ordered by the list, never by rank: a common word would have to be ranked whole (performance.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from complaints.models import Complaint

LONGEST = 100  # letters of a question that are looked at
MOST_WORDS = 8
NEWEST = {"postgresql": 5000, "sqlite": 1000}  # looked through before the whole index is asked
PUBLIC, DESK = "complaints_publicwords", "complaints_deskwords"  # the indexes, each with its words in a column `words`
_WORD = re.compile(r"\w{2,}")
_FORMS = {PUBLIC: ("indonesian",), DESK: ("indonesian", "simple")}  # how words stand in each index of PostgreSQL


def asked(typed: str) -> str:
    """Return a question as it is shown again: in one line, without signs that nobody sees, not longer than LONGEST."""
    return " ".join("".join(one if one.isprintable() else " " for one in typed).split())[:LONGEST]


def words_in(typed: str) -> list[str]:
    """Return the words of a question, in small letters: what is shorter than two letters is none."""
    return _WORD.findall(typed[:LONGEST].replace("_", " ").lower())[:MOST_WORDS]


def found(
    index: str, cases: QuerySet[Complaint], words: Sequence[Sequence[str]], order: tuple[str, ...]
) -> Iterator[QuerySet[Complaint]]:
    """Yield the ways to find those of `cases`, in `order`, that hold one of each group of `words`, the quicker first.

    What the first finds stands before everything else, so it is enough when it fills the page. A common word fills it
    from the newest cases, where an index of words would gather thousands; a rare one is gathered at once, where the
    dates would be walked to their end.
    """
    if connection.vendor == "postgresql":
        query, parameters = _tsquery(index, words)
        among = cases.order_by(*order).values("pk")[: NEWEST["postgresql"]]
        yield cases.filter(
            RawSQL(  # noqa: S611 (constants of this module; words are parameters)
                f"EXISTS (SELECT 1 FROM {index} w WHERE w.complaint_id = complaints_complaint.id "  # noqa: S608
                f"AND w.words @@ ({query}))",
                parameters,
                output_field=BooleanField(),
            ),
            pk__in=among,
        ).order_by(*order)
        everywhere = (
            f"WITH hits AS MATERIALIZED (SELECT complaint_id FROM {index} WHERE words @@ ({query})) "  # noqa: S608
            "SELECT complaint_id FROM hits"
        )
    else:
        parameters = [" AND ".join("(" + " OR ".join(f'"{word}"*' for word in group) + ")" for group in words)]
        everywhere = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608
        if order[0] == "-received_at":  # rows are numbered as they come
            newest = f"{everywhere} ORDER BY rowid DESC LIMIT {NEWEST['sqlite']}"
            yield _among(cases, newest, parameters).order_by(*order)
    yield _among(cases, everywhere, parameters).order_by(*order)


def first_full(ways: Iterable[QuerySet[Complaint]], most: int) -> list[Complaint]:
    """Return up to `most` rows: of the first way that has so many, else of the last."""
    rows: list[Complaint] = []
    for way in ways:
        rows = list(way[:most])
        if len(rows) == most:
            break
    return rows


def _tsquery(index: str, words: Sequence[Sequence[str]]) -> tuple[str, list[str]]:
    groups, parameters = [], []
    for group in words:
        forms = [(form, word) for word in group for form in _FORMS[index]]
        groups.append("(" + " || ".join(f"to_tsquery('{form}', %s)" for form, _word in forms) + ")")
        parameters += [f"{word}:*" for _form, word in forms]
    return " && ".join(groups), parameters


def _among(cases: QuerySet[Complaint], hits: str, parameters: list[str]) -> QuerySet[Complaint]:
    return cases.filter(pk__in=RawSQL(hits, parameters))  # noqa: S611 (constants of this module; words are parameters)
