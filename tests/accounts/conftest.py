"""People of every kind who come to the door."""

import pytest

from complaints.models import Position
from tests import factories


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
