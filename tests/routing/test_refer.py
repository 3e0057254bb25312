"""Verify and refer in one press, through HTTP: what it writes, who may, and every refusal in words."""

import pytest
from django.urls import reverse

from complaints import texts
from complaints.models import Category, Complaint, Event, Position, RoutingRule, Text
from complaints.routing import operations as routing
from complaints.states import Because, Status
from tests import factories
from tests.factories import NOW


@pytest.fixture
def case(db):
    complaint = factories.make_complaint(village=factories.make_village().code)
    topic = complaint.category
    complaint.exact = factories.make_category("pju-tepat", agency=topic.agency, topic=topic, form_order=None)
    complaint.dlh = factories.make_agency("DLH")
    return complaint


@pytest.fixture
def coordinator(case, client):
    user = factories.make_coordinator()
    client.force_login(user)
    return user


def url(complaint):
    return reverse("routing:refer", args=[complaint.tracking_number])


def answers(complaint, **changed):
    return {
        "version": complaint.version,
        "category": complaint.exact.pk,
        "term_class": "NORMAL",
        "priority": "normal",
        "to": complaint.category.agency_id,
        "reason": "",
        **changed,
    }


def test_makes_the_agency_owner_and_starts_its_clocks(client, case, coordinator):
    response = client.post(url(case), answers(case))
    assert response.url == reverse("followup:case", args=[case.tracking_number])
    case.refresh_from_db()
    assert (case.status, case.owner.code, case.category.code) == (Status.REFERRED, "DISHUB", "pju-tepat")
    running = set(case.clocks.filter(stopped_at=None).values_list("kind", flat=True))
    assert running == {"acceptance", "first_response", "resolution", "statutory"}
    event = case.events.get(kind=Event.Kind.REFERRED)
    assert (event.actor, event.data["to"]) == (coordinator, case.owner_id)


def test_proposes_by_rule_and_keeps_the_rule_in_the_history(client, case, coordinator):
    rule = RoutingRule.objects.create(
        order=1,
        category=case.exact,
        village=case.village,
        agency=case.dlh,
        reason="Di desa ini lampu diurus DLH",
        valid_from=NOW.date(),
    )
    page = client.post(url(case), {"suggest": "1", "category": case.exact.pk}).content.decode()
    assert "Saran: DLH." in page
    assert "Di desa ini lampu diurus DLH" in page
    client.post(url(case), answers(case, to=case.dlh.pk))
    assert case.events.get(kind=Event.Kind.REFERRED).data["rule"] == rule.pk


def test_the_only_category_of_the_topics_agency_is_pre_chosen(client, case, coordinator):
    form = client.get(url(case)).context["form"]
    assert (form["category"].value(), form["to"].value()) == (case.exact.pk, case.category.agency_id)


def test_another_agency_than_proposed_needs_a_reason_which_everybody_reads(client, case, coordinator):
    response = client.post(url(case), answers(case, to=case.dlh.pk))
    assert "Tulis mengapa instansi ini yang dipilih" in response.content.decode()
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED
    client.post(url(case), answers(case, to=case.dlh.pk, reason="Tiangnya milik DLH"))
    event = case.events.get(kind=Event.Kind.REFERRED)
    assert texts.read(Text.objects.get(pk=event.data["reason"]["text"])) == "Tiangnya milik DLH"


@pytest.mark.parametrize(
    ("term_class", "sentence"),
    [
        ("SUPERVISORY", "Laporan berkadar pengawasan hanya ditangani Inspektorat"),
        ("SENSITIVE", "Laporan peka hanya diteruskan ke instansi yang menangani laporan peka"),
    ],
)
def test_the_class_decides_who_may_own(client, case, coordinator, term_class, sentence):
    page = client.post(url(case), answers(case, term_class=term_class)).content.decode()
    assert sentence in page
    assert Complaint.objects.get(pk=case.pk).status == Status.SUBMITTED


