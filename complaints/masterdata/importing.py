"""Bringing in a table by rows: its columns, a look before anything is written, and the writing itself (ux.md M11).

What is wrong is told by row. The same file twice changes nothing: every row is known by its code, name or number.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from complaints.errors import Refused
from complaints.models import User

Cells = dict[str, str]
NEW, SAME, CHANGED = "new", "same", "changed"


@dataclass(frozen=True)
class Done:
    """What became of a row: NEW, SAME or CHANGED, and what is shown once (a temporary password)."""

    state: str
    shown: str = ""


@dataclass(frozen=True)
class Kind:
    """A table: `look` says what a row would become without writing, `act` does it; both raise Refused in words."""

    slug: str
    label: str
    roles: tuple[str, ...]
    columns: dict[str, str]  # heading -> what stands in it
    key: str  # the column by which a row is known
    required: tuple[str, ...]
    look: Callable[[Cells, User, datetime], Done]
    act: Callable[[Cells, User, datetime], Done]
    makes_accounts: bool = False


def cells_of(kind: Kind, rows: list[list[str]]) -> list[Cells]:
    """Return every row below the heading by column. Raises Refused for unknown, missing or doubled headings."""
    if len(rows) < 2:
        raise Refused(_("Berkas ini tidak berisi baris. Baris pertama harus judul kolom."))
    headings = [slugify(cell).replace("-", "_") for cell in rows[0]]
    if unknown := [cell for cell, name in zip(rows[0], headings, strict=True) if name not in kind.columns]:
        raise Refused(_("Kolom tidak dikenal: %(names)s") % {"names": ", ".join(unknown)})
    if missing := [name for name in kind.required if name not in headings]:
        raise Refused(_("Kolom ini harus ada: %(names)s") % {"names": ", ".join(missing)})
    if len(set(headings)) != len(headings):
        raise Refused(_("Satu kolom tertulis dua kali."))
    return [dict(zip(headings, row + [""] * (len(headings) - len(row)), strict=False)) for row in rows[1:]]


@dataclass(frozen=True)
class Line:
    """A row of the file, its number there, and what became or would become of it; `problem` says why nothing."""

    number: int
    name: str
    state: str = ""
    problem: str = ""
    shown: str = ""


class Summary:
    """What is said of a file: how many rows of each state, the wrong ones by row, and what is shown once."""

    def __init__(self, lines: list[Line]):
        self.wrong = [line for line in lines if line.problem]
        self.shown = [line for line in lines if line.shown]
        states = [line.state for line in lines if not line.problem]
        self.new, self.changed, self.same = (states.count(state) for state in (NEW, CHANGED, SAME))

    @property
    def writes(self) -> int:
        """How many rows are, or would be, written."""
        return self.new + self.changed


def look_through(kind: Kind, rows: list[Cells], actor: User, now: datetime) -> list[Line]:
    """Say of every row what would become of it. Writes nothing."""
    seen: dict[str, int] = {}
    lines = []
    for number, cells in enumerate(rows, 2):
        name = cells.get(kind.key, "")
        try:
            if name.casefold() in seen:
                raise Refused(_("Sama dengan baris %(n)d") % {"n": seen[name.casefold()]})
            seen[name.casefold()] = number
            _check_required(kind, cells)
            lines.append(Line(number, name, kind.look(cells, actor, now).state))
        except Refused as refusal:
            lines.append(Line(number, name, problem=str(refusal)))
    return lines


def run(kind: Kind, rows: list[Cells], actor: User, now: datetime, *, seconds: float = 15) -> tuple[list[Line], int]:
    """Write the rows, each by itself, for so many seconds; return what became of them, and how many are left.

    The same rows again go on where it stopped: what is there is passed over.
    """
    end = time.monotonic() + seconds
    lines: list[Line] = []
    for number, cells in enumerate(rows, 2):
        if time.monotonic() > end:
            break
        name = cells.get(kind.key, "")
        try:
            with transaction.atomic():
                _check_required(kind, cells)
                done = kind.act(cells, actor, now)
            lines.append(Line(number, name, done.state, shown=done.shown))
        except Refused as refusal:
            lines.append(Line(number, name, problem=str(refusal)))
    return lines, len(rows) - len(lines)


def _check_required(kind: Kind, cells: Cells) -> None:
    if empty := [name for name in kind.required if not cells.get(name)]:
        raise Refused(_("Kosong: %(names)s") % {"names": ", ".join(empty)})
