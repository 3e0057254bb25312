"""The poster of a village or jetty: whose it is to print, what stands on it, and where its code leads."""

import re
from urllib.parse import quote

import pytest
import typst
from django.urls import reverse

from complaints.intake import poster as posters
from complaints.models import Position
from tests import factories
from tests.intake.steps import STORY
from tests.tracking.conftest import words

URL = reverse("intake:poster")
Role = Position.Role


@pytest.fixture
def seliu(portal):
    return factories.make_village("Pulau Seliu")


@pytest.fixture
def drawn(monkeypatch):
    """What the pages give to be drawn."""
    seen = []
    draw = posters.pdf
    monkeypatch.setattr("complaints.intake.views_poster.pdf", lambda poster: seen.append(poster) or draw(poster))
    return seen


class TestWho:
    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
    def test_for_any_place(self, client, seliu, role, drawn):
        client.force_login(factories.make_staff(factories.make_agency("Diskominfo"), role))
        answer = client.get(URL, {"village": seliu.code, "place": " Dermaga  Teluk Gembira "})
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert drawn[0].place == "Desa Pulau Seliu, Dermaga Teluk Gembira"
        assert drawn[0].address.endswith(f"/lapor/?desa={seliu.code}")
        assert "Polisi 110" in drawn[0].emergency
        assert drawn[0].office == ""  # nobody sits there

    def test_who_sits_in_a_village_for_that_one(self, client, seliu, drawn):
        client.force_login(factories.make_staff(factories.make_agency("Kecamatan"), Role.ENTRY, village=seliu))
        assert client.get(URL).context["form"]["village"].value() == seliu.code
        client.get(URL, {"village": seliu.code})
        assert drawn[0].office == "desa"
        elsewhere = factories.make_village("Membalong")
        page = client.get(URL, {"village": elsewhere.code})
        assert "Pilih desa atau kelurahan" in words(page)
        assert len(drawn) == 1

    @pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.INSPECTORATE])
    def test_others_get_404(self, client, seliu, role):
        client.force_login(factories.make_staff(factories.make_agency("Dishub"), role))
        assert client.get(URL).status_code == 404
        assert client.get(URL, {"village": seliu.code}).status_code == 404

    def test_what_does_not_fit_is_said(self, client, seliu):
        client.force_login(factories.make_coordinator())
        page = client.get(URL, {"village": seliu.code, "place": "x" * 41})
        assert page.headers["Content-Type"].startswith("text/html")
        assert "Kurangi" in words(page)


class TestSheet:
    def poster(self, **changed):
        said = {"programme": "BESADU", "place": "Desa Seliu", "address": "https://x.test/lapor/?desa=1", "typed": "x"}
        return posters.Poster(**said | changed)

    def pages(self, pdf: bytes) -> int:
        return len(re.findall(rb"/Type\s*/Page\b", pdf))

    def test_is_one_page_also_with_everything_on_it(self):
        full = self.poster(
            place="Kelurahan Pangkallalang, " + "Dermaga " * 5,
            typed="pengaduan.kabupatendengannamapanjang.go.id/lapor",
            office="kelurahan",
            channels=["WhatsApp 0812-3456-7890", "Telepon 0719-21000"],
            emergency="Polisi 110, Pemadam kebakaran 113, Ambulans 119",
        )
        assert self.pages(posters.pdf(full)) == self.pages(posters.pdf(self.poster())) == 1

    def test_words_are_never_read_as_markup(self, monkeypatch):
        compiled = {}
        real = typst.compile
        monkeypatch.setattr(typst, "compile", lambda *args, **more: compiled.update(more) or real(*args, **more))
        assert posters.pdf(self.poster(place='#panic("x") $ *b* #read("/etc/passwd")')).startswith(b"%PDF")
        assert "panic" in compiled["sys_inputs"]["data"]
        assert compiled["ignore_system_fonts"]


class TestScanned:
    def step_2(self, citizen, code):
        citizen.open(f"/lapor/?kategori=lampu-jalan&desa={quote(code)}")
        page = citizen.fill(story=STORY)
        assert citizen.path == "/lapor/lokasi/"
        return re.findall(r'<option value="([^"]*)" selected', page.html)

    def test_the_village_is_chosen_already(self, citizen, seliu):
        assert self.step_2(citizen, seliu.code) == [seliu.code]

    @pytest.mark.parametrize("code", ["99.99", "x", "\0", "1' OR 1", "9" * 500])
    def test_another_code_is_as_if_there_were_none(self, citizen, seliu, code):
        assert self.step_2(citizen, code) in ([], [""])
