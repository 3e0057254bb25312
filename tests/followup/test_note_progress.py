"""A word to the reporter: what the first-response clock waits for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import texts
from complaints.followup import operations
from complaints.models import Attachment, Event, Text
from complaints.states import ClockKind, Outcome, Status
from tests import factories
from tests.factories import NOW

from .conftest import address, picture, statements, writes

NEWS = "Petugas kami melihat lokasi besok pagi."


def send(client, case, text=NEWS, photos=(), **changed):
    answers = {"version": case.version, "text": text, "photos": list(photos), **changed}
    return client.post(address("note_progress", case), answers)


def test_reaches_the_reporter_and_stops_the_first_response_clock(client, case, officer):
    assert send(client, case, photos=[picture()]).url == address("case", case)
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert not case.clocks.filter(kind=ClockKind.FIRST_RESPONSE, stopped_at=None).exists()
    event = case.events.get(kind=Event.Kind.PROGRESS_NOTED)
    assert texts.read(Text.objects.get(pk=event.data["text"]["text"])) == NEWS
    photo = Attachment.objects.get(complaint=case)
    assert (photo.purpose, photo.event_sequence) == (Attachment.Purpose.PROGRESS, event.sequence)


def test_says_who_reads_it_and_how_it_will_stand(client, case, officer):
    page = client.get(address("note_progress", case)).content.decode()
    assert "Kirim kabar ke pelapor" in page
    assert "Pelapor akan membaca" in page
    assert "Kabar dari Dishub" in page
    assert "Nama Anda tidak ditampilkan." in page


def test_an_empty_word_is_asked_for(client, case, officer):
    page = send(client, case, text="  ").content.decode()
    assert "Ada yang perlu diperbaiki:" in page
    assert "Tulis kabar untuk pelapor" in page
    assert not case.events.filter(kind=Event.Kind.PROGRESS_NOTED).exists()


def test_a_bad_photo_keeps_the_text_and_says_to_choose_again(client, case, officer):
    bad = SimpleUploadedFile("foto.jpg", b"bukan foto", "image/jpeg")
    page = send(client, case, photos=[picture(), bad]).content.decode()
    assert "Foto 2: File ini bukan foto" in page
    assert "Foto tidak ikut tersimpan. Pilih lagi fotonya" in page
    assert NEWS in page
    assert not Attachment.objects.filter(complaint=case).exists()


def test_a_missing_text_says_too_that_the_photos_must_be_chosen_again(client, case, officer):
    page = send(client, case, text="", photos=[picture()]).content.decode()
    assert "Foto tidak ikut tersimpan. Pilih lagi fotonya" in page


def test_a_conflict_keeps_what_was_typed_and_shows_what_is_new(client, case, officer):
    colleague = factories.make_staff(case.dishub)
    operations.note_progress(case.pk, text="Sudah kami catat.", actor=colleague, now=NOW)
    response = send(client, case)
    page = response.content.decode()
    assert f"Laporan ini baru diubah oleh {colleague.full_name} pukul 10.00." in page
    assert "Belum terkirim" in page
    assert "isian yang perlu diperbaiki" not in page
    assert "Sudah kami catat." in page
    assert NEWS in page
    assert send(client, case, version=response.context["form"]["version"].value()).status_code == 302


def test_twice_is_once(client, case, officer):
    send(client, case, photos=[picture()])
    assert send(client, case, photos=[picture()]).url == address("case", case)
    assert case.events.filter(kind=Event.Kind.PROGRESS_NOTED).count() == 1
    assert Attachment.objects.filter(complaint=case).count() == 1


def test_answered_meanwhile_nothing_typed_is_lost(client, case, officer):
    operations.answer(case.pk, outcome=Outcome.EXPLAINED, text="x" * 40, actor=officer, now=NOW)
    response = send(client, case)
    assert NEWS in response.content.decode()
    again = send(client, case, version=response.context["form"]["version"].value()).content.decode()
    assert "Tindakan itu tidak bisa dilakukan lagi" in again
    assert NEWS in again


@pytest.mark.parametrize("name", ["note_progress", "ask", "answer"])
def test_an_answered_case_leads_back_to_its_page(client, case, officer, name):
    operations.answer(case.pk, outcome=Outcome.EXPLAINED, text="x" * 40, actor=officer, now=NOW)
    page = client.get(address(name, case), follow=True)
    assert page.redirect_chain == [(address("case", case), 302)]


def test_opening_writes_nothing(client, case, officer):
    response, sql = statements(client, address("note_progress", case))
    assert response.status_code == 200
    assert writes(sql) == []


def test_strangers_get_404(client, case, strangers):
    for stranger in [*strangers, case.coordinator]:
        client.force_login(stranger)
        assert client.get(address("note_progress", case)).status_code == 404
        assert send(client, case).status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, case):
    assert client.get(address("note_progress", case)).headers["Location"].startswith("/masuk/")
