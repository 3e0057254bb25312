"""The same form sent twice is one act: a press on a slow line, a page that was sent again."""

from __future__ import annotations

from collections.abc import Iterable

from complaints import texts
from complaints.models import Event, Text, User


def is_same_act(event: Event | None, kind: str, actor: User | None, answers: dict, *, written: Iterable[str]) -> bool:
    """Whether `event` is this very act, sent once before: same person (None: the reporter), same kind, same answers.

    `written` names the `answers` that are free text: every word of them must stand in the event, and no other.
    Photos must be the same pictures; what else the event says of an answer, it must say alike.
    """
    written = set(written)
    if event is None or event.kind != kind or event.actor_id != (actor and actor.pk):
        return False
    referred = [value["text"] for value in event.data.values() if isinstance(value, dict) and "text" in value]
    kept = set(texts.read_many(Text.objects.filter(pk__in=referred)).values())
    if kept != {answers[name] for name in written if answers.get(name)}:
        return False
    sent = [file for value in answers.values() if isinstance(value, list) for file in value if hasattr(file, "sha256")]
    return _said(event.data.get("photos", [])) == _said(sent) and all(
        _said(event.data[name]) == _said(value)
        for name, value in answers.items()
        if name in event.data and name not in written and name != "photos"
    )


def _said(value):
    """Return an answer as an event holds it, without order: rows by id, photos by their pictures."""
    if isinstance(value, list | tuple):
        return sorted(str(_said(item)) for item in value)
    if isinstance(value, dict):
        return value.get("sha256")
    return getattr(value, "sha256", None) or getattr(value, "pk", value)
