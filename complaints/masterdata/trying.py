"""What the routing rules would say of a report that nobody has filed: which agency, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.models import Category, RoutingRule, Village
from complaints.routing import matching
from complaints.routing.queries import exact_categories

MOST = 3  # categories shown for words


@dataclass(frozen=True)
class Tried:
    """A category with what the rules propose for it; `words` are those that spoke for it."""

    category: Category
    words: list[str]
    proposal: matching.Proposal | None
    outside: matching.Proposal | None


def try_rules(words: str, category: Category | None, village: Village | None, day: date) -> list[Tried]:
    """Return what the rules in force on `day` propose for the category, or for those that the words name best."""
    rules = list(RoutingRule.objects.select_related("agency").order_by("order", "pk"))
    chosen = [(category, [])] if category else _by_words(words)
    asked = {"village": village, "day": day}
    return [
        Tried(
            one,
            spoken,
            matching.propose(rules, category=one, **asked),
            matching.propose(rules, category=one, outside=True, **asked),
        )
        for one, spoken in chosen
    ]


def _by_words(words: str) -> list[tuple[Category, list[str]]]:
    """Return the categories in whose name or hint the words stand, the best first."""
    typed = {word for word in "".join(c if c.isalnum() else " " for c in words.casefold()).split() if len(word) > 2}
    found = []
    for category in exact_categories():
        known = f"{category.name} {category.hint} {category.topic.name} {category.topic.hint}".casefold()
        spoken = sorted(word for word in typed if word in known)
        if spoken:
            own = sum(word in f"{category.name} {category.hint}".casefold() for word in spoken)
            found.append((-len(spoken) - own, category.name, category, spoken))
    return [(category, spoken) for _rank, _name, category, spoken in sorted(found, key=lambda row: row[:2])[:MOST]]
