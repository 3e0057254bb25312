"""A request for information becomes a formal one: a number of the PPID's register and the terms of UU 14/2008."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.errors import Refused
from complaints.models import Event, InformationRequest
from complaints.states import ClockKind
from complaints.triage import operations
from tests.cases import Case
from tests.factories import NOW
from tests.tracking.conftest import words
from tests.worlds import all_kept


def asked(office, **more) -> Case:
    return Case(office, report_class="information_request", **more)


def url(case):
    return reverse("triage:register_request", args=[case.complaint.tracking_number])


def test_gets_its_number_and_the_terms_of_the_act(client, office):
    case = asked(office)
    assert case.complaint.term_class == "INFO"
    client.force_login(office.coordinator)
    assert "UU 14/2008" in words(client.get(url(case)))
    assert client.post(url(case), {"version": case.complaint.version}).status_code == 302
    case.complaint.refresh_from_db()
    assert case.complaint.term_class == "KIP"
    assert str(InformationRequest.objects.get()) == "001/PPID/2026"
    event = case.complaint.events.latest("sequence")
    assert (event.kind, event.data["year"], event.data["number"]) == (Event.Kind.REGISTERED, 2026, 1)
    all_kept()


def test_the_clocks_that_run_are_counted_anew(office):
    case = asked(office).do("refer")
    before = case.clock(ClockKind.FIRST_RESPONSE).due_at
    operations.register_request(case.pk, actor=office.coordinator, now=NOW + timedelta(hours=1))
    case.complaint.refresh_from_db()
    after = case.clock(ClockKind.FIRST_RESPONSE)
    assert after.amount == 10
    assert after.due_at > before
    assert case.complaint.due_at == after.due_at
    assert case.clock(ClockKind.RESOLUTION).amount == 17
    all_kept()


def test_the_first_word_is_due_ten_days_after_receipt_however_long_we_looked(office):
    case = asked(office)
    operations.register_request(case.pk, actor=office.coordinator, now=NOW)
    case.complaint.refresh_from_db()
    case.do("refer", at=NOW + timedelta(days=2))
    assert case.clock(ClockKind.FIRST_RESPONSE).counts_from == NOW


def test_numbers_follow_each_other(office):
    for _ in range(3):
        operations.register_request(asked(office).pk, actor=office.coordinator, now=NOW)
    assert list(InformationRequest.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("act", [None, "withdraw"])
def test_only_an_open_request_can_be_registered(office, act):
    case = Case(office) if act is None else asked(office).do(act)
    with pytest.raises(Refused, match="masih berjalan"):
        operations.register_request(case.pk, actor=office.coordinator, now=NOW)
    assert not InformationRequest.objects.exists()


def test_twice_is_refused(office):
    case = asked(office)
    operations.register_request(case.pk, actor=office.coordinator, now=NOW)
    with pytest.raises(Refused, match="sudah ada di register"):
        operations.register_request(case.pk, actor=office.coordinator, now=NOW)


def test_others_get_404(client, office):
    case = asked(office).do("refer")
    client.force_login(office.liaison)
    assert client.get(url(case)).status_code == 404
    with pytest.raises(Refused, match="bukan tugas jabatan Anda"):
        operations.register_request(case.pk, actor=office.liaison, now=NOW)


def test_nothing_remains_when_a_late_step_fails(office, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError

    case = asked(office)
    monkeypatch.setattr(operations.audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations.register_request(case.pk, actor=office.coordinator, now=NOW)
    case.complaint.refresh_from_db()
    assert case.complaint.term_class == "INFO"
    assert not InformationRequest.objects.exists()


def test_the_price_does_not_grow_with_the_register(client, office):
    client.force_login(office.coordinator)
    prices = []
    for registered in (1, 3):
        for _ in range(registered):
            operations.register_request(asked(office).pk, actor=office.coordinator, now=NOW)
        with CaptureQueriesContext(connection) as captured:
            client.get(url(asked(office)))
        prices.append(len(captured))
    assert prices[0] == prices[1]
