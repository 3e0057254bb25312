"""One act on many cases: what would happen first, then that it happens; others go on where one is refused."""

import dataclasses
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.followup import saved_views
from complaints.models import Category, Complaint, Event, Position, Tag
from complaints.states import Status
from complaints.triage import bulk, operations, views_bulk
from tests import factories
from tests.factories import NOW

MANY = reverse("triage:act_on_many")
WHY = "Ini iklan pinjaman, bukan pengaduan."


@pytest.fixture
def desk(db):
    """Three new cases with an exact category, one with a topic alone; Dishub and its people; a coordinator."""
    dishub = factories.make_agency("Dishub")
    topic = factories.make_category(agency=dishub)
    exact = factories.make_category("pju-mati", agency=dishub, name="PJU mati", topic=topic, form_order=None)
    *topic.new, topic.vague = [factories.make_complaint(category=topic) for _ in range(4)]
    Complaint.objects.exclude(pk=topic.vague.pk).update(category=exact)
    topic.dishub, topic.coordinator, topic.liaison = dishub, factories.make_coordinator(), factories.make_staff(dishub)
    return topic


def ask(client, act, cases, **answers):
    chosen = [f"{case.tracking_number}:{Complaint.objects.get(pk=case.pk).version}" for case in cases]
    return client.post(MANY, {"act": act, "n": chosen, **answers})


def numbers(cases):
    return [case.tracking_number for case in cases]


def statuses(cases):
    return [Complaint.objects.get(pk=case.pk).status for case in cases]


def test_says_first_what_would_happen_then_does_it(client, desk):
    client.force_login(desk.coordinator)
    every = [*desk.new, desk.vague]
    page = ask(client, "teruskan", every)
    assert "4 laporan akan berubah." in page.text
    assert "Teruskan 3 laporan" not in page.text, "not before the answers are there"
    answers = {"to": desk.dishub.pk, "reason": "Mohon dicek malam ini juga."}
    page = ask(client, "teruskan", every, checked="1", **answers)
    assert "Teruskan 3 laporan" in page.text
    assert page.context["skipped"] == [(desk.vague, "Kategorinya belum tepat. Pilih kategori untuk semua.")]
    assert statuses(every) == [Status.SUBMITTED] * 4, "only a look"
    page = ask(client, "teruskan", every, run="1", **answers)
    assert numbers(page.context["done"]) == numbers(desk.new)
    assert statuses(every) == [Status.REFERRED] * 3 + [Status.SUBMITTED]
    assert Event.objects.filter(kind=Event.Kind.REFERRED, actor=desk.coordinator).count() == 3
    again = ask(client, "teruskan", every, run="1", **answers)
    assert again.context["done"] == []


def test_one_category_for_all(client, desk):
    client.force_login(desk.coordinator)
    every, exact = [*desk.new, desk.vague], fresh(desk.new[0]).category
    answers = {"to": desk.dishub.pk, "reason": "Mohon dicek malam ini juga.", "category": exact.pk}
    assert len(ask(client, "teruskan", every, run="1", **answers).context["done"]) == 4
    assert fresh(desk.vague).category == exact


def test_whom_the_answers_do_not_suit_is_skipped_with_the_reason(client, desk):
    client.force_login(desk.coordinator)
    Complaint.objects.filter(pk=desk.new[0].pk).update(excluded_agency=desk.dishub)
    page = ask(client, "teruskan", desk.new, checked="1", to=desk.dishub.pk, reason="Mohon dicek malam ini.")
    assert page.context["skipped"] == [(desk.new[0], "Instansi tidak boleh menangani laporan tentang dirinya sendiri")]


def test_spam_and_back(client, desk):
    client.force_login(desk.coordinator)
    page = ask(client, "spam", desk.new, run="1", text=WHY)
    assert statuses(desk.new) == [Status.ARCHIVED] * 3
    assert reverse("triage:undo") in page.text
    undone = ask(client, "buka-lagi", desk.new, run="1", reason="Tadi keliru dipilih.")
    assert numbers(undone.context["done"]) == numbers(desk.new)
    assert statuses(desk.new) == [Status.SUBMITTED] * 3


def test_who_was_quicker_is_told_and_stops_no_other(client, desk):
    client.force_login(desk.coordinator)
    chosen = [f"{case.tracking_number}:{case.version}" for case in map(fresh, desk.new)]
    operations.examine(desk.new[1].pk, actor=desk.coordinator, now=NOW)
    page = client.post(MANY, {"act": "spam", "n": chosen, "run": "1", "text": WHY})
    assert numbers(page.context["done"]) == numbers([desk.new[0], desk.new[2]])
    ((case, why),) = page.context["skipped"]
    assert case == desk.new[1]
    assert "baru diubah oleh" in why


def fresh(case):
    return Complaint.objects.get(pk=case.pk)


