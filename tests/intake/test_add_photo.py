"""A photo that comes apart from the form: once, however often it is sent, and only for its own draft."""

import hashlib

import pytest

from complaints import attachments, photos
from complaints.intake import drafts
from complaints.models import Attachment, Attempt, Complaint, Draft
from tests.intake.sending import send_photo, values
from tests.intake.steps import STORY, send, to_send, write
from tests.intake.test_what import small
from tests.uploads import files
from tests.uploads.checks import BROKEN, NOT_A_PHOTO, TOO_MANY_PIXELS

ONE = small(1)


@pytest.fixture
def first(citizen):
    """A citizen on a step 1 that nobody has saved yet."""
    citizen.open("/lapor/?kategori=lampu-jalan")
    return citizen


def test_comes_before_anything_was_saved(first):
    answer = send_photo(first, ONE, begins=1)
    assert (answer.status_code, answer.json()) == (200, {"id": str(Attachment.objects.get().pk)})
    first.fill(story=STORY)
    assert first.path == "/lapor/lokasi/"
    assert "Foto 1 siap" in first.open("/lapor/").words
    assert first.client.get(first.page.images[0]).status_code == 200
    assert Draft.objects.count() == 1


def test_the_form_finds_its_photo_although_the_answer_was_lost(first):
    send_photo(first, ONE, begins=1)
    del first.client.cookies["draf"]
    first.fill(story=STORY)
    assert "Foto 1 siap" in first.open("/lapor/").words


def test_sent_again_is_the_same_photo(first):
    answers = [send_photo(first, ONE, begins=1).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert Attachment.objects.count() == 1
    assert Attempt.objects.count() == 1  # only what is new counts towards the limit


def test_the_same_picture_by_the_form_is_the_same_photo(citizen):
    write(citizen, ONE)
    citizen.open("/lapor/")
    assert send_photo(citizen, ONE).json() == {"id": str(Attachment.objects.get().pk)}


def test_what_changed_on_the_way_is_asked_for_again(first):
    answer = send_photo(first, ONE, begins=1, sha256=hashlib.sha256(b"other").hexdigest())
    assert answer.status_code == 409
    assert not Attachment.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("20b_8000x6000_over_20MB.jpg", "Foto terlalu besar. Pilih foto di bawah 15 MB"),
        ("25_lying_header.png", TOO_MANY_PIXELS),
        ("32_empty.jpg", "File ini kosong. Pilih foto lain"),
        ("34_random.jpg", BROKEN),
        ("40_html.jpg", NOT_A_PHOTO),
        ("44_script.svg", NOT_A_PHOTO),
        ("60_zip_bomb.zip", NOT_A_PHOTO),
    ],
)
def test_hostile_files_get_a_final_sentence(first, name, words):
    answer = send_photo(first, files.FILES[name].make(), 2, begins=1)
    assert (answer.status_code, answer.json()) == (400, {"problem": f"Foto 2: {words}"})
    assert not Attachment.objects.exists()


def test_what_hides_in_a_photo_is_not_kept(first):
    send_photo(first, files.FILES["05_xmp_gps.jpg"].make(), begins=1)
    for size in photos.SIZES:
        jpeg = photos.read(Attachment.objects.get().key, size)
        assert not [secret for secret in files.SECRETS if secret in jpeg]


@pytest.mark.parametrize(
    "wrong",
    [{"key": "0" * 32}, {"key": ""}, {"index": 4}, {"index": "x"}, {"sha256": "\x00"}, {"sha256": "0" * 63}],
    ids=str,
)
def test_nonsense_has_no_answer(first, wrong):
    answer = send_photo(first, ONE, **{"begins": 1} | wrong)
    assert (answer.status_code, answer.json()) == (400, {"problem": ""})
    assert not Draft.objects.exists()


def test_a_fourth_is_refused_and_leaves_no_file(first, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for number in (1, 2, 3):
        assert send_photo(first, small(number), number, begins=1).status_code == 200
    answer = send_photo(first, small(4), 3)
    assert answer.json() == {"problem": "Foto 3: Sudah ada 3 foto. Hapus satu kalau mau mengganti"}
    assert {file.name[:32] for file in tmp_path.rglob("*.jpg")} == {row.key for row in Attachment.objects.all()}


def test_only_step_1_begins_a_draft(first):
    assert send_photo(first, ONE).status_code == 410
    assert not Draft.objects.exists()


def test_needs_a_token(first):
    assert send_photo(first, ONE, csrfmiddlewaretoken="").status_code == 403
    assert first.client.get("/lapor/foto/").status_code == 405


def test_nobody_waits_for_a_full_disk(first, settings, tmp_path):
    blocked = tmp_path / "media"
    blocked.write_text("a file where the folder should be")
    settings.MEDIA_ROOT = blocked
    assert send_photo(first, ONE, begins=1).status_code == 503


def test_too_many_in_an_hour_wait(first, monkeypatch):
    monkeypatch.setattr("complaints.throttle.PHOTOS_AN_HOUR", 2)
    for number in (1, 2):
        send_photo(first, small(number), number, begins=1)
    answer = send_photo(first, small(3), 3)
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert answer.json()["problem"].startswith("Terlalu banyak percobaan. Coba lagi pukul ")
    assert send_photo(first, small(1)).status_code == 200  # it is here already


class TestSending:
    """A photo is still on its way when the report is sent."""

    def test_one_that_came_meanwhile_belongs_to_it(self, citizen):
        to_send(citizen, ONE)
        sha256 = hashlib.sha256(small(2)).hexdigest()
        assert send_photo(citizen, small(2), 2).status_code == 200
        page = send(citizen, underway=f"{sha256} nonsense")
        assert page.title.startswith("Laporan Anda sudah diterima")
        assert [row.width for row in Complaint.objects.get().attachments.all()] == [201, 202]

    def test_one_that_nobody_chose_here_must_be_read(self, citizen):
        to_send(citizen, ONE)
        send_photo(citizen, small(2), 2)
        page = send(citizen)
        assert "Isi laporan berubah sejak Anda membacanya. Periksa lagi, lalu kirim." in page.words
        assert not Complaint.objects.exists()

    def test_one_that_was_taken_away_must_be_read(self, citizen):
        to_send(citizen, ONE)
        row = Attachment.objects.get()
        drafts.remove_photo(citizen.client.cookies["draf"].value.split(":")[0], row.pk)
        page = send(citizen, underway=hashlib.sha256(ONE).hexdigest())
        assert "Isi laporan berubah" in page.words

    def test_afterwards_there_is_no_draft_to_add_it_to(self, citizen):
        page = to_send(citizen)
        late = values(citizen, ONE)
        send(citizen)
        assert "Laporan Anda sudah diterima" in citizen.page.title, page
        answer = citizen.client.post("/lapor/foto/", late | {"begins": 1})
        assert (answer.status_code, answer.json()) == (410, {"filed": True})
        assert not Draft.objects.exists()
        assert not Attachment.objects.exists()


def test_an_id_says_nothing_of_the_draft():
    ids = {attachments.sent_id(key, sha256) for key in ("a", "b") for sha256 in ("1", "2")}
    assert len(ids) == 4
