"""One office in one week: a topic that is worked on outdoors, two agencies, the desk, and a clock that we move."""

from datetime import timedelta

import pytest
import time_machine

from complaints.models import Agency, Position, Village
from tests import factories
from tests.accounts import door
from tests.factories import NOW
from tests.journeys.people import Officer, Reporter


@pytest.fixture
def clock():
    """A Tuesday at 10.00 WIB; `clock.shift(days=7)` moves it for everybody."""
    with time_machine.travel(NOW, tick=False) as traveller:
        shift = traveller.shift
        traveller.shift = lambda **time: shift(timedelta(**time))
        yield traveller


@pytest.fixture
def office(db):
    """The master data: street lights belong to Dishub, rubbish to DLH."""
    factories.make_regency()
    dishub = factories.make_agency("Dishub")
    for order, (code, name, agency) in enumerate(
        [("lampu-jalan", "Lampu jalan", dishub), ("sampah", "Sampah", factories.make_agency("DLH"))], 1
    ):
        topic = factories.make_category(code, agency, name=name, form_order=order, needs_place=True, physical=True)
        exact = {"topic": topic, "form_order": None, "physical": True}
        factories.make_category(f"{code}-tepat", agency, name=f"{name} umum", **exact)
    kota = factories.make_village("Kota")
    Village.objects.filter(pk=kota.pk).update(code="19.02.01.1001", kind=Village.Kind.KELURAHAN)
    return dishub


@pytest.fixture
def reporter(office) -> Reporter:
    return Reporter()


@pytest.fixture
def coordinator(office) -> Officer:
    """Has a second factor, as the role demands; not signed in yet."""
    user = factories.make_coordinator()
    door.give_second_factor(user)
    return Officer(user)


@pytest.fixture
def liaison(office) -> Officer:
    return Officer(factories.make_staff(office))


@pytest.fixture
def dlh(office) -> Officer:
    """The liaison of the other agency."""
    return Officer(factories.make_staff(Agency.objects.get(code="DLH")))


@pytest.fixture
def leader(office) -> Officer:
    user = factories.make_staff(Agency.objects.get(code="SETDA"), Position.Role.LEADER)
    door.give_second_factor(user)
    return Officer(user)
