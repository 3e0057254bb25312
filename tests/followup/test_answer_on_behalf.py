"""What an agency answered by another way, recorded by the coordinator and labelled so."""

import pytest

from complaints.followup import operations
from complaints.models import Attachment, Category, Event
from complaints.states import Status
from tests import factories
from tests.factories import NOW

from .conftest import address, picture, statements, writes

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."


@pytest.fixture
def desk(case, client):
    client.force_login(case.coordinator)
    return case.coordinator


def send(client, case, **changed):
    answers = {
        "version": case.version,
        "giver": "Budi Santoso, Kabid Lalu Lintas",
        "way": "telephone",
        "given_on": "2026-11-24",
        "outcome": "repaired",
        "text": ANSWER,
        "photos": [],
        "proof": [],
        **changed,
    }
    return client.post(address("answer_on_behalf", case), answers)


def test_is_the_answer_of_the_agency_recorded_by_the_desk(client, case, desk):
    assert send(client, case, proof=[picture()]).url == address("case", case)
    case.refresh_from_db()
    assert (case.status, case.owner_id) == (Status.ANSWERED, case.dishub.pk)
    event = case.events.get(kind=Event.Kind.ANSWERED)
    assert (event.data["way"], event.data["by"]) == ("telephone", case.dishub.pk)
    assert Attachment.objects.get(complaint=case).purpose == Attachment.Purpose.GIVEN
    page = client.get(address("case", case)).content.decode()
    assert "Jawaban Dishub dicatat (telepon): Sudah diperbaiki" in page
    assert "Budi Santoso" in page


def test_the_reporter_reads_the_label_and_no_official(client, case, desk):
    from complaints import timeline

    send(client, case, proof=[picture()])
    case.refresh_from_db()
    told = timeline.entries(case, for_staff=False, photo=lambda row, number: {"row": row})[-1]
    assert told.what == "Jawaban Dishub, dicatat petugas BESADU: Sudah diperbaiki"
    assert "Budi" not in told.text
    assert told.photos == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"giver": ""}, "Tulis nama dan jabatan"),
        ({"way": ""}, "Pilih lewat apa"),
        ({"given_on": "2026-11-23"}, "Tanggal jawaban di antara hari laporan diteruskan dan hari ini"),
        ({"given_on": "2026-11-25"}, "Tanggal jawaban di antara hari laporan diteruskan dan hari ini"),
        ({"text": "Sudah."}, "Tulis jawaban paling sedikit 40 huruf"),
    ],
)
def test_refusals(client, case, desk, changed, sentence):
    assert sentence in send(client, case, **changed).content.decode()
    case.refresh_from_db()
    assert case.status == Status.REFERRED


def test_a_physical_work_is_shown_here_too(client, case, desk):
    Category.objects.filter(pk=case.category_id).update(physical=True)
    assert "Tambahkan foto sesudah dikerjakan" in send(client, case, proof=[picture()]).content.decode()
    assert send(client, case, photos=[picture()], proof=[picture("red")]).status_code == 302
    assert send(client, case, photos=[picture()], proof=[picture("red")]).status_code == 302  # twice is once
    assert case.events.filter(kind=Event.Kind.ANSWERED).count() == 1


def test_only_the_coordinator(client, case, strangers):
    for stranger in [*strangers, case.liaison]:
        client.force_login(stranger)
        assert client.get(address("answer_on_behalf", case)).status_code == 404
        assert send(client, case).status_code == 404


def test_not_before_an_agency_has_it(client, case, desk):
    fresh = factories.make_complaint()
    assert client.get(address("answer_on_behalf", fresh)).url == address("case", fresh)
    assert "sudah berubah" in send(client, fresh).content.decode()
    assert not fresh.events.filter(kind=Event.Kind.ANSWERED).exists()


def test_opening_writes_nothing(client, case, desk):
    response, sql = statements(client, address("answer_on_behalf", case))
    assert response.status_code == 200
    assert writes(sql) == []


def test_as_many_queries_with_three_events_as_with_one(client, case, desk):
    one = len(statements(client, address("answer_on_behalf", case))[1])
    for _ in range(3):
        operations.note_progress(case.pk, text="Kami cek", actor=case.liaison, now=NOW)
    assert len(statements(client, address("answer_on_behalf", case))[1]) == one
