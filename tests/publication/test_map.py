"""P13: the map is drawn from the outlines, its numbers are those of the table, and nothing closed is on it."""

import json
import re

import pytest
from django.utils import timezone

from complaints import villages
from complaints.figures import operations as figures
from complaints.models import Complaint, District, Village
from complaints.publication import outlines
from tests import factories

URL = "/peta/"


@pytest.fixture
def places(db):
    """The districts and villages of the reference data."""
    folder = villages.REFERENCE / "belitung"
    districts = {}
    for row in json.loads((folder / "districts.json").read_text(encoding="utf-8")):
        districts[row["code"]] = District.objects.create(code=row["code"], name=row["name"])
    for row in json.loads((folder / "villages.json").read_text(encoding="utf-8")):
        Village.objects.create(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            district=districts[row["code"][:8]],
            latitude=row["latitude"],
            longitude=row["longitude"],
        )


def filed(village: str, n: int, **fields) -> None:
    row = Village.objects.get(name=village)
    for _ in range(n):
        factories.make_complaint(village=row.code, **fields)
    figures.tally(timezone.now())


class TestOutlines:
    def test_every_village_is_drawn_and_small(self):
        drawn = outlines.drawing(frozenset(one.code for one in villages.outlines()))
        assert len(drawn.paths) == 49
        step = r"-?\d+[ -]\d+"
        ring = rf"M\d+ \d+l{step}(?: ?{step})+z"
        assert all(re.fullmatch(f"(?:{ring})+", path) for path in drawn.paths.values())
        assert sum(map(len, drawn.paths.values())) < 12_000

    def test_a_point_lies_where_its_village_is_drawn(self):
        """The first point of an outline, found again in the path."""
        one = next(outline for outline in villages.outlines() if len(outline.parts) == 1)
        drawn = outlines.drawing(frozenset([one.code]))
        longitude, latitude = one.parts[0][0][0]
        x, y = drawn.at(latitude, longitude)
        assert drawn.paths[one.code].startswith(f"M{x} {y}l")

    def test_the_corners_are_inside(self):
        shown = villages.outlines()
        drawn = outlines.drawing(frozenset(one.code for one in shown))
        for one in shown:
            for latitude, longitude in ((one.south, one.west), (one.north, one.east)):
                x, y = drawn.at(latitude, longitude)
                assert 0 < x < outlines.WIDTH
                assert 0 < y < drawn.height

    def test_without_outlines_there_is_no_drawing(self):
        assert outlines.drawing(frozenset(["99.99.99.9999"])) is None


class TestPage:
    def test_counts_each_district_and_links_to_it(self, client, places):
        filed("Aik Rayak", 3)
        page = client.get(URL)
        assert page.status_code == 200
        assert 'aria-label="Tanjungpandan, 3 laporan terbuka"' in page.text
        assert "3 laporan belum selesai" in page.text
        assert len(re.findall(r'<circle cx="\d+" cy="\d+" r="\d\d"', page.text)) == District.objects.count() == 5
        assert page.context["map"].total == 3

    def test_a_district_shows_its_villages(self, client, places):
        filed("Aik Rayak", 2)
        code = District.objects.get(name="Tanjungpandan").code
        page = client.get(URL, {"tempat": code})
        rows = {row.name: row.n for row in page.context["map"].rows}
        assert rows["Desa Aik Rayak"] == 2
        assert len(rows) == 16
        village = Village.objects.get(name="Aik Rayak")
        assert f"/laporan/?tempat={village.code}" in page.text
        assert page.text.count('class="n4"') == 1

    def test_without_outlines_the_table_says_it_alone(self, client, db):
        filed_here = factories.make_village()
        factories.make_complaint(village=filed_here.code)
        District.objects.update(code="99.99.99")
        Village.objects.update(code="99.99.99.9999")
        figures.tally(timezone.now())
        page = client.get(URL)
        assert page.context["map"].shapes == []
        assert 'class="peta"' not in page.text
        assert page.context["map"].total == 1

    def test_what_is_no_district_is_not_there(self, client, places):
        for code in ("19.02.01.1001", "x" * 500, "\0"):
            assert client.get(URL, {"tempat": code}).status_code == 404

    def test_what_is_handled_apart_is_not_on_it(self, client, places):
        filed("Aik Rayak", 1)
        complaint = Complaint.objects.get()
        agency = factories.make_agency("DSPPPA", handles_sensitive=True)
        sensitive = {"category": complaint.category, "term_class": "SENSITIVE"}
        factories.refer(complaint, agency, actor=factories.make_coordinator(), **sensitive)
        assert complaint.access_class == "sensitive"
        figures.tally(timezone.now())
        assert client.get(URL).context["map"].total == 0

    def test_asks_the_same_for_one_and_for_many(self, client, places, django_assert_num_queries):
        filed("Aik Rayak", 1)
        client.get(URL)
        with django_assert_num_queries(3) as one:
            client.get(URL)
        filed("Sijuk", 3)
        with django_assert_num_queries(len(one)):
            client.get(URL)
