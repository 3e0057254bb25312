"""An administrator, at work."""

import pytest

from complaints.models import Position
from tests import factories


@pytest.fixture
def administrator(db):
    factories.make_regency()
    return factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)


@pytest.fixture
def desk(client, administrator):
    """The administrator's browser, signed in with the second factor."""
    client.force_login(administrator)
    return client
