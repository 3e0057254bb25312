"""One act on many cases: what would happen first, then that it happens; others go on where one is refused."""

import re

import pytest
from django.urls import reverse

from complaints.models import Complaint, Event, Position
from complaints.states import Status
from complaints.triage import bulk, operations
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
    assert 'name="act" value="buka-lagi"' in page.text
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
