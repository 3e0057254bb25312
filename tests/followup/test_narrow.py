"""What a view is narrowed by: all in the address, for every filter, in any order, at a constant price."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints.followup import filters, operations
from complaints.models import SavedFilter
from tests import factories
from tests.factories import NOW

from .conftest import statements
from .test_queue import QUEUE, make, see, shown

NARROW = reverse("followup:narrow")


@pytest.fixture
def several(case):
    """Of Dishub and of DLH, in two villages, in several states."""
    badau, dlh = factories.make_village("Badau"), factories.make_agency("DLH")
    waste = factories.make_category("sampah", agency=dlh, name="Sampah")
    far = make(case, village=badau.code)
    other = factories.make_complaint(category=waste, village=badau.code)
    factories.refer(other, dlh, actor=case.coordinator)
    taken = make(case, now=NOW - timedelta(days=4))
    operations.assign(taken.pk, to=case.liaison, actor=case.liaison, now=NOW)
    asked = make(case, now=NOW - timedelta(days=10))
    operations.ask(asked.pk, question="Di mana tepatnya?", actor=case.liaison, now=NOW)
    return {"first": case, "far": far, "other": other, "taken": taken, "asked": asked}


def found(client, several, query):
    names = {case.tracking_number: name for name, case in several.items()}
    return {names[number] for number in shown(see(client, f"?{query}"))}


EVERY = {"first", "far", "other", "taken", "asked"}
FOUND = {
    "v=semua&kat=sampah": {"other"},
    "v=semua&tempat={badau}": {"far", "other"},
    "v=semua&tempat={district}": {"first", "far", "other"},  # the others say no place
    "v=semua&status=dikerjakan": {"taken"},
    "v=semua&instansi=DLH": {"other"},
    "v=semua&petugas=belum": EVERY - {"taken"},
    "v=semua&petugas={liaison}": {"taken"},
    "v=semua&masuk=7": EVERY - {"asked"},
    "v=semua&batas=terlambat": set(),
    "v=semua&batas=pekan": {"taken"},
    "v=semua&tempat={badau}&instansi=DLH": {"other"},
    "tempat={badau}": {"far", "other"},
    "v=semua&status=apa&kat=%00&petugas=x&instansi=%27": EVERY,
    "v=semua&kat=tidak-ada": set(),
}


def test_each_filter_alone_and_together(client, several, case):
    client.force_login(case.coordinator)
    badau = several["far"].village
    known = {"badau": badau.code, "district": badau.district.code, "liaison": case.liaison.pk}
    assert {query: found(client, several, query.format(**known)) for query in FOUND} == FOUND


def test_nothing_of_others_is_found_by_any_filter(client, several, officer):
    for query in ("instansi=DLH", "kat=sampah", "status=diteruskan", "masuk=365"):
        assert several["other"].tracking_number not in shown(see(client, f"?v=semua&{query}"))


@pytest.mark.parametrize(
    ("order", "key", "reverse_"),
    [
        ("batas", lambda c: (c.due_at, c.pk), False),
        ("batas-jauh", lambda c: (c.due_at, c.pk), True),
        ("terbaru", lambda c: (c.received_at, c.pk), True),
        ("terlama", lambda c: (c.received_at, c.pk), False),
    ],
)
def test_sorted_as_the_address_says(client, several, officer, order, key, reverse_):
    cases = {several[name] for name in ("first", "far", "taken")}
    for one in cases:
        one.refresh_from_db()
    response = see(client, f"?v=jawaban&urut={order}")
    assert shown(response) == [c.tracking_number for c in sorted(cases, key=key, reverse=reverse_)]
    assert 'aria-sort="descending"' in response.text if reverse_ else 'aria-sort="ascending"' in response.text


def test_every_chip_takes_one_filter_away_and_the_form_begins_with_all(client, several, case):
    client.force_login(case.coordinator)
    query = "v=semua&kat=sampah&instansi=DLH&urut=terlama"
    page = see(client, f"?{query}")
    assert [str(chip["label"]) for chip in page.context["chips"]] == ["Sampah", "DLH"]
    assert page.context["chips"][0]["url"] == f"{QUEUE}?v=semua&instansi=DLH&urut=terlama"
    form = client.get(f"{NARROW}?{query}").context["form"]
    assert {name: field.initial for name, field in form.fields.items() if field.initial} == {
        "v": "semua",
        "kat": "sampah",
        "instansi": "DLH",
        "urut": "terlama",
    }
    assert "Tidak ada laporan yang cocok." in see(client, "?v=semua&kat=sampah&status=selesai").text


def test_the_pages_of_a_narrowed_view_keep_its_filters(client, several, case, monkeypatch):
    monkeypatch.setattr("complaints.followup.saved_views.ROWS", 1)
    client.force_login(case.coordinator)
    badau = several["far"].village.code
    first = see(client, f"?v=semua&tempat={badau}")
    second = client.get(first.context["older_url"])
    assert shown(first) + shown(second) == [several["other"].tracking_number, several["far"].tracking_number]
    assert second.context["older_url"] is None


def test_who_sees_one_agency_is_not_asked_which(client, case, officer):
    fields = client.get(NARROW).context["form"].fields
    assert "instansi" not in fields
    assert (str(officer.pk), officer.full_name) in fields["petugas"].choices
    client.force_login(case.coordinator)
    fields = client.get(NARROW).context["form"].fields
    assert "instansi" in fields
    assert "petugas" not in fields


def test_filters_cost_a_constant_number_of_queries(client, case, officer):
    query = f"?v=semua&kat={case.category.code}&tempat={case.village.code}&petugas=belum&masuk=7"
    _page, few = statements(client, QUEUE + query)
    for _ in range(3):
        make(case, village=case.village.code)
    for number in range(filters.MOST):
        SavedFilter.objects.create(user=officer, name=f"s{number}", query="v=jawaban&kat=x&tempat=y", saved_at=NOW)
    response, many = statements(client, QUEUE + query)
    assert len(response.context["rows"]) == 4
    assert len(many) == len(few)
    assert not [sql for sql in many if " OFFSET " in sql]


def test_who_has_no_queue_has_no_filters(client, case):
    client.force_login(factories.make_staff(factories.coordination(), "administrator"))
    assert client.get(NARROW).status_code == 404
