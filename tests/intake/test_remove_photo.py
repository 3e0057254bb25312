"""A photo that was sent apart from the form is taken away again, also when nobody knows whether it arrived."""

import hashlib

import pytest

from complaints.models import Attachment
from tests.intake.citizen import Citizen
from tests.intake.sending import send_photo, values
from tests.intake.test_what import small

ONE = small(1)


@pytest.fixture
def sent(citizen):
    """A citizen on step 1 whose first photo has arrived."""
    citizen.open("/lapor/?kategori=lampu-jalan")
    assert send_photo(citizen, ONE, begins=1).status_code == 200
    return citizen


def remove(citizen, **more):
    known = {name: values(citizen, ONE)[name] for name in ("csrfmiddlewaretoken", "key", "sha256")}
    return citizen.client.post("/lapor/foto/hapus/", known | more)


def test_it_is_gone_and_pressing_again_is_no_error(citizen, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    citizen.open("/lapor/?kategori=lampu-jalan")
    send_photo(citizen, ONE, begins=1)
    for _ in range(2):
        assert remove(citizen).status_code == 200
    assert not Attachment.objects.exists()
    assert not list(tmp_path.rglob("*.jpg"))


def test_another_draft_and_another_photo_stay(sent):
    other = Citizen()
    other.open("/lapor/")
    assert remove(other).status_code == 200
    assert remove(sent, sha256=hashlib.sha256(b"other").hexdigest()).status_code == 200
    assert remove(sent, sha256="\x00").status_code == 200
    assert Attachment.objects.count() == 1


def test_an_invented_key_and_no_token_have_no_answer(sent):
    assert remove(sent, key="0" * 32).status_code == 400
    assert remove(sent, csrfmiddlewaretoken="").status_code == 403
    assert Attachment.objects.count() == 1
