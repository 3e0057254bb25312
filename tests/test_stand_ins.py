"""Where the office that verifies is itself complained about, the Sekda's office does its part: nothing rests."""

import pytest

from complaints import access, guarantee, lifecycle
from complaints.models import Agency, Complaint, Position
from tests import factories
from tests.cases import Case
from tests.factories import NOW


@pytest.fixture
def case(office):
    """A complaint about the coordinating agency, owned by the Sekda's office."""
    case = Case(office)
    setda = Agency.objects.get(duty=Agency.Duty.ARBITER)
    Complaint.objects.filter(pk=case.pk).update(excluded_agency=factories.coordination(), owner=setda)
    case.complaint.refresh_from_db()
    return case


@pytest.fixture
def assistant(office):
    """The head of the Sekda's office."""
    return factories.make_staff(Agency.objects.get(duty=Agency.Duty.ARBITER), Position.Role.HEAD)


def acts(user, case):
    return lifecycle.possible_acts(user, case.complaint, NOW)


def test_the_sekda_s_office_verifies_and_refers(case, office, assistant):
    assert {"refer", "ask", "archive", "forward_external"} <= acts(assistant, case)
    assert access.staff_cases(assistant).filter(pk=case.pk).exists()
    case.do("refer", by=assistant)
    assert case.complaint.owner == office.dishub
    assert guarantee.beyond_constraints() == []


def test_the_coordinator_does_nothing_and_sees_nothing(case, office):
    assert acts(office.coordinator, case) == set()
    assert not access.staff_cases(office.coordinator).filter(pk=case.pk).exists()


def test_an_objection_comes_back_to_it(case, office, assistant):
    case.do("refer", by=assistant).do("answer").do("raise_objection")
    assert case.complaint.owner.duty == Agency.Duty.ARBITER
    assert {"uphold", "not_uphold"} <= acts(assistant, case)


def test_elsewhere_it_coordinates_nothing(office, assistant):
    assert "refer" not in acts(assistant, Case(office))
