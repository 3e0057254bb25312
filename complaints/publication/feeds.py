"""Published reports for machines: Atom (RFC 4287) for readers of feeds and newsrooms, a sitemap for search engines.

Pure: what it is given, it writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

NOTHING_YET = datetime(2019, 2, 4, tzinfo=UTC)  # the programme's first day: a feed without entries needs a date too


@dataclass(frozen=True)
class Entry:
    """One report: `address` below our origin, times aware, `text` plain."""

    address: str
    title: str
    text: str
    agency: str
    topic: str
    published: datetime
    updated: datetime


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """A feed that nothing changed in is the same feed, byte for byte."""
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)


def atom(entries: Iterable[Entry], *, title: str, address: str, own: str) -> bytes:
    """Return the feed as UTF-8. `address` is the page that shows the same, `own` the feed's own."""
    base = settings.BASE_URL
    feed = _Feed(
        title=title, link=base + address, description="", language="id", feed_url=base + own, author_name="BESADU"
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=base + entry.address,
            description=entry.text,
            unique_id=f"tag:{urlsplit(base).hostname},2019:{entry.address}",
            author_name=entry.agency,
            categories=[entry.topic],
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return feed.writeString("utf-8").encode()


def sitemap(pages: Iterable[tuple[str, date]]) -> bytes:
    """Return a sitemap (sitemaps.org) as UTF-8 of (address below our origin, on which day it was published last)."""
    base = escape(settings.BASE_URL)
    told = "".join(f"<url><loc>{base}{escape(address)}</loc><lastmod>{day}</lastmod></url>" for address, day in pages)
    head = '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f"{head}{told}</urlset>".encode()
