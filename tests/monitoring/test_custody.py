"""L6, one case: through whose hands it went, and who looked into it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import identity
from complaints.monitoring import custody
from complaints.triage import operations as triage
from tests import factories
from tests.cases import Case
from tests.factories import NOW


@pytest.fixture
def case(office):
    reporter = identity.Reporter("Bu Siti", "whatsapp", "+6281234567890")
    complaint = factories.make_complaint(category=office.graft, reporter=reporter)
    return Case(office, complaint).do("refer", to=office.inspectorate, term_class="SUPERVISORY")


def url(case):
    return reverse("monitoring:custody", args=[case.complaint.tracking_number])


def test_who_had_it_and_who_has_it(case):
    first, second = custody.holders(case.complaint)
    assert (first.agency, first.until) == ("Diskominfo", NOW)
    assert (second.agency, second.until) == ("Inspektorat", None)


def test_a_closed_case_was_had_until_it_ended(case):
    case.do("withdraw")
    assert custody.holders(case.complaint)[-1].until == case.complaint.closed_at


def test_who_opened_the_contact_is_named(client, office, case):
    triage.open_contact(case.pk, reason="ask_details", actor=office.inspector, now=NOW)
    client.force_login(office.inspector)
    page = client.get(url(case)).content.decode()
    assert office.inspector.full_name in page
    assert "kontak pelapor" in page
    assert "Bu Siti" not in page
    assert factories.STORY[:20] not in page


def test_it_says_when_nobody_did(client, office, case):
    client.force_login(office.inspector)
    assert "Belum ada yang membuka" in client.get(url(case)).content.decode()


@pytest.mark.parametrize("who", ["coordinator", "leader", "overseer", "administrator", "liaison"])
def test_strangers_get_404(client, office, case, who):
    client.force_login(getattr(office, who))
    assert client.get(url(case)).status_code == 404


def test_an_ordinary_case_has_no_such_page(client, office):
    client.force_login(office.inspector)
    assert client.get(url(Case(office))).status_code == 404


def test_takes_the_same_queries_for_a_longer_history(case):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as made:
            custody.holders(case.complaint)
            custody.openings(case.complaint)
        return len(made)

    before = queries()
    for _number in range(3):
        triage.open_contact(case.pk, reason="ask_details", actor=case.office.inspector, now=NOW)
    assert queries() == before
