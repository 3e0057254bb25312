"""One message as it came, whichever way. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints import phones
from complaints.errors import Refused
from complaints.identity import Reporter
from complaints.models import InboxMessage, Submission

LONGEST = 20_000  # letters of one message that are kept
MOST_PICTURES = 3  # of one message, as of a report

Sort = InboxMessage.Sort


@dataclass(frozen=True)
class Arrival:
    """`name` is the sender's own for it (Message-ID, wamid), `beside` what tells apart messages of a program that gives
    them all one name; `pictures` are bytes, `awaited` the names of those that
    must still be fetched, `left_out` counts other files; `bounced` is the name of our message that came back."""

    channel: str
    name: str
    sender: Reporter | None
    text: str
    received_at: datetime
    subject: str = ""
    beside: str = ""
    sort: str = Sort.WRITTEN
    pictures: tuple[bytes, ...] = ()
    awaited: tuple[str, ...] = ()
    left_out: int = 0
    bounced: str = ""


def sender_of(channel: str, name: str, contact: str) -> Reporter | None:
    """Return who can be answered at `contact`, None for what is no address of ours to write to."""
    try:
        found = phones.normalise(contact)
    except Refused:
        return None
    kind = phones.EMAIL if found.kind == phones.EMAIL else phones.WHATSAPP
    if (kind == phones.EMAIL) != (channel == Submission.Channel.EMAIL):
        return None
    return Reporter(plain(name)[:60], kind, found.value)


def plain(text: str) -> str:
    """Return one line of it: no control signs, no line ends."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
