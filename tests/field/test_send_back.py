"""Photo and sentence from the field wait until somebody of the agency has looked."""

import pytest

from complaints.field import operations
from complaints.models import FieldReturn, Message
from tests.tracking.conftest import upload
from tests.worlds import all_kept

from .conftest import opened

pytestmark = pytest.mark.django_db


def test_photo_and_sentence_come_back_and_wait(at_work, address, worker):
    path = address(at_work.link())
    opened(worker, path)
    before = (at_work.complaint.status, at_work.complaint.due_at)
    for _twice in range(2):
        answer = worker.post(f"{path}kirim/", {"text": "Sudah menyala.", "photos": upload(3)}, follow=True)
        assert "Terkirim." in answer.text
    returned = FieldReturn.objects.get()
    assert returned.taken is None
    at_work.complaint.refresh_from_db()
    assert (at_work.complaint.status, at_work.complaint.due_at) == before
    assert Message.objects.filter(kind=Message.Kind.FIELD, user=at_work.office.liaison).exists()
    assert not Message.objects.filter(sequence=returned.sequence, user=None).exists(), "the reporter is told nothing"
    all_kept()


def test_nothing_is_asked_for_and_too_much_is_refused(at_work, address, worker):
    link = at_work.link()
    path = address(link)
    opened(worker, path)
    assert "Pilih foto atau tulis satu kalimat" in worker.post(f"{path}kirim/", {}).text
    for number in range(operations.RETURNS):
        operations.send_back(link.pk, text=f"Kabar {number}", now=link.made_at)
    assert "Sudah 5 kali" in worker.post(f"{path}kirim/", {"text": "Lagi"}).text
