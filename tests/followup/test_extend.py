"""A later date: the first time by the head, the second by the Sekda's office, never a third time or afterwards."""

from datetime import timedelta

import pytest

from complaints.followup import operations
from complaints.models import Event, Position
from complaints.states import ClockKind
from tests import factories
from tests.factories import NOW

from .conftest import address, statements, writes

REASON = "Lampu harus dipesan dari Jakarta."


@pytest.fixture
def head(case, client):
    person = factories.make_staff(case.dishub, Position.Role.HEAD)
    client.force_login(person)
    return person


def send(client, case, **changed):
    case.refresh_from_db()
    return client.post(
        address("extend", case), {"version": case.version, "until": "2026-12-21", "reason": REASON, **changed}
    )


def due(case):
    return case.clocks.get(kind=ClockKind.RESOLUTION, stopped_at=None).due_at


def test_the_head_moves_the_date_and_both_are_told(client, case, head):
    before = due(case)
    assert send(client, case).url == address("case", case)
    event = case.events.get(kind=Event.Kind.EXTENDED)
    assert due(case).isoformat() == "2026-12-21T09:00:00+00:00"
    assert event.data["before"][:10] == before.date().isoformat()
    assert "Batas waktu diperpanjang dari Senin, 14 Desember 2026 menjadi Senin, 21 Desember 2026" in (
        client.get(address("case", case)).content.decode()
    )


def test_the_second_is_the_decision_of_the_sekda(client, case, head):
    send(client, case)
    assert client.get(address("extend", case)).status_code == 302
    assert (
        "bukan tugas jabatan Anda"
        in send(client, case, until="2026-12-29", decided_on="2026-11-24", decision="800/1").content.decode()
    )
    client.force_login(case.coordinator)
    assert "Tulis nomor putusan" in send(client, case, until="2026-12-29").content.decode()
    decided = {"decided_on": "2026-11-24", "decision": "800/12/2026"}
    assert send(client, case, until="2026-12-29", **decided).status_code == 302
    page = send(client, case, until="2027-01-05", **decided).content.decode()
    assert "sudah diperpanjang dua kali" in page
    assert case.events.filter(kind=Event.Kind.EXTENDED).count() == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"until": ""}, "Isi tanggal yang baru"),
        ({"until": "2026-12-14"}, "Pilih tanggal sesudah batas waktu yang sekarang"),
        ({"until": "2026-11-24"}, "Pilih tanggal mulai besok"),
        ({"reason": ""}, "Tulis alasan untuk pelapor"),
    ],
)
def test_refusals(client, case, head, changed, sentence):
    before = due(case)
    assert sentence in send(client, case, **changed).content.decode()
    assert due(case) == before


def test_not_after_the_date(client, case, head, clock):
    clock.shift(timedelta(days=30))
    client.force_login(head)
    assert "sudah lewat dan tidak bisa diperpanjang lagi" in send(client, case, until="2027-01-20").content.decode()
    page = client.get(address("extend", case), follow=True).content.decode()
    assert "sudah lewat dan tidak bisa diperpanjang lagi" in page
    assert address("extend", case) not in page


def test_the_page_offers_it_to_who_decides(client, case, head):
    assert address("extend", case) in client.get(address("case", case)).content.decode()
    operations.note_progress(case.pk, text="Kami cek", actor=case.liaison, now=NOW)
    send(client, case)
    assert address("extend", case) not in client.get(address("case", case)).content.decode()
    client.force_login(case.coordinator)
    assert "Catat perpanjangan kedua" in client.get(address("case", case)).content.decode()


def test_strangers_get_404(client, case, strangers):
    for stranger in [*strangers, case.liaison]:
        client.force_login(stranger)
        assert client.get(address("extend", case)).status_code == 404
        assert send(client, case).status_code == 404


def test_opening_writes_nothing(client, case, head):
    response, sql = statements(client, address("extend", case))
    assert "Batas waktu sekarang" in response.content.decode()
    assert writes(sql) == []


def test_where_it_comes_back_it_names_the_working_day(client, case, head):
    page = send(client, case, until="2026-12-25", reason="").content.decode()
    assert "Batas waktu yang baru: Senin, 28 Desember 2026 pukul 16.00 WIB." in page


def test_as_many_queries_with_three_events_as_with_one(client, case, head):
    one = len(statements(client, address("extend", case))[1])
    for _ in range(3):
        operations.note_progress(case.pk, text="Kami cek", actor=case.liaison, now=NOW)
    assert len(statements(client, address("extend", case))[1]) == one
