"""The head of staff pages: which entries a person has by the positions held, and under which one the page stands."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """One entry: its page, its words, whose it is (one of `roles`), and which other pages stand under it.

    `pages` are names of routes shown as the entry's own; `under` are names of routes, or of a whole stage ("inbox:").
    """

    route: str
    label: Promise
    roles: str
    pages: tuple[str, ...] = ()
    under: tuple[str, ...] = ()

    def current(self, name: str) -> str:
        """Return what aria-current says of the entry on the page of that name; empty on pages of other entries."""
        if name == self.route or name in self.pages:
            return "page"
        return "true" if any(name == one or (one.endswith(":") and name.startswith(one)) for one in self.under) else ""


_WATCH = "leader overseer inspectorate coordinator"
_QUEUE = Entry("followup:queue", _("Antrean"), "")  # everybody's with a position
_ENTRIES = (
    Entry("monitoring:home", _("Ringkasan"), _WATCH),
    _QUEUE,
    Entry("monitoring:own", _("Kinerja"), f"liaison_officer case_officer head {_WATCH}", under=("monitoring:note",)),
    Entry("field:trip", _("Ke lapangan"), "liaison_officer case_officer head"),
    Entry("intake:enter", _("Catat laporan"), "coordinator entry", pages=("intake:entered",)),
    Entry("inbox:conversations", _("Kotak masuk"), "coordinator", under=("inbox:",)),
    Entry("intake:poster", _("Poster"), "administrator entry"),
    Entry("notifications:waiting", _("Kabar"), "coordinator inspectorate"),
    Entry("masterdata:manage", _("Kelola"), "administrator coordinator", under=("masterdata:",)),
    Entry("monitoring:health", _("Kesehatan"), "administrator", under=("monitoring:try_channel",)),
)
# Pages about oneself and one's own messages; every other one that no entry claims is about a case: the queue's.
_ONES_OWN = ("accounts:", "notifications:")


@register.simple_tag
def desk_entries(positions, view_name: str) -> list[tuple[str, Promise, str]]:
    """Return (address, words, aria-current or "") of the entries of who holds `positions`, on the page of that name."""
    roles = {position.role for position in positions}
    current = {entry: entry.current(view_name) for entry in _ENTRIES}
    if ":" in view_name and not any(current.values()) and not view_name.startswith(_ONES_OWN):
        current[_QUEUE] = "true"
    return [
        (reverse(entry.route), entry.label, current[entry])
        for entry in _ENTRIES
        if entry is _QUEUE or roles & set(entry.roles.split())
    ]
