"""The messages to citizens as they arrive on a telephone: text, length, and the template WhatsApp must approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from complaints.models import Message, Regency
from complaints.notifications import telling

SMS, SMS_PART = 160, 153  # characters of one SMS, and of each part of a longer one (GSM 03.38)


@dataclass(frozen=True)
class Preview:
    """One message: when it is sent, what arrives, how long it is, in how many SMS, under which template."""

    label: str
    text: str
    length: int
    parts: int
    template: str


def message_texts(now: datetime) -> list[Preview]:
    """Return every kind of message to citizens with invented facts."""
    regency = Regency.objects.only("tracking_prefix").first()
    prefix = regency.tracking_prefix if regency else "BLT"
    number = f"{prefix}-7K4M-2QXD-V"
    link = f"{settings.BASE_URL}/t/contoh"
    facts = telling.Facts(number, link, agency=_("Dinas Perhubungan"), due_at=now + timedelta(days=5), days_late=2)
    return [_preview(kind, facts) for kind in Message.Kind if kind in telling.TO_CITIZENS]


def _preview(kind: Message.Kind, facts: telling.Facts) -> Preview:
    text = telling.message(kind, facts, stop=f"{settings.BASE_URL}/b/contoh")
    parts = 1 if len(text) <= SMS else -(-len(text) // SMS_PART)
    return Preview(str(kind.label), text, len(text), parts, telling.template(kind, facts)[0])
