"""One e-mail, as all of ours go out."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage


def send(subject: str, text: str, address: str, *, name: str, headers: dict[str, str] | None = None) -> None:
    """Send one e-mail. `name` makes its Message-ID: the same for a second try. Raises what the mail server says.

    Unless `headers` say otherwise it says that no person wrote it, so that no automatic answer comes.
    """
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated", **(headers or {})}
    EmailMessage(subject, text, to=[address], headers=headers).send()
