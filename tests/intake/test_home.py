"""P1: start or track within one tap."""

from datetime import timedelta

import time_machine
from django.test import Client

from complaints.figures import operations as figures
from complaints.models import Attachment, Category, Complaint, PublishedPhoto, Regency
from tests import factories
from tests.factories import NOW
from tests.intake.citizen import Citizen
from tests.publication.shown import shown

DONE = {"status": "resolved", "submitted_because": None, "waits_for": None, "due_at": None, "next_effect_at": None}


def test_two_ways_and_a_tile_for_each_topic(citizen):
    page = citizen.open("/")
    assert "Ada masalah layanan di sekitar Anda? Sampaikan di sini." in page.words
    assert {"/lapor/", "/lacak/"} <= set(page.links)
    tiles = [link for link in page.links if "?kategori=" in link]
    assert tiles == ["/lapor/?kategori=lampu-jalan", "/lapor/?kategori=kesehatan", "/lapor/?kategori=pungli"]


def test_a_tile_leads_to_its_topic(citizen):
    page = citizen.open("/lapor/?kategori=kesehatan")
    assert page.form("/lapor/").values["category"] == "kesehatan"


def test_a_topic_that_is_off_has_no_tile(citizen):
    Category.objects.filter(code="kesehatan").update(is_active=False)
    assert "/lapor/?kategori=kesehatan" not in citizen.open("/").links


def test_only_confirmed_numbers_and_channels_are_shown(citizen):
    Regency.objects.update(
        channels=[
            {"name": "WhatsApp", "value": "0812 3456 7890", "hours": "Senin–Jumat pukul 08.00–16.00"},
            {"name": "Telepon", "value": "0719 21234", "hours": "", "unconfirmed": True},
            {"name": "Loket", "value": "", "hours": "Senin–Jumat"},
        ]
    )
    page = citizen.open("/")
    assert "https://wa.me/6281234567890" in page.links
    assert "Senin–Jumat pukul 08.00–16.00" in page.words
    assert "0719 21234" not in page.words
    assert "Loket" not in page.words
    assert [link for link in page.links if link.startswith("tel:")] == ["tel:110", "tel:113", "tel:119", "tel:129"]


def test_without_reference_data_the_two_ways_are_there(db):
    page = Citizen().open("/")
    assert page.status == 200
    assert {"/lapor/", "/lacak/"} <= set(page.links)


def test_what_was_done_last_stands_here_with_the_photo_after_the_work(citizen):
    assert "Belum ada laporan selesai. Jadilah yang pertama melapor." in citizen.open("/").words
    purposes = (Attachment.Purpose.REPORT, Attachment.Purpose.RESULT)
    done = [shown(title=f"Laporan {number}", pictures=purposes) for number in range(4)]
    for number, case in enumerate(done):
        Complaint.objects.filter(pk=case.pk).update(**DONE, closed_at=NOW + timedelta(days=number))
    shown(title="Belum selesai")
    page = citizen.open("/")
    links = [link for link in page.links if link.startswith("/laporan/BLT")]
    assert links == [f"/laporan/{case.tracking_number}/" for case in reversed(done[1:])]
    assert "selesai Jumat, 27 November 2026" in page.words
    results = PublishedPhoto.objects.filter(attachment__purpose=Attachment.Purpose.RESULT)
    results = results.filter(publication__in=[case.pk for case in done[1:]])
    assert {image.split("/")[4] for image in page.images} == {photo.key for photo in results}


@time_machine.travel(NOW, tick=False)
def test_shows_figures_once_there_are_enough_and_their_time_when_they_are_old(citizen, portal):
    topic = Category.objects.get(code="lampu-jalan")
    for _ in range(4):
        factories.make_complaint(category=topic, no_place=True)
    figures.tally(NOW)
    assert "30 hari terakhir" not in citizen.open("/").words
    factories.make_complaint(category=topic, no_place=True)
    figures.tally(NOW)
    words = citizen.open("/").words
    assert "30 hari terakhir" in words
    assert "5 laporan masuk" in words
    assert "data belum cukup waktu jawab tengah" in words
    assert "Dihitung" not in words
    figures.tally(NOW - timedelta(hours=25))
    assert "Dihitung Senin, 23 November 2026 pukul 09.00 WIB." in citizen.open("/").words


def test_may_be_kept_by_the_reader_alone_and_asks_the_database_few_times(portal, django_assert_num_queries):
    figures.tally(NOW)
    with django_assert_num_queries(5):
        response = Client().get("/")
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies.keys() & {"draf", "diterima", "sesi"}


def test_is_read_only(portal):
    assert Client().post("/").status_code == 405
