"""P8, the secret door: the inspectorate alone, everything sealed, no trace beside it."""

import re

import pytest
import time_machine
from django.urls import reverse

from complaints import guarantee, texts
from complaints.models import Agency, Agenda, Attachment, Complaint, Draft, Identity, Text
from complaints.states import ClockKind
from tests import factories, worlds
from tests.factories import NOW
from tests.intake.citizen import Citizen
from tests.intake.steps import secret, ticket
from tests.uploads import files
from tests.worlds import all_kept

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {
    "story": "Bendahara meminta uang tiga juta supaya berkas saya ditandatangani.",
    "accused": "Bendahara Sukarno bertubuh tinggi",
    "when": "Jumat kemarin sehabis sembahyang",
    "where": "Ruang belakang gudang arsip",
    "contact_choice": "unnamed",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    return worlds.make_office()


@pytest.fixture
def door(office, citizen) -> Citizen:
    citizen.open("/lapor/rahasia/")
    return citizen


def press(door, *photos, **answers):
    return door.fill(*photos, button="Kirim laporan", **{**TOLD, **answers})


def test_is_the_inspectorates_from_the_first_moment(door):
    page = press(door, files.plain())
    assert page.title.startswith("Laporan Anda sudah diterima")
    complaint = Complaint.objects.get()
    assert ticket(page) == complaint.tracking_number
    assert secret(page)
    assert "Mengapa tanggal ini?" in page.words
    assert "Inspektorat" not in page.words
    assert complaint.owner.duty == Agency.Duty.INSPECTORATE
    assert complaint.access_class == Complaint.AccessClass.PROTECTED
    assert [clock.kind for clock in complaint.clocks.all()] == [ClockKind.VERIFICATION]
    assert not complaint.submission.may_publish
    assert complaint.village is None
    assert complaint.place.latitude is None
    assert not Identity.objects.exists()
    all_kept(NOW)


def test_everything_is_kept_as_written_and_sealed(door):
    press(door, files.plain())
    complaint = Complaint.objects.get()
    assert texts.stories([complaint])[complaint.pk] == f"{TOLD['story']}\n\nKapan: {TOLD['when']}"
    assert texts.read(Text.objects.get(kind="accused")) == TOLD["accused"]
    assert texts.landmark(complaint) == TOLD["where"]
    assert not Text.objects.filter(plain__isnull=False).exists()
    assert Attachment.objects.get().is_sealed
    assert not Draft.objects.exists()


def test_the_sekdas_office_owns_what_is_about_the_inspectorate(door):
    accused = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
    press(door, agency=str(accused.pk))
    complaint = Complaint.objects.get()
    assert complaint.excluded_agency == accused
    assert complaint.owner.duty == Agency.Duty.ARBITER
    assert list(guarantee.beyond_constraints(NOW)) == []


def test_the_agenda_has_a_series_of_its_own(door):
    factories.make_complaint()
    press(door)
    door.open("/lapor/rahasia/")
    press(door)
    factories.make_complaint()
    rows = Agenda.objects.order_by("complaint").values_list("series", "number")
    assert list(rows) == [("general", 1), ("protected", 1), ("protected", 2), ("general", 2)]


def test_an_error_keeps_what_was_typed_but_not_the_photos(door):
    page = press(door, files.plain(), story="pendek", accused="x" * 201)
    assert not Complaint.objects.exists()
    assert "Tulis sedikit lagi, paling sedikit 10 huruf" in page.words
    assert "Tulisan terlalu panjang. Kurangi 1 huruf" in page.words
    assert "Foto tidak ikut tersimpan. Pilih lagi fotonya" in page.words
    assert page.form("/lapor/rahasia/").values["where"] == TOLD["where"]
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()


def test_another_way_to_be_told_without_a_script(door):
    page = door.fill(button="Pakai e-mail", **{**TOLD, "contact_choice": "tell"})
    assert page.form("/lapor/rahasia/").values["story"] == TOLD["story"]
    page = door.fill(button="Kirim laporan", contact="sari@contoh.test")
    assert page.title.startswith("Laporan Anda sudah diterima")
    assert Identity.objects.count() == 1


def test_a_contact_is_asked_as_in_step_3(door):
    page = press(door, contact_choice="tell", contact="")
    assert "Tulis nomor WhatsApp, atau pilih Tanpa nama" in page.words


def test_an_agency_that_is_not_on_the_list(door):
    page = press(door, agency="999999")
    assert "Pilih instansi dari daftar" in page.words
    assert not Complaint.objects.exists()


def test_sent_twice_it_is_one_complaint(door):
    form = dict(door.page.form("/lapor/rahasia/").values) | TOLD
    first = door.client.post("/lapor/rahasia/", form)
    again = door.client.post("/lapor/rahasia/", form)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Complaint.objects.count() == 1
    other = door.client.post("/lapor/rahasia/", form | {"where": "Tempat lain"})
    assert "Laporan ini sudah terkirim dengan isi lain." in other.content.decode()
    assert Complaint.objects.count() == 1


def test_pages_are_kept_nowhere_and_say_nothing(door):
    page = door.open("/lapor/rahasia/")
    assert page.response["Cache-Control"] == "no-store"
    assert page.title.startswith("Lapor ·")
    assert page.response["Referrer-Policy"] == "same-origin"
    assert 'rel="noreferrer noopener" data-quick-exit' in page.html
    receipt = press(door)
    assert "rahasia ·" not in receipt.title
    for words in (TOLD["story"], "Inspektorat", "wa.me"):
        assert words not in receipt.html


def test_the_reporters_pages_show_no_word_of_it_in_title_or_print(door):
    press(door)
    page = door.fill(button="Lihat laporan saya")
    number = Complaint.objects.get().tracking_number
    assert "<h1>Laporan Anda</h1>" in page.html
    assert "data-quick-exit" in page.html
    assert TOLD["story"] in page.words
    printed = door.open(f"/lacak/{number}/cetak/")
    assert TOLD["story"] not in printed.html
    assert TOLD["where"] not in printed.html


def test_where_the_door_is_found(office, citizen):
    for address in ("/lapor/", reverse("pages:help")):
        assert "/lapor/rahasia/" in citizen.open(address).html


def test_others_pages_are_the_same_with_and_without_one(office, citizen, client):
    def seen():
        pages = []
        for person in (office.coordinator, office.liaison):
            client.force_login(person)
            pages += [client.get(path).content for path in ("/petugas/", "/petugas/?v=semua")]
        client.logout()
        pages += [client.get(path).content for path in ("/", "/lapor/", "/siap/")]
        # The token against forged forms is masked anew on every page, and a new draft has a key of its own.
        return [
            re.sub(rb'(name="(csrfmiddlewaretoken|key)" value|data-(key|mark))="[^"]+"', b"", page) for page in pages
        ]

    before = seen()
    citizen.open("/lapor/rahasia/")
    press(citizen)
    number = Complaint.objects.get().tracking_number
    assert seen() == before
    for person in (office.coordinator, office.liaison):
        client.force_login(person)
        assert client.get(f"/petugas/laporan/{number}/").status_code == 404
