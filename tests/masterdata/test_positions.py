"""Who holds which position: Plt. and Plh. tagged, empty ones marked, for administrators alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Absence, Holding, Position
from tests import factories

URL = reverse("masterdata:positions")
TODAY = timezone.localdate


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_lists_holders_their_basis_and_who_is_away(desk):
    head = factories.make_staff(factories.make_agency("Dishub"), Position.Role.HEAD)
    holding = Holding.objects.get(user=head)
    Absence.objects.create(
        holding=holding,
        starts_on=TODAY(),
        ends_on=TODAY() + timedelta(days=2),
        recorded_by=head,
        recorded_at=timezone.now(),
    )
    plh = factories.make_staff(factories.make_agency("DLH"))
    Holding.objects.create(
        position=holding.position,
        user=plh,
        basis=Holding.Basis.DAILY_ACTING,
        starts_on=TODAY(),
        ends_on=TODAY(),
        decree_number="SK",
        decree_date=TODAY(),
    )
    text = text_of(desk.get(URL))
    assert f"{head.full_name} Tidak masuk sampai" in text
    assert f"{plh.full_name} Pelaksana harian (Plh.)" in text
    assert "tidak ada yang kosong" in text


def test_marks_the_empty_and_shows_them_alone(desk, administrator):
    left = factories.make_staff(factories.make_agency("Dishub"))
    Holding.objects.filter(user=left).update(ends_on=TODAY() - timedelta(days=1))
    text = text_of(desk.get(URL))
    assert "1 kosong." in text
    assert left.full_name not in text
    assert administrator.full_name in text
    alone = desk.get(URL, {"kosong": ""})
    assert text_of(alone).count("Kosong") == 1
    assert len(alone.context["rows"]) == 1


@pytest.mark.parametrize(("typed", "found"), [("dishub", 1), ("PETUGAS", 2), ("  ", 2), ("tidak ada", 0)])
def test_finds_by_title_agency_or_name(desk, typed, found):
    factories.make_staff(factories.make_agency("Dishub"))
    response = desk.get(URL, {"q": typed})
    assert len(response.context["rows"]) == found
    assert ("Tidak ada jabatan dengan kata itu." in text_of(response)) is (found == 0)


@pytest.mark.parametrize("role", sorted(set(Position.Role) - {Position.Role.ADMINISTRATOR}))
def test_nobody_else_learns_that_it_is_there(administrator, role):
    client = Client()
    client.force_login(factories.make_staff(factories.make_agency("Dishub"), role))
    assert client.get(URL).status_code == 404


def test_asks_as_much_with_one_position_as_with_three(desk, django_assert_max_num_queries):
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(9) as asked:
            desk.get(URL)
        counts.append(len(asked))
        for number in range(2):
            factories.make_staff(factories.make_agency(f"Lain {_round}{number}"))
    assert counts[0] == counts[1]


def test_is_only_read(desk):
    assert desk.post(URL).status_code == 405