def test_a_sensitive_case_is_sealed_and_leaves_the_coordinators_eyes(client, case, coordinator):
    helper = factories.make_agency("DSPPPA", handles_sensitive=True)
    response = client.post(url(case), answers(case, term_class="SENSITIVE", to=helper.pk, reason="Ada anak"))
    assert response.url == reverse("followup:queue")
    assert client.get(reverse("followup:case", args=[case.tracking_number])).status_code == 404
    assert not Text.objects.filter(complaint=case, plain__isnull=False).exists()
    assert texts.stories([case])[case.pk] == factories.STORY


def test_an_agency_cannot_be_chosen_for_a_complaint_about_itself(client, case, coordinator):
    Complaint.objects.filter(pk=case.pk).update(excluded_agency=case.category.agency_id)
    page = client.post(url(case), answers(case)).content.decode()
    assert "Pilih" in page
    assert Complaint.objects.get(pk=case.pk).status == Status.SUBMITTED


def test_an_outside_class_or_body_is_not_offered(client, case, coordinator):
    outside = factories.make_agency("PLN", kind="external")
    page = client.get(url(case)).content.decode()
    assert "Di luar kewenangan" not in page
    assert client.post(url(case), answers(case, to=outside.pk)).context["form"].errors["to"]


def test_who_came_second_reads_what_happened_and_keeps_what_was_typed(client, case, coordinator):
    colleague = factories.make_coordinator()
    seen = case.version
    factories.refer(case, case.dlh, actor=colleague, reason="Lebih cepat")
    page = client.post(url(case), answers(case, version=seen, reason="Pesan saya")).content.decode()
    assert f"Laporan ini baru diubah oleh {colleague.full_name}" in page
    assert "Pesan saya" in page


def test_pressed_twice_is_one_referral(client, case, coordinator):
    same = answers(case)
    client.post(url(case), same)
    response = client.post(url(case), same)
    assert response.status_code == 302
    assert case.events.filter(kind=Event.Kind.REFERRED).count() == 1


def test_the_arbiters_decision_is_recorded_by_the_coordinator(client, case, coordinator):
    dishub = factories.make_agency("Dishub")
    for agency in (dishub, case.dlh):
        liaison = factories.make_staff(agency)
        factories.refer(case, agency, actor=coordinator, reason="Coba")
        routing.return_referral(case.pk, reason="Bukan tugas kami", actor=liaison, now=NOW)
        case.refresh_from_db()
    assert case.submitted_because == Because.ARBITRATION
    page = client.post(url(case), answers(case)).content.decode()
    for sentence in ("Tulis putusan penengah", "Isi tanggal putusan", "Tulis jabatan yang memutuskan"):
        assert sentence in page
    assert page.count("Bukan tugas kami") == 2  # why each of the two gave it back
    decision = {"reason": "Ini tugas DLH.", "decided_by": "Asisten II"}
    page = client.post(url(case), answers(case, decided_on="2026-11-23", **decision)).content.decode()
    assert "Tanggal putusan di antara hari laporan dikembalikan dan hari ini" in page
    client.post(url(case), answers(case, decided_on="2026-11-24", **decision))
    case.refresh_from_db()
    assert case.status == Status.REFERRED


@pytest.mark.parametrize("role", [Position.Role.LIAISON, Position.Role.LEADER, Position.Role.ADMINISTRATOR])
def test_nobody_else_finds_the_page(client, case, role):
    client.force_login(factories.make_staff(case.dlh, role))
    assert client.get(url(case)).status_code == 404
    assert client.post(url(case), answers(case)).status_code == 404
    assert Complaint.objects.get(pk=case.pk).status == Status.SUBMITTED


def test_reading_writes_nothing_and_costs_the_same_with_more_categories(
    client, case, coordinator, django_assert_max_num_queries
):
    client.get(url(case))
    events = Event.objects.count()
    with django_assert_max_num_queries(20) as few:
        client.get(url(case))
    for number in range(5):
        factories.make_category(
            f"lain-{number}", agency=case.dlh, topic=case.category, form_order=None, name=f"L{number}"
        )
    with django_assert_max_num_queries(len(few)):
        client.get(url(case))
    assert Event.objects.count() == events
    assert Category.objects.count() >= 7
