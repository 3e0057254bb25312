"""What a phone hands in by itself: one complaint however often it comes, and an answer the script can act on."""

from datetime import timedelta

import pytest
import time_machine

from complaints import texts, timeline
from complaints.intake import keys
from complaints.models import Category, Complaint, Draft, Submission, Text
from tests.factories import NOW
from tests.intake.phone import ID, WRITTEN, Phone
from tests.intake.steps import STORY, secret, send, ticket, to_send, write
from tests.intake.test_what import small


@pytest.fixture
def phone(portal):
    return Phone()


def test_needs_a_fresh_token(phone):
    assert phone.client.post("/lapor/antrean/", {"id": ID} | WRITTEN).status_code == 403
    assert not Complaint.objects.exists()


class TestWrittenWithoutSignal:
    def test_becomes_one_complaint_of_everything(self, phone):
        photos = [phone.photo(small(n)).json()["photo"] for n in (1, 2)]
        answer = phone.hand_in(photo=photos)
        complaint = Complaint.objects.get()
        assert answer.json() == {
            "number": complaint.tracking_number,
            "words": "",
            "mark": keys.mark(keys.of_phone(ID)),
        }
        assert (complaint.category.code, complaint.village.name) == ("lampu-jalan", "Kota")
        assert texts.read(Text.objects.get(kind="story")) == STORY
        assert [row.width for row in complaint.attachments.all()] == [201, 202]
        assert Submission.objects.get().since == "this_week"
        assert not Draft.objects.exists()

    def test_again_and_again_is_one_complaint(self, phone):
        photo = phone.photo(small(1)).json()["photo"]
        assert phone.photo(small(1)).json()["photo"] == photo  # the answer got lost on the way
        first = phone.hand_in(photo=[photo])
        for _ in range(3):
            assert phone.photo(small(1)).json()["photo"] == photo
            assert phone.hand_in(photo=[photo]).json() == first.json()
        assert Complaint.objects.count() == 1
        assert Complaint.objects.get().attachments.count() == 1
        assert not Draft.objects.exists()

    def test_other_words_under_its_number_change_nothing_and_are_said(self, phone):
        first = phone.hand_in()
        again = phone.hand_in(story=f"{STORY} Dan satu lagi.").json()
        assert again["number"] == first.json()["number"]
        assert again["words"].startswith("Laporan ini sudah terkirim dengan isi lain.")
        assert texts.read(Text.objects.get(kind="story")) == STORY

    def test_is_known_again_when_its_topic_is_gone(self, phone):
        first = phone.hand_in()
        Category.objects.filter(code="lampu-jalan").update(is_active=False)
        assert phone.hand_in().json()["number"] == first.json()["number"]

    def test_what_is_missing_is_said_in_words(self, phone):
        Category.objects.filter(code="lampu-jalan").update(is_active=False)
        answer = phone.hand_in(story="Mati", village=None, contact_choice="tell")
        assert answer.json()["problems"] == [
            "Pilih jenis masalah atau pilih Saya tidak yakin",
            "Tulis sedikit lagi, paling sedikit 10 huruf",
            "Tulis nomor WhatsApp, atau pilih Tanpa nama",
        ]
        assert not Complaint.objects.exists()

    def test_photos_that_are_gone_are_asked_for(self, phone):
        photo = phone.photo(small(1)).json()["photo"]
        Draft.objects.all().delete()
        assert phone.hand_in(photo=[photo]).json() == {"lacks": "photos"}
        phone.photo(small(1))
        assert "number" in phone.hand_in(photo=[photo]).json()

    def test_without_a_place_if_that_is_what_was_said(self, phone):
        assert phone.hand_in(village=None).json() == {"problems": ["Pilih desa atau kelurahan"]}
        assert "number" in phone.hand_in(village=None, no_place="on").json()
        assert Complaint.objects.get().village is None

    @pytest.mark.parametrize("number", ["", "abc", "G" * 32, ID + "0", ID.upper()])
    def test_a_number_that_no_phone_gives_is_nothing(self, phone, number):
        assert phone.hand_in(number).status_code == 400
        assert phone.photo(small(1), number).status_code == 400

    def test_a_number_from_a_phone_is_no_key_of_ours(self, phone, citizen):
        """Who invents a number must never come upon a report whose key was made here."""
        to_send(citizen)
        send(citizen)
        assert keys.of_phone(ID) != ID
        assert phone.hand_in().json()["number"] != Complaint.objects.earliest("pk").tracking_number

    def test_the_clock_starts_when_it_comes_and_the_history_says_when_it_was_written(self, phone):
        with time_machine.travel(NOW, tick=False):
            phone.hand_in(written=(NOW - timedelta(days=3)).isoformat())
        complaint = Complaint.objects.get()
        assert complaint.received_at == NOW
        [filed] = timeline.entries(complaint, for_staff=False)
        assert filed.what == "Laporan Anda kami terima. Ditulis tanpa sinyal pada Sabtu, 21 November 2026"

    @pytest.mark.parametrize(
        "written", ["", "kemarin", "2026-02-31T00:00:00Z", "2026-11-21T09:00:00", "1999-01-01T00:00:00Z"]
    )
    def test_a_time_that_cannot_be_is_left_out(self, phone, written):
        with time_machine.travel(NOW, tick=False):
            phone.hand_in(written=written)
        assert "written" not in Complaint.objects.get().events.get().data

    def test_the_draft_it_began_as_is_forgotten_and_no_other(self, citizen):
        write(citizen, small(1))
        mark = keys.mark(keys.draft_key(citizen.page.response.wsgi_request))
        phone = Phone(citizen.client)
        phone.hand_in("a" * 32, mark="0" * 16)
        assert Draft.objects.count() == 1
        phone.hand_in("b" * 32, mark=mark)
        assert not Draft.objects.exists()
        assert STORY not in citizen.open("/lapor/").text

    def test_the_receipt_opens_for_who_waits_for_it_alone(self, phone):
        phone.hand_in("a" * 32)
        assert phone.client.get("/lapor/selesai/").status_code == 302
        number = phone.hand_in("b" * 32, opens="1").json()["number"]
        assert number in phone.client.get("/lapor/selesai/").text


