"""Pages are byte-equal with and without a protected case, for everybody but who handles it (product.md 4)."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint
from tests import factories

from .finding import page, signed_in
from .table import TABLE

PUBLIC = ["intake:home", "intake:what", "tracking:find", "pages:help", "pages:privacy"]
STAFF = ["followup:queue", "monitoring:overview", "monitoring:home", "sharing:parts", "accounts:profile"]
UNKNOWN = "BLT-0000-0000-0"


def everything(client: Client, names: list[str], number: str) -> list:
    """Return every list and view of this person, and what a number opens (told without the number)."""
    found = [page(client, reverse(name)) for name in names]
    queue = client.get(reverse("followup:queue"))
    for view in (queue.context.get("views") or []) if queue.status_code == 200 else []:
        found.append(page(client, view["url"]))
    addresses = [reverse(name, args=[number]) for name in ("followup:case", "sharing:part", "tracking:case")]
    found += [page(client, address) for address in addresses]
    found += [page(client, reverse(name), nomor=number) for name in ("followup:queue", "tracking:find")]
    return [[str(part).replace(number, "") for part in one] for one in found]


def file_protected(columns, **excluded) -> Complaint:
    complaint = factories.make_complaint(
        category=columns.office.graft, story="Kepala dinas meminta uang di ruangannya."
    )
    inspectorate = columns.office.inspectorate
    Complaint.objects.filter(pk=complaint.pk).update(access_class="protected", owner=inspectorate, **excluded)
    return complaint


@pytest.mark.parametrize("role", [role for role in TABLE if role not in ("inspector",)])
def test_staff_pages(columns, role):
    client = signed_in(columns.people[role])
    before = everything(client, STAFF, UNKNOWN)
    complaint = file_protected(columns)
    assert everything(client, STAFF, complaint.tracking_number) == before


def test_public_pages(columns, client):
    before = everything(client, PUBLIC, UNKNOWN)
    complaint = file_protected(columns)
    assert everything(client, PUBLIC, complaint.tracking_number) == before


def test_the_accused_inspectorate_sees_no_difference(columns):
    client = signed_in(columns.people["inspector"])
    before = everything(client, STAFF, UNKNOWN)
    setda = columns.people["sekda"].holdings.get().position.agency
    complaint = file_protected(columns)
    accused = {"owner": setda, "excluded_agency": columns.office.inspectorate}
    Complaint.objects.filter(pk=complaint.pk).update(**accused)
    assert everything(client, STAFF, complaint.tracking_number) == before


def test_who_handles_it_sees_one(columns):
    """Else the tests above would prove nothing."""
    client = signed_in(columns.people["inspector"])
    before = everything(client, STAFF, UNKNOWN)
    complaint = file_protected(columns)
    assert everything(client, STAFF, complaint.tracking_number) != before
