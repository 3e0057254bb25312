"""What a supporting agency writes back reaches the agency that leads, as an internal note."""

import pytest

from complaints import audit, texts, timeline
from complaints.errors import Refused
from complaints.models import Event, Message, Text
from complaints.sharing import operations
from complaints.tracking import operations as tracking
from tests.factories import NOW

from .conftest import address

NOTE = "Dahan sudah kami angkut pagi ini."


def send(client, case, text=NOTE):
    return client.post(address("note_part", case), {"text": text})


def test_reaches_the_lead_and_never_the_reporter(client, given, supporter):
    before = (given.status, given.due_at)
    assert send(client, given).url == address("part", given)
    given.refresh_from_db()
    assert (given.status, given.due_at) == before
    event = given.events.get(kind=Event.Kind.INTERNAL_NOTED)
    assert texts.read(Text.objects.get(pk=event.data["note"]["text"])) == NOTE
    assert (event.actor, event.position.agency) == (supporter, given.dlh)
    assert not [entry for entry in timeline.entries(given, for_staff=False) if NOTE in entry.text]
    client.force_login(given.liaison)
    assert NOTE in client.get(f"/petugas/laporan/{given.tracking_number}/").content.decode()


def test_the_lead_is_told_in_the_morning(client, given, supporter):
    send(client, given)
    told = Message.objects.get(complaint=given, kind=Message.Kind.PART_NOTED)
    assert (told.user, told.channel) == (given.liaison, Message.Channel.DIGEST)


def test_the_page_names_its_reader(client, given, supporter):
    assert "Dibaca petugas Dishub dan koordinator" in client.get(address("note_part", given)).content.decode()


def test_an_empty_note_is_asked_for(client, given, supporter):
    assert "Tulis catatannya" in send(client, given, "").content.decode()


def test_twice_is_once(client, given, supporter):
    send(client, given)
    assert send(client, given).status_code == 302
    assert given.events.filter(kind=Event.Kind.INTERNAL_NOTED).count() == 1


def test_another_word_is_another_note(client, given, supporter):
    send(client, given)
    send(client, given, "Yang di seberang juga sudah.")
    assert given.events.filter(kind=Event.Kind.INTERNAL_NOTED).count() == 2


def test_of_a_closed_case_leads_back(client, given, supporter):
    tracking.withdraw(given.pk, now=NOW)
    assert client.get(address("note_part", given)).url == address("part", given)
    assert "Laporan ini sudah ditutup" in send(client, given).content.decode()
    assert not given.events.filter(kind=Event.Kind.INTERNAL_NOTED).exists()


def test_is_refused_when_the_share_has_ended(given):
    share = given.shares.get()
    operations.end_share(given.pk, to=given.dlh, actor=given.coordinator, now=NOW)
    with pytest.raises(Refused, match="tidak dibagikan lagi kepada instansi Anda"):
        operations.note_part(share.pk, text=NOTE, actor=given.supporter, now=NOW)


def test_others_get_404(client, given, strangers):
    for person in [given.coordinator, given.liaison, given.overseer, *strangers]:
        client.force_login(person)
        assert client.get(address("note_part", given)).status_code == 404
        assert send(client, given).status_code == 404


def test_nothing_remains_when_the_history_fails(given, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations.note_part(given.shares.get().pk, text=NOTE, actor=given.supporter, now=NOW)
    assert not Text.objects.filter(kind=Text.Kind.NOTE).exists()
