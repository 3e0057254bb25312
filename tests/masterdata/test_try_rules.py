"""The rule tester: words, category and place in, agency and reason out; nothing is kept."""

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import RoutingRule
from tests import factories

URL = reverse("masterdata:try_rules")


@pytest.fixture
def rule(administrator):
    topic = factories.make_category("jalan", name="Jalan dan lampu")
    category = factories.make_category(
        "pju", factories.make_agency("Dishub"), name="Lampu jalan", topic=topic, hint="padam"
    )
    return RoutingRule.objects.create(
        order=1,
        category=category,
        village=factories.make_village(),
        agency=factories.make_agency("Kecamatan"),
        reason="Di Aik Rayak kecamatan yang mengurus.",
        valid_from=timezone.localdate(),
    )


def test_words_find_the_category_and_the_place_the_rule(desk, rule):
    page = desk.get(URL, {"words": "Lampu padam di gang", "village": rule.village_id}).text
    assert "Di Aik Rayak kecamatan yang mengurus." in page
    assert "lampu, padam" in page
    page = desk.get(URL, {"words": "lampu padam"}).text
    assert "Dishub" in page
    assert "Kategori Lampu jalan" in page


def test_a_chosen_category_needs_no_words(desk, rule):
    assert "Dishub" in desk.get(URL, {"category": rule.category_id}).text


def test_words_that_name_nothing(desk, rule):
    assert "tidak ada di nama" in desk.get(URL, {"words": "pesawat"}).text
    assert "atau pilih kategori" in desk.get(URL, {"words": ""}).text
