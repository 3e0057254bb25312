"""Reading the mailbox by IMAP: each message once, and none is lost when the worker is killed at any point.

The mailbox is opened for reading alone. How far it was read is noted after a message is stored; a message that was
stored and not noted comes again, and its Message-ID is known. Where the server numbers anew, or the first time, what
came within OLDEST is looked at.
"""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings

from complaints import numbers
from complaints.models import Mailbox

from . import letters, operations

TIMEOUT = 20  # seconds
A_RUN = 20  # messages: a job must end before its lease does
LARGEST = 25 * 1024 * 1024  # bytes that are read whole; of a larger one the beginning
BEGINNING = 1024 * 1024
OLDEST = timedelta(days=30)


def fetch(now: datetime) -> int:
    """Take what has come since the last time, at most A_RUN messages; return how many were new.

    Raises what the server or the network does: the job is tried again.
    """
    if settings.INBOX is None:
        return 0
    own, taken = parseaddr(settings.DEFAULT_FROM_EMAIL)[1], 0
    with _opened() as (imap, validity):
        box = _place(imap, validity, now)
        for uid in _after(imap, box.last_uid)[:A_RUN]:
            raw, received_at = _message(imap, uid, now)
            if raw is not None and operations.receive(letters.read(raw, received_at, own=own), now=now):
                taken += 1
            Mailbox.objects.filter(pk=box.pk).update(last_uid=uid)
    return taken


@contextmanager
def _opened() -> Iterator[tuple[imaplib.IMAP4, int]]:
    """Sign in and open the folder for reading alone; yield the connection and the number of its numbering."""
    box = settings.INBOX
    if box["tls"]:
        context = ssl.create_default_context()
        imap = imaplib.IMAP4_SSL(box["host"], box["port"], ssl_context=context, timeout=TIMEOUT)
    else:
        imap = imaplib.IMAP4(box["host"], box["port"], timeout=TIMEOUT)
    try:
        imap.login(box["user"], box["password"])
        folder = box["folder"].replace("\\", "\\\\").replace('"', '\\"')
        _checked(imap.select(f'"{folder}"', readonly=True))
        (validity,) = imap.response("UIDVALIDITY")[1]
        yield imap, int(validity or 0)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            imap.logout()


def _place(imap: imaplib.IMAP4, validity: int, now: datetime) -> Mailbox:
    """Return how far this mailbox was read."""
    name = "{host} {user} {folder}".format(**settings.INBOX)
    box = Mailbox.objects.filter(digest=numbers.digest("mailbox", name)).first()
    if box is not None and box.validity == validity:
        return box
    young, everything = _found(imap, "SINCE", _day(now - OLDEST)), _found(imap, "ALL")
    begin = min(young) - 1 if young else max(everything, default=0)
    box, _new = Mailbox.objects.update_or_create(
        digest=numbers.digest("mailbox", name), defaults={"validity": validity, "last_uid": begin}
    )
    return box


def _after(imap: imaplib.IMAP4, uid: int) -> list[int]:
    # "7:*" of a mailbox that ends at 5 is 5: the server may count backwards.
    return sorted(found for found in _found(imap, "UID", f"{uid + 1}:*") if found > uid)


def _message(imap: imaplib.IMAP4, uid: int, now: datetime) -> tuple[bytes | None, datetime]:
    """Return the bytes of one message, None when it is gone, and when the server received it."""
    about = _checked(imap.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))
    head = b" ".join(part if isinstance(part, bytes) else part[0] for part in about if part)
    size = re.search(rb"RFC822\.SIZE (\d+)", head)
    if size is None:
        return None, now
    stamp = imaplib.Internaldate2tuple(head)
    received_at = _moment(stamp, now) if stamp else now
    what = "(BODY.PEEK[])" if int(size[1]) <= LARGEST else f"(BODY.PEEK[]<0.{BEGINNING}>)"
    parts = _checked(imap.uid("FETCH", str(uid), what))
    return next((part[1] for part in parts if isinstance(part, tuple)), None), received_at


def _moment(stamp, now: datetime) -> datetime:
    """Return the server's moment, not ahead of ours: its clock may be wrong."""
    return min(datetime.fromtimestamp(time.mktime(stamp), tz=now.tzinfo), now)


def _found(imap: imaplib.IMAP4, *criteria: str) -> list[int]:
    (line, *_more) = _checked(imap.uid("SEARCH", *criteria))
    return [int(word) for word in (line or b"").split()]


def _checked(answer: tuple[str, list]) -> list:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error("the mailbox does not answer as it should")  # never its words: they may hold names
    return data


def _day(moment: datetime) -> str:
    """Return a day as IMAP writes it, whatever language this machine speaks."""
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][moment.month - 1]
    return f"{moment.day:02d}-{month}-{moment.year}"
