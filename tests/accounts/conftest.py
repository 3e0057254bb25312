"""People of every kind who come to the door."""

import pytest

from complaints.models import Position
from tests import factories
from tests.accounts import passkey


@pytest.fixture
def regency(db):
    return factories.make_regency()


@pytest.fixture
def officer(regency):
    """An agency role: no second factor demanded."""
    return factories.make_staff(factories.make_agency("Dishub"))


@pytest.fixture
def coordinator(regency):
    return factories.make_coordinator()


@pytest.fixture
def administrator(regency):
    return factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)


@pytest.fixture
def at_localhost(settings):
    """Passkeys belong to a name that browsers trust: https, or localhost."""
    settings.BASE_URL = passkey.ORIGIN
