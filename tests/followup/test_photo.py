"""Photos of a case: the bytes we made, for who may read the case."""

import io
import uuid

import pytest
from PIL import Image

from complaints import photos
from complaints.followup import operations
from complaints.models import Attachment, Complaint
from tests import factories
from tests.factories import NOW

from .conftest import address, picture, statements, writes


@pytest.fixture
def photo(case):
    operations.note_progress(
        case.pk,
        text="Sudah kami lihat",
        photos=[photos.decode(picture(size=(2000, 1000)))],
        actor=case.liaison,
        now=NOW,
    )
    return Attachment.objects.get(complaint=case)


@pytest.mark.parametrize("size", photos.SIZES)
def test_serves_a_jpeg_of_that_size(client, case, officer, photo, size):
    response = client.get(address("photo", case, photo.pk, size))
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, max(image.size)) == ("JPEG", size)


def test_a_browser_may_keep_it_for_an_hour(client, case, officer, photo):
    response = client.get(address("photo", case, photo.pk, 480))
    assert response.headers["Cache-Control"] == "private, max-age=3600"
    assert "Cookie" in response.headers["Vary"]


def test_a_sensitive_one_stays_nowhere(client, case, photo):
    Complaint.objects.filter(pk=case.pk).update(access_class="sensitive")
    client.force_login(factories.make_staff(case.dishub, handles_sensitive=True))
    response = client.get(address("photo", case, photo.pk, 480))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    client.force_login(case.liaison)
    assert client.get(address("photo", case, photo.pk, 480)).status_code == 404


def test_other_sizes_photos_and_lost_bytes_are_404(client, case, officer, photo):
    assert client.get(address("photo", case, photo.pk, 1234)).status_code == 404
    assert client.get(address("photo", case, uuid.uuid4(), 480)).status_code == 404
    photos.remove(photo.key)
    assert client.get(address("photo", case, photo.pk, 480)).status_code == 404


def test_not_under_the_number_of_another_case(client, case, officer, photo):
    other = factories.make_complaint(category=case.category)
    factories.refer(other, case.dishub, actor=case.coordinator)
    assert client.get(address("case", other)).status_code == 200
    assert client.get(address("photo", other, photo.pk, 480)).status_code == 404


def test_strangers_get_404(client, case, photo, strangers):
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(address("photo", case, photo.pk, 480)).status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, case, photo):
    assert client.get(address("photo", case, photo.pk, 480)).headers["Location"].startswith("/masuk/")


def test_looking_writes_nothing(client, case, officer, photo):
    _response, sql = statements(client, address("photo", case, photo.pk, 480))
    assert writes(sql) == []
