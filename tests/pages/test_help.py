"""How to report, what belongs here, who else helps."""

import pytest
from django.test import Client

from complaints.models import Agency, Category, Regency
from tests import factories

URL = "/bantuan/cara-melapor/"


@pytest.fixture
def page(db):
    factories.make_regency()
    factories.make_category("lampu-jalan", name="Lampu jalan")
    factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL, hotline="123")
    factories.make_agency("Balai Jalan", kind=Agency.Kind.EXTERNAL)
    return Client().get(URL).content.decode()


def test_explains_the_three_steps_and_what_follows(page):
    for words in ("Cara melapor", "Tulis apa yang terjadi", "Simpan nomor dan kode rahasia", "Anda yang menilai"):
        assert words in page
    assert "paling besar 15 MB" in page


def test_names_what_belongs_here_and_who_else_can_be_called(page):
    assert "<li>Lampu jalan</li>" in page
    assert '<a href="tel:123">123</a>' in page
    assert "Balai Jalan" not in page  # without a number there is nothing to press


def test_what_is_switched_off_is_not_promised(db):
    factories.make_regency()
    factories.make_category("lampu-jalan", name="Lampu jalan", is_active=False)
    assert "Lampu jalan" not in Client().get(URL).content.decode()
    assert Category.objects.exists()


def test_an_unconfirmed_emergency_number_is_not_shown(page):
    assert "tel:112" not in page
    Regency.objects.update(emergency_numbers=[{"name": "Darurat", "number": "112", "unconfirmed": False}])
    assert "tel:112" in Client().get(URL).content.decode()


def test_may_be_kept_by_the_reader_and_is_there_before_any_data(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        response = Client().get(URL)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")
