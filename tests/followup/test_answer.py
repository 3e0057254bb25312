"""The answer that closes the work: outcome, words, and a photo where the work is physical."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import texts
from complaints.followup import operations
from complaints.models import Attachment, Category, Event, Text
from complaints.states import CLOSING_OUTCOMES, ClockKind, Status
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW

from .conftest import address, picture, statements, writes

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."


@pytest.fixture
def physical(case):
    Category.objects.filter(pk=case.category_id).update(physical=True)
    return case


def send(client, case, **changed):
    answers = {"version": case.version, "outcome": "repaired", "text": ANSWER, "photos": [], **changed}
    return client.post(address("answer", case), answers)


def test_closes_the_work_and_asks_the_reporter(client, case, officer):
    assert send(client, case).url == address("case", case)
    case.refresh_from_db()
    assert case.status == Status.ANSWERED
    assert set(case.clocks.filter(stopped_at=None).values_list("kind", flat=True)) == {ClockKind.CONFIRMATION}
    event = case.events.get(kind=Event.Kind.ANSWERED)
    assert event.data["outcome"] == "repaired"
    assert texts.read(Text.objects.get(pk=event.data["answer"]["text"])) == ANSWER


def test_a_physical_work_is_shown(client, physical, officer):
    assert send(client, physical, photos=[picture()]).status_code == 302
    photo = Attachment.objects.get(complaint=physical)
    assert photo.purpose == Attachment.Purpose.RESULT


def test_or_it_is_said_why_there_is_no_photo(client, physical, officer):
    assert send(client, physical, no_photo_reason="Selesai malam hari").status_code == 302
    event = physical.events.get(kind=Event.Kind.ANSWERED)
    assert texts.read(Text.objects.get(pk=event.data["no_photo"]["text"])) == "Selesai malam hari"


def test_one_of_both_is_asked_for(client, physical, officer):
    page = send(client, physical).content.decode()
    assert "Tambahkan foto sesudah dikerjakan, atau tulis alasan tanpa foto" in page
    physical.refresh_from_db()
    assert physical.status == Status.REFERRED


def test_where_nothing_is_built_no_reason_is_asked(client, case, officer):
    page = client.get(address("answer", case)).content.decode()
    assert "Tidak ada foto?" not in page


def test_offers_closing_outcomes_and_no_promise(client, case, officer):
    form = client.get(address("answer", case)).context["form"]
    assert [code for code, _label in form.fields["outcome"].choices] == [o.value for o in CLOSING_OUTCOMES]
    assert "Pilih hasilnya" in send(client, case, outcome="").content.decode()
    assert send(client, case, outcome="promised").status_code == 200


def test_a_short_answer_is_refused(client, case, officer):
    page = send(client, case, text="x" * 39 + "   ").content.decode()
    assert "Tulis jawaban paling sedikit 40 huruf" in page
    assert send(client, case, text="x" * 40).status_code == 302


def test_a_bad_photo_keeps_the_answer(client, physical, officer):
    bad = SimpleUploadedFile("foto.jpg", b"bukan foto", "image/jpeg")
    response = send(client, physical, photos=[bad])
    page = response.content.decode()
    assert "Foto 1: File ini bukan foto" in page
    assert "Foto tidak ikut tersimpan. Pilih lagi fotonya" in page
    assert "Tambahkan foto sesudah dikerjakan" not in page
    assert ANSWER in page
    assert response.context["form"]["outcome"].value() == "repaired"


def test_shows_the_photo_before_beside(client, officer, case):
    assert "Foto sebelum, dari pelapor" not in client.get(address("answer", case)).content.decode()
    before = with_photo(case)
    page = client.get(address("answer", before)).content.decode()
    assert "Foto sebelum, dari pelapor" in page
    assert f'alt="Foto 1 dari warga: {before.category.name}, {before.village.name}"' in page


def with_photo(case):
    """Another case of the same agency, filed with a photo."""
    from complaints import photos
    from complaints.intake import drafts

    key = factories.make_draft(category=case.category, village=case.village.code)
    drafts.add_photos(key, [photos.decode(picture())], now=NOW)
    complaint = factories.submit(key).complaint
    return factories.refer(complaint, case.dishub, actor=case.coordinator)


def test_the_outcome_of_a_withdrawn_case_is_not_asked(client, case, officer):
    tracking.withdraw(case.pk, now=NOW)
    response = send(client, case)
    page = response.content.decode()
    assert "Dicabut pelapor" in page
    assert ANSWER in page
    again = send(client, case, version=response.context["form"]["version"].value()).content.decode()
    assert "Tindakan itu tidak bisa dilakukan lagi" in again


def test_a_conflict_keeps_what_was_typed(client, case, officer):
    operations.accept(case.pk, actor=factories.make_staff(case.dishub), now=NOW)
    response = send(client, case, photos=[picture()])
    page = response.content.decode()
    assert "Laporan ini baru diubah oleh" in page
    assert ANSWER in page
    assert "Foto tidak ikut tersimpan. Pilih lagi fotonya" in page
    assert send(client, case, version=response.context["form"]["version"].value()).status_code == 302


def test_twice_is_once(client, physical, officer):
    send(client, physical, photos=[picture()])
    assert send(client, physical, photos=[picture()]).url == address("case", physical)
    assert physical.events.filter(kind=Event.Kind.ANSWERED).count() == 1
    assert Attachment.objects.filter(complaint=physical).count() == 1


def test_opening_writes_nothing(client, case, officer):
    response, sql = statements(client, address("answer", case))
    assert response.status_code == 200
    assert writes(sql) == []


def test_strangers_get_404(client, case, strangers):
    for stranger in [*strangers, case.coordinator]:
        client.force_login(stranger)
        assert client.get(address("answer", case)).status_code == 404
        assert send(client, case).status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, case):
    assert client.get(address("answer", case)).headers["Location"].startswith("/masuk/")
