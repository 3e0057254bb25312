"""P10: what anybody finds among the published reports, and what nobody finds."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Attachment, Category, Complaint, District, Publication, Village
from complaints.numbers import check_character
from complaints.publication import listing
from tests import factories
from tests.factories import NOW
from tests.publication.shown import hidden, shown

URL = "/laporan/"
MAIN = re.compile("<main.*</main>", re.DOTALL)
DAY = timedelta(days=1)


def titles(client, query="", **more):
    response = client.get(URL + query, more or None)
    assert response.status_code == 200
    return [card["title"] for card in response.context["cards"]]


@pytest.mark.django_db
class TestCards:
    def test_tell_what_was_checked_and_nothing_else(self, client):
        shown(answer="Sudah kami ganti." * 30, supporters=7, pictures=(Attachment.Purpose.REPORT,), now=NOW - 3 * DAY)
        page = client.get(URL)
        told = page.text
        for words in ["Lampu jalan mati", "Diterima", "Desa Aik Rayak", "3 hari lalu", "7 dukungan", "Petugas BESADU"]:
            assert words in told, words
        assert "Jawaban: Sudah kami ganti." in told
        assert 'width="96" height="48"' in told or 'loading="lazy"' in told
        assert "Rahasia" not in told
        assert "Anda sudah" not in told

    def test_nobody_sees_what_is_not_published(self, client):
        factories.make_complaint()
        hidden(shown())
        assert titles(client) == []

    def test_an_empty_list_says_why(self, client, regency):
        assert "Belum ada laporan yang ditampilkan." in client.get(URL).text
        shown()
        page = client.get(URL, {"q": "jembatan"})
        assert "Tidak ada laporan yang cocok." in page.text
        assert "Hapus saringan" in page.text


@pytest.mark.django_db
class TestFilters:
    @pytest.fixture(autouse=True)
    def two(self, regency):
        """One that is looked for, and another one that differs in everything."""
        dlh = factories.make_agency("DLH")
        rubbish = factories.make_category("sampah", dlh, name="Sampah")
        far = District.objects.create(code="19.02.04", name="Sijuk")
        village = factories.make_village("Air Saga")
        Village.objects.filter(pk=village.pk).update(district=far)
        self.other = shown(title="Sampah menumpuk", category=rubbish, village=village.code, now=NOW - 40 * DAY)
        self.lamp = shown(title="Lampu mati", now=NOW - DAY)
        factories.refer(self.other, dlh, actor=factories.make_coordinator())

    @pytest.mark.parametrize(
        "query",
        ["?kategori=sampah", "?tempat=19.02.04", "?status=diteruskan", "?instansi=DLH", "?q=menumpuk", "?urut=terlama"],
    )
    def test_each_finds_its_own(self, client, query):
        assert titles(client, query)[0] == "Sampah menumpuk"
        assert len(titles(client, query)) == (2 if "urut" in query else 1)

    def test_a_village_a_time_and_all_together(self, client):
        assert titles(client, tempat=self.other.village.code) == ["Sampah menumpuk"]
        assert titles(client, waktu="7") == ["Lampu mati"]
        assert titles(client, kategori="sampah", waktu="7") == []
        assert titles(client, kategori="sampah", status="diteruskan", q="sampah") == ["Sampah menumpuk"]

    def test_a_topic_finds_what_was_sorted_below_it(self, client):
        below = factories.make_category("tps", name="TPS", form_order=None, topic=self.other.category)
        Complaint.objects.filter(pk=self.lamp.pk).update(category=below)
        assert titles(client, kategori="sampah") == ["Lampu mati", "Sampah menumpuk"]

    def test_the_form_says_what_is_chosen(self, client):
        page = client.get(URL, {"kategori": "sampah", "waktu": "30", "q": "bau"})
        assert "Saring (2)" in " ".join(page.text.split())
        assert '<option value="sampah" selected>' in page.text
        assert 'value="bau"' in page.text

    def test_the_form_follows_the_reference_data(self, client):
        assert ">Sampah</option>" in client.get(URL).text
        Category.objects.filter(code="sampah").update(name="Sampah & bau")
        page = client.get(URL, {"kategori": "sampah"})
        assert page.text.count('<option value="sampah" selected>Sampah &amp; bau</option>') == 1
        assert page.text.count(" selected>") == 1

    @pytest.mark.parametrize(
        "query",
        [
            "?kategori=x&tempat=x&status=x&instansi=x&waktu=x&urut=x",
            "?sesudah=x&kategori=%00&tempat=%00",
            "?waktu=-1&sebelum=99999999999999999999-1",
            "?urut=dukungan&sesudah=99999999999999999-99999999999999999",
            "?status=%F0%9F%98%80&kategori=" + "a" * 5000,
        ],
    )
    def test_bad_values_are_harmless(self, client, query):
        assert len(titles(client, query)) in (0, 2)

    def test_most_supported_first(self, client):
        Publication.objects.filter(pk=self.other.pk).update(supporters=3)
        assert titles(client, urut="dukungan") == ["Sampah menumpuk", "Lampu mati"]
        assert titles(client) == ["Lampu mati", "Sampah menumpuk"]


@pytest.mark.django_db
class TestNumbers:
    def test_typed_sloppily_lead_to_the_page(self, client):
        case = shown()
        typed = case.tracking_number.lower().replace("-", " ")
        response = client.get(URL, {"q": typed})
        assert response["Location"] == f"/laporan/{case.tracking_number}/"

    def test_of_what_was_hidden_too(self, client):
        case = hidden(shown())
        assert client.get(URL, {"q": case.tracking_number})["Location"] == f"/laporan/{case.tracking_number}/"

    def test_of_what_was_never_published_and_what_does_not_exist_are_told_alike(self, client):
        real = factories.make_complaint().tracking_number
        invented = f"BLT-7K4M-2QXD-{check_character('7K4M2QXD')}"
        answers = []
        for number in (real, invented):
            response = client.get(URL, {"q": number})
            assert response.status_code == 200
            answers.append(MAIN.search(response.text)[0].replace(number, "N"))
        assert answers[0] == answers[1]
        assert "Laporan N tidak ada di sini." in answers[0]


@pytest.mark.django_db
class TestPages:
    def test_by_cursor_each_report_once(self, client, monkeypatch):
        monkeypatch.setattr(listing, "ROWS", 2)
        for number in range(5):
            shown(title=f"Laporan {number}", now=NOW - number * DAY, supporters=number % 2)
        for order in listing.ORDERS:
            seen, url = [], f"{URL}?urut={order}&q=laporan"
            while url:
                page = client.get(url)
                seen += [card["title"] for card in page.context["cards"]]
                url, back = page.context["older_url"], page.context["newer_url"]
            assert len(seen) == len(set(seen)) == 5, order
            assert len(client.get(back).context["cards"]) == 2

    def test_ask_the_database_as_often_for_one_as_for_many(self, client):
        def asked(query=""):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(URL + query).status_code == 200
            return len(captured)

        shown(answer="Sudah.", pictures=(Attachment.Purpose.REPORT,))
        one, words = asked(), asked("?q=lampu")
        for _number in range(19):
            shown(answer="Sudah.", pictures=(Attachment.Purpose.REPORT,))
        assert (asked(), asked("?q=lampu")) == (one, words)
        assert one <= 7

    def test_the_reader_alone_keeps_it_and_finds_the_feed(self, client):
        page = client.get(URL, {"status": "dijawab"})
        assert page["Cache-Control"] == "private, no-cache"
        assert (
            '<link rel="alternate" type="application/atom+xml" href="/laporan/umpan.atom?status=dijawab"' in page.text
        )
        assert "noindex" not in page.text
        assert page.cookies.keys() <= {"csrf"}
