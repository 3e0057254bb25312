"""A photo that was still on its way when its report was sent follows it: once, soon, and only to that report."""

import io
import uuid

import pytest

from complaints import photos
from complaints.errors import Refused
from complaints.models import Attachment, Complaint, Event
from complaints.tracking import operations
from tests.factories import NOW
from tests.intake.citizen import Citizen
from tests.intake.conftest import citizen, portal  # noqa: F401 (fixtures)
from tests.intake.sending import send_photo, values
from tests.intake.steps import send, to_send
from tests.intake.test_what import small
from tests.uploads import files
from tests.worlds import all_kept

LATE = "/lapor/selesai/foto/"


@pytest.fixture
def sent(citizen):  # noqa: F811
    """A citizen whose report has just gone out with one photo of two."""
    to_send(citizen, small(1))
    send(citizen)
    return citizen


def test_becomes_a_photo_of_the_report(sent):
    answers = [send_photo(sent, small(2), 2, to=LATE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    complaint = Complaint.objects.get()
    late = complaint.attachments.get(width=202)
    assert answers[0].json() == answers[1].json() == {"id": str(late.pk)}
    assert late.purpose == Attachment.Purpose.REPORT
    event = complaint.events.get(kind=Event.Kind.EVIDENCE_ADDED)
    assert late.event_sequence == event.sequence
    assert [photo["file"] for photo in event.data["photos"]] == [str(late.pk)]
    all_kept()


def test_stands_in_the_history_of_the_case(sent):
    send_photo(sent, small(2), 2, to=LATE)
    page = sent.fill(button="Lihat laporan saya")
    assert "Anda menambah keterangan" in page.words
    assert "Foto 1 dari Anda" in page.html


def test_one_that_is_here_already_is_not_added_again(sent):
    assert send_photo(sent, small(1), to=LATE).json() == {"id": str(Attachment.objects.get().pk)}
    assert not Event.objects.filter(kind=Event.Kind.EVIDENCE_ADDED).exists()


def test_never_more_than_three_in_all(sent, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for number in (2, 3, 4):
        answer = send_photo(sent, small(number), 3, to=LATE)
    assert answer.status_code == 400
    assert answer.json() == {"problem": "Foto 3: Paling banyak 3 foto. Foto lainnya tidak ikut"}
    assert Attachment.objects.count() == 3
    assert len(list(tmp_path.rglob("*-96.jpg"))) == 2


def test_a_hostile_file_stays_out(sent):
    assert send_photo(sent, files.FILES["40_html.jpg"].make(), to=LATE).status_code == 400
    assert Attachment.objects.count() == 1


def test_without_the_receipt_of_that_report_there_is_nothing(sent, portal):  # noqa: F811
    other = Citizen()
    to_send(other)
    send(other)
    theirs = values(other, small(2))
    assert send_photo(sent, small(2), to=LATE, key=theirs["key"]).status_code == 404
    assert send_photo(sent, small(2), to=LATE, key="").status_code == 404
    del sent.client.cookies["diterima"]
    assert send_photo(sent, small(2), to=LATE).status_code == 404
    assert Attachment.objects.count() == 1


def test_too_late_or_closed_is_said_and_leaves_no_file(case, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = photos.decode(io.BytesIO(small(1)))
    with pytest.raises(Refused, match="Laporan ini sudah lama terkirim"):
        operations.add_late_photo(case.pk, photo, uuid.uuid4(), now=NOW + 2 * operations.LATE)
    operations.withdraw(case.pk, now=NOW)
    with pytest.raises(Refused, match="Laporan ini sudah ditutup"):
        operations.add_late_photo(case.pk, photo, uuid.uuid4(), now=NOW)
    assert not list(tmp_path.rglob("*.jpg"))
