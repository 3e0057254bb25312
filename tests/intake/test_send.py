"""Step 3: checked, sent once, however often the form comes."""

from datetime import timedelta

import pytest
import time_machine

from complaints import identity, texts
from complaints.intake import drafts
from complaints.models import Attachment, Category, Complaint, Draft, Event, Identity, Place, Submission, Text, Village
from tests.factories import NOW
from tests.intake.citizen import Citizen
from tests.intake.steps import KOTA, STORY, send, ticket, to_send, write
from tests.intake.test_what import small

CHANGED = "Isi laporan berubah sejak Anda membacanya. Periksa lagi, lalu kirim."


def text(kind) -> str:
    return texts.read(Text.objects.get(kind=kind))


class TestSending:
    def test_makes_one_complaint_of_everything_that_was_written(self, citizen):
        to_send(citizen, small(1), small(2), since="this_week")
        page = send(citizen, may_publish="on")
        complaint = Complaint.objects.get()
        assert citizen.path == "/lapor/selesai/"
        assert ticket(page) == complaint.tracking_number
        assert (text("story"), text("landmark")) == (STORY, "Depan SDN 5")
        assert (complaint.category.code, complaint.village.code) == ("lampu-jalan", KOTA)
        submission = Submission.objects.get()
        assert (submission.channel, submission.since, submission.may_publish) == ("web", "this_week", True)
        assert [row.width for row in complaint.attachments.all()] == [201, 202]
        assert Event.objects.filter(complaint=complaint).count() == 1
        assert not Draft.objects.exists()

    def test_the_point_of_the_phone_stays_with_it(self, citizen):
        write(citizen)
        citizen.fill(button="Lanjut", latitude="-2.7411", longitude="107.6353", accuracy="18")
        send(citizen)
        place = Place.objects.get()
        assert (place.latitude, place.longitude, place.accuracy, place.landmark) == (-2.7411, 107.6353, 18, None)

    def test_without_a_place_nothing_of_it_is_kept(self, citizen):
        write(citizen)
        citizen.fill(
            button="Masalah ini tidak punya tempat",
            village=KOTA,
            landmark="Depan SDN 5",
            latitude="-2.7411",
            longitude="107.6353",
            accuracy="18",
        )
        send(citizen)
        assert Complaint.objects.get().village is None
        assert not Place.objects.exists()

    def test_the_next_report_begins_empty_with_a_fresh_key(self, citizen):
        to_send(citizen)
        before = citizen.client.cookies["draf"].value
        send(citizen)
        assert citizen.open("/lapor/").form("/lapor/").values["story"] == ""
        to_send(citizen)
        assert citizen.client.cookies["draf"].value != before
        send(citizen)
        assert Complaint.objects.count() == 2


class TestContact:
    def test_unnamed_stores_no_identity(self, citizen):
        to_send(citizen)
        send(citizen, contact="0812 3456 7890", name="Bu Siti")
        assert not Identity.objects.exists()
        assert Event.objects.get().data["named"] is False

    @pytest.mark.parametrize(
        ("kind", "typed", "stored"),
        [
            ("whatsapp", "0812 3456 7890", ("whatsapp", "+6281234567890")),
            ("phone", "+62 812-3456-7890", ("phone", "+6281234567890")),
            ("email", "Siti@Contoh.test", ("email", "siti@contoh.test")),
            ("whatsapp", "siti@contoh.test", ("email", "siti@contoh.test")),
        ],
    )
    def test_one_way_to_be_told_is_kept_sealed(self, citizen, kind, typed, stored):
        to_send(citizen)
        send(citizen, contact_choice="tell", contact_kind=kind, contact=typed, name="Bu Siti")
        assert identity.read(Complaint.objects.get()) == identity.Reporter("Bu Siti", *stored)
        assert b"Siti" not in bytes(Identity.objects.get().cipher)

    def test_the_same_number_is_recognised_by_whatsapp_and_by_phone(self, citizen):
        for kind in ("whatsapp", "phone"):
            to_send(citizen)
            send(citizen, contact_choice="tell", contact_kind=kind, contact="0812 3456 7890")
        assert len({bytes(row.contact_digest) for row in Identity.objects.all()}) == 1

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"contact": ""}, "Tulis nomor WhatsApp, atau pilih Tanpa nama"),
            ({"contact": "0812"}, "Nomor WhatsApp terlalu pendek. Periksa lagi"),
            ({"contact": "+65 8123 4567"}, "Pakai nomor HP Indonesia, atau pilih e-mail"),
            ({"contact": "tanya saja"}, "Tulis nomor HP dengan angka saja, atau alamat e-mail"),
            ({"contact": "", "contact_kind": "phone"}, "Tulis nomor telepon, atau pilih Tanpa nama"),
            ({"contact": "", "contact_kind": "email"}, "Tulis alamat e-mail, atau pilih Tanpa nama"),
            ({"contact": "siti", "contact_kind": "email"}, "Periksa lagi alamat e-mail. Contoh: nama@contoh.com"),
            ({"contact": "0812 3456 7890", "name": "x" * 61}, "Tulisan terlalu panjang. Kurangi 1 huruf"),
            ({"contact_choice": None}, "Pilih Ya, kabari saya atau Tanpa nama"),
            ({"contact_choice": "rahasia"}, "Pilih Ya, kabari saya atau Tanpa nama"),
        ],
    )
    def test_says_what_to_do_and_keeps_what_was_typed(self, citizen, answers, words):
        to_send(citizen)
        given = {"contact_choice": "tell", "contact_kind": "whatsapp", "name": "Bu Siti", "may_publish": None} | answers
        page = send(citizen, **given)
        assert page.summary == [words]
        assert page.title.startswith("Ada yang perlu diperbaiki: ")
        values = page.form("/lapor/kirim/").values
        for name in ("contact", "name"):
            assert values[name] == given.get(name, "")
        assert "may_publish" not in values
        assert not Complaint.objects.exists()
        assert STORY in page.words

    @pytest.mark.parametrize(
        ("button", "label"),
        [("Pakai e-mail", "Alamat e-mail"), ("Pakai telepon atau SMS", "Nomor telepon")],
    )
    def test_another_way_is_one_press_that_keeps_the_rest(self, citizen, button, label):
        to_send(citizen)
        assert "Nomor WhatsApp" in citizen.page.words
        page = citizen.fill(button=button, contact_choice="tell", contact="0812", name="Bu Siti", may_publish=None)
        assert citizen.path == "/lapor/kirim/"
        assert label in page.words
        values = page.form("/lapor/kirim/").values
        assert (values["contact"], values["name"]) == ("0812", "Bu Siti")
        assert "may_publish" not in values
        assert not page.summary


