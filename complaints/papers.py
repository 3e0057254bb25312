"""Papers on pages: how one is named, and how it leaves as a download that no browser runs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify

from complaints import attachments, words
from complaints.models import Attachment, Complaint


def named(complaint: Complaint, address: str) -> Callable[[Attachment], dict]:
    """Return how a paper of this case is drawn by parts/papers.html; `address` names the page that gives it."""

    def draw(attachment: Attachment) -> dict:
        return {
            "name": words.PAPER[attachment.purpose],
            "url": reverse(address, args=[complaint.tracking_number, attachment.pk]),
        }

    return draw


def download(complaint: Complaint, attachment: Attachment) -> HttpResponse:
    """Return a paper under a name of ours, to be kept: never shown here, and nothing in it may run. Http404 if it is
    gone from the disk."""
    try:
        data = attachments.read(attachment)
    except FileNotFoundError:
        raise Http404 from None
    name = f"{slugify(words.PAPER[attachment.purpose])}-{complaint.tracking_number}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
