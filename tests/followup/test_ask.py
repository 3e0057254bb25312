"""A question to the reporter: by the agency that has the case, or by the coordinator before it is referred."""

from datetime import timedelta

from complaints import texts
from complaints.followup import operations
from complaints.models import Event, Position, Text
from complaints.states import Because, ClockKind, Status
from tests import factories
from tests.factories import NOW

from .conftest import address, statements, writes

QUESTION = "Tiang nomor berapa?"


def send(client, case, question=QUESTION, **changed):
    return client.post(address("ask", case), {"version": case.version, "question": question, **changed})


def test_the_agency_asks_and_its_clocks_stand_still(client, case, officer):
    assert send(client, case).url == address("case", case)
    case.refresh_from_db()
    assert case.status == Status.NEEDS_INFO
    paused = set(case.clocks.filter(paused_at__isnull=False).values_list("kind", flat=True))
    assert paused == {ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION, ClockKind.STATUTORY}
    event = case.events.get(kind=Event.Kind.ASKED)
    assert texts.read(Text.objects.get(pk=event.data["question"]["text"])) == QUESTION


def test_says_which_clocks_stop_and_until_when_the_reporter_may_answer(client, case, officer):
    page = client.get(address("ask", case)).content.decode()
    assert "Berhenti selama menunggu jawaban: Kabar pertama ke pelapor, Penyelesaian, Batas undang-undang." in page
    assert "Pelapor membacanya dan bisa menjawab sampai Kamis, 24 Desember 2026." in page
    assert "Kirim pertanyaan ke pelapor" in page


def test_a_clock_that_is_over_does_not_stop(client, case, officer, clock):
    clock.move_to(NOW + timedelta(days=100))
    client.force_login(officer)
    assert "Batas waktu yang sudah lewat tidak berhenti." in client.get(address("ask", case)).content.decode()


def test_the_coordinator_asks_before_referring_and_twice_is_once(client, case):
    fresh = factories.make_complaint()
    client.force_login(case.coordinator)
    assert send(client, fresh).url == address("case", fresh)
    assert send(client, fresh).url == address("case", fresh)
    assert fresh.events.filter(kind=Event.Kind.ASKED).count() == 1
    fresh.refresh_from_db()
    assert (fresh.status, fresh.resume_because) == (Status.NEEDS_INFO, Because.NEW)


def test_the_inspectorate_asks_about_what_it_owns(client, case):
    inspectorate = factories.make_agency("Inspektorat", code="INSP")
    inspector = factories.make_staff(inspectorate, Position.Role.INSPECTORATE)
    secret = factories.make_complaint()
    factories.refer(secret, inspectorate, actor=case.coordinator, term_class="SUPERVISORY")
    operations.accept(secret.pk, actor=inspector, now=NOW)  # it is confirmed
    secret.refresh_from_db()
    client.force_login(inspector)
    assert send(client, secret).url == address("case", secret)
    secret.refresh_from_db()
    assert secret.status == Status.NEEDS_INFO


def test_an_empty_question_is_asked_for(client, case, officer):
    assert "Tulis pertanyaan untuk pelapor" in send(client, case, question="").content.decode()


def test_a_conflict_keeps_what_was_typed(client, case, officer):
    operations.accept(case.pk, actor=factories.make_staff(case.dishub), now=NOW)
    response = send(client, case)
    assert "Laporan ini baru diubah oleh" in response.content.decode()
    assert QUESTION in response.content.decode()
    assert send(client, case, version=response.context["form"]["version"].value()).status_code == 302


def test_somebody_who_asked_first_is_told_and_the_question_stays(client, case, officer):
    colleague = factories.make_staff(case.dishub)
    operations.ask(case.pk, question="Di RT berapa?", actor=colleague, now=NOW)
    response = send(client, case)
    page = response.content.decode()
    assert "Di RT berapa?" in page
    assert QUESTION in page
    again = send(client, case, version=response.context["form"]["version"].value())
    assert "Tindakan itu tidak bisa dilakukan lagi" in again.content.decode()


def test_opening_writes_nothing(client, case, officer):
    response, sql = statements(client, address("ask", case))
    assert response.status_code == 200
    assert writes(sql) == []


def test_strangers_get_404(client, case, strangers):
    for stranger in [*strangers, case.coordinator]:
        client.force_login(stranger)
        assert client.get(address("ask", case)).status_code == 404
        assert send(client, case).status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, case):
    assert client.get(address("ask", case)).headers["Location"].startswith("/masuk/")
