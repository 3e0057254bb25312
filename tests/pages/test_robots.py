"""What search engines are told: public reports yes, a person's own pages and the desk no."""

from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings

from tests.architecture.policies import POLICIES
from tests.architecture.routes import routes


@pytest.fixture
def robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(response.text.splitlines())
    return parser


@pytest.mark.parametrize("address", ["/", "/laporan/", "/laporan/BLT-7K4M-2QXD-V/", "/privasi/"])
def test_public_pages_are_found(robots, address):
    assert robots.can_fetch("*", address)


def test_what_is_a_persons_own_or_the_desks_is_left_alone(robots):
    private = [route.address() for route in routes() if POLICIES[route.name] in {"reporter", "staff", "anyone"}]
    assert not [address for address in private if robots.can_fetch("*", address)]


def test_the_map_is_named(robots):
    assert robots.site_maps() == [f"{settings.BASE_URL}/laporan/peta.xml"]
