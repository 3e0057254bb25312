"""A view with filters is kept under a name, for oneself or for one's agency."""

from django.urls import reverse

from complaints.followup import filters
from complaints.models import SavedFilter
from tests import factories

from .test_queue import chips, make, see, shown

SAVE = reverse("followup:save_filter")


def save(client, query, **answers):
    return client.post(f"{SAVE}?{query}", answers)


def test_stands_beside_the_views_counted_and_chosen(client, case, officer):
    make(case)
    query = f"v=jawaban&kat={case.category.code}"
    assert "Simpan tampilan ini" in see(client, f"?{query}").text
    response = save(client, query, name="Lampu saya")
    assert response.headers["Location"] == f"/petugas/?{query}"
    page = see(client, f"?{query}")
    assert "Simpan tampilan ini" not in page.text
    assert chips(page)["Lampu saya"] == 2
    assert [str(view["label"]) for view in page.context["views"] if view["current"]] == ["Lampu saya"]
    closed = save(client, "v=semua&status=selesai", name="Sudah selesai")
    assert closed.status_code == 302
    assert chips(see(client))["Sudah selesai"] is None  # never counted over all that ever came


def test_personal_is_seen_by_oneself_and_shared_by_the_agency(client, case, officer):
    save(client, "v=jawaban&petugas=belum", name="Pribadi")
    save(client, "v=jawaban&petugas=saya", name="Bersama", agency=case.dishub.pk)
    colleague, stranger = factories.make_staff(case.dishub), factories.make_staff(factories.make_agency("DLH"))
    make(case)
    for person, names in ((officer, {"Pribadi", "Bersama"}), (colleague, {"Bersama"}), (stranger, set())):
        client.force_login(person)
        assert chips(see(client)).keys() & {"Pribadi", "Bersama"} == names
    # "Saya" is whoever looks.
    client.force_login(colleague)
    assert shown(see(client, "?v=jawaban&petugas=saya")) == []


def test_another_agencys_is_refused_and_a_name_is_needed(client, case, officer):
    for answers in ({"name": "x", "agency": factories.make_agency("DLH").pk}, {"name": ""}):
        assert save(client, "v=jawaban&petugas=saya", **answers).status_code == 200
    assert not SavedFilter.objects.exists()


def test_what_is_not_narrowed_is_not_saved(client, case, officer):
    assert save(client, "v=jawaban", name="Semua").headers["Location"] == "/petugas/"
    assert not SavedFilter.objects.exists()


def test_there_is_an_end_to_them(client, case, officer):
    for number in range(filters.MOST):
        save(client, "v=jawaban&petugas=saya", name=f"s{number}")
    response = save(client, "v=jawaban&petugas=saya", name="lagi")
    assert "Sudah ada 12 saringan tersimpan. Hapus satu dulu." in response.text
    assert SavedFilter.objects.count() == filters.MOST


def test_the_longest_query_fits():
    longest = filters.Asked("a" * 40, tuple((name, "a" * 40) for name in ("kat", "tempat", "instansi")), "batas-jauh")
    most = longest.query(status="tidak-diproses", petugas="9" * 9, batas="terlambat", masuk="365")
    assert len(most) <= 280 <= SavedFilter._meta.get_field("query").max_length
