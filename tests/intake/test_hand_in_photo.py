"""A photo of a report that comes whole."""

import pytest

from complaints.models import Draft
from tests.intake.phone import Phone
from tests.intake.test_what import small


@pytest.fixture
def phone(portal):
    return Phone()


def test_three_find_room_and_a_fourth_is_told(phone):
    assert ["photo" in phone.photo(small(n)).json() for n in (1, 2, 3, 3, 4)] == [True, True, True, True, False]
    assert Draft.objects.get().attachments.count() == 3


def test_what_is_no_photo_is_told(phone):
    answer = phone.photo(b"<html>")
    assert answer.json()["problems"] == ["File ini bukan foto. Pilih file JPG, PNG atau WebP"]
    assert not Draft.objects.exists()


def test_only_with_a_token(phone):
    assert phone.client.post("/lapor/antrean/foto/").status_code == 403
