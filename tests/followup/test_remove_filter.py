"""A saved filter goes by a press of who saved it, or of who heads its agency."""

import pytest
from django.urls import reverse

from complaints.models import Position, SavedFilter
from tests import factories
from tests.factories import NOW


@pytest.fixture
def kept(case):
    return {
        "own": SavedFilter.objects.create(user=case.liaison, name="Pribadi", query="v=semua", saved_at=NOW),
        "shared": SavedFilter.objects.create(
            user=case.liaison, agency=case.dishub, name="Bersama", query="v=semua", saved_at=NOW
        ),
    }


@pytest.mark.parametrize(
    ("who", "role", "expected"),
    [
        ("liaison", None, {"own", "shared"}),
        ("head", Position.Role.HEAD, {"shared"}),
        ("colleague", Position.Role.CASE_OFFICER, set()),
        ("stranger", Position.Role.HEAD, set()),
    ],
)
def test_who_may_remove_which(client, case, kept, who, role, expected):
    agency = factories.make_agency("DLH") if who == "stranger" else case.dishub
    client.force_login(case.liaison if who == "liaison" else factories.make_staff(agency, role))
    offered = client.get(reverse("followup:narrow")).text
    for name, row in kept.items():
        address = reverse("followup:remove_filter", args=[row.pk])
        assert (address in offered) == (name in expected)
        assert client.post(address).status_code == (302 if name in expected else 404)
    assert {row.pk for row in SavedFilter.objects.all()} == {
        row.pk for name, row in kept.items() if name not in expected
    }
