"""What `manage.py purge` removes, and what it never touches."""

import io
import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from complaints import attachments, documents, photos, throttle
from complaints.intake import drafts
from complaints.models import Attachment, Attempt, Draft
from tests import factories

pytestmark = pytest.mark.django_db


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG")
    file.seek(0)
    return photos.decode(file)


def age(key, days):
    old = (timezone.now() - timedelta(days=days)).timestamp()
    for side in photos.SIZES:
        os.utime(photos.path(key, side), (old, old))


def test_old_drafts_attempts_and_orphans_go_and_everything_else_stays(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    now = timezone.now()
    old = factories.make_draft(now=now - timedelta(days=8))
    young = factories.make_draft(now=now - timedelta(days=6))
    kept = factories.make_draft(now=now)
    drafts.add_photos(kept, [picture()], now=now)
    complaint = factories.submit(kept, now=now).complaint
    of_a_case = Attachment.objects.get(complaint=complaint).key
    (orphan,) = attachments.store([picture()], Attachment.Purpose.REPORT, now)
    (paper,) = attachments.store([documents.Document(b"%PDF-")], Attachment.Purpose.SHEET, now)
    for key in (of_a_case, orphan.key):
        age(key, days=2)
    os.utime(documents.path(paper.key), (0, 0))
    throttle.record_failure([throttle.Limit(("x",), 5, timedelta(hours=1))], now - timedelta(hours=25))
    throttle.record_failure([throttle.Limit(("x",), 5, timedelta(hours=1))], now)

    call_command("purge", stdout=io.StringIO())

    assert drafts.find(old) is None
    assert drafts.find(young) is not None
    assert Draft.objects.count() == 1
    assert Attempt.objects.count() == 1
    assert photos.path(of_a_case, 96).exists()
    assert not photos.path(orphan.key, 96).exists()
    assert not documents.path(paper.key).exists()
