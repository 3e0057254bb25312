"""What another program of the telephone shares with the installed portal: a photo, a text (ux.md 3.6).

It comes without the proof of a form of ours, so it never touches what the visitor has written: it becomes a draft of
its own, and only a press on our own page puts both together.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from complaints.photos import Photo

from . import answers, drafts


def keep(texts: list[str], photos: list[Photo], *, now: datetime) -> tuple[str, int]:
    """Make a draft of what was shared; return its key, and how many photos found no room.

    Raises Refused when the disk does not take the photos.
    """
    key = drafts.new_key()
    story = answers.clean("\n".join(dict.fromkeys(filter(None, map(answers.clean, texts)))))
    drafts.keep(key, drafts.Content(story=story[: answers.MAX_STORY]), now=now)
    return key, drafts.add_photos(key, photos, now=now)


@transaction.atomic
def join(key: str, shared_key: str, *, now: datetime) -> int:
    """Put what was shared behind what stands in the visitor's draft; return how many photos found no room.

    What was shared is gone from its own place afterwards. Nothing happens if there is nothing (any more).
    """
    shared = drafts.look(shared_key)
    if shared is None:
        return 0
    content, (added, rows) = drafts.read(key), shared
    both = "\n\n".join(filter(None, [content.story, added.story]))
    content.story = answers.clean(both)[: answers.MAX_STORY]
    left_out = drafts.add_rows(drafts.keep(key, content, now=now), rows, now)
    drafts.find(shared_key).delete()
    return left_out
