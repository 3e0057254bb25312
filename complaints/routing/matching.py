"""Which agency a complaint belongs to by the rule table: pure, explains itself, proposes and never routes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from complaints.models import Agency, Category, RoutingRule, Village


@dataclass(frozen=True)
class Proposal:
    """An agency, the rule it comes from (None: from the category itself), and the reason to show and store."""

    agency: Agency
    rule: RoutingRule | None
    reason: str


def propose(
    rules: Iterable[RoutingRule], *, category: Category, village: Village | None, day: date, outside: bool = False
) -> Proposal | None:
    """Return the first rule in order that matches category and place on `day`, else the category's own agency.

    A rule whose agency may not own is passed over, with `outside` one that is no body outside the government. None
    is returned when nothing is left: the coordinator then decides and sees that no rule matched.
    """
    for rule in rules:
        if _matches(rule, category, village, day) and _fits(rule.agency, outside):
            return Proposal(rule.agency, rule, rule.reason)
    if category.agency is not None and _fits(category.agency, outside):
        return Proposal(category.agency, None, _("Kategori %(name)s") % {"name": category.name})
    return None


def _fits(agency: Agency, outside: bool) -> bool:
    return agency.is_outside if outside else agency.may_own


def _matches(rule: RoutingRule, category: Category, village: Village | None, day: date) -> bool:
    if rule.category_id != category.pk or day < rule.valid_from:
        return False
    if rule.valid_until is not None and day > rule.valid_until:
        return False
    if rule.village_id is not None:
        return village is not None and village.pk == rule.village_id
    if rule.district_id is not None:
        return village is not None and village.district_id == rule.district_id
    return True
