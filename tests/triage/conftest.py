"""Cases as the coordinator meets them."""

import pytest

from complaints.followup import operations as followup
from complaints.identity import Reporter
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW

REPORTER = Reporter("Bu Siti", "phone", "+6281234567890")


@pytest.fixture
def case(db):
    return factories.make_complaint(reporter=REPORTER)


@pytest.fixture
def coordinator(case, client):
    user = factories.make_coordinator()
    client.force_login(user)
    return user


@pytest.fixture
def objected(case, coordinator):
    dishub = factories.make_agency("Dishub")
    liaison = factories.make_staff(dishub)
    factories.refer(case, dishub, actor=coordinator)
    followup.answer(case.pk, outcome=Outcome.EXPLAINED, text="x" * 60, no_photo_reason="-", actor=liaison, now=NOW)
    tracking.raise_objection(case.pk, partly=False, comment="Masih mati", now=NOW)
    case.refresh_from_db()
    return case
