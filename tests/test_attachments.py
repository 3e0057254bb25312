"""Files of closed cases lie encrypted, and no plain copy stays (life.md 5)."""

from datetime import timedelta

import pytest

from complaints import attachments, files, photos
from complaints.errors import Refused
from complaints.intake import drafts
from complaints.models import Attachment, DataKey
from tests import factories, worlds
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=400)


def filed(category) -> Attachment:
    key = factories.make_draft(category=category)
    drafts.add_photos(key, [worlds.make_photo()], now=NOW)
    return Attachment.objects.get(complaint=factories.submit(key).complaint)


def plain(row, size=photos.SIZES[0]):
    return photos.path(row.key, size)


def test_a_sensitive_draft_is_sealed_when_it_is_sent():
    row = filed(worlds.make_office().violence)
    assert row.is_sealed
    assert not plain(row).exists()
    assert attachments.read(row) == worlds.make_photo().largest.jpeg
    assert files.read(files.sealed(plain(row))) != worlds.make_photo().largest.jpeg


def test_an_ordinary_photo_stays_as_it_is_until_its_case_is_closed():
    office = worlds.make_office()
    row = filed(office.pju)
    assert not row.is_sealed
    assert plain(row).exists()
    stale = Attachment.objects.get()
    Case(office, row.complaint).do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE")
    row.refresh_from_db()
    assert row.is_sealed
    assert not any(plain(row, size).exists() for size in photos.SIZES)
    for size in photos.SIZES:
        assert attachments.read(row, size) == worlds.make_photo().renditions[size].jpeg
    assert attachments.read(stale) == worlds.make_photo().largest.jpeg, "fetched before, read after"


def test_what_a_crash_leaves_is_swept():
    row = filed(worlds.make_office().violence)
    files.write(plain(row), b"a plain copy")
    plain_row = filed(worlds.make_office().pju)
    files.write_sealed(plain(plain_row), b"of a transaction that failed")
    orphan = photos.path(files.new_key(), 96)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    files.write_sealed(orphan, b"without a row")
    assert attachments.sweep(older_than=LATER) >= 1
    assert not files.sealed(orphan).exists()
    assert not plain(row).exists()
    assert files.sealed(plain(row)).exists()
    assert plain(plain_row).exists()
    assert not files.sealed(plain(plain_row)).exists()


def test_a_disk_that_takes_nothing_refuses_and_changes_nothing(monkeypatch):
    office = worlds.make_office()
    row = filed(office.pju)

    def full(*args):
        raise OSError

    monkeypatch.setattr(files, "write_sealed", full)
    with pytest.raises(Refused, match="belum bisa dikunci"):
        Case(office, row.complaint).do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE")
    row.refresh_from_db()
    assert not row.is_sealed
    assert attachments.read(row) == worlds.make_photo().largest.jpeg


def test_with_its_key_destroyed_it_is_gone():
    row = filed(worlds.make_office().violence)
    DataKey.objects.filter(complaint=row.complaint, purpose="file").update(wrapped=None, destroyed_at=NOW)
    with pytest.raises(FileNotFoundError):
        attachments.read(row)
