"""Who may do what in closed cases (life.md 4): the inspectorate, and who stands in where it is itself accused."""

import pytest

from complaints import audit, lifecycle
from complaints.models import Agency, Complaint, Position
from complaints.states import TRANSITIONS, Who
from tests import factories
from tests.cases import WAYS, Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db

Access = Complaint.AccessClass
HAVING = {"ask", "return_referral", "return_referral_again", "note_progress", "promise", "answer", "extend"}
# state -> what the inspector may do, the coordinator's part included; nobody else of the staff may do anything
INSPECTORS = {
    "new": {"refer", "ask", "archive"},
    "asked": {"archive"},
    "referred": HAVING | {"accept", "archive"},
    "in_progress": HAVING | {"archive"},
    "asked_by_agency": {"archive"},
    "promised": {"note_progress", "promise", "answer", "archive"},
    "answered": {"archive"},
    "resolved": {"reopen"},
    "objected": {"uphold", "not_uphold", "ask", "archive"},
    "archived": {"reopen"},
}
OTHERS = ("coordinator", "liaison", "officer", "head", "dlh_liaison", "leader", "overseer", "administrator", "clerk")


@pytest.fixture
def stand_in(office):
    """Of the Sekda's office, marked for closed cases."""
    arbiter = Agency.objects.get(duty=Agency.Duty.ARBITER)
    return factories.make_staff(arbiter, Position.Role.LEADER, handles_sensitive=True)


def closed(office, state, access_class, owner) -> Complaint:
    """A case in this state as it would be in that class: closed, and its agency the one that inspects."""
    complaint = Case(office).all(*WAYS[state]).complaint
    complaint.access_class, complaint.owner = access_class, owner
    return complaint


def acts(actor, complaint) -> set[str]:
    return lifecycle.possible_acts(actor, complaint, NOW)


@pytest.mark.parametrize("access_class", [Access.PROTECTED, Access.SUPERVISORY])
@pytest.mark.parametrize("state", INSPECTORS)
class TestEveryState:
    def test_of_the_inspectorate_alone(self, office, state, access_class):
        complaint = closed(office, state, access_class, office.inspectorate)
        assert acts(office.inspector, complaint) == INSPECTORS[state]
        assert {who: acts(getattr(office, who), complaint) for who in OTHERS} == {who: set() for who in OTHERS}

    def test_where_it_is_accused_the_marked_of_the_sekdas_office_stand_in(self, office, stand_in, state, access_class):
        arbiter = Agency.objects.get(duty=Agency.Duty.ARBITER)
        complaint = closed(office, state, access_class, arbiter)
        complaint.excluded_agency = office.inspectorate
        assert acts(stand_in, complaint) == INSPECTORS[state]
        for who in ("inspector", *OTHERS):  # the leader is of that office, but not marked
            assert acts(getattr(office, who), complaint) == set(), who

    def test_a_person_accused_does_nothing(self, office, stand_in, state, access_class):
        complaint = closed(office, state, access_class, office.inspectorate)
        complaint.excluded_person = office.inspector
        assert acts(office.inspector, complaint) == set()


def test_who_owns_a_closed_case_nobody_works_on(office):
    complaint = Complaint(access_class=Access.PROTECTED)
    assert lifecycle.verifying_agency(complaint) == office.inspectorate
    complaint.excluded_agency = office.inspectorate
    assert lifecycle.verifying_agency(complaint).duty == Agency.Duty.ARBITER


@pytest.mark.parametrize("act", [act for act, row in TRANSITIONS.items() if row.who == Who.DESK])
def test_what_the_desk_alone_does_is_done_in_no_closed_case(office, act):
    complaint = Case(office).complaint
    assert lifecycle.may(office.coordinator, act, complaint, NOW)
    for access_class in Complaint.CLOSED:
        complaint.access_class, complaint.owner = access_class, office.inspectorate
        for user in (office.coordinator, office.inspector, office.leader):
            assert not lifecycle.may(user, act, complaint, NOW)


def test_the_reporter_keeps_every_right(office):
    complaint = closed(office, "answered", Access.PROTECTED, office.inspectorate)
    assert acts(audit.REPORTER, complaint) == {"confirm", "raise_objection", "withdraw"}
