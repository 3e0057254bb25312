"""What WhatsApp's server says to us (Cloud API webhooks), and the pictures it keeps for us.

Whoever knows the app's secret is WhatsApp's server; nothing is read before that is proved over the bytes as they came.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from complaints.models import Submission
from complaints.notifications import posting
from complaints.photos import MAX_BYTES

from .arrival import LONGEST, MOST_PICTURES, Arrival, sender_of

_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
# Where Meta keeps what was sent; nothing else is asked, whatever an answer says.
_STORES = (".fbsbx.com", ".facebook.com", ".whatsapp.net")


def is_there() -> bool:
    """Whether WhatsApp's server may bring messages."""
    return bool(settings.WHATSAPP_SECRET)


def is_genuine(body: bytes, signature: str) -> bool:
    """Whether `signature` (header X-Hub-Signature-256) is that of the app's secret over the bytes as they came."""
    right = "sha256=" + hmac.new(settings.WHATSAPP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return is_there() and hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace"))


def knows_the_word(word: str) -> bool:
    """Whether the hand-shake names the word that we chose."""
    return is_there() and hmac.compare_digest(settings.WHATSAPP_VERIFY.encode(), word.encode("utf-8", "replace"))


def arrivals(body: object, now: datetime) -> Iterator[Arrival]:
    """Yield the messages in what WhatsApp's server sent; what is none, or not understood, is passed over."""
    for entry in _list(body, "entry"):
        for change in _list(entry, "changes"):
            value = _dict(change, "value")
            names = {
                str(contact.get("wa_id", "")): str(_dict(contact, "profile").get("name", ""))
                for contact in _list(value, "contacts")
            }
            for message in _list(value, "messages"):
                if arrival := _arrival(message, names, now):
                    yield arrival


def _arrival(message: dict, names: dict[str, str], now: datetime) -> Arrival | None:
    name, number, kind = str(message.get("id", "")), str(message.get("from", "")), str(message.get("type", ""))
    if not 0 < len(name) <= 500:
        return None
    content = _dict(message, kind)
    text, awaited, left_out = "", (), 0
    match kind:
        case "text":
            text = str(content.get("body", ""))
        case "image":
            text, awaited = str(content.get("caption", "")), (str(content.get("id", "")),)
            awaited = awaited if _ID.fullmatch(awaited[0]) else ()
        case "button":
            text = str(content.get("text", ""))
        case "location":
            spot = [content.get(key) for key in ("name", "address") if content.get(key)]
            text = "\n".join([*map(str, spot), f"{content.get('latitude')}, {content.get('longitude')}"])
        case "reaction" | "system" | "unsupported":
            return None
        case _:  # a voice, a film, a paper
            text, left_out = str(content.get("caption", "")), 1
    return Arrival(
        channel=Submission.Channel.WHATSAPP,
        name=name,
        sender=sender_of(Submission.Channel.WHATSAPP, names.get(number, ""), f"+{number}"),
        text=text.replace("\0", "")[:LONGEST].strip(),
        received_at=_moment(message.get("timestamp"), now),
        awaited=awaited[:MOST_PICTURES],
        left_out=left_out,
    )


def _moment(stamp: object, now: datetime) -> datetime:
    try:
        said = datetime.fromtimestamp(int(str(stamp)[:12]), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return min(max(said, now - timedelta(days=30)), now)


def picture(name: str) -> bytes:
    """Return the bytes of a picture that WhatsApp keeps under `name`.

    Raises posting.Undeliverable when it is gone or too large, else OSError or ValueError: it may be tried again.
    """
    root = settings.WHATSAPP_URL.rsplit("/", 2)[0]
    told = posting.get(f"{root}/{name}", _key())
    posting.judge(told)
    address = str(told.field("url") or "")
    parts, ours = urlsplit(address), urlsplit(settings.WHATSAPP_URL)
    known = (parts.scheme == "https" and (parts.hostname or "").endswith(_STORES)) or (
        (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)
    )
    if not known:
        raise posting.Undeliverable
    request = urllib.request.Request(address, headers=_key())  # noqa: S310 (its host was compared)
    with _OPENER.open(request, timeout=posting.TIMEOUT) as answer:
        data = answer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise posting.Undeliverable
    return data


class _Nowhere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_asked):
        return None


_OPENER = urllib.request.build_opener(_Nowhere)


def _key() -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"} if settings.WHATSAPP_TOKEN else {}


def _list(holder: object, name: str) -> list[dict]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return [row for row in found if isinstance(row, dict)][:100] if isinstance(found, list) else []


def _dict(holder: object, name: str) -> dict:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, dict) else {}
