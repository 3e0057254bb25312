"""What the rule table proposes, and why: a table of cases."""

from datetime import date

import pytest

from complaints.models import RoutingRule
from complaints.routing.matching import propose
from tests import factories

DAY = date(2026, 11, 24)


@pytest.fixture
def world(db):
    factories.make_regency()
    dishub, camat = factories.make_agency("Dishub"), factories.make_agency("Kecamatan")
    category, village = factories.make_category(agency=dishub), factories.make_village()
    return {"dishub": dishub, "camat": camat, "category": category, "village": village}


def rule(world, **fields):
    defaults = {
        "order": 1,
        "category": world["category"],
        "agency": world["camat"],
        "reason": "Lampu desa",
        "valid_from": date(2026, 1, 1),
    }
    return RoutingRule.objects.create(**{**defaults, **fields})


def ask(world, village=True, day=DAY):
    rules = RoutingRule.objects.select_related("agency")
    where = world["village"] if village else None
    return propose(rules, category=world["category"], village=where, day=day)


def test_without_a_rule_the_category_decides(world):
    proposal = ask(world)
    assert (proposal.agency, proposal.rule) == (world["dishub"], None)
    assert "Lampu jalan" in proposal.reason


def test_a_rule_of_the_village_or_district_goes_first_and_says_why(world):
    for place in ({"village": world["village"]}, {"district": world["village"].district}, {}):
        RoutingRule.objects.all().delete()
        matched = rule(world, **place)
        proposal = ask(world)
        assert (proposal.agency, proposal.rule, proposal.reason) == (world["camat"], matched, "Lampu desa")


def test_a_rule_of_a_place_does_not_match_without_a_place(world):
    rule(world, village=world["village"])
    assert ask(world, village=False).rule is None


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "counts"),
    [
        (date(2026, 11, 24), None, True),
        (date(2026, 11, 25), None, False),
        (date(2026, 1, 1), date(2026, 11, 24), True),
        (date(2026, 1, 1), date(2026, 11, 23), False),
    ],
)
def test_a_rule_counts_on_its_days_only(world, valid_from, valid_until, counts):
    rule(world, valid_from=valid_from, valid_until=valid_until)
    assert (ask(world).rule is not None) == counts


def test_the_lower_order_wins(world):
    rule(world, order=2)
    first = rule(world, order=1, agency=world["dishub"], reason="Jalan kabupaten")
    assert ask(world).rule == first


def test_an_agency_that_may_not_own_is_passed_over(world):
    rule(world)
    world["camat"].is_active = False
    world["camat"].save(update_fields=["is_active"])
    assert ask(world).agency == world["dishub"]
    world["dishub"].is_active = False
    world["dishub"].save(update_fields=["is_active"])
    world["category"].refresh_from_db()
    assert ask(world) is None
