"""What the routing pages read: who may own, what the rules propose."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from complaints.models import Agency, Category, Complaint, RoutingRule

from .matching import Proposal, propose


def agencies_that_may_own(complaint: Complaint) -> QuerySet[Agency]:
    """Return the agencies that can be chosen for this complaint, never the one complained about."""
    agencies = Agency.objects.filter(is_active=True, kind__in=Agency.OWNING_KINDS)
    return agencies.exclude(pk=complaint.excluded_agency_id).order_by("name")


def exact_categories() -> QuerySet[Category]:
    """Return the active categories below a topic: what a verifier may choose."""
    return Category.objects.filter(is_active=True, topic__isnull=False).select_related("topic", "agency")


def categories() -> list[tuple[str, list[Category]]]:
    """Return the exact categories grouped by topic, in the order of the citizen's form."""
    rows = sorted(exact_categories(), key=lambda c: (c.topic.form_order or 99, c.topic.name, c.name))
    groups: dict[str, list[Category]] = {}
    for category in rows:
        groups.setdefault(category.topic.name, []).append(category)
    return list(groups.items())


def proposals(complaint: Complaint, day: date) -> dict[int, Proposal]:
    """Return {category id: what the rule table proposes for it at this complaint's place}; two queries."""
    rules = list(RoutingRule.objects.select_related("agency").order_by("order", "pk"))
    chosen = [category for _topic, group in categories() for category in group]
    if complaint.category not in chosen:
        chosen.append(complaint.category)
    found = ((c.pk, propose(rules, category=c, village=complaint.village, day=day)) for c in chosen)
    return {pk: proposal for pk, proposal in found if proposal and proposal.agency.pk != complaint.excluded_agency_id}


def likely_category(complaint: Complaint) -> Category | None:
    """Return the exact category to pre-choose: the complaint's own, or the only one its topic's agency has."""
    if complaint.category.topic_id is not None:
        return complaint.category
    same = complaint.category.categories.filter(is_active=True, agency=complaint.category.agency)[:2]
    return same[0] if len(same) == 1 else None


def suggestions(proposals: dict[int, Proposal]) -> dict[int, dict]:
    """Return {category id: class, and the proposed agency with its reason} for the script of the refer page."""
    found = {}
    for _topic, group in categories():
        for category in group:
            proposal = proposals.get(category.pk)
            found[category.pk] = {"term_class": category.term_class}
            if proposal:
                found[category.pk] |= {
                    "agency": proposal.agency.pk,
                    "name": proposal.agency.name,
                    "reason": proposal.reason,
                }
    return found
