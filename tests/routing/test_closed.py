"""What came by the protected door stays with who inspects, whatever is chosen."""

import pytest

from complaints.errors import Refused
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.models import Agency
from complaints.routing import queries
from tests.cases import Case
from tests.factories import NOW


@pytest.fixture
def case(office):
    report = intake.ProtectedReport(story="Bendahara meminta uang pelicin.")
    return Case(office, intake.protected(drafts.new_key(), report=report, reporter=None, now=NOW).complaint)


def test_no_other_agency_is_offered(case):
    assert [agency.duty for agency in queries.agencies_that_may_own(case.complaint)] == [Agency.Duty.INSPECTORATE]


def test_no_other_agency_gets_it(case, office):
    with pytest.raises(Refused, match="Laporan jalur rahasia hanya ditangani Inspektorat"):
        case.do("refer", by=office.inspector, to=office.dlh)
    case.do("refer", by=office.inspector, to=office.inspectorate)
    assert case.complaint.owner == office.inspectorate
