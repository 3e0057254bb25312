"""GPS to village: the test points of the domain data, the shore, and nonsense."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from complaints import villages
from complaints.villages import village_at

with (Path(__file__).parent / "titik_uji.csv").open(encoding="utf-8") as file:
    POINTS = list(csv.DictReader(file))


def test_the_points_are_all_there():
    assert Counter(point["jenis"] for point in POINTS) == {"inside": 49, "inside-random": 49, "outside": 10}
    assert len({point["kode_desa_diharapkan"] for point in POINTS}) == 49 + 1  # and none


@pytest.mark.parametrize("point", POINTS, ids=[f"{p['nama']} {p['lat']}" for p in POINTS])
def test_test_points(point):
    assert village_at(float(point["lat"]), float(point["lng"])) == (point["kode_desa_diharapkan"] or None)


def test_the_centre_of_every_village_is_in_it():
    rows = json.loads((villages.REFERENCE / "belitung" / "villages.json").read_text(encoding="utf-8"))
    assert {row["code"]: village_at(row["latitude"], row["longitude"]) for row in rows} == {
        row["code"]: row["code"] for row in rows
    }
    assert len(rows) == 49


def test_no_place_is_in_two_villages():
    """A grid of about a kilometre over the whole regency."""
    outlines = villages.outlines()
    grid = [(-3.36 + row * 0.01, 107.1 + column * 0.01) for row in range(85) for column in range(90)]
    owners = [sum(any(villages._inside(part, x, y) for part in outline.parts) for outline in outlines) for y, x in grid]
    assert set(owners) == {0, 1}
    assert sum(owners) > 1500


@pytest.mark.parametrize(("metres", "in_reach"), [(50, True), (249.9, True), (250.1, False), (2000, False)])
def test_a_jetty_belongs_to_the_shore_it_stands_on(metres, in_reach):
    """From the westernmost point of Pulau Seliu straight into the sea."""
    seliu = next(o for o in villages.outlines() if o.code == "19.02.02.2009")
    latitude = next(y for part in seliu.parts for ring in part for x, y in ring if x == seliu.west)
    degrees = metres / (villages.METRES_PER_DEGREE * 0.99842)  # cos(3.22 degrees)
    assert village_at(latitude, seliu.west - degrees) == ("19.02.02.2009" if in_reach else None)


@pytest.mark.parametrize("point", [(float("nan"), 107.6), (-2.7, float("inf")), (90.0, 180.0), (-90.0, -180.0)])
def test_nonsense_is_outside(point):
    assert village_at(*point) is None


def test_a_hole_is_not_inside():
    square = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    hole = [(1, 1), (3, 1), (3, 3), (1, 3), (1, 1)]
    assert villages._inside([square, hole], 0.5, 0.5)
    assert not villages._inside([square, hole], 2, 2)


def test_metres():
    assert villages.metres((-2.74, 107.64), (-2.74, 107.64)) == 0
    assert villages.metres((-2.74, 107.64), (-2.742, 107.64)) == pytest.approx(222, abs=1)
    # Degrees of longitude are shorter there.
    assert villages.metres((-60, 10), (-60, 10.002)) == pytest.approx(111, abs=1)


def test_degrees_of_a_length_are_that_far():
    north, east = villages.degrees(100, -2.74)
    assert villages.metres((-2.74, 107.64), (-2.74 + north, 107.64)) == pytest.approx(100, abs=0.1)
    assert villages.metres((-2.74, 107.64), (-2.74, 107.64 + east)) == pytest.approx(100, abs=0.1)
