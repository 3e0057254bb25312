"""life.md 5: the same form twice, in parallel or after a timeout, gives one complaint and the same receipt."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from complaints.models import Attachment, Complaint, Draft
from tests.factories import NOW
from tests.intake.citizen import Citizen
from tests.intake.steps import KOTA, STORY, secret, send, ticket, to_send, write
from tests.intake.test_send import text
from tests.intake.test_what import small

OTHER_BODY = (
    "Laporan ini sudah terkirim dengan isi lain. Tambahkan keterangan lewat Lacak laporan, atau buat laporan baru."
)


class TestRepeats:
    @pytest.fixture
    def form(self, citizen):
        """The last form as the browser holds it, ready to be sent any number of times."""
        to_send(citizen, small(1))
        page_form = citizen.page.form("/lapor/kirim/")
        return citizen.filled(page_form, "Kirim laporan", contact_choice="tell", contact="0812 3456 7890")

    def test_twice_is_one_complaint_and_one_receipt(self, citizen, form):
        first = citizen.send(form, to="/lapor/kirim/")
        second = citizen.send(form, to="/lapor/kirim/")
        assert (ticket(first), secret(first)) == (ticket(second), secret(second))
        assert Complaint.objects.count() == 1

    def test_after_the_answer_got_lost(self, citizen, form):
        """The server has sent it, the phone knows nothing of it: the cookies are as before."""
        before = {name: cookie.value for name, cookie in citizen.client.cookies.items()}
        first = citizen.send(form, to="/lapor/kirim/")
        again = Citizen()
        again.client.cookies.load(before)
        assert ticket(again.send(form, to="/lapor/kirim/")) == ticket(first)
        assert Complaint.objects.count() == 1

    def test_who_looks_after_the_answer_got_lost_sees_the_receipt(self, citizen, form):
        before = {name: cookie.value for name, cookie in citizen.client.cookies.items()}
        first = citizen.send(form, to="/lapor/kirim/")
        for path in ("/lapor/", "/lapor/lokasi/", "/lapor/kirim/"):
            again = Citizen()
            again.client.cookies.load(before)
            assert ticket(again.open(path)) == ticket(first)
            again.open("/lapor/")
            assert again.path == "/lapor/"

    def test_who_writes_after_the_answer_got_lost_begins_a_new_report(self, citizen, form):
        citizen.open("/lapor/")
        step_1 = citizen.filled(citizen.page.form("/lapor/"), story="Laporan kedua yang lain sekali")
        before = {name: cookie.value for name, cookie in citizen.client.cookies.items()}
        citizen.send(form, to="/lapor/kirim/")
        citizen.client.cookies.load(before)
        citizen.send(step_1, to="/lapor/")
        citizen.fill(button="Lanjut", village=KOTA)
        send(citizen)
        assert Complaint.objects.count() == 2

    def test_without_any_cookie_of_the_report(self, citizen, form):
        first = citizen.send(form, to="/lapor/kirim/")
        for name in ("draf", "diterima"):
            citizen.client.cookies.pop(name, None)
        assert ticket(citizen.send(form, to="/lapor/kirim/")) == ticket(first)

    @pytest.mark.parametrize("key", ["", "forged", "0" * 32 + ":" + "A" * 43])
    def test_without_a_key_in_the_form_the_cookie_serves(self, citizen, form, key):
        citizen.send(form | {"key": key}, to="/lapor/kirim/")
        assert citizen.path == "/lapor/selesai/"
        assert Complaint.objects.count() == 1

    def test_a_page_kept_open_beside_a_newer_draft_sends_its_own(self, citizen, form):
        citizen.client.cookies.pop("draf")
        write(citizen, story="Draf lain yang masih ditulis")
        citizen.send(form, to="/lapor/kirim/")
        assert text("story") == STORY
        assert citizen.open("/lapor/").form("/lapor/").values["story"] == "Draf lain yang masih ditulis"

    def test_with_another_contact_is_refused_and_the_text_kept(self, citizen, form):
        first = citizen.send(form, to="/lapor/kirim/")
        page = citizen.send(form | {"contact": "0813 9999 8888", "name": "Bu Siti"}, to="/lapor/kirim/")
        assert page.summary == [OTHER_BODY]
        assert "0813 9999 8888" in page.words
        assert "Bu Siti" in page.words
        assert Complaint.objects.count() == 1
        assert ticket(citizen.open("/lapor/selesai/")) == ticket(first)

    def test_with_a_wrong_contact_it_says_so_and_the_receipt_is_near(self, citizen, form):
        citizen.send(form, to="/lapor/kirim/")
        page = citizen.send(form | {"contact": "08"}, to="/lapor/kirim/")
        assert page.summary == ["Nomor WhatsApp terlalu pendek. Periksa lagi"]
        assert "/lapor/selesai/" in page.links

    def test_changing_a_line_of_what_was_sent_shows_the_receipt(self, citizen, form):
        first = citizen.send(form, to="/lapor/kirim/")
        assert ticket(citizen.send(form | {"change": "what"}, to="/lapor/kirim/")) == ticket(first)

    def test_is_answered_for_seven_days(self, citizen, form):
        with time_machine.travel(NOW, tick=False):
            # Signed by the clock of the test, as the cookies are.
            to_send(citizen)
            form = citizen.filled(citizen.page.form("/lapor/kirim/"), "Kirim laporan", contact_choice="unnamed")
            first = citizen.send(form, to="/lapor/kirim/")
        with time_machine.travel(NOW + timedelta(days=7), tick=False):
            assert ticket(citizen.send(form, to="/lapor/kirim/")) == ticket(first)
        with time_machine.travel(NOW + timedelta(days=7, seconds=1), tick=False):
            page = citizen.send(form, to="/lapor/kirim/")
            assert page.summary == ["Laporan ini sudah terkirim. Lihat dengan nomor laporan dan kode rahasia Anda."]
        assert Complaint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one_complaint(portal):
    citizen = Citizen()
    to_send(citizen, small(1))
    form = citizen.filled(
        citizen.page.form("/lapor/kirim/"), "Kirim laporan", contact_choice="tell", contact="0812 3456 7890"
    )
    cookies = {name: cookie.value for name, cookie in citizen.client.cookies.items()}
    gate, answers = threading.Barrier(20), []

    def post():
        client = Client(enforce_csrf_checks=True)
        client.cookies.load(cookies)
        gate.wait()
        try:
            response = client.post("/lapor/kirim/", form)
            receipt = client.get(response["Location"]) if response.status_code == 302 else response
            answers.append((response.status_code, response.get("Location"), receipt.content.decode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer[:2] for answer in answers} == {(302, "/lapor/selesai/")}
    number = Complaint.objects.get().tracking_number
    assert len(answers) == 20
    assert all(f'data-ticket="{number}"' in page for _status, _location, page in answers)
    assert not Draft.objects.exists()
    assert Attachment.objects.count() == 1