class TestAfterTheSteps:
    @pytest.fixture
    def form(self, citizen):
        """What the script takes from step 3."""
        to_send(citizen, small(1))
        return citizen.filled(citizen.page.form("/lapor/kirim/"), "Kirim laporan", contact_choice="unnamed")

    def test_by_the_form_and_by_the_script_is_one_complaint(self, citizen, form):
        page = citizen.send(form, to="/lapor/kirim/")
        answer = Phone().post("/lapor/antrean/", form)
        assert (answer.json()["number"], answer.json()["words"]) == (ticket(page), "")
        assert secret(citizen.send(form, to="/lapor/kirim/")) == secret(page)
        assert Complaint.objects.count() == 1

    def test_what_must_be_mended_is_left_to_the_page(self, citizen, form):
        answer = Phone(citizen.client).post("/lapor/antrean/", form | {"contact_choice": "tell"})
        assert answer.json() == {"problems": ["Tulis nomor WhatsApp, atau pilih Tanpa nama"]}
        assert citizen.open("/lapor/kirim/").title.startswith("Periksa dan kirim")

    def test_a_draft_that_is_gone_and_was_never_sent_comes_whole(self, citizen, form):
        Draft.objects.all().delete()
        assert Phone().post("/lapor/antrean/", form).json() == {"gone": True}

    def test_a_draft_that_was_changed_since_is_read_again(self, citizen, form):
        write(citizen, story="Cerita lain yang ditulis di halaman kedua")
        answer = Phone().post("/lapor/antrean/", form)
        assert answer.json()["problems"] == ["Isi laporan berubah sejak Anda membacanya. Periksa lagi, lalu kirim."]
