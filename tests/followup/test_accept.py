"""*Terima laporan*, pressed on the case page."""

import pytest

from complaints.followup import operations
from complaints.models import Event
from complaints.states import ClockKind, Status
from tests import factories
from tests.factories import NOW

from .conftest import address


def press(client, case, **changed):
    return client.post(address("accept", case), {"version": case.version, **changed}, follow=True)


def test_takes_the_case_and_the_first_response_clock_goes_on(client, case, officer):
    page = press(client, case)
    assert page.redirect_chain == [(address("case", case), 302)]
    assert "Laporan diterima" in page.content.decode()
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert case.events.get(kind=Event.Kind.ACCEPTED).actor == officer
    running = set(case.clocks.filter(stopped_at=None).values_list("kind", flat=True))
    assert ClockKind.FIRST_RESPONSE in running
    assert ClockKind.ACCEPTANCE not in running


def test_twice_is_once(client, case, officer):
    press(client, case)
    page = press(client, case)  # with the version of before
    assert "Laporan diterima" in page.content.decode()
    assert case.events.filter(kind=Event.Kind.ACCEPTED).count() == 1


def test_what_a_colleague_did_meanwhile_is_told(client, case, officer):
    colleague = factories.make_staff(case.dishub)
    operations.note_progress(case.pk, text="Besok kami cek", actor=colleague, now=NOW)
    page = press(client, case).content.decode()
    assert f"Laporan ini baru diubah oleh {colleague.full_name} pukul 10.00." in page
    assert not case.events.filter(kind=Event.Kind.ACCEPTED).exists()


def test_too_late_is_said_in_words(client, case, officer):
    operations.accept(case.pk, actor=factories.make_staff(case.dishub), now=NOW)
    case.refresh_from_db()
    page = press(client, case).content.decode()
    assert "Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi." in page


def test_opening_the_address_does_nothing(client, case, officer):
    assert client.get(address("accept", case)).status_code == 405


def test_strangers_get_404(client, case, strangers):
    for stranger in strangers:
        client.force_login(stranger)
        assert client.post(address("accept", case), {"version": case.version}).status_code == 404


def test_who_only_reads_the_case_gets_404(client, case):
    client.force_login(case.coordinator)
    assert client.post(address("accept", case), {"version": case.version}).status_code == 404


@pytest.mark.django_db
def test_nobody_signed_in_is_sent_to_the_door(client, case):
    assert client.post(address("accept", case)).headers["Location"].startswith("/masuk/")
