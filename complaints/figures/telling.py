"""A figure in words that do not say too much: small numbers are said as such (ux.md 5.1). Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .definitions import Part

FEWEST = 5  # below this a number could point at somebody
FEW = 20  # below this a percentage claims more than there is


def number(n: int) -> str:
    """Return `1.234`."""
    return f"{n:,}".replace(",", ".")


def count(n: int, *, exact: bool = False) -> str:
    """Return a number of reports; for few of them only that there are few. `exact`: for who sees the cases anyway."""
    return number(n) if exact or n == 0 or n >= FEWEST else _("kurang dari 5")


def short(n: int) -> str:
    """Return `count` for where there is little room."""
    return f"<{FEWEST}" if 0 < n < FEWEST else number(n)


def part(value: Part, *, exact: bool = False) -> str:
    """Return `31 dari 38`, with a percentage from FEW on; for few of them only that there are few."""
    if value.of == 0:
        return _("belum ada")
    if value.of < FEWEST and not exact:
        return _("kurang dari 5")
    words = _("%(count)s dari %(of)s") % {"count": number(value.count), "of": number(value.of)}
    return words if value.of < FEW else f"{words} ({percent(value)} %)"


def percent(value: Part) -> int:
    """Return the whole percentage, rounded half up; 0 of nothing."""
    return (200 * value.count + value.of) // (2 * value.of) if value.of else 0


def hours(value: float | None) -> str:
    """Return `11 jam kerja`, `11,5 jam kerja`, or that there are too few answers."""
    if value is None:
        return _("data belum cukup")
    if value < 1:
        return _("kurang dari 1 jam kerja")
    whole = number(int(value))
    return _("%(hours)s jam kerja") % {"hours": whole if value == int(value) else f"{whole},5"}


def verdict(punctual: Part) -> str:
    """Return the word for an agency by rule: from 90 of 100 in time, from 60, below; none for fewer than 5."""
    if punctual.of < FEWEST:
        return _("Data belum cukup")
    if 10 * punctual.count >= 9 * punctual.of:
        return _("Menjawab tepat waktu")
    return _("Sebagian terlambat") if 10 * punctual.count >= 6 * punctual.of else _("Banyak terlambat")
