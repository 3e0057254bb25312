"""P6: number and secret code, for this browser and one day."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from complaints.models import Category, Complaint, Term
from complaints.states import ClockKind, Unit
from tests import factories
from tests.factories import NOW
from tests.intake.citizen import Citizen
from tests.intake.steps import secret, send, ticket, to_send


@pytest.fixture
def clock():
    """A Tuesday at 10.00."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def receipt(clock, citizen):
    to_send(citizen)
    return send(citizen)


def test_shows_number_code_and_what_happens_next(receipt):
    complaint = Complaint.objects.get()
    assert "Laporan Anda sudah diterima" in receipt.words
    assert ticket(receipt) == complaint.tracking_number
    assert "Kode rahasia" in receipt.words
    assert "Jangan berikan kode rahasia kepada orang lain." in receipt.words
    assert "Paling lambat Jumat, 27 November 2026" in receipt.words
    assert "Anda ditanya apakah masalahnya sudah beres." in receipt.words


def test_promises_the_day_of_verification_alone(receipt):
    assert receipt.words.count("Paling lambat") == 1
    assert not re.search(r"\d+ hari kerja", receipt.words)


def test_says_why_it_is_that_day(receipt, citizen):
    assert "Mengapa tanggal ini?" in receipt.words
    ends = "Hari kerja ke-3 berakhir Jumat, 27 November 2026 pukul 16.30 WIB."
    assert ends in receipt.words
    complaint = Complaint.objects.get()
    factories.refer(complaint, factories.make_agency("Dishub"), actor=factories.make_coordinator())
    assert ends in citizen.open("/lapor/selesai/").words, "its clock has stopped, its promise stands"


def test_keeps_its_promise_when_the_case_has_moved_on(receipt, citizen):
    complaint = Complaint.objects.get()
    factories.refer(complaint, factories.make_agency("Dishub"), actor=factories.make_coordinator())
    assert complaint.due_at.day != 27
    assert "Paling lambat Jumat, 27 November 2026" in citizen.open("/lapor/selesai/").words


def test_a_term_in_hours_names_the_hour(clock, citizen):
    Category.objects.filter(code="lampu-jalan").update(term_class="EMERGENCY")
    Term.objects.filter(clock=ClockKind.VERIFICATION, term_class="EMERGENCY").update(amount=2, unit=Unit.HOURS)
    to_send(citizen)
    assert "Paling lambat Selasa, 24 November 2026 pukul 12.00 WIB" in send(citizen).words


def test_the_code_opens_the_case(receipt, citizen):
    stranger = Citizen()
    stranger.open("/lacak/")
    form = next(form for form in stranger.page.forms if "code" in form.values)
    stranger.send(form.values | {"number": ticket(receipt), "code": secret(receipt)}, to="/lacak/")
    assert stranger.path == f"/lacak/{ticket(receipt)}/"


def test_one_press_opens_the_case(receipt, citizen):
    page = citizen.fill(button="Lihat laporan saya")
    assert citizen.path == f"/lacak/{ticket(receipt)}/"
    assert page.status == 200
    assert page.response.wsgi_request.COOKIES.keys() & {"lacak"}


def test_the_code_stands_in_no_address_no_qr_and_no_message(receipt, citizen):
    code = secret(receipt)
    assert not [link for link in receipt.links if code in link or code.replace("-", "") in link]
    whatsapp = next(link for link in receipt.links if link.startswith("https://wa.me/"))
    assert ticket(receipt) in whatsapp
    assert not [path for path in citizen.visited if code in path]
    assert receipt.html.count(code) == 2  # once to read, once for programs


def test_nobody_keeps_the_page(receipt):
    assert receipt.response["Cache-Control"] == "no-store"


def test_the_cookie_holds_a_key_for_this_page_alone(receipt, citizen):
    cookie = citizen.client.cookies["diterima"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/lapor/selesai/", True, "Lax")
    assert cookie["max-age"] == 24 * 3600
    assert ticket(receipt) not in cookie.value
    assert secret(receipt) not in cookie.value


def test_reloads_for_a_day(receipt, citizen, clock):
    clock.move_to(NOW + timedelta(hours=24))
    assert ticket(citizen.open("/lapor/selesai/")) == ticket(receipt)
    clock.move_to(NOW + timedelta(hours=24, seconds=1))
    citizen.open("/lapor/selesai/")
    assert citizen.path == "/lacak/"


@pytest.mark.parametrize("cookie", [None, "forged", "0" * 32 + ":1abcde:" + "A" * 43])
def test_elsewhere_number_and_code_are_asked_for(receipt, cookie):
    client = Client()
    if cookie:
        client.cookies["diterima"] = cookie
    for response in (client.get("/lapor/selesai/"), client.post("/lapor/selesai/")):
        assert (response.status_code, response["Location"]) == (302, "/lacak/")


def test_the_cookie_of_a_draft_is_none_of_a_receipt(citizen, portal):
    to_send(citizen)
    citizen.client.cookies["diterima"] = citizen.client.cookies["draf"].value
    citizen.open("/lapor/selesai/")
    assert citizen.path == "/lacak/"


def test_a_new_code_ends_the_old_receipt(receipt, citizen):
    from complaints.models import Submission

    Submission.objects.update(code_reissued_at=NOW)
    citizen.open("/lapor/selesai/")
    assert citizen.path == "/lacak/"


def test_reading_writes_nothing(receipt, citizen, rows):
    before = rows()
    citizen.open("/lapor/selesai/")
    assert rows() == before


def test_asks_the_database_little(receipt, citizen, django_assert_num_queries):
    with django_assert_num_queries(6):
        citizen.client.get("/lapor/selesai/")


def test_needs_a_token(receipt, citizen):
    assert citizen.client.post("/lapor/selesai/", {}).status_code == 403
