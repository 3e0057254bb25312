"""From the bytes of an e-mail to what it says. Pure; hostile bytes make a poor message, never an error.

What no person wrote is recognised, so that nothing answers it and no loop begins (RFC 3834 and what older programs
do): `Auto-Submitted`, `Precedence`, a null return path, mailing lists, mailer-daemons, delivery reports, ourselves.
"""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

from complaints.models import Submission

from .arrival import LONGEST, MOST_PICTURES, Arrival, Sort, plain, sender_of

MOST_PARTS = 200  # of a message that are looked at
_DAEMONS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.@-]|$)", re.IGNORECASE)
_BULK = {"bulk", "junk", "list", "auto_reply"}
_OURS = re.compile(rb"<(besadu-\d{1,18})@[^<>\s]{1,255}>")
_UNREADABLE = "(Isi e-mail ini tidak bisa dibaca. Lihat di kotak surat.)"


def read(raw: bytes, received_at: datetime, *, own: str) -> Arrival:
    """Return what an e-mail says; `own` is the address that we send from. `received_at` is said by the mail server."""
    fallback = "sha256-" + hashlib.sha256(raw).hexdigest()
    try:
        return _read(email.message_from_bytes(raw, policy=policy.compat32), raw, received_at, own.lower(), fallback)
    except (Exception, RecursionError):  # whatever bytes do to a parser, somebody wrote to us
        return Arrival(Submission.Channel.EMAIL, fallback, None, _UNREADABLE, received_at)


def _read(letter: Message, raw: bytes, received_at: datetime, own: str, fallback: str) -> Arrival:
    name, address = parseaddr(_header(letter, "From"))
    sort = _sort(letter, address.lower(), own)
    text, pictures, left_out = ("", (), 0) if sort != Sort.WRITTEN else _content(letter)
    return Arrival(
        channel=Submission.Channel.EMAIL,
        name=plain(_header(letter, "Message-ID"))[:500] or fallback,
        sender=sender_of(Submission.Channel.EMAIL, name, address),
        text=text,
        received_at=received_at,
        beside=f"{address.lower()} {plain(_header(letter, 'Date'))}",
        subject=plain(_header(letter, "Subject"))[:200],
        sort=sort,
        pictures=pictures,
        left_out=left_out,
        bounced=_bounced(raw) if sort == Sort.BOUNCE else "",
    )


def _sort(letter: Message, address: str, own: str) -> str:
    report = letter.get_content_type() == "multipart/report"
    null_path = _header(letter, "Return-Path").strip() == "<>"
    if report or (null_path and _DAEMONS.match(address)) or address.startswith(("mailer-daemon@", "postmaster@")):
        return Sort.BOUNCE
    if address == own:
        return Sort.OWN
    submitted = _header(letter, "Auto-Submitted").split(";")[0].strip().lower() or "no"
    bulk = _header(letter, "Precedence").strip().lower() in _BULK
    answering = any(letter.get(header) is not None for header in ("X-Autoreply", "X-Autorespond", "List-Id"))
    if submitted != "no" or bulk or answering or null_path or _DAEMONS.match(address):
        return Sort.AUTOMATIC
    return Sort.WRITTEN


def _bounced(raw: bytes) -> str:
    """Return the name of our message that could not be delivered for good; empty where that is not said."""
    failed = re.search(rb"^Action:\s*failed\b", raw, re.IGNORECASE | re.MULTILINE)
    found = _OURS.search(raw, failed.end()) if failed else None
    return found[1].decode() if found else ""


def _content(letter: Message) -> tuple[str, tuple[bytes, ...], int]:
    """Return the words, the first pictures, and how many other files came with it."""
    written, hyper, pictures, left_out = "", "", [], 0
    for number, part in enumerate(_leaves(letter)):
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or part.get_filename() is not None
        if number >= MOST_PARTS or (is_file and not kind.startswith("image/")):
            left_out += 1
        elif kind.startswith("image/"):
            if len(pictures) < MOST_PICTURES:
                pictures.append(part.get_payload(decode=True) or b"")
            else:
                left_out += 1
        elif kind == "text/plain" and len(written) < LONGEST:
            written += "\n" * bool(written) + _text(part)
        elif kind == "text/html" and len(hyper) < LONGEST:
            hyper += _without_tags(_text(part))
    return _tidy(written) or _tidy(hyper), tuple(pictures), left_out


def _leaves(letter: Message) -> Iterator[Message]:
    """Yield the parts that hold something, without recursion: a message can be nested deeper than a stack."""
    waiting = [letter]
    while waiting:
        part = waiting.pop()
        if part.is_multipart():
            waiting.extend(reversed(part.get_payload()))
        else:
            yield part


def _text(part: Message) -> str:
    data = (part.get_payload(decode=True) or b"")[: 4 * LONGEST]
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace")


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:LONGEST]


def _header(letter: Message, name: str) -> str:
    """Return a header as people read it; what cannot be decoded stays as it is."""
    found = letter.get(name)
    if found is None:
        return ""
    try:
        return str(email.header.make_header(email.header.decode_header(str(found)[:2000])))
    except Exception:  # an unknown charset, broken base64
        return str(found)[:2000].encode("ascii", "replace").decode()


class _Words(HTMLParser):
    _BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})
    _SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self):
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in self._SILENT
        if tag in self._BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag):
        self.silent -= tag in self._SILENT and self.silent > 0

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def _without_tags(text: str) -> str:
    parser = _Words()
    parser.feed(text)
    return re.sub(r"[ \t\n]*\n[ \t\n]*", "\n", "".join(parser.words))
