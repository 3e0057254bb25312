"""Step 1: what happened. Nothing typed is lost, whatever else is wrong."""

import pytest
from django.test import Client

from complaints.intake import drafts
from complaints.models import Attachment, Category, Draft
from tests.intake.citizen import Citizen
from tests.intake.steps import STORY, write
from tests.uploads import files
from tests.uploads.checks import BROKEN, NOT_A_PHOTO, TOO_MANY_PIXELS


def small(number: int) -> bytes:
    """Return a photo of 200 + `number` pixels across: quick to make and told apart."""
    return files.jpeg(files.scene(200 + number, 150))


def test_leads_on_to_the_place(citizen):
    page = write(citizen)
    assert citizen.path == "/lapor/lokasi/"
    assert page.title.startswith("Di mana tempatnya?")


def test_offers_topics_with_their_hints(citizen):
    page = citizen.open("/lapor/")
    form = page.form("/lapor/")
    assert form.choices["category"] == ["lampu-jalan", "kesehatan", "pungli"]
    assert "category" not in form.values
    assert "Tulis nomor tiang kalau ada" in page.words
    assert "Langkah 1 dari 3" in page.words


@pytest.mark.parametrize(
    ("answers", "summary"),
    [
        (
            {"category": None, "story": ""},
            ["Pilih jenis masalah atau pilih Saya tidak yakin", "Tulis apa yang terjadi"],
        ),
        ({"story": "   \n "}, ["Tulis apa yang terjadi"]),
        ({"story": "Gelap"}, ["Tulis sedikit lagi, paling sedikit 10 huruf"]),
        ({"story": "x" * 1620}, ["Tulisan terlalu panjang. Kurangi 120 huruf"]),
        ({"story": "x" * 3500}, ["Tulisan terlalu panjang. Kurangi 2.000 huruf"]),
        ({"category": "tidak-ada"}, ["Pilih jenis masalah atau pilih Saya tidak yakin"]),
        ({"category": "\x00"}, ["Pilih jenis masalah atau pilih Saya tidak yakin"]),
    ],
)
def test_says_what_to_do(citizen, answers, summary):
    page = write(citizen, **answers)
    assert page.summary == summary
    assert page.title.startswith("Ada yang perlu diperbaiki: ")
    assert f"Ada {len(summary)} isian yang perlu diperbaiki" in page.words
    for words in summary:
        assert page.words.count(words) == 2  # in the summary and at the field


def test_a_line_end_counts_as_one_letter(citizen):
    write(citizen, story="ab\r\n" * 500 + "x")
    assert citizen.page.title.startswith("Ada yang perlu diperbaiki")  # 1501
    citizen.fill(story="ab\r\n" * 500)
    assert citizen.path == "/lapor/lokasi/"


def test_what_was_typed_wrong_is_still_there_after_leaving(citizen):
    write(citizen, story="Gelap", since="today")
    values = citizen.open("/lapor/").form("/lapor/").values
    assert (values["category"], values["story"], values["since"]) == ("lampu-jalan", "Gelap", "today")


def test_comes_back_filled_in(citizen):
    write(citizen, since="long_ago")
    values = citizen.open("/lapor/").form("/lapor/").values
    assert (values["category"], values["story"], values["since"]) == ("lampu-jalan", STORY, "long_ago")


def test_a_tile_changes_the_topic_of_a_draft_and_keeps_the_story(citizen):
    write(citizen)
    values = citizen.open("/lapor/?kategori=kesehatan").form("/lapor/").values
    assert (values["category"], values["story"]) == ("kesehatan", STORY)


def test_since_belongs_to_physical_things(citizen):
    write(citizen, category="kesehatan", since="today")
    assert "since" not in citizen.open("/lapor/").form("/lapor/").values
    assert "data-physical" in citizen.page.html


def test_a_number_in_the_story_is_no_reason_to_refuse(citizen):
    write(citizen, story="Hubungi 0812 3456 7890, NIK 1902011234567890")
    assert citizen.path == "/lapor/lokasi/"


def test_hostile_text_is_text(citizen):
    story = '</textarea><script>alert(1)</script>{{ 7|add:"7" }} \x00\u202e🕳️'
    write(citizen, story=story + " x" * 5)
    assert citizen.path == "/lapor/lokasi/"
    page = citizen.open("/lapor/")
    assert "<script>alert" not in page.html
    assert page.form("/lapor/").values["story"].startswith(story.replace("\x00", ""))


