"""Drafts: sealed, kept seven days, three photos."""

import io

import pytest
from cryptography.fernet import InvalidToken

from complaints import photos
from complaints.intake import drafts
from complaints.intake.drafts import Content
from complaints.models import Attachment, Draft
from tests.factories import NOW
from tests.intake.test_what import small


def decoded(*numbers):
    return [photos.decode(io.BytesIO(small(number))) for number in numbers]


def files() -> int:
    return len(list(photos.path("0" * 32, 96).parents[1].rglob("*.jpg")))


def test_what_is_kept_comes_back(db):
    key = drafts.new_key()
    content = Content(category="pju", story="Gelap 🕳️", latitude=-2.7, name="Siti", may_publish=False)
    drafts.keep(key, content, now=NOW)
    assert drafts.read(key) == content
    assert drafts.look(drafts.new_key()) is None
    assert drafts.read(drafts.new_key()) == Content()


def test_another_key_cannot_read_the_row(db):
    key, other = drafts.new_key(), drafts.new_key()
    drafts.keep(key, Content(story="rahasia"), now=NOW)
    cipher = bytes(Draft.objects.get().cipher)
    with pytest.raises(InvalidToken):
        drafts._fernet(other).decrypt(cipher)


@pytest.mark.parametrize("field", ["story", "category", "village", "landmark", "since"])
def test_a_change_of_the_report_must_be_read_again(field):
    assert Content(**{field: "lain"}).seen() != Content().seen()


@pytest.mark.parametrize("field", ["contact_choice", "contact_kind", "contact", "name"])
def test_step_3_does_not_change_what_was_read(field):
    assert Content(**{field: "lain"}).seen() == Content().seen()


class TestPhotos:
    @pytest.fixture
    def key(self, db):
        key = drafts.new_key()
        drafts.keep(key, Content(), now=NOW)
        return key

    def test_at_most_three_and_those_left_out_are_counted(self, key):
        assert drafts.add_photos(key, decoded(1, 2), now=NOW) == 0
        assert drafts.add_photos(key, decoded(3, 4, 5), now=NOW) == 2
        assert [row.width for row in Attachment.objects.all()] == [201, 202, 203]

    def test_the_same_picture_needs_no_room(self, key):
        assert drafts.add_photos(key, decoded(1, 2, 3), now=NOW) == 0
        assert drafts.add_photos(key, decoded(3, 2, 1), now=NOW) == 0
        assert Attachment.objects.count() == 3

    def test_what_got_no_row_leaves_no_file(self, key):
        drafts.add_photos(key, decoded(1, 2, 3), now=NOW)
        before = files()
        drafts.add_photos(key, decoded(3, 4), now=NOW)
        assert files() == before

    def test_removing_takes_row_and_files(self, key):
        drafts.add_photos(key, decoded(1), now=NOW)
        row, before = Attachment.objects.get(), files()
        drafts.remove_photo(key, row.pk)
        assert not Attachment.objects.exists()
        assert files() == before - 3
        drafts.remove_photo(key, row.pk)

    def test_of_another_draft_stay(self, key):
        drafts.add_photos(key, decoded(1), now=NOW)
        drafts.remove_photo(drafts.new_key(), Attachment.objects.get().pk)
        assert Attachment.objects.exists()

    def test_make_a_draft_where_there_is_none(self, db):
        key = drafts.new_key()
        drafts.add_photos(key, decoded(1), now=NOW)
        content, rows = drafts.look(key)
        assert content == Content()
        assert [row.width for row in rows] == [201]
