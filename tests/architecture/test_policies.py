"""Every address says for whom it is, and keeps strangers out accordingly."""

import pytest
from django.conf import settings

from tests.architecture.policies import POLICIES
from tests.architecture.routes import routes
from tests.factories import make_complaint

KINDS = {"machine", "public", "reporter", "anyone", "staff"}
REPORTER = [route for route in routes() if POLICIES.get(route.name) == "reporter"]
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


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", REPORTER, ids=str)
def test_a_number_alone_opens_nothing(client, route, method):
    """Without code or link, a complaint that exists and one that does not are answered alike."""
    complaint = make_complaint()
    real = route.address(number=complaint.tracking_number)
    invented = route.address(number=f"{complaint.tracking_number[:-1]}0")
    answers = [getattr(client, method)(address) for address in (real, invented)]
    for answer in answers:
        assert answer.status_code in {302, 404, 405}
        assert "Location" not in answer.headers or answer.headers["Location"].startswith("/lacak/")
        assert complaint.tracking_number not in answer.text
    assert answers[0].status_code == answers[1].status_code