class TestPublishing:
    @pytest.mark.parametrize(("topic", "default"), [("lampu-jalan", True), ("kesehatan", False)])
    def test_the_topic_decides_what_is_proposed(self, citizen, topic, default):
        page = to_send(citizen, category=topic)
        assert ("may_publish" in page.form("/lapor/kirim/").values) is default
        send(citizen)
        assert Submission.objects.get().may_publish is default

    @pytest.mark.parametrize("flag", ["supervisory_hint", "never_public", "sensitive"])
    def test_what_is_never_public_is_not_offered(self, citizen, flag):
        Category.objects.filter(code="kesehatan").update(**{flag: True}, publish_default=True)
        page = to_send(citizen, category="kesehatan")
        assert "may_publish" not in page.form("/lapor/kirim/").choices
        assert "Laporan jenis ini tidak pernah ditampilkan untuk warga lain." in page.words
        send(citizen, may_publish="on")
        assert Submission.objects.get().may_publish is False

    def test_the_choice_is_taken(self, citizen):
        to_send(citizen)
        send(citizen, may_publish=None)
        assert Submission.objects.get().may_publish is False


class TestChecking:
    def test_shows_everything_that_will_be_sent(self, citizen):
        page = to_send(citizen, small(1), since="this_week")
        for words in ("Lampu jalan", STORY, "Minggu ini", "Kelurahan Kota, Tanjungpandan", "Depan SDN 5"):
            assert words in page.words
        assert len(page.images) == 1

    @pytest.mark.parametrize(
        ("button", "path"),
        [
            ("Ubah cerita", "/lapor/"),
            ("Ubah foto", "/lapor/"),
            ("Ubah tempat", "/lapor/lokasi/"),
            ("Kembali", "/lapor/lokasi/"),
        ],
    )
    def test_a_line_is_changed_without_losing_the_others(self, citizen, button, path):
        to_send(citizen, small(1))
        typed = {"contact_choice": "tell", "contact": "0812 3456 7890", "name": "Bu Siti", "may_publish": None}
        citizen.fill(button=button, **typed)
        assert citizen.path == path
        values = citizen.page.form(path).values
        assert values.get("story", STORY) == STORY
        assert values.get("village", KOTA) == KOTA
        if path == "/lapor/":
            citizen.fill(story=STORY + " Tolong.")
        page = citizen.fill(button="Lanjut")
        assert citizen.path == "/lapor/kirim/"
        values = page.form("/lapor/kirim/").values
        assert {name: values.get(name) for name in typed} == typed
        citizen.fill(button="Kirim laporan")
        assert identity.read(Complaint.objects.get()).name == "Bu Siti"

    def test_who_wants_no_name_leaves_none_in_the_draft(self, citizen):
        to_send(citizen)
        page = citizen.fill(button="Ubah tempat", contact_choice="unnamed", contact="0812 3456 7890", name="Bu Siti")
        page = citizen.fill(button="Lanjut")
        values = page.form("/lapor/kirim/").values
        assert (values["contact_choice"], values["contact"], values["name"]) == ("unnamed", "", "")

    def test_enter_sends_and_changes_nothing(self, citizen):
        assert to_send(citizen).form("/lapor/kirim/").buttons[0] == ("", "", "Kirim laporan")

    def test_a_number_in_the_story_is_pointed_out(self, citizen):
        hint = "Di cerita Anda ada nomor yang mirip NIK atau nomor HP. Hapus kalau tidak perlu."
        assert hint in to_send(citizen, story="NIK saya 1902-0112-3456-7890, lampu mati").words
        assert hint not in to_send(citizen, story="Lampu mati sejak 12 November 2026 pukul 18.30").words

    def test_without_a_draft_it_leads_to_step_1(self, citizen):
        citizen.open("/lapor/kirim/")
        assert citizen.path == "/lapor/"

    def test_without_a_place_it_leads_to_step_2(self, citizen):
        write(citizen)
        page = citizen.open("/lapor/kirim/")
        assert citizen.path == "/lapor/lokasi/"
        assert "Pilih desa atau kelurahan" in page.words

    def test_reading_writes_nothing(self, citizen, rows):
        to_send(citizen)
        before = rows()
        citizen.open("/lapor/kirim/")
        assert rows() == before

    @pytest.mark.parametrize("photos", [0, 3])
    def test_asks_the_database_little(self, citizen, django_assert_num_queries, photos):
        to_send(citizen, *[small(n) for n in range(photos)])
        with django_assert_num_queries(4):
            citizen.client.get("/lapor/kirim/")

    def test_needs_a_token(self, citizen):
        to_send(citizen)
        values = citizen.page.form("/lapor/kirim/").values | {"csrfmiddlewaretoken": "x" * 64}
        assert citizen.client.post("/lapor/kirim/", values).status_code == 403
        assert not Complaint.objects.exists()


