"""The lock of an operation, who comes second, and how many queries an operation may take."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from complaints import audit, lifecycle
from complaints.models import Event
from complaints.routing import operations as routing
from complaints.states import Status
from tests import factories
from tests.cases import WAYS, Case
from tests.factories import NOW
from tests.worlds import REPORTER

pytestmark = pytest.mark.django_db


class TestLock:
    def test_is_without_joins(self, office):
        """PostgreSQL joins a row it waited for with what it saw before, and would find no complaint."""
        case = Case(office)
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            transaction.atomic(),
        ):
            lifecycle.lock(case.pk)
        first = next(query["sql"] for query in queries if "complaints_complaint" in query["sql"])
        assert "JOIN" not in first
        assert connection.vendor == "sqlite" or "FOR NO KEY UPDATE" in first

    def test_a_stale_page_is_told_who_and_when(self, office):
        case = Case(office).do("examine")
        with pytest.raises(lifecycle.Conflict) as conflict:
            lifecycle.lock(case.pk, version=1)
        assert f"oleh {office.coordinator.full_name} pukul 10.00" in str(conflict.value)
        assert conflict.value.event.kind == Event.Kind.EXAMINED
        assert lifecycle.lock(case.pk, version=2)
        assert lifecycle.lock(case.pk)

    def test_by_the_reporter_or_the_system(self, office):
        case = Case(office).do("withdraw")
        with pytest.raises(lifecycle.Conflict, match="oleh pelapor pukul"):
            lifecycle.lock(case.pk, version=1)
        audit.record(lifecycle.lock(case.pk), Event.Kind.ERASED, audit.SYSTEM, NOW, texts=[])
        with pytest.raises(lifecycle.Conflict, match="oleh sistem pukul"):
            lifecycle.lock(case.pk, version=2)

    def test_an_overtaken_operation_changes_nothing(self, office):
        case = Case(office).do("examine")
        with pytest.raises(lifecycle.Conflict):
            routing.refer(
                case.pk,
                category=office.pju,
                term_class="NORMAL",
                priority="normal",
                to=office.dishub,
                version=1,
                actor=office.coordinator,
                now=NOW,
            )
        case.complaint.refresh_from_db()
        assert (case.complaint.status, case.complaint.version) == (Status.SUBMITTED, 2)


# act -> how many queries it takes, with the two of its transaction; more means that something is asked twice
QUERIES = {
    "refer": 34,
    "ask": 26,
    "reply": 31,
    "accept": 19,
    "assign": 22,
    "return_referral": 34,
    "note_progress": 25,
    "note_internal": 15,
    "answer": 35,
    "confirm": 15,
    "raise_objection": 22,
    "uphold": 32,
    "not_uphold": 22,
    "archive": 22,
    "withdraw": 15,
    "reopen": 26,
    "examine": 15,
    "open_contact": 19,
}
FROM = {
    "reply": "asked_by_agency",
    "confirm": "answered",
    "raise_objection": "answered",
    "uphold": "objected",
    "not_uphold": "objected",
    "reopen": "archived",
    **dict.fromkeys(("accept", "assign", "return_referral", "note_progress", "note_internal", "answer"), "referred"),
}


@pytest.mark.parametrize("act", QUERIES)
def test_an_operation_takes_a_bounded_number_of_queries(office, act):
    """From the page's view: the same for a young case and one with a long history."""
    complaint = factories.make_complaint(category=office.pju, reporter=REPORTER)
    case = Case(office, complaint).all(*WAYS[FROM.get(act, "new")])
    with CaptureQueriesContext(connection) as queries:
        getattr(case, act)(None, NOW + timedelta(hours=1))
    assert len(queries) <= QUERIES[act], f"{len(queries)}\n" + "\n".join(q["sql"][:150] for q in queries)
