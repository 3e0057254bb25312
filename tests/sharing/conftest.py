"""A case at Dishub that is shared: a supporting agency beside it, an overseer, and a desk clock that stands still."""

import pytest
import time_machine
from django.urls import reverse

from complaints.identity import Reporter
from complaints.models import Agency, Position
from complaints.sharing import operations
from tests import factories
from tests.factories import NOW

PART = "Tolong angkut dahan yang menutupi lampu."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(db):
    """Referred to Dishub; its coordinator and liaison, DLH and the Ombudsman beside it."""
    dishub = factories.make_agency("Dishub")
    complaint = factories.make_complaint(
        category=factories.make_category(agency=dishub),
        village=factories.make_village().code,
        landmark="Depan SD Negeri 5",
        reporter=Reporter("Bu Siti", "phone", "+6281234567890"),
    )
    coordinator = factories.make_coordinator()
    factories.refer(complaint, dishub, actor=coordinator)
    complaint.coordinator, complaint.dishub = coordinator, dishub
    complaint.liaison = factories.make_staff(dishub)
    complaint.dlh = factories.make_agency("DLH")
    complaint.supporter = factories.make_staff(complaint.dlh)
    complaint.ombudsman = factories.make_agency("Ombudsman", kind=Agency.Kind.OVERSIGHT)
    complaint.overseer = factories.make_staff(complaint.ombudsman, Position.Role.OVERSEER)
    return complaint


@pytest.fixture
def given(case):
    """The same, with a part given to DLH."""
    operations.share(case.pk, to=case.dlh, part=PART, actor=case.coordinator, now=NOW)
    case.refresh_from_db()
    return case


@pytest.fixture
def supporter(given, client):
    """The liaison of DLH, signed in."""
    client.force_login(given.supporter)
    return given.supporter


@pytest.fixture
def coordinator(case, client):
    client.force_login(case.coordinator)
    return case.coordinator


@pytest.fixture
def strangers(case):
    """People with an account to whom neither the case nor a part of it is shared."""
    other = factories.make_agency("PUPR")
    roles = [
        (other, Position.Role.LIAISON),
        (case.dlh, Position.Role.ENTRY),
        (factories.coordination(), Position.Role.ADMINISTRATOR),
    ]
    return [factories.make_staff(agency, role) for agency, role in roles]


def address(name, complaint, *more):
    return reverse(f"sharing:{name}", args=[complaint.tracking_number, *more])