class TestPhotos:
    def test_are_kept_and_shown(self, citizen):
        write(citizen, small(1), small(2))
        page = citizen.open("/lapor/")
        assert [words for words in ("Foto 1 siap", "Foto 2 siap", "Foto 3 siap") if words in page.words] == [
            "Foto 1 siap",
            "Foto 2 siap",
        ]
        assert len(page.images) == 2
        response = citizen.client.get(page.images[0])
        assert response["Content-Type"] == "image/jpeg"

    def test_stay_in_the_order_they_were_chosen(self, citizen):
        write(citizen, small(3), small(1), small(2))
        assert [row.width for row in Attachment.objects.all()] == [203, 201, 202]

    def test_a_bad_one_is_named_and_all_else_kept(self, citizen):
        page = write(citizen, small(1), b"<html>", small(1)[:1000], since="today")
        assert page.summary == [f"Foto 2: {NOT_A_PHOTO}", f"Foto 3: {BROKEN}"]
        values = page.form("/lapor/").values
        assert (values["category"], values["story"], values["since"]) == ("lampu-jalan", STORY, "today")
        assert "Foto 1 siap" in page.words
        citizen.fill()
        assert citizen.path == "/lapor/lokasi/"
        assert Attachment.objects.count() == 1

    def test_a_good_one_is_kept_when_the_story_is_missing(self, citizen):
        page = write(citizen, small(1), story="")
        assert page.summary == ["Tulis apa yang terjadi"]
        assert "Foto 1 siap" in page.words
        citizen.fill(story=STORY)
        assert citizen.path == "/lapor/lokasi/"

    def test_only_photos_make_a_draft_too(self, citizen):
        write(citizen, small(1), category=None, story="")
        assert "Foto 1 siap" in citizen.open("/lapor/").words

    def test_one_is_removed_and_the_text_stays(self, citizen):
        write(citizen, small(1), small(2), story="Gelap")
        page = citizen.fill(button="Hapus foto 1", story="Gelap sekali")
        assert citizen.path.startswith("/lapor/")
        assert page.form("/lapor/").values["story"] == "Gelap sekali"
        assert "Foto 2 siap" not in page.words
        assert Attachment.objects.get().width == 202

    def test_removing_one_keeps_the_photo_chosen_meanwhile(self, citizen):
        write(citizen, small(1), story="Gelap")
        page = citizen.fill(small(2), b"rusak", button="Hapus foto 1")
        assert Attachment.objects.get().width == 202
        assert NOT_A_PHOTO in page.words

    def test_more_than_three_are_refused_and_three_stay(self, citizen):
        page = write(citizen, small(1), small(3), small(2), small(4))
        assert page.summary == ["Paling banyak 3 foto. Foto lainnya tidak ikut"]
        assert Attachment.objects.count() == 3
        assert "Sudah 3 foto" in page.words
        assert 'type="file"' not in page.html

    def test_a_fourth_one_later_is_refused(self, citizen):
        write(citizen, small(1), small(2), story="Gelap")
        page = citizen.fill(small(3), small(4))
        assert page.summary[-1] == "Paling banyak 3 foto. Foto lainnya tidak ikut"
        assert Attachment.objects.count() == 3

    def test_the_same_form_twice_adds_nothing_and_complains_about_nothing(self, citizen):
        citizen.open("/lapor/?kategori=lampu-jalan")
        form = citizen.page.form("/lapor/")
        three = [small(1), small(2), small(3)]
        values = citizen.filled(form, story=STORY)
        citizen.send(values, *three, to="/lapor/")
        assert citizen.path == "/lapor/lokasi/"
        citizen.send(values, *three, to="/lapor/")
        assert citizen.path == "/lapor/lokasi/"
        assert Attachment.objects.count() == 3

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("20b_8000x6000_over_20MB.jpg", "Foto terlalu besar. Pilih foto di bawah 15 MB"),
            ("23_bomb_30000x30000_1bit.png", TOO_MANY_PIXELS),
            ("25_lying_header.png", TOO_MANY_PIXELS),
            ("32_empty.jpg", "File ini kosong. Pilih foto lain"),
            ("34_random.jpg", BROKEN),
            ("40_html.jpg", NOT_A_PHOTO),
            ("44_script.svg", NOT_A_PHOTO),
            ("49_executable.jpg", NOT_A_PHOTO),
            ("60_zip_bomb.zip", NOT_A_PHOTO),
        ],
    )
    def test_hostile_files_get_a_clear_sentence(self, citizen, name, words):
        page = write(citizen, files.FILES[name].make(), names=[name])
        assert page.status == 200
        assert page.summary == [f"Foto 1: {words}"]
        assert page.form("/lapor/").values["story"] == STORY
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize("name", ["41_php_in_comment.jpg", "43_jpeg_zip_polyglot.jpg", "05_xmp_gps.jpg"])
    def test_what_hides_in_a_photo_is_not_served(self, citizen, name):
        write(citizen, files.FILES[name].make(), names=["../../etc/passwd"])
        for size in (96, 480, 1600):
            served = citizen.client.get(f"/lapor/foto/{Attachment.objects.get().pk}/{size}/").content
            assert not [secret for secret in files.SECRETS if secret in served]

    def test_a_full_disk_is_said_and_the_text_kept(self, citizen, settings, tmp_path):
        blocked = tmp_path / "media"
        blocked.write_text("a file where the folder should be")
        settings.MEDIA_ROOT = blocked
        page = write(citizen, small(1))
        assert page.summary == ["Foto belum terkirim. Coba lagi atau lanjut tanpa foto ini"]
        assert page.form("/lapor/").values["story"] == STORY


