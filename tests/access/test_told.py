"""Who tells reporters by hand what happened, and so may be shown their contact, as a recorded act."""

import pytest
from django.urls import reverse

from complaints import access_table
from complaints.access_table import EVERYTHING, NOTHING, TELLS
from complaints.models import Complaint

from .finding import listed, signed_in
from .table import TABLE
from .test_filters import WHO

TOLD = {
    "coordinator": {"on", "of", "os", "ou", "sn", "sr", "sa"},
    "inspector": {"up", "uc", "uu", "us", "pn"},
    "sekda": {"ui", "pi"},
    "setda_head": {"ui", "pi"},
}


def tells(columns, role) -> set[str]:
    names = {case.tracking_number: name for name, case in columns.cases.items()}
    page = listed(signed_in(columns.people[role]), reverse("notifications:waiting"))
    return {names[number] for number in page}


@pytest.mark.parametrize("role", TABLE)
def test_who_tells_whom(columns, role):
    assert tells(columns, role) == TOLD.get(role, set())


@pytest.mark.parametrize("role", TABLE)
def test_who_is_shown_the_contact(columns, role):
    client = signed_in(columns.people[role])
    shown = set()
    for name, case in columns.cases.items():
        message = case.messages.filter(user=None, state="waiting").first()
        response = client.post(reverse("notifications:tell", args=[message.pk]))
        assert response.status_code in {200, 302, 404}
        if response.status_code == 200:
            shown.add(name)
    assert shown == TOLD.get(role, set())


@pytest.mark.parametrize("role", TOLD)
def test_never_about_oneself(columns, role):
    Complaint.objects.update(excluded_person=columns.people[role])
    assert tells(columns, role) == set()


@pytest.mark.parametrize("row", WHO)
@pytest.mark.parametrize("access_class", Complaint.AccessClass)
def test_without_its_filter(columns, monkeypatch, row, access_class):
    """Each cell is needed, and each that is not written must stay so."""
    cell = TELLS.get(row, {}).get(access_class)
    changed = NOTHING if cell is access_table.everything else EVERYTHING
    monkeypatch.setitem(TELLS, row, {**TELLS.get(row, {}), access_class: lambda position: changed})
    assert any(tells(columns, role) != TOLD.get(role, set()) for role in WHO[row])
