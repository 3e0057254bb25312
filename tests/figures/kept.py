"""The kept figures, so that a test can say what it expects in one line."""

from __future__ import annotations

from complaints.models import Tally


def kept(kind: str, **where) -> dict[str, int]:
    """Return {bucket: n} of a kind over all months, in the cell that `where` names; the whole regency without it."""
    cell = {"agency": 0, "category": 0, "district": 0, "village": 0, "access_class": "ordinary", "span": "month"}
    found: dict[str, int] = {}
    for bucket, n in Tally.objects.filter(kind=kind, **cell | where).values_list("bucket", "n"):
        found[bucket] = found.get(bucket, 0) + n
    return found
