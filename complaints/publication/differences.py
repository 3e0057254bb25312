"""What a public text has of what was written, word for word: for who checks it before everybody reads it. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_PARTS = re.compile(r"\s+|\S+")


def between(written: str, public: str) -> list[tuple[str, str]]:
    """Return pieces of both texts in order as (how, piece); how is "same", "gone" or "new"."""
    before, after = _PARTS.findall(written), _PARTS.findall(public)
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            found.append(("gone", "".join(before[a:b])))
        if d > c:
            found.append(("new", "".join(after[c:d])))
    return found
