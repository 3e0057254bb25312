"""The worker sees the photos of the report, after the press, and no other file of the case."""

import pytest

from complaints.field import operations
from complaints.models import Attachment

from .conftest import opened

pytestmark = pytest.mark.django_db


def test_the_photo_of_the_report_and_no_other_file(at_work, address, worker):
    link = at_work.link()
    path = address(link)
    photo = at_work.complaint.attachments.get(purpose=Attachment.Purpose.REPORT)
    assert worker.get(f"{path}foto/{photo.pk}/480/").status_code == 404, "not before the press"
    opened(worker, path)
    assert worker.get(f"{path}foto/{photo.pk}/480/").headers["Content-Type"] == "image/jpeg"
    operations.send_back(link.pk, photos=[], text="Selesai.", now=link.made_at)
    at_work.case.do("note_progress")
    for other in at_work.complaint.attachments.exclude(purpose=Attachment.Purpose.REPORT):
        assert worker.get(f"{path}foto/{other.pk}/480/").status_code == 404
