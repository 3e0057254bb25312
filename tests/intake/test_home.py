"""P1: start or track within one tap."""

from django.test import Client

from complaints.models import Category, Regency
from tests.intake.citizen import Citizen


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


def test_may_be_kept_by_the_reader_alone_and_asks_the_database_twice(portal, django_assert_num_queries):
    with django_assert_num_queries(2):
        response = Client().get("/")
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies.keys() & {"draf", "diterima", "sesi"}


def test_is_read_only(portal):
    assert Client().post("/").status_code == 405
