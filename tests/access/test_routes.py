"""Every address of staff has its row in the table, and is a 404 for who has not the letter of it."""

import pytest
from django.urls import reverse

from tests.architecture.policies import POLICIES
from tests.architecture.routes import routes

from .finding import open_case, signed_in
from .table import ROUTES, TABLE

STAFF = {route.name: route for route in routes() if POLICIES.get(route.name) == "staff"}
OF_A_CASE = [route for route in STAFF.values() if "number" in route.pattern.pattern.converters]
# Strangers to an open and a closed case, and one who reads but does not act; on the second database a case of each
# class for more people.
FEW = [("liaison", "on"), ("coordinator", "uc"), ("leader", "of")]
MORE = ("coordinator", "liaison", "head", "helper_liaison", "dlh_liaison", "inspector", "setda_head", "administrator")


def test_every_route_has_a_row():
    assert set(STAFF) == set(ROUTES)
    assert {route.name for route in OF_A_CASE} == {
        name for name, letter in ROUTES.items() if set(letter) <= set("rwcsp")
    }


def is_closed(client, columns, route, name: str) -> bool:
    """Whether this address of a case is the 404 of what does not exist, however it is asked for. A protected case is
    opened first, where its cover asks for that."""
    known = {"number": columns.cases[name].tracking_number, "photo_id": columns.photos[name].pk, "size": 480}
    address = route.address(**known, agency_id=columns.office.dlh.pk)
    response = client.get(address)
    if response.status_code == 405:
        response = client.post(address)
    if response.headers.get("Location") == reverse("followup:case", args=[known["number"]]):
        open_case(client, columns.cases[name])
        response = client.get(address)
        response = client.post(address) if response.status_code == 405 else response
    return response.status_code == 404 or response.headers.get("Location") == reverse("accounts:profile")


def open_to_strangers(columns, pairs) -> list[tuple[str, str, str]]:
    """Return (role, case, route) of every address that opens for somebody without its letter."""
    found = []
    for role in {role for role, _name in pairs}:
        client = signed_in(columns.people[role])
        for name in (name for one, name in pairs if one == role):
            letters = TABLE[role].get(name, "")
            closed = [route for route in OF_A_CASE if not set(letters) & set(ROUTES[route.name])]
            found += [(role, name, route.name) for route in closed if not is_closed(client, columns, route, name)]
    return found


def test_a_stranger_finds_none(columns):
    assert open_to_strangers(columns, FEW) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", MORE)
def test_nobody_finds_one_without_the_letter(columns, role):
    assert open_to_strangers(columns, [(role, name) for name in ("os", "sr", "uc", "pn")]) == []
