"""The one public note of the month that an agency has beside its figures."""

import pytest

from complaints import history, texts
from complaints.errors import Refused
from complaints.models import AgencyNote, Event
from complaints.monitoring import operations
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/petugas/kinerja/catatan/"


def test_one_a_month_and_each_stays_in_the_history(client, office, clock):
    client.force_login(office.liaison)
    assert client.post(PAGE, {"text": "Stok lampu habis."}).url == "/petugas/kinerja/"
    client.post(PAGE, {"text": "Lampu diganti serentak pekan ke-3."})
    note = AgencyNote.objects.get()
    assert (note.agency, texts.read(note.text)) == (office.dishub, "Lampu diganti serentak pekan ke-3.")
    assert Event.objects.filter(kind=Event.Kind.MONTH_NOTED, data__agency=office.dishub.pk).count() == 2
    assert list(history.faults()) == []
    assert "Lampu diganti serentak" in client.get(PAGE).content.decode()
    clock.move_to(NOW.replace(month=12))
    client.force_login(office.liaison)
    client.post(PAGE, {"text": "Semua menyala."})
    assert AgencyNote.objects.count() == 2


def test_nothing_and_too_much_are_refused_and_kept(client, office):
    client.force_login(office.head)
    assert "Tulis catatan" in client.post(PAGE, {"text": " "}).content.decode()
    long = "kata " * 60
    page = client.post(PAGE, {"text": long}).content.decode()
    assert "Tulis paling banyak 280 huruf" in page
    assert long.strip() in page
    with pytest.raises(Refused, match="280"):
        operations.note(office.dishub.pk, text=long, actor=office.head, now=NOW)
    assert not AgencyNote.objects.exists()


def test_only_who_speaks_for_the_agency(client, office):
    for person in (office.officer, office.coordinator, office.leader, office.administrator):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        with pytest.raises(Refused):
            operations.note(office.dishub.pk, text="Halo.", actor=person, now=NOW)
    with pytest.raises(Refused):
        operations.note(office.dishub.pk, text="Halo.", actor=office.dlh_liaison, now=NOW)