class TestMeanwhile:
    def test_a_story_changed_in_another_page_is_read_again(self, citizen):
        to_send(citizen)
        form = citizen.filled(
            citizen.page.form("/lapor/kirim/"), "Kirim laporan", contact_choice="tell", contact="0812 3456 7890"
        )
        write(citizen, story="Cerita yang baru, lampunya sekarang dua.")
        page = citizen.send(form, to="/lapor/kirim/")
        assert page.summary == [CHANGED]
        assert "Cerita yang baru, lampunya sekarang dua." in page.words
        assert page.form("/lapor/kirim/").values["contact"] == "0812 3456 7890"
        assert not Complaint.objects.exists()
        citizen.fill(button="Kirim laporan")
        assert text("story") == "Cerita yang baru, lampunya sekarang dua."

    def test_a_photo_added_in_another_page_is_looked_at_again(self, citizen):
        to_send(citizen)
        form = citizen.filled(citizen.page.form("/lapor/kirim/"), "Kirim laporan", contact_choice="unnamed")
        write(citizen, small(1))
        assert citizen.send(form, to="/lapor/kirim/").summary == [CHANGED]

    def test_a_topic_switched_off_is_chosen_again_and_nothing_lost(self, citizen):
        to_send(citizen, small(1))
        Category.objects.filter(code="lampu-jalan").update(is_active=False)
        page = send(citizen, contact_choice="tell", contact="0812 3456 7890", name="Bu Siti")
        assert citizen.path == "/lapor/"
        assert "Pilih jenis masalah atau pilih Saya tidak yakin" in page.words
        assert page.form("/lapor/").values["story"] == STORY
        citizen.fill(category="kesehatan")
        page = citizen.fill(button="Lanjut")
        values = page.form("/lapor/kirim/").values
        assert (values["contact"], values["name"]) == ("0812 3456 7890", "Bu Siti")
        assert len(page.images) == 1

    def test_a_village_taken_away_is_chosen_again(self, citizen):
        to_send(citizen)
        Village.objects.filter(code=KOTA).delete()
        page = send(citizen)
        assert citizen.path == "/lapor/lokasi/"
        assert "Pilih desa atau kelurahan" in page.words

    def test_a_draft_that_is_gone_is_said_and_step_3_kept(self, citizen):
        to_send(citizen)
        Draft.objects.all().delete()
        page = send(citizen, contact_choice="tell", contact="0812 3456 7890", name="Bu Siti", may_publish=None)
        assert citizen.path == "/lapor/"
        assert "Draf Anda tidak kami temukan lagi. Tulis sekali lagi." in page.words
        citizen.fill(category="lampu-jalan", story=STORY)
        page = citizen.fill(button="Lanjut", village=KOTA)
        values = page.form("/lapor/kirim/").values
        assert (values["contact"], values["name"]) == ("0812 3456 7890", "Bu Siti")

    def test_a_draft_kept_too_long_is_gone(self, citizen):
        with time_machine.travel(NOW, tick=False):
            to_send(citizen)
            drafts.purge(now=NOW + timedelta(days=7, seconds=1))
            assert not Draft.objects.exists()
            assert not Attachment.objects.exists()
            page = send(citizen)
            assert "Draf Anda tidak kami temukan lagi. Tulis sekali lagi." in page.words

    def test_a_stranger_with_a_forged_key_gets_nothing(self, citizen, portal):
        to_send(citizen)
        values = citizen.page.form("/lapor/kirim/").values
        stranger = Citizen()
        stranger.open("/lapor/")
        token = stranger.page.form("/lapor/").values["csrfmiddlewaretoken"]
        forged = values | {"csrfmiddlewaretoken": token, "key": "forged", "contact_choice": "unnamed"}
        stranger.send(forged, to="/lapor/kirim/")
        assert stranger.path == "/lapor/"
        assert not Complaint.objects.exists()
