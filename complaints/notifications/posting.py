"""One POST of JSON to somebody else's server, and what its answer means. Used by the gateways and by Telegram."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message as Headers
from email.utils import parsedate_to_datetime

TIMEOUT = 10  # seconds; shorter than a lease
LONGEST = 256 * 1024  # bytes of an answer that are read
MOST = timedelta(hours=12)  # the longest rest that a server may ask for
_LATER = {408, 425, 429}
_OUR_KEY = {401, 403}


class Undeliverable(Exception):
    """The server will never take this message: a wrong number, a template it does not know."""


class TryLater(Exception):
    """The server takes it later; `rest` says when, None when it did not say."""

    def __init__(self, rest: timedelta | None = None):
        super().__init__()
        self.rest = rest


@dataclass(frozen=True)
class Answer:
    """`body` is None when it was no JSON; `rest` what the header Retry-After asks for."""

    status: int
    body: object = None
    rest: timedelta | None = None

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def field(self, *names: str) -> object:
        """Return what stands behind `names` in an object of objects; None where there is nothing."""
        found = self.body
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return found


def post(url: str, body: dict, headers: dict[str, str]) -> Answer:
    """Send one object and return the answer, whatever its status.

    Raises OSError or http.client.HTTPException when the server cannot be reached, does not answer in time, or speaks
    something else.
    """
    headers = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 (settings)
    return _asked(request)


def get(url: str, headers: dict[str, str]) -> Answer:
    """Ask for one object, as `post` sends one."""
    return _asked(urllib.request.Request(url, headers=headers))  # noqa: S310 (settings)


def _asked(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return Answer(answer.status, _read(answer))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _read(error), _rest(error.headers))


def judge(answer: Answer) -> None:
    """Return when the server took the message. Raises TryLater or Undeliverable, by the status alone.

    A key of ours that is refused is no fault of the message: it waits until somebody has entered the right one.
    """
    if answer.is_good:
        return
    if answer.status in _LATER or answer.status in _OUR_KEY or answer.status >= 500:
        raise TryLater(answer.rest)
    raise Undeliverable


def seconds(number: object) -> timedelta | None:
    """Return a rest that a server asked for, at most MOST; None for what is no number of seconds."""
    return min(timedelta(seconds=min(number, 10**6)), MOST) if isinstance(number, int) and number >= 0 else None


def _read(answer) -> object:
    try:
        return json.loads(answer.read(LONGEST))
    except ValueError:
        return None


def _rest(headers: Headers) -> timedelta | None:
    """Seconds, or a moment: that one by the server's own clock, so that ours need not agree."""
    asked = (headers.get("Retry-After") or "").strip()
    if asked.isascii() and asked.isdigit():
        return seconds(int(asked[:9]))
    try:
        return seconds(int((parsedate_to_datetime(asked) - parsedate_to_datetime(headers["Date"])).total_seconds()))
    except (TypeError, ValueError):
        return None
