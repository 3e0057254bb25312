"""Cases that an outside body is to have, or has; the clock of the pages stands still at NOW."""

import pytest
import time_machine

from complaints.identity import Reporter
from complaints.routing import operations
from tests import factories
from tests.factories import NOW

WHY = "Jaringan listrik milik PLN, bukan Pemkab."
REPORTER = Reporter("Bu Siti", "phone", "+6281234567890")


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def pln(db):
    return factories.make_agency("PLN", name="PT PLN (Persero) Unit Belitung", kind="external", hotline="123")


@pytest.fixture
def fresh(db, clock):
    return factories.make_complaint(reporter=REPORTER, village=factories.make_village().code)


@pytest.fixture
def coordinator(fresh, client):
    user = factories.make_coordinator()
    client.force_login(user)
    return user


@pytest.fixture
def outside(fresh, coordinator, pln):
    """Handed on to PLN at NOW."""
    operations.forward_external(fresh.pk, body=pln, reason=WHY, actor=coordinator, now=NOW)
    fresh.refresh_from_db()
    return fresh


@pytest.fixture
def strangers(fresh):
    """People with an account who may not do the coordinator's part."""
    dishub = factories.make_agency("Dishub")
    inspectorate = factories.make_agency("Inspektorat", code="INSP")
    return [
        factories.make_staff(dishub),
        factories.make_staff(inspectorate, "inspectorate"),
        factories.make_staff(factories.coordination(), "administrator"),
        factories.make_staff(factories.coordination(), "entry"),
    ]
