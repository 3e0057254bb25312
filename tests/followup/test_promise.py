"""A promised date or budget: no answer, told again when it is made again or broken."""

from datetime import date, timedelta

import pytest

from complaints import texts
from complaints.escalation.operations import pass_time
from complaints.models import Event, Miss, Text
from complaints.states import ClockKind, Status
from tests.factories import NOW

from .conftest import address, statements, writes

TEXT = "Tiang baru dipasang setelah barangnya datang."


def send(client, case, **changed):
    answers = {"version": case.version, "outcome": "promised", "on": "2026-12-01", "text": TEXT, **changed}
    return client.post(address("promise", case), answers)


def test_schedules_to_the_closing_time_and_stops_the_first_word_alone(client, case, officer):
    assert send(client, case).url == address("case", case)
    case.refresh_from_db()
    assert case.status == Status.SCHEDULED
    assert case.due_at.isoformat() == "2026-12-01T09:00:00+00:00"
    running = set(case.clocks.filter(stopped_at=None).values_list("kind", flat=True))
    assert running == {ClockKind.PROMISE, ClockKind.RESOLUTION, ClockKind.STATUTORY}
    event = case.events.get(kind=Event.Kind.PROMISED)
    assert (event.data["outcome"], event.data["until"][:10]) == ("promised", "2026-12-01")
    assert texts.read(Text.objects.get(pk=event.data["text"]["text"])) == TEXT


def test_a_free_day_becomes_the_next_working_day(client, case, officer):
    send(client, case, on="2026-12-24")
    case.refresh_from_db()
    assert case.due_at.date() == date(2026, 12, 28)


def test_a_budget_is_looked_at_again_after_three_months(client, case, officer):
    assert send(client, case, outcome="awaiting_budget", on="", document="RKPD 2027", year="2027").status_code == 302
    case.refresh_from_db()
    event = case.events.get(kind=Event.Kind.PROMISED)
    assert (event.data["outcome"], event.data["year"]) == ("awaiting_budget", 2027)
    assert texts.read(Text.objects.get(pk=event.data["document"]["text"])) == "RKPD 2027"
    assert case.due_at.date() == date(2027, 2, 24)
    assert "Menunggu anggaran tahun 2027" in client.get(address("case", case)).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": ""}, "Isi tanggal yang dijanjikan"),
        ({"on": "2026-11-24"}, "Pilih tanggal mulai besok"),
        ({"on": "2027-11-25"}, "Pilih tanggal paling lama 12 bulan lagi"),
        ({"text": ""}, "Tulis pesan untuk pelapor"),
        ({"outcome": ""}, "Pilih tanggal atau menunggu anggaran"),
        ({"outcome": "awaiting_budget", "year": "2027"}, "Tulis dokumen anggaran"),
        ({"outcome": "awaiting_budget", "document": "RKPD"}, "Isi tahun anggaran"),
        ({"outcome": "awaiting_budget", "document": "RKPD", "year": "2025"}, "Periksa lagi tahun anggarannya"),
    ],
)
def test_refusals_keep_what_was_typed(client, case, officer, changed, sentence):
    assert sentence in send(client, case, **changed).content.decode()
    case.refresh_from_db()
    assert case.status == Status.REFERRED
    assert not case.events.filter(kind=Event.Kind.PROMISED).exists()


def test_made_again_and_broken_is_counted(client, case, officer, clock):
    send(client, case)
    case.refresh_from_db()
    clock.shift(timedelta(hours=1))
    assert send(client, case, on="2026-12-03").status_code == 302
    page = client.get(address("case", case)).content.decode()
    assert "Janji ke-2. Sebelumnya dijanjikan Selasa, 1 Desember 2026." in page
    assert "tidak ditepati" not in page
    clock.shift(timedelta(days=10))
    client.force_login(case.liaison)
    pass_time(case.pk, now=NOW + timedelta(days=10))
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert Miss.objects.filter(clock__kind=ClockKind.PROMISE, agency=case.dishub).count() == 1
    assert "1 janji tidak ditepati." in client.get(address("case", case)).content.decode()


def test_twice_is_once(client, case, officer):
    send(client, case)
    assert send(client, case).url == address("case", case)
    assert case.events.filter(kind=Event.Kind.PROMISED).count() == 1


def test_opening_writes_nothing(client, case, officer):
    response, sql = statements(client, address("promise", case))
    assert "Janji bukan jawaban" in response.content.decode()
    assert writes(sql) == []


def test_strangers_get_404(client, case, strangers):
    for stranger in [*strangers, case.coordinator]:
        client.force_login(stranger)
        assert client.get(address("promise", case)).status_code == 404
        assert send(client, case).status_code == 404


@pytest.mark.parametrize(("on", "until"), [("2026-12-24", "Senin, 28 Desember 2026"), ("2026-11-24", "")])
def test_where_it_comes_back_it_names_the_working_day(client, case, officer, on, until):
    page = send(client, case, on=on, text="").content.decode()
    assert "Kalau tanggalnya hari libur, dipakai hari kerja berikutnya" in page
    assert (f"Janji ini berlaku sampai {until} pukul 16.00 WIB." in page) is bool(until)


def test_as_many_queries_with_three_promises_as_with_one(client, case, officer):
    send(client, case)
    one = len(statements(client, address("promise", case))[1])
    for day in ("2026-12-02", "2026-12-03"):
        case.refresh_from_db()
        send(client, case, on=day)
    assert case.events.filter(kind=Event.Kind.PROMISED).count() == 3
    assert len(statements(client, address("promise", case))[1]) == one
