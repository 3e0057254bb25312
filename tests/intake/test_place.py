"""Step 2: where. A village, or a point of the phone, or no place at all."""

import pytest
from django.http import HttpRequest

from complaints.intake import drafts, keys
from complaints.models import Village
from tests.intake.steps import KOTA, STORY, write

INSIDE = {"latitude": "-2.7411", "longitude": "107.6353"}  # in Kelurahan Kota, by the outlines
OUTSIDE = {"latitude": "-6.1754", "longitude": "106.8272"}  # Jakarta


@pytest.fixture
def at_place(citizen):
    write(citizen)
    assert citizen.path == "/lapor/lokasi/"
    return citizen


def kept(citizen) -> drafts.Content:
    """Return the draft of this citizen, as the server keeps it."""
    request = HttpRequest()
    request.COOKIES = {name: cookie.value for name, cookie in citizen.client.cookies.items()}
    return drafts.read(keys.draft_key(request))


def test_a_village_leads_on(at_place):
    page = at_place.fill(button="Lanjut", village=KOTA, landmark=" Depan SDN 5 ")
    assert at_place.path == "/lapor/kirim/"
    assert "Kelurahan Kota, Tanjungpandan" in page.words
    assert kept(at_place).landmark == "Depan SDN 5"


def test_offers_villages_by_district(at_place):
    html = at_place.page.html
    assert '<optgroup label="Tanjungpandan">' in html
    codes = at_place.page.form("/lapor/lokasi/").choices["village"]
    assert len(codes) == 1 + Village.objects.count()


def test_a_place_is_asked_for_where_the_topic_needs_one(at_place):
    page = at_place.fill(button="Lanjut", landmark="Depan SDN 5")
    assert page.summary == ["Pilih desa atau kelurahan"]
    assert page.title.startswith("Ada yang perlu diperbaiki: ")
    assert page.form("/lapor/lokasi/").values["landmark"] == "Depan SDN 5"
    assert at_place.open("/lapor/lokasi/").form("/lapor/lokasi/").values["landmark"] == "Depan SDN 5"


@pytest.mark.parametrize("village", ["19.99.99.9999", "\x00", "'; DROP TABLE"])
def test_a_village_that_is_not_offered_is_not_taken(at_place, village):
    page = at_place.fill(button="Lanjut", village=village)
    assert page.summary == ["Pilih desa atau kelurahan"]
    assert kept(at_place).village == ""


def test_elsewhere_a_place_may_be_left_out(citizen):
    write(citizen, category="kesehatan")
    citizen.fill(button="Lanjut")
    assert citizen.path == "/lapor/kirim/"
    assert "Tidak diisi" in citizen.page.words


def test_no_place_is_a_choice_that_loses_nothing(at_place):
    page = at_place.fill(button="Masalah ini tidak punya tempat", landmark="Depan SDN 5")
    assert at_place.path == "/lapor/kirim/"
    assert "Masalah ini tidak punya tempat" in page.words
    assert "Depan SDN 5" not in page.words
    page = at_place.open("/lapor/lokasi/")
    assert "Anda memilih: masalah ini tidak punya tempat." in page.words
    assert page.form("/lapor/lokasi/").values["landmark"] == "Depan SDN 5"
    at_place.fill(button="Lanjut")
    assert at_place.path == "/lapor/kirim/"
    assert kept(at_place).no_place
    at_place.open("/lapor/lokasi/")
    at_place.fill(button="Lanjut", village=KOTA)
    assert not kept(at_place).no_place


def test_no_place_lets_a_village_chosen_before_go(at_place):
    at_place.fill(button="Masalah ini tidak punya tempat", village=KOTA, **INSIDE, accuracy="18", landmark="x" * 300)
    assert at_place.path == "/lapor/kirim/"
    content = kept(at_place)
    assert (content.village, content.latitude, content.landmark) == ("", None, "x" * 300)


def test_going_back_keeps_what_was_typed(at_place):
    at_place.fill(button="Kembali", village=KOTA, landmark="Depan SDN 5")
    assert at_place.path == "/lapor/"
    values = at_place.open("/lapor/lokasi/").form("/lapor/lokasi/").values
    assert (values["village"], values["landmark"]) == (KOTA, "Depan SDN 5")


def test_enter_goes_on(at_place):
    """Enter presses the first button of a form."""
    assert at_place.page.form("/lapor/lokasi/").buttons[0] == ("", "", "Lanjut")


