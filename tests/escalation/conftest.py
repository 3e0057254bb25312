"""A case in each state that time moves, and a history that is whole afterwards."""

import pytest

from complaints import audit, lifecycle, texts
from complaints.models import Event, Text
from complaints.routing import operations as routing
from tests import factories
from tests.cases import WAYS, Case
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _whole(whole_afterwards):
    """Of every test of this folder."""


@pytest.fixture
def case(office):
    return Case(office)


@pytest.fixture
def outside(case):
    """Handed on to PLN at NOW."""
    pln = factories.make_agency("PLN", kind="external", hotline="123")
    routing.forward_external(case.pk, body=pln, reason="Jaringan milik PLN.", actor=case.office.coordinator, now=NOW)
    case.complaint.refresh_from_db()
    case.body = pln
    return case


def promise(case, until, *, at=NOW):
    """The kernel's part of a promise: what the sweep reads of it."""
    case.all(*WAYS["in_progress"])
    complaint = lifecycle.lock(case.pk)
    lifecycle.transition(complaint, "promise", actor=case.office.liaison, now=at, until=until)
    text = texts.keep(complaint, Text.Kind.PROMISE, "Sesuai jadwal.", at)
    audit.record(complaint, Event.Kind.PROMISED, case.office.liaison, at, until=until, text=text)
    case.complaint.refresh_from_db()
    return case
