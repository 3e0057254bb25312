"""Who is complained about sees nothing of it, whatever else they are: no page, list, count, search or part."""

import pytest
from django.urls import reverse

from complaints.models import Complaint, Position

from .finding import counts, lists, opens, page, signed_in
from .table import TABLE
from .test_access import add_holding

READERS = [role for role, cells in TABLE.items() if cells]
NOTHING_LISTED = {"r": set(), "o": set(), "p": set()}


def only_zeros(told) -> bool:
    return all(not figure for one in told.values() for figure in (one[0], one[1], *one[2]))


@pytest.mark.parametrize("role", READERS)
def test_the_person(columns, role):
    user = columns.people[role]
    Complaint.objects.update(excluded_person=user)
    client = signed_in(user)
    assert lists(client, columns) == NOTHING_LISTED
    assert only_zeros(counts(client))
    for case in columns.cases.values():
        for name in ("followup:case", "triage:open_contact", "sharing:part"):
            assert not opens(client, name, case)


@pytest.mark.parametrize("role", READERS)
def test_the_agency_by_any_of_their_positions(columns, role):
    """Also a position that opens nothing by itself is one of the agency that is complained about."""
    user, village = columns.people[role], columns.office.clerk.holdings.get().position.agency
    accused = columns.people["dlh_clerk"].holdings.get().position.agency if village.code == "DISHUB" else village
    add_holding(user, accused, Position.Role.ENTRY)
    # An owner is never who is complained about; where the inspectorate is, it stays so.
    cases = Complaint.objects.filter(excluded_agency__isnull=True).exclude(owner=accused)
    cases.update(excluded_agency=accused)
    client = signed_in(user)
    left = {"ui", "pi"} & {name for name, letters in TABLE[role].items() if letters}
    assert lists(client, columns)["r"] | lists(client, columns)["o"] == left
    assert lists(client, columns)["p"] == set()


def test_only_of_that_case(columns):
    Complaint.objects.filter(pk=columns.cases["on"].pk).update(excluded_person=columns.people["leader"])
    assert lists(signed_in(columns.people["leader"]), columns)["r"] == {"of", "os", "ou"}


def test_no_search_finds_it(columns):
    Complaint.objects.update(excluded_person=columns.people["coordinator"])
    client = signed_in(columns.people["coordinator"])
    for case in columns.cases.values():
        status, leads_to, there = page(client, reverse("followup:queue"), nomor=case.tracking_number)
        assert (status, leads_to) == (200, "")
        nowhere = page(client, reverse("followup:queue"), nomor="BLT-0000-0000-0")[2]
        assert there.replace(case.tracking_number, "") == nowhere.replace("BLT-0000-0000-0", "")


@pytest.mark.parametrize("act", ["sharing:share", "routing:refer"])
def test_the_agency_cannot_be_chosen(columns, act):
    """Not in the lists of agencies of the acts, so that nothing can be given to it."""
    name = "of" if act == "sharing:share" else "on"
    case, dlh = columns.cases[name], columns.office.dlh
    client = signed_in(columns.people["coordinator"])
    address = reverse(act, args=[case.tracking_number])
    case.shares.update(ended_at=case.received_at)
    assert dlh in client.get(address).context["form"].fields["to"].queryset
    Complaint.objects.filter(pk=case.pk).update(excluded_agency=dlh)
    assert dlh not in client.get(address).context["form"].fields["to"].queryset


def test_the_person_cannot_be_assigned(columns):
    case, client = columns.cases["of"], signed_in(columns.people["liaison"])
    address = reverse("followup:assign", args=[case.tracking_number])
    officer = columns.people["officer"]
    assert officer.full_name in client.get(address).text
    Complaint.objects.filter(pk=case.pk).update(excluded_person=officer)
    assert officer.full_name not in client.get(address).text
