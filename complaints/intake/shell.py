"""What a phone keeps for where there is no signal: one page, what that page asks for, and the script that keeps them.

Nothing of a request goes into any of it: it is the same for everybody, and lies on the phone for whoever holds it.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from besadu.appearance import PORTAL
from complaints import emergencies

from . import answers, drafts, queries
from .forms import PlaceForm, SendForm, WhatForm
from .views import outside

FILES = (
    "css/besadu.css",
    "img/favicon.svg",
    "parts/form.js",
    "outbox.js",
    "intake/send.js",
    "intake/what.js",
    "intake/offline.js",
)
"""What stands beside the page; with the page at most 60 KB on the line (ux.md 7.1)."""


def page() -> str:
    """Return the three steps on one page (ux.md P18), with today's topics and villages."""
    content = drafts.Content()
    regency, topics = queries.regency(), queries.topics()
    what = WhatForm(topics=topics, content=content, kept=0)
    what.fields["category"].widget.told = {topic.code: _told_of(topic) for topic in topics}
    context = {
        "portal": PORTAL,
        "what": what,
        "place": PlaceForm(
            districts=queries.villages_by_district(), needs_place=False, content=content, outside=outside
        ),
        "send": SendForm(content=content, offers_publishing=True, publish_default=False),
        "emergency": emergencies.help_for(regency.emergency_numbers if regency else [], ""),
    }
    return render_to_string("intake/offline.html", context)


def worker() -> str:
    """Return the service worker, with what it is to keep: another list, or another page, is another worker."""
    files = [static(name) for name in FILES]
    told = {
        "version": short_hash(json.dumps(files) + page()),
        "shell": files,
        "scripts": [static("outbox.js"), static("intake/send.js")],
        "sent": _("Laporan Anda sudah terkirim"),
        "where": _("Nomornya ada di Draf dan kotak keluar."),
    }
    return f"self.BESADU = {json.dumps(told)};\n{_source()}"


def short_hash(text: str) -> str:
    """Return 16 hex digits that change with `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _source() -> str:
    return Path(finders.find("sw.js")).read_text()


def _told_of(topic) -> dict:
    publish = "yes" if topic.publish_default else "no"
    return {
        "data-place": "1" if topic.needs_place else False,
        "data-publish": publish if answers.may_be_public(topic) else "never",
    }
