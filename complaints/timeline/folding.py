"""A long timeline made short: what the system does again and again stands behind one line."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import Entry
from .sentences import SMALL


def folded(told: list[Entry]) -> list[Entry]:
    """Return the timeline of staff with what the system did several times in a row behind one line."""
    shown: list[Entry] = []
    for is_small, together in groupby(told, lambda entry: entry.kind in SMALL):
        run = list(together)
        if is_small and len(run) > 1:
            shown.append(_line_for(run))
        else:
            shown += run
    return shown


def _line_for(run: list[Entry]) -> Entry:
    last = run[-1]
    told_outside = {entry.seen for entry in run} - {"internal"}
    return Entry(
        what=ngettext("%(n)d perubahan kecil", "%(n)d perubahan kecil", len(run)) % {"n": len(run)},
        who=_("Sistem"),
        at=last.at,
        icon="dots",
        seen="reporter" if told_outside else "internal",
        state=last.state,
        folded=run,
    )
