"""Which village the phone is in, for the script of step 2."""

from django.test import Client

URL = "/lapor/lokasi/cari/"
INSIDE = {"latitude": "-2.7411", "longitude": "107.6353", "accuracy": "18.4"}


def test_names_the_village_and_its_district(portal, rows):
    before = rows()
    response = Client().post(URL, INSIDE)
    assert response.json() == {"village": "19.02.01.1001", "name": "Kelurahan Kota", "district": "Tanjungpandan"}
    assert response["Cache-Control"] == "no-store"
    assert rows() == before


def test_outside_says_so(portal):
    response = Client().post(URL, {"latitude": "-6.1754", "longitude": "106.8272", "accuracy": "18"})
    assert response.json() == {
        "outside": "Titik ini di luar Kabupaten Belitung. Pilih desa, atau laporkan ke SP4N-LAPOR!."
    }


def test_what_is_no_point_is_refused_in_words(portal):
    for wrong in ({}, INSIDE | {"latitude": "nan"}, INSIDE | {"accuracy": "\x00"}):
        response = Client().post(URL, wrong)
        assert response.status_code == 400
        assert response.json() == {"outside": "Lokasi belum didapat. Pilih desa di bawah."}


def test_a_point_never_stands_in_an_address(portal):
    assert Client().get(URL, INSIDE).status_code == 405


def test_needs_a_token(portal):
    assert Client(enforce_csrf_checks=True).post(URL, INSIDE).status_code == 403
