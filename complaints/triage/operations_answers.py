"""What the coordinator does with the answers of the day: note that one was read, send an empty one back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.models import AnswerReading, Event, User

from . import operations


def read_answer(answer: Event, *, actor: User, now: datetime) -> None:
    """Note that a coordinator has read an answer; who was first stays."""
    AnswerReading.objects.bulk_create([AnswerReading(event=answer, user=actor, read_at=now)], ignore_conflicts=True)


@transaction.atomic
def send_back_empty(answer: Event, *, version: int, actor: User, now: datetime) -> None:
    """Send an answer back with one press, with the reason that fits every empty one. Raises Refused as `send_back`."""
    reason = _("Jawaban ini belum menjawab laporan. Tulis apa yang sudah dikerjakan, kapan, dan apa hasilnya.")
    operations.send_back(answer.complaint_id, reason=reason, version=version, actor=actor, now=now)
    read_answer(answer, actor=actor, now=now)
