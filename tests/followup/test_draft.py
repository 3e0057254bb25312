"""A draft of an answer: kept on the server for who wrote it, sealed, gone when it is sent or old."""

from datetime import timedelta

from complaints import vault
from complaints.followup import drafts
from complaints.models import AnswerDraft, Event
from tests import factories
from tests.factories import NOW

from .conftest import address

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."


def keep(client, case, text="Lampu sedang"):
    return client.post(address("answer", case), {"text": text, "outcome": "repaired", "simpan": "1"})


def test_is_there_again_for_who_wrote_it_alone(client, case, officer):
    assert keep(client, case).url == address("case", case)
    assert keep(client, case, "Lampu sedang dipesan").status_code == 302
    row = AnswerDraft.objects.get()
    assert b"dipesan" not in bytes(row.cipher)
    assert "Draf jawaban Anda tersimpan" in client.get(address("case", case)).text
    response = client.get(address("answer", case))
    assert response.context["form"]["text"].value() == "Lampu sedang dipesan"
    assert response.context["form"]["outcome"].value() == "repaired"
    assert "Ini draf Anda" in response.text
    assert not case.events.filter(kind=Event.Kind.ANSWERED).exists()
    client.force_login(factories.make_staff(case.dishub))
    assert client.get(address("answer", case)).context["form"]["text"].value() is None


def test_goes_with_the_answer(client, case, officer):
    keep(client, case)
    client.post(address("answer", case), {"version": case.version, "outcome": "repaired", "text": ANSWER})
    assert not AnswerDraft.objects.exists()


def test_what_is_erased_or_old_is_gone(client, case, officer):
    keep(client, case)
    assert drafts.purge(NOW + drafts.KEPT) == 0
    vault.destroy(case.pk, vault.Purpose.TEXT, NOW)
    assert drafts.read(case, officer) is None
    assert drafts.purge(NOW + drafts.KEPT + timedelta(seconds=1)) == 1


def test_strangers_keep_none(client, case, strangers):
    client.force_login(strangers[0])
    assert keep(client, case).status_code == 404
