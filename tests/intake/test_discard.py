"""Hapus draf: nothing of it stays, here or in the browser; without a script too."""

from complaints import photos
from complaints.models import Attachment, Draft
from tests.intake.steps import STORY, to_send, write
from tests.intake.test_what import small


def discard(citizen):
    return citizen.send(citizen.filled(citizen.page.form(""), "Hapus draf"), to="/lapor/draf/hapus/")


def test_asks_and_then_deletes_everything(citizen):
    write(citizen, small(1))
    key = Attachment.objects.get().key
    assert "/lapor/draf/hapus/" in citizen.page.links
    citizen.open("/lapor/draf/hapus/")
    assert Draft.objects.exists()
    page = discard(citizen)
    assert citizen.path == "/"
    assert "Draf sudah dihapus dari HP ini." in page.words
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()
    assert not photos.path(key, photos.SIZES[0]).exists()
    assert STORY not in citizen.open("/lapor/").text


def test_going_back_shows_nothing_to_the_next_one(citizen):
    write(citizen)
    citizen.open("/lapor/draf/hapus/")
    form = citizen.filled(citizen.page.form(""), "Hapus draf")
    assert citizen.client.post("/lapor/draf/hapus/", form).headers["Clear-Site-Data"] == '"cache"'


def test_is_offered_on_every_step(citizen):
    for page in (citizen.open("/lapor/"), write(citizen), to_send(citizen)):
        assert "/lapor/draf/hapus/" in page.links


def test_without_a_draft_it_is_done_as_well(citizen):
    citizen.open("/lapor/draf/hapus/")
    assert "Draf sudah dihapus" in discard(citizen).words