class TestEmergency:
    def test_a_word_brings_the_number_on_the_next_page(self, citizen):
        page = write(citizen, story="Ada kecelakaan di depan SD, tolong cepat")
        assert "Keadaan darurat?" in page.words
        assert "tel:119" in page.links
        assert "tel:113" not in page.links
        assert "tel:112" not in page.links  # not confirmed

    def test_violence_has_its_own_line(self, citizen):
        page = write(citizen, story="Tetangga saya sering kena KDRT, anaknya menangis")
        assert "Anda bisa dibantu sekarang: telepon SAPA 129." in page.words
        assert "Keadaan darurat?" not in page.words.replace(
            "Keadaan darurat? Jangan tunggu jawaban di sini. Telepon nomor", ""
        )

    def test_an_ordinary_story_brings_nothing(self, citizen):
        assert "data-emergency" not in write(citizen).html

    def test_step_1_shows_it_when_opened_again(self, citizen):
        write(citizen, story="Ada kecelakaan di depan SD, tolong cepat")
        html = citizen.open("/lapor/").html
        assert '<div class="box bad" data-emergency>' in html
        assert '<div class="box warn" data-emergency hidden>' in html


class TestDraft:
    def test_reading_the_form_writes_nothing_and_sets_no_draft(self, citizen, rows):
        before = rows()
        citizen.open("/lapor/")
        citizen.open("/lapor/?kategori=lampu-jalan")
        assert rows() == before
        assert "draf" not in citizen.client.cookies

    def test_the_cookie_is_for_the_server_alone(self, citizen):
        write(citizen)
        cookie = citizen.client.cookies["draf"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/lapor/")
        assert cookie["max-age"] == 7 * 24 * 3600

    def test_over_https_the_cookie_never_travels_open(self, portal):
        response = Client().post("/lapor/", {"story": "x"}, secure=True)
        assert response.cookies["draf"]["secure"]

    def test_a_forged_cookie_opens_nothing(self, citizen):
        write(citizen)
        citizen.client.cookies["draf"] = "0" * 32 + citizen.client.cookies["draf"].value[32:]
        page = citizen.open("/lapor/")
        assert page.form("/lapor/").values["story"] == ""

    def test_another_visitor_sees_nothing_of_it(self, citizen, portal):
        write(citizen)
        assert STORY not in Citizen().open("/lapor/").html

    def test_the_database_alone_opens_nothing(self, citizen):
        write(citizen)
        draft = Draft.objects.get()
        assert STORY.encode() not in bytes(draft.cipher)
        assert citizen.client.cookies["draf"].value.split(":")[0].encode() not in bytes(draft.key_digest)

    def test_a_topic_switched_off_is_chosen_again(self, citizen):
        write(citizen)
        Category.objects.filter(code="lampu-jalan").update(is_active=False)
        page = citizen.open("/lapor/lokasi/")
        assert citizen.path == "/lapor/"
        assert "Pilih jenis masalah atau pilih Saya tidak yakin" in page.words
        form = page.form("/lapor/")
        assert form.values["story"] == STORY
        assert "category" not in form.values

    def test_needs_a_token(self, portal):
        assert Client(enforce_csrf_checks=True).post("/lapor/", {"story": STORY}).status_code == 403
        assert not Draft.objects.exists()


@pytest.mark.parametrize(("photos", "queries"), [(0, 4), (3, 4)])
def test_asks_the_database_little(citizen, django_assert_num_queries, photos, queries):
    write(citizen, *[small(n) for n in range(photos)])
    with django_assert_num_queries(queries):
        citizen.client.get("/lapor/")
    with django_assert_num_queries(2):
        Client().get("/lapor/")


def test_a_new_topic_takes_its_own_default_of_publishing():
    from complaints.intake.forms import WhatForm

    content = drafts.Content(category="lampu-jalan", may_publish=True)
    form = WhatForm({"category": "kesehatan"}, {}, topics=[Category(code="kesehatan")], content=content, kept=0)
    assert form.answers(content).may_publish is None
