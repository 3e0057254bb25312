"""Master data that many cases of one sweep need, read once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

_T = TypeVar("_T")
_kept: ContextVar[dict | None] = ContextVar("kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, what `once` marks is read the first time only: for a batch of cases at one moment.

    What is changed meanwhile is seen by the next batch; the dates of those before follow, as those of all others do
    (`escalation.operations.FOLLOW`).
    """
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(read: Callable[..., _T]) -> Callable[..., _T]:
    """Let `read` be called once for each of its arguments inside `read_once`, and every time outside."""

    @wraps(read)
    def keeping(*key) -> _T:
        kept = _kept.get()
        if kept is None:
            return read(*key)
        if (read, key) not in kept:
            kept[read, key] = read(*key)
        return kept[read, key]

    return keeping
