"""Every address says for whom it is, and keeps strangers out accordingly."""

import pytest
from django.conf import settings

from tests.architecture.policies import POLICIES
from tests.architecture.routes import routes

KINDS = {"machine", "public", "reporter", "anyone", "staff"}
STAFF = [route for route in routes() if POLICIES.get(route.name) == "staff"]


def test_every_route_has_a_policy():
    assert {route.name for route in routes()} == set(POLICIES)


def test_policies_are_of_a_known_kind():
    assert set(POLICIES.values()) <= KINDS


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", STAFF, ids=str)
def test_strangers_are_sent_to_sign_in(client, route, method):
    """Or are told that the method does not exist; never what is behind, not even whether it is."""
    response = getattr(client, method)(route.address())
    if response.status_code != 405:
        assert response.status_code == 302
        assert response.headers["Location"].startswith(settings.LOGIN_URL)
