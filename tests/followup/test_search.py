"""Staff find their cases by number, words, places and words that resemble; nothing of others is found or named."""

import pytest
from django.db import connection
from django.urls import reverse

from complaints.followup import saved_views, vocabulary
from complaints.models import Complaint, LaporReference, Synonym, Village
from tests import factories

from .conftest import address, statements
from .test_queue import make, shown

SEARCH = reverse("followup:search")


def look(client, typed, **more):
    response = client.get(SEARCH, {"q": typed, **more})
    assert response.status_code == 200
    return response


def test_a_number_of_any_sort_opens_the_case(client, case, officer):
    LaporReference.objects.create(complaint=case, number="7654321", direction="from")
    for typed in (case.tracking_number.lower(), "#7654321", str(case.agenda)):
        assert client.get(SEARCH, {"q": typed}).headers.get("Location") == address("case", case), typed
    client.force_login(factories.make_staff(factories.make_agency("DLH")))
    for typed in (case.tracking_number, "7654321"):
        assert shown(look(client, typed)) == []


def test_words_of_ones_own_cases_alone(client, case, officer):
    dlh = factories.make_agency("DLH")
    other = factories.make_complaint(story="Lampu taman kota padam.", category=case.category)
    factories.refer(other, dlh, actor=case.coordinator)
    closed = make(case, story="Lampu taman pasar padam.")
    assert shown(look(client, "lampu taman")) == [closed.tracking_number]
    Complaint.objects.filter(pk=closed.pk).update(excluded_person=officer)
    assert shown(look(client, "lampu taman")) == []
    client.force_login(case.coordinator)
    assert shown(look(client, "taman padam")) == [closed.tracking_number, other.tracking_number]
    client.force_login(factories.make_staff(factories.coordination(), "administrator"))
    assert client.get(SEARCH).status_code == 404


def test_places_by_any_name_lead_to_the_queue(client, case, officer):
    Village.objects.filter(pk=case.village_id).update(aliases=["Air Rayak"])
    for typed in ("aik rayak", "AIR RAYAK", "airray"):
        assert f"/petugas/?v=semua&amp;tempat={case.village.code}" in look(client, typed).text
    assert f"tempat={case.village.district.code}" in look(client, "tanjungpandan").text
    assert look(client, "ai").context["places"] == []


def test_words_of_the_dialect_are_those_of_the_office(client, case, officer):
    Synonym.objects.create(word="aik", meaning="air")
    one = make(case, story="Aik di rumah kamek keruh.")
    two = make(case, story="Air PDAM keruh sejak kemarin.")
    for typed in ("aik keruh", "air keruh"):
        assert shown(look(client, typed)) == [two.tracking_number, one.tracking_number]


@pytest.fixture
def common(case):
    """A word that stands in many cases of the agency, and one that stands in many of another."""
    dlh = factories.make_agency("DLH")
    for _ in range(vocabulary.COMMON):
        make(case, story="Jembatan kayu lapuk.")
        factories.refer(
            factories.make_complaint(category=case.category, story="Sukarnowati menimbun."), dlh, actor=case.coordinator
        )
    make(case, story="Menara tunggal.")
    vocabulary.gather()
    return case


def test_a_mistyped_word_is_understood_and_said(client, common, officer):
    page = look(client, "jembtan kayu")
    assert len(page.context["rows"]) == vocabulary.COMMON
    assert "Termasuk kata yang mirip: jembatan." in page.text
    assert len(look(client, "jebmatan").context["rows"]) == vocabulary.COMMON
    assert shown(look(client, "jembtan", mirip="1")) == shown(page)


def test_a_word_of_few_cases_or_of_others_is_not_named(client, common, officer):
    assert vocabulary.near("menaar") == []
    assert vocabulary.near("sukarnowatti") == ["sukarnowati"]
    page = look(client, "sukarnowatti").text
    assert "sukarnowati" not in page.replace("sukarnowatti", "")
    assert "Tidak ada laporan Anda yang cocok." in page


def test_pages_go_on_with_the_words(client, common, officer, monkeypatch):
    monkeypatch.setattr(saved_views, "ROWS", 2)
    found, url = [], f"{SEARCH}?q=jembatan"
    while url:
        page = client.get(url)
        found += shown(page)
        url = page.context["older_url"]
    assert len(set(found)) == len(found) == vocabulary.COMMON


def test_one_hit_and_many_cost_the_same(client, case, officer):
    _page, few = statements(client, f"{SEARCH}?q=lampu")
    for _ in range(4):
        make(case)
    page, many = statements(client, f"{SEARCH}?q=lampu")
    assert len(page.context["rows"]) == 5
    assert len(few) == len(many) <= 16
    assert not [sql for sql in many if " OFFSET " in sql]


def test_the_nearness_of_words():
    far = {
        ("jembtan", "jembatan"): 1,
        ("smapah", "sampah"): 1,
        ("lampuu", "lampu"): 1,
        ("rusak", "rumah"): 2,
        ("lampu", "lampu"): 0,
        ("jalan", "selokan"): 3,
    }
    assert {pair: vocabulary.distance(*pair, 2) for pair in far} == far
    assert vocabulary.distance("abcdef", "uvwxyz", 1) == 2


def test_without_pg_trgm_the_same_is_understood(client, common, officer):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS desk_vocabulary")
    assert vocabulary.near("jembtan") == ["jembatan"]


def test_gathering_again_forgets_what_is_gone(common):
    before = vocabulary.gather()
    assert vocabulary.gather() == before > 0
