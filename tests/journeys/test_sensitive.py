"""A report about violence: closed from the first second, hours instead of days, helped by marked positions alone."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from complaints import access
from complaints.deadlines import telling
from complaints.followup import operations as followup
from complaints.models import Complaint, Regency
from complaints.states import ClockKind, Outcome, Unit
from tests import factories
from tests.factories import NOW
from tests.intake.test_kinds import SEND, WHAT, send
from tests.tracking.conftest import words
from tests.worlds import ANSWER, SECRET, all_kept, make_office

SAPA = {"name": "SAPA 129", "number": "129"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staffed(db):
    staffed = make_office()
    Regency.objects.update(emergency_numbers=[SAPA])
    return staffed


def filed(client, topic) -> Complaint:
    """File it through the form, and return it."""
    client.post(WHAT, {"kind": "pengaduan", "category": topic.code, "story": SECRET})
    client.post(reverse("intake:place"), {"no_place": "1"})
    assert send(client, client.get(SEND)).url == reverse("intake:done")
    return Complaint.objects.get()


def readers(complaint, people) -> set[int]:
    """Return who of `people` may read what was written."""
    return {user.pk for user in people if access.staff_cases(user).filter(pk=complaint.pk).exists()}


def test_the_whole_way(staffed):
    reporter = Client()
    assert "129" in words(reporter.get(WHAT))
    complaint = filed(reporter, staffed.violence)
    number = complaint.tracking_number
    assert (complaint.access_class, complaint.term_class) == ("sensitive", "SENSITIVE")
    assert complaint.texts.get(kind="story").plain is None

    # Hours, not days, and who helps at once: on the receipt and on the page of the case.
    receipt = words(reporter.get(reverse("intake:done")))
    assert "Paling lambat Selasa, 24 November 2026 pukul" in receipt
    assert "Perlu bantuan sekarang?" in receipt
    assert "SAPA 129" in receipt
    reporter.post(reverse("intake:done"))
    page = words(reporter.get(reverse("tracking:case", args=[number])))
    assert "SAPA 129" in page
    verification = complaint.clocks.get(kind=ClockKind.VERIFICATION)
    assert (verification.amount, verification.unit) == (4, Unit.HOURS)
    assert telling.term(4, Unit.HOURS) == "4 jam layanan"
    assert "4 jam layanan" in page

    # Until it is referred the coordinator reads it; afterwards the marked positions of the agency that helps alone.
    everybody = [value for value in vars(staffed).values() if hasattr(value, "username")]
    assert readers(complaint, everybody) == {staffed.coordinator.pk}
    factories.refer(complaint, staffed.helper, actor=staffed.coordinator)
    assert readers(complaint, everybody) == {staffed.helper_liaison.pk}
    first = complaint.clocks.get(kind=ClockKind.FIRST_RESPONSE)
    assert (first.amount, first.unit) == (24, Unit.HOURS)

    later = NOW + timedelta(hours=2)
    followup.answer(complaint.pk, outcome=Outcome.EXPLAINED, text=ANSWER, actor=staffed.helper_liaison, now=later)
    unmarked = Client()
    unmarked.force_login(staffed.helper_unmarked)
    assert unmarked.get(reverse("followup:case", args=[number])).status_code == 404
    all_kept(later)
