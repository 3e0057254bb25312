"""A note for colleagues: it reaches the history and nobody outside the desk."""

import pytest

from complaints import texts, timeline
from complaints.followup import operations
from complaints.models import Event, Position, Text
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW

from .conftest import address, statements, writes

NOTE = "Tiang ini milik PLN, bukan Dishub."


def send(client, case, text=NOTE, **changed):
    return client.post(address("note_internal", case), {"version": case.version, "text": text, **changed})


def test_is_kept_and_moves_nothing_else(client, case, officer):
    before = (case.status, case.due_at)
    assert send(client, case).url == address("case", case)
    case.refresh_from_db()
    assert (case.status, case.due_at) == before
    event = case.events.get(kind=Event.Kind.INTERNAL_NOTED)
    assert texts.read(Text.objects.get(pk=event.data["note"]["text"])) == NOTE


def test_the_reporter_never_reads_it(client, case, officer):
    send(client, case)
    told = timeline.entries(case, for_staff=False)
    assert not any(NOTE in entry.text for entry in told)


def test_the_button_names_its_reader(client, case, officer):
    page = client.get(address("note_internal", case)).content.decode()
    assert "Simpan catatan internal" in page
    assert "Pelapor akan membaca" not in page


@pytest.mark.parametrize("role", [Position.Role.COORDINATOR, Position.Role.INSPECTORATE])
def test_who_reads_and_works_may_write(client, case, role):
    client.force_login(factories.make_staff(factories.coordination(), role))
    assert send(client, case).status_code == 302


def test_also_on_a_closed_case(client, case, officer):
    tracking.withdraw(case.pk, now=NOW)
    case.refresh_from_db()
    assert send(client, case).status_code == 302


def test_who_only_watches_gets_404(client, case):
    client.force_login(factories.make_staff(factories.coordination(), Position.Role.LEADER))
    assert client.get(address("case", case)).status_code == 200
    assert client.get(address("note_internal", case)).status_code == 404
    assert send(client, case).status_code == 404


def test_an_empty_note_is_asked_for(client, case, officer):
    assert "Tulis catatannya" in send(client, case, text="").content.decode()


def test_a_conflict_keeps_what_was_typed(client, case, officer):
    operations.accept(case.pk, actor=factories.make_staff(case.dishub), now=NOW)
    response = send(client, case)
    assert "Laporan ini baru diubah oleh" in response.content.decode()
    assert NOTE in response.content.decode()
    assert send(client, case, version=response.context["form"]["version"].value()).status_code == 302


def test_twice_is_once(client, case, officer):
    send(client, case)
    assert send(client, case).status_code == 302
    assert case.events.filter(kind=Event.Kind.INTERNAL_NOTED).count() == 1


def test_opening_writes_nothing(client, case, officer):
    response, sql = statements(client, address("note_internal", case))
    assert response.status_code == 200
    assert writes(sql) == []


def test_strangers_get_404(client, case, strangers):
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(address("note_internal", case)).status_code == 404
        assert send(client, case).status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, case):
    assert client.get(address("note_internal", case)).headers["Location"].startswith("/masuk/")
