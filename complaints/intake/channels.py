"""The other ways to reach the office, as the regency entered them. Pure.

A channel without a number, or with one that nobody has checked, is not shown: a wrong number is worse than none.
"""

from collections.abc import Iterable
from typing import NamedTuple

from complaints import phones
from complaints.errors import Refused


class Channel(NamedTuple):
    """One way to the office: name, number or address as shown, hours, and where pressing it leads ("" nowhere)."""

    name: str
    value: str
    hours: str
    url: str


def confirmed(rows: Iterable[dict]) -> list[Channel]:
    """Return the channels of `Regency.channels` that may be shown, in the regency's order."""
    return [
        Channel(row["name"], row["value"], row.get("hours", ""), _url(row["name"], row["value"]))
        for row in rows
        if row.get("name") and row.get("value") and not row.get("unconfirmed")
    ]


def _url(name: str, value: str) -> str:
    try:
        contact = phones.normalise(value)
    except Refused:
        digits = "".join(sign for sign in value if sign.isdigit())
        return f"tel:{digits}" if len(digits) > 6 and not any(sign.isalpha() for sign in value) else ""
    if contact.kind == phones.EMAIL:
        return f"mailto:{contact.value}"
    if "whatsapp" in name.lower():
        return f"https://wa.me/{contact.value.lstrip('+')}"
    return f"sms:{contact.value}" if name.lower() == "sms" else f"tel:{contact.value}"