def test_an_agency_assigns_its_own_alone(client, desk):
    for case in desk.new:
        factories.refer(case, desk.dishub, actor=desk.coordinator)
    other = factories.make_complaint(category=desk)
    factories.refer(other, factories.make_agency("DLH"), actor=desk.coordinator)
    colleague = factories.make_staff(desk.dishub, Position.Role.CASE_OFFICER)
    client.force_login(desk.liaison)
    page = ask(client, "tugaskan", [*desk.new, other], checked="1", person=colleague.pk)
    assert numbers(page.context["fit"]) == numbers(desk.new)
    assert other.tracking_number not in page.text, "what is not theirs is not even named"
    ask(client, "tugaskan", [*desk.new, other], run="1", person=colleague.pk)
    assert [fresh(case).assignee for case in [*desk.new, other]] == [colleague] * 3 + [None]
    assert ask(client, "teruskan", desk.new).headers["Location"] == reverse("followup:queue")


def test_closed_cases_are_handled_one_by_one(client, desk):
    client.force_login(desk.coordinator)
    Complaint.objects.filter(pk=desk.new[0].pk).update(access_class="sensitive")
    page = ask(client, "spam", desk.new)
    assert page.context["skipped"] == [(desk.new[0], "Laporan tertutup ditangani satu per satu.")]


@pytest.mark.parametrize("role", [Position.Role.LEADER, Position.Role.INSPECTORATE, Position.Role.OVERSEER])
def test_who_only_watches_acts_on_none(client, desk, role):
    client.force_login(factories.make_staff(factories.make_agency("Lain"), role))
    for act in bulk.ACTS:
        assert ask(client, act, desk.new, run="1").headers["Location"] == reverse("followup:queue")
    assert "massal" not in client.get(reverse("followup:queue") + "?v=semua").text


def test_nothing_chosen_and_nonsense_lead_back(client, desk):
    client.force_login(desk.coordinator)
    for sent in (
        {},
        {"act": "spam"},
        {"act": "spam", "n": ["", "\0", "BLT-0000-0000-0:x"]},
        {"act": "hapus", "n": "x"},
    ):
        assert client.post(MANY, sent).headers["Location"] == reverse("followup:queue")
    assert client.get(MANY).status_code == 302


def test_one_case_and_many_cost_the_same_to_look_at(client, desk, django_assert_max_num_queries):
    client.force_login(desk.coordinator)
    client.get(reverse("followup:queue"))
    with django_assert_max_num_queries(12) as few:
        ask_number = f"{desk.new[0].tracking_number}:1"
        client.post(MANY, {"act": "teruskan", "n": [ask_number]})
    with django_assert_max_num_queries(12) as many:
        client.post(MANY, {"act": "teruskan", "n": [f"{case.tracking_number}:1" for case in desk.new]})
    assert len(few) == len(many)


def test_the_queue_sends_what_was_chosen(client, desk):
    client.force_login(desk.coordinator)
    page = client.get(reverse("followup:queue") + "?v=semua").text
    chosen = re.findall(r'name="n" value="([^"]+)" form="massal"', page)
    assert {one.partition(":")[0] for one in chosen} == set(numbers([*desk.new, desk.vague]))
    answer = client.post(MANY, {"act": "spam", "n": chosen})
    assert len(answer.context["fit"]) == 4


class TestWholeView:
    """What is chosen without a checkbox: the view as it is narrowed, up to a stated limit, never counted."""

    def test_the_cases_of_the_view_alone(self, client, desk, monkeypatch):
        client.force_login(desk.coordinator)
        page = client.post(
            MANY, {"act": "tanda", "whole": "1", "view": f"v=verifikasi&kat={desk.new[0].category.code}"}
        )
        again = client.post(
            MANY, {"act": "tanda", "whole": "1", "view": f"v=verifikasi&kat={fresh(desk.new[0]).category.code}"}
        )
        assert len(page.context["fit"]) == 4
        assert set(again.context["fit"]) == set(desk.new)
        assert again.text.count('name="n"') == 3, "what is pressed is what was told"

    def test_a_limit_is_told(self, client, desk, monkeypatch):
        client.force_login(desk.coordinator)
        monkeypatch.setitem(bulk.ACTS, "tanda", dataclasses.replace(bulk.ACTS["tanda"], most=2))
        page = client.post(MANY, {"act": "tanda", "whole": "1", "view": "v=verifikasi"})
        assert len(page.context["fit"]) == 2
        assert "lebih dari 2 laporan" in page.text

    def test_the_queue_offers_it_where_there_is_a_second_page(self, client, desk, monkeypatch):
        client.force_login(desk.coordinator)
        address = reverse("followup:queue") + "?v=verifikasi"
        assert 'name="whole"' not in client.get(address).text
        monkeypatch.setattr(saved_views, "ROWS", 2)
        assert "Pilih semua 4 di tampilan ini" in client.get(address).text
        assert "Pilih semua di tampilan ini" in client.get(address + "&masuk=7").text

    def test_a_view_of_somebody_else_is_empty(self, client, desk):
        client.force_login(desk.liaison)
        sent = {"act": "tanda", "whole": "1", "view": "v=verifikasi"}
        assert client.post(MANY, sent).headers["Location"] == reverse("followup:queue") + "?v=verifikasi"

    def test_as_many_queries_for_three_as_for_one(self, client, desk):
        client.force_login(desk.coordinator)
        for act in ("kategori", "gabung", "tanda", "cetak"):
            with CaptureQueriesContext(connection) as few:
                ask(client, act, desk.new[:1])
            with CaptureQueriesContext(connection) as many:
                ask(client, act, desk.new)
            # ask() itself looks up each version.
            assert len(many) - 3 == len(few) - 1, act


