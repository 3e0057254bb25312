"""The number under which a case stands in SP4N-LAPOR!: noted once, unique, watched from then on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import guarantee
from complaints.errors import Refused
from complaints.models import Event, LaporReference
from complaints.states import ClockKind
from complaints.triage import operations
from tests.cases import Case
from tests.factories import NOW
from tests.tracking.conftest import words
from tests.triage.lapor import entered
from tests.worlds import all_kept


def url(case):
    return reverse("triage:link_lapor", args=[case.complaint.tracking_number])


@pytest.fixture
def case(office):
    return Case(office)


def test_the_number_is_kept(client, case, office):
    client.force_login(office.coordinator)
    page = client.get(url(case))
    assert "Catat nomor SP4N-LAPOR!" in words(page)
    answer = client.post(url(case), {"version": case.complaint.version, "number": "#765 4321"})
    assert answer.status_code == 302
    reference = LaporReference.objects.get()
    assert (reference.complaint_id, reference.number, reference.direction) == (case.pk, "7654321", "went_to")
    event = case.complaint.events.latest("sequence")
    assert (event.kind, event.data["number"]) == (Event.Kind.LAPOR_LINKED, 7654321)
    assert "#7654321" in words(client.get(reverse("followup:case", args=[case.complaint.tracking_number])))
    all_kept()


def test_from_then_on_the_answer_is_watched(case, office):
    operations.link_lapor(case.pk, number="7654321", actor=office.coordinator, now=NOW)
    case.all("refer", "answer")
    assert ClockKind.MIRROR in case.running()


def test_with_the_answer_given_already_the_time_runs_at_once(case, office):
    case.all("refer", "answer")
    operations.link_lapor(case.pk, number="7654321", actor=office.coordinator, now=NOW)
    assert ClockKind.MIRROR in case.running()
    assert guarantee.beyond_constraints() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Tulis nomor laporan di SP4N-LAPOR!"), ("12", "5 sampai 12 angka"), ("abc123456", "5 sampai 12 angka")],
)
def test_what_is_no_number_is_refused(client, case, office, typed, sentence):
    client.force_login(office.coordinator)
    page = client.post(url(case), {"version": case.complaint.version, "number": typed})
    assert sentence in words(page)
    assert not LaporReference.objects.exists()


def test_the_number_of_another_case_is_refused_and_shown(client, case, office):
    other = entered(office)
    client.force_login(office.coordinator)
    page = words(client.post(url(case), {"version": case.complaint.version, "number": "7654321"}))
    assert "sudah tercatat pada laporan lain" in page
    assert other.tracking_number in page
    assert LaporReference.objects.count() == 1


def test_a_case_has_one_number(case, office):
    operations.link_lapor(case.pk, number="7654321", actor=office.coordinator, now=NOW)
    with pytest.raises(Refused, match="sudah dicatat"):
        operations.link_lapor(case.pk, number="7654322", actor=office.coordinator, now=NOW)


def test_others_get_404(client, case, office):
    case.do("refer")
    client.force_login(office.liaison)
    assert client.get(url(case)).status_code == 404
    with pytest.raises(Refused, match="bukan tugas jabatan Anda"):
        operations.link_lapor(case.pk, number="7654321", actor=office.liaison, now=NOW)


def test_nothing_remains_when_a_late_step_fails(case, office, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(operations.audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations.link_lapor(case.pk, number="7654321", actor=office.coordinator, now=NOW)
    assert not LaporReference.objects.exists()


def test_the_price_does_not_grow_with_the_history(client, office):
    client.force_login(office.coordinator)
    prices = []
    for notes in (1, 3):
        case = Case(office).all("refer", *["note_internal"] * notes)
        with CaptureQueriesContext(connection) as captured:
            client.get(url(case))
        prices.append(len(captured))
    assert prices[0] == prices[1]