def test_a_landmark_has_a_limit(at_place):
    page = at_place.fill(button="Lanjut", village=KOTA, landmark="x" * 212)
    assert page.summary == ["Tulisan terlalu panjang. Kurangi 12 huruf"]
    values = page.form("/lapor/lokasi/").values
    assert (values["village"], values["landmark"]) == (KOTA, "x" * 212)
    # Not by the back door either.
    at_place.open("/lapor/kirim/")
    assert at_place.path == "/lapor/lokasi/"


class TestPoint:
    def test_finds_the_village(self, at_place):
        page = at_place.fill(button="Lanjut", **INSIDE, accuracy="18")
        assert at_place.path == "/lapor/kirim/"
        assert "Kelurahan Kota, Tanjungpandan" in page.words
        assert "tepat sekitar 18 meter" in page.words
        content = kept(at_place)
        assert (content.latitude, content.longitude, content.accuracy) == (-2.7411, 107.6353, 18)

    def test_comes_back_with_the_form(self, at_place):
        at_place.fill(button="Lanjut", **INSIDE, accuracy="18")
        values = at_place.open("/lapor/lokasi/").form("/lapor/lokasi/").values
        assert {name: values[name] for name in INSIDE} == INSIDE
        assert (values["accuracy"], values["village"]) == ("18", KOTA)

    def test_beside_a_chosen_village_the_village_counts(self, at_place):
        other = Village.objects.get(name="Aik Rayak")
        at_place.fill(button="Lanjut", village=other.code, **INSIDE, accuracy="18")
        assert kept(at_place).village == other.code

    def test_that_is_vague_names_the_village_only(self, at_place):
        at_place.fill(button="Lanjut", **INSIDE, accuracy="2500")
        content = kept(at_place)
        assert (content.village, content.latitude, content.accuracy) == (KOTA, None, None)

    def test_out_of_the_regency_is_said_and_the_text_kept(self, at_place):
        page = at_place.fill(button="Lanjut", landmark="Depan SDN 5", **OUTSIDE, accuracy="18")
        assert page.summary == ["Titik ini di luar Kabupaten Belitung. Pilih desa, atau laporkan ke SP4N-LAPOR!."]
        assert page.form("/lapor/lokasi/").values["landmark"] == "Depan SDN 5"
        assert kept(at_place).latitude is None

    def test_out_of_the_regency_beside_a_village_is_left_out(self, at_place):
        at_place.fill(button="Lanjut", village=KOTA, **OUTSIDE, accuracy="18")
        assert at_place.path == "/lapor/kirim/"
        assert kept(at_place).latitude is None

    @pytest.mark.parametrize(
        "point",
        [
            {"latitude": "nan", "longitude": "107.6", "accuracy": "5"},
            {"latitude": "-2.7", "longitude": "inf", "accuracy": "5"},
            {"latitude": "91", "longitude": "107.6", "accuracy": "5"},
            {"latitude": "-2.7", "longitude": "107.6", "accuracy": ""},
            {"latitude": "-2.7", "longitude": "107.6", "accuracy": "-1"},
            {"latitude": "\x00", "longitude": "'", "accuracy": "9" * 400},
        ],
    )
    def test_that_is_none_is_as_if_it_were_not_there(self, at_place, point):
        assert at_place.fill(button="Lanjut", **point).summary == ["Pilih desa atau kelurahan"]
        at_place.fill(button="Lanjut", village=KOTA, **point)
        assert at_place.path == "/lapor/kirim/"
        assert kept(at_place).latitude is None


class TestWay:
    def test_without_a_draft_it_leads_to_step_1(self, citizen):
        citizen.open("/lapor/lokasi/")
        assert citizen.path == "/lapor/"

    def test_with_an_unfinished_step_1_it_leads_back(self, citizen):
        write(citizen, story="Gelap")
        page = citizen.open("/lapor/lokasi/")
        assert citizen.path == "/lapor/"
        assert "Tulis sedikit lagi, paling sedikit 10 huruf" in page.words

    def test_a_draft_that_is_gone_is_said(self, citizen, now):
        write(citizen)
        drafts.Draft.objects.all().delete()
        page = citizen.open("/lapor/lokasi/")
        assert citizen.path == "/lapor/"
        assert "Draf Anda tidak kami temukan lagi. Tulis sekali lagi." in page.words

    def test_reading_writes_nothing(self, at_place, rows):
        before = rows()
        at_place.open("/lapor/lokasi/")
        assert rows() == before
        assert kept(at_place).story == STORY

    def test_asks_the_database_little(self, at_place, django_assert_num_queries):
        with django_assert_num_queries(4):
            at_place.client.get("/lapor/lokasi/")