def test_tags_are_put_on_filtered_and_taken_off(client, desk):
    client.force_login(desk.coordinator)
    assert len(ask(client, "tanda", desk.new[:2], run="1", tag="Banjir").context["done"]) == 2
    page = ask(client, "tanda", desk.new, checked="1", tag="banjir")
    assert [why for _case, why in page.context["skipped"]] == ["Tanda itu sudah ada."] * 2
    tag = Tag.objects.get()
    rows = client.get(reverse("followup:queue"), {"v": "semua", "tanda": tag.pk}).context["rows"]
    assert {row["number"] for row in rows} == set(numbers(desk.new[:2]))
    assert rows[0]["tags"] == ["banjir"]
    ask(client, "lepas-tanda", desk.new, run="1", tag="banjir")
    assert client.get(reverse("followup:queue"), {"v": "semua", "tanda": tag.pk}).context["rows"] == []


def test_category_of_many(client, desk):
    client.force_login(desk.coordinator)
    water = factories.make_category("air", desk.dishub, name="Air keruh", topic=desk, form_order=None)
    closed = factories.make_category("kdrt", desk.dishub, name="KDRT", topic=desk, sensitive=True, form_order=None)
    page = ask(client, "kategori", desk.new, run="1", category=water.pk)
    assert numbers(page.context["done"]) == numbers(desk.new)
    assert {fresh(case).category for case in desk.new} == {water}
    page = ask(client, "kategori", desk.new, checked="1", category=closed.pk)
    assert {why for _case, why in page.context["skipped"]} == {"Kategori ini menutup laporan. Teruskan satu per satu."}


def test_merged_into_one_of_them(client, desk):
    client.force_login(desk.coordinator)
    main, *others = desk.new
    page = ask(client, "gabung", desk.new, checked="1", into=main.tracking_number)
    assert page.context["skipped"] == [(main, "Ini laporan induknya. Tetap jalan.")]
    assert reverse("triage:merge", args=[str(others[0])]) + f"?induk={main}" in page.text, "first compared"
    page = ask(client, "gabung", desk.new, run="1", into=main.tracking_number)
    assert numbers(page.context["done"]) == numbers(others)
    assert statuses(desk.new) == [Status.SUBMITTED, Status.MERGED, Status.MERGED]


class TestTakenOut:
    """What is printed or exported: only what the person reads, nothing of the reporter, and it is recorded."""

    def test_sheets_one_a_page(self, client, desk):
        client.force_login(desk.coordinator)
        Complaint.objects.filter(pk=desk.new[0].pk).update(access_class="sensitive")
        page = ask(client, "cetak", desk.new, run="1")
        assert page.text.count('class="sheet"') == 2
        assert desk.new[0].tracking_number not in page.text
        assert "Lampu jalan di depan SD mati" in page.text
        assert Event.objects.get(kind=Event.Kind.EXPORTED).data == {"how": "print", "cases": 2, "query": ""}

    def test_a_workbook_with_cells_of_text_alone(self, client, desk):
        client.force_login(desk.coordinator)
        Category.objects.filter(pk=fresh(desk.new[0]).category_id).update(name="=HYPERLINK(1)")
        response = client.post(
            MANY, {"act": "ekspor", "whole": "1", "view": "v=verifikasi", "format": "xlsx", "run": "1"}
        )
        with zipfile.ZipFile(io.BytesIO(response.content)) as book:
            sheet = "".join(book.read(name).decode() for name in book.namelist())
        assert "<f>" not in sheet
        assert "=HYPERLINK(1)" in sheet
        assert all(number in sheet for number in numbers([*desk.new, desk.vague]))
        assert not re.search("mati sejak seminggu|Siti|0812", sheet)
        assert Event.objects.get(kind=Event.Kind.EXPORTED).data["query"] == "v=verifikasi"
        assert "attachment" in response.headers["Content-Disposition"]

    def test_csv_of_the_chosen(self, client, desk):
        client.force_login(desk.liaison)
        factories.refer(desk.new[0], desk.dishub, actor=desk.coordinator)
        response = ask(client, "ekspor", desk.new, run="1", format="csv")
        lines = response.text.splitlines()
        assert len(lines) == 2
        assert lines[1].startswith(desk.new[0].tracking_number)

    def test_more_than_500_rows_ask_for_the_second_factor(self, client, desk, monkeypatch):
        client.force_login(desk.coordinator)
        monkeypatch.setattr(views_bulk, "PROVED", 2)
        session = client.session
        del session["account_authentication_methods"]
        session.save()
        response = ask(client, "ekspor", desk.new, run="1", format="csv")
        assert response.status_code == 302
        assert not Event.objects.filter(kind=Event.Kind.EXPORTED).exists()
